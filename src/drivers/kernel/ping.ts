import type {Text} from '../../state/text.ts';
import type {Node, Result} from '../hosts/host.ts';
import {type From, type Probe, isReason, lastWords, runProbe} from './probe.ts';

export interface PingOptions extends From {
  /** Source address. */
  readonly source?: string | undefined;
  /** Bytes of payload; the IPv4 packet has 28 more. */
  readonly size?: number | undefined;
  readonly dontFragment?: boolean | undefined;
  /** Seconds to wait for the reply. @default 1 */
  readonly waitSeconds?: number | undefined;
}

const PING = ['ping', '-n', '-c', '1'];

/** Until it has started and ended: a busy machine takes its time. */
const SLACK_MS = 5000;

export type PingResult = Probe<{readonly ttl: number; readonly milliseconds: number}>;

/** Sends one echo request. */
export const ping = async (
  node: Node,
  to: string,
  options: PingOptions = {},
  signal?: AbortSignal,
): Promise<PingResult> => {
  const {source, size, dontFragment = false, waitSeconds = 1} = options;
  const argv = [
    ...PING,
    '-W',
    `${waitSeconds}`,
    ...(source === undefined ? [] : ['-I', source]),
    ...(size === undefined ? [] : ['-s', `${size}`]),
    ...(dontFragment ? ['-M', 'do'] : []),
    '--',
    to,
  ];
  const result = await runProbe(node, argv, options, waitSeconds * 1000 + SLACK_MS, signal);
  return isReason(result) ? {outcome: 'could-not-ask', why: result} : pingResult(result);
};

/** What iputils ping said. */
export const pingResult = (result: Pick<Result, 'exitCode' | 'stdout' | 'stderr'>): PingResult => {
  const reply = /^\d+ bytes from .*\bttl=(\d+)(?: time=([\d.]+) ms)?/m.exec(result.stdout);
  if (result.exitCode === 0 && reply !== null) {
    return {outcome: 'answered', ttl: Number(reply[1]), milliseconds: Number(reply[2] ?? '0')};
  }
  const error = /^From (\S+?):? icmp_seq=\d+ (.*)$/m.exec(result.stdout);
  if (error?.[1] !== undefined && error[2] !== undefined) {
    return {outcome: 'not-answered', how: {en: `${error[1]} said: ${error[2]}`, zh: `${error[1]} 报告：${error[2]}`}};
  }
  const all = `${result.stdout}\n${result.stderr}`;
  const known = LOCAL_REFUSALS.find(([pattern]) => pattern.test(all));
  if (known !== undefined) return {outcome: 'not-answered', how: known[1](pick(known[0], all))};
  if (result.exitCode === 1 && result.stdout.includes('100% packet loss')) {
    return {outcome: 'not-answered', how: {en: 'nothing came back in time', zh: '等待超时'}};
  }
  return {outcome: 'could-not-ask', why: lastWords(result as Result)};
};

const pick = (pattern: RegExp, text: string): string => pattern.exec(text)?.[1] ?? '';

/** The kernel of the sender itself refuses: that is an answer about the network, too. */
const LOCAL_REFUSALS: readonly (readonly [RegExp, (detail: string) => Text])[] = [
  [
    /Network is unreachable/,
    () => ({en: 'there is no route to it (network is unreachable)', zh: '没有到达它的路由（网络不可达）'}),
  ],
  [
    /No route to host/,
    () => ({en: 'there is no way to it (no route to host)', zh: '无法到达该主机（no route to host）'}),
  ],
  [
    /message too long, mtu[=:] ?(\d+)/i,
    (mtu) => ({en: `the packet is larger than the MTU of ${mtu}`, zh: `报文超过了 MTU ${mtu}`}),
  ],
  [
    /sendmsg: Operation not permitted/,
    () => ({
      en: 'the sender dropped it (operation not permitted)',
      zh: '发送端自己丢弃了报文（operation not permitted）',
    }),
  ],
  [
    /sendmsg: Invalid argument/,
    () => ({en: 'the route forbids it (invalid argument)', zh: '路由禁止发送（invalid argument）'}),
  ],
];
