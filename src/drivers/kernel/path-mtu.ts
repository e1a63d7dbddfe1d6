import type {Text} from '../../state/text.ts';
import type {Node} from '../hosts/host.ts';
import {type PingOptions, ping} from './ping.ts';

export type PacketFits =
  | {readonly outcome: 'passes'}
  /** The size did not get through; whether smaller ones do is another question. */
  | {readonly outcome: 'blocked'; readonly how: Text}
  | {readonly outcome: 'could-not-ask'; readonly why: Text};

/** An IPv4 header and an ICMP header. */
const HEADERS = 28;

/** Whether an IPv4 packet of this many bytes gets there and back without being cut in pieces. */
export const packetFits = async (
  node: Node,
  to: string,
  bytes: number,
  from: Pick<PingOptions, 'namespace' | 'source'> = {},
  signal?: AbortSignal,
): Promise<PacketFits> => {
  const result = await ping(node, to, {...from, size: bytes - HEADERS, dontFragment: true}, signal);
  switch (result.outcome) {
    case 'answered':
      return {outcome: 'passes'};
    case 'not-answered':
      return {outcome: 'blocked', how: result.how};
    case 'could-not-ask':
      return result;
  }
};
