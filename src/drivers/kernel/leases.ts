import type {Reading} from '../../state/snapshot.ts';
import type {Node} from '../hosts/host.ts';
import {readNodeFile} from './node-file.ts';
import {UnreadableOutput, readingOf} from './unreadable-output.ts';

/** One lease as dnsmasq keeps it. */
export interface Lease {
  /** Seconds since the epoch; 0 for a lease without end. */
  readonly expiresAt: number;
  /** Lower case; of DHCPv6 leases the interface identifier. */
  readonly mac: string;
  readonly address: string;
  /** Absent where the client named none. */
  readonly hostname?: string;
  readonly clientId?: string;
}

/** Reads a dnsmasq leases file; undefined where there is no such file (yet). */
export const readLeases = async (node: Node, file: string): Promise<Reading<readonly Lease[] | undefined>> => {
  const text = await readNodeFile(node, '', file);
  if (!text.ok) return text;
  const {value} = text;
  return value === undefined ? {ok: true, value} : readingOf(() => parseLeases(value));
};

/**
 * The lines of a dnsmasq leases file: `expiry mac address hostname client-id`, and a `duid` line before IPv6 leases.
 * @throws {UnreadableOutput}
 */
export const parseLeases = (text: string): readonly Lease[] =>
  text.split('\n').flatMap((line, index): readonly Lease[] => {
    if (line.trim() === '' || line.startsWith('duid ')) return [];
    const [expires = '', mac, address, hostname, clientId] = line.trim().split(' ');
    if (!/^\d+$/.test(expires) || mac === undefined || address === undefined || !/^[\da-f.:]+$/i.test(address)) {
      throw new UnreadableOutput('dnsmasq leases', index + 1, line, 'expected a lease');
    }
    return [
      {
        expiresAt: Number(expires),
        mac: mac.toLowerCase(),
        address,
        ...(hostname !== undefined && hostname !== '*' && {hostname}),
        ...(clientId !== undefined && clientId !== '*' && {clientId}),
      },
    ];
  });
