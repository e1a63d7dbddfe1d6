import type {Node, Result} from '../hosts/host.ts';
import {type From, type Probe, isReason, lastWords, runProbe} from './probe.ts';

export type TcpResult = Probe;

/** Opens a TCP connection and closes it. Needs the OpenBSD nc. */
export const connectTcp = async (
  node: Node,
  to: string,
  port: number,
  from: From = {},
  signal?: AbortSignal,
): Promise<TcpResult> => {
  const result = await runProbe(node, ['nc', '-z', '-v', '-n', '-w', '1', to, `${port}`], from, 3000, signal);
  return isReason(result) ? {outcome: 'could-not-ask', why: result} : tcpResult(result);
};

/** What nc -z -v said. */
export const tcpResult = (result: Pick<Result, 'exitCode' | 'stdout' | 'stderr'>): TcpResult => {
  if (result.exitCode === 0) return {outcome: 'answered'};
  const said = /\(tcp\) (?:failed|timed out): (.*)$/m.exec(result.stderr);
  if (said === null) return {outcome: 'could-not-ask', why: lastWords(result as Result)};
  if (said[0].includes('timed out')) return {outcome: 'not-answered', how: {en: 'no answer came', zh: '没有收到应答'}};
  const reason = said[1] ?? '';
  if (reason === 'Connection refused')
    return {outcome: 'not-answered', how: {en: 'the connection was refused', zh: '连接被拒绝'}};
  return {outcome: 'not-answered', how: {en: `it failed: ${reason}`, zh: `失败：${reason}`}};
};
