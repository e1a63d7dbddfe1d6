import type {Node, Result} from '../hosts/host.ts';
import {type From, type Probe, isReason, lastWords, runProbe} from './probe.ts';

export type HttpResult = Probe<{readonly status: number; readonly body: string}>;

/** Before the status that curl adds after the body. */
const MARK = '\n\u0004';
const LIMITS = ['--connect-timeout', '1', '--max-time', '2'];
const CURL = ['curl', '--silent', '--show-error', '--noproxy', '*', ...LIMITS, '--write-out', `${MARK}%{http_code}`];

/** Asks a web server for a page. Proxies of the environment are not used. */
export const getHttp = async (node: Node, url: string, from: From = {}, signal?: AbortSignal): Promise<HttpResult> => {
  const result = await runProbe(node, [...CURL, '--', url], from, 4000, signal);
  return isReason(result) ? {outcome: 'could-not-ask', why: result} : httpResult(result);
};

/** curl's exit codes for a server that does not answer: the rest is about the question (address, option, memory). */
const NO_ANSWER: ReadonlySet<number> = new Set([7, 28, 35, 52, 55, 56]);

/** What curl said. */
export const httpResult = (result: Pick<Result, 'exitCode' | 'stdout' | 'stderr'>): HttpResult => {
  const at = result.stdout.lastIndexOf(MARK);
  if (result.exitCode === 0 && at >= 0) {
    return {
      outcome: 'answered',
      status: Number(result.stdout.slice(at + MARK.length)),
      body: result.stdout.slice(0, at),
    };
  }
  const said = result.stderr.trim().replace(/^curl: \(\d+\) /, '');
  if (NO_ANSWER.has(result.exitCode ?? -1)) {
    return {
      outcome: 'not-answered',
      how:
        result.exitCode === 28
          ? {en: 'no answer came in time', zh: '没有及时收到应答'}
          : {en: `it failed: ${said}`, zh: `失败：${said}`},
    };
  }
  return {outcome: 'could-not-ask', why: lastWords(result as Result)};
};
