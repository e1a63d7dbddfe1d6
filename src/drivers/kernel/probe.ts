import type {Text} from '../../state/text.ts';
import type {Node, Result} from '../hosts/host.ts';

/** What a question asked with a packet gave. */
export type Probe<T = unknown> =
  | ({readonly outcome: 'answered'} & T)
  /** It was asked, and nobody answered or somebody refused; in words that begin in lower case. */
  | {readonly outcome: 'not-answered'; readonly how: Text}
  /** It could not even be asked, which says nothing about the network. */
  | {readonly outcome: 'could-not-ask'; readonly why: Text};

/** Where a probe is sent from. */
export interface From {
  /** @default the node's own */
  readonly namespace?: string | undefined;
}

/**
 * Runs a probe's program; a reason where it did not run to its end.
 * @param timeoutMs on a processor of this machine
 */
export const runProbe = async (
  node: Node,
  argv: readonly string[],
  {namespace = ''}: From,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Result | Text> => {
  const result = await node.run(argv, {
    ...(namespace !== '' && {namespace}),
    env: {LC_ALL: 'C'},
    timeoutMs,
    ...(signal !== undefined && {signal}),
  });
  const program = argv[0] ?? '';
  if (result.notFound) return {en: `the program ${program} is not installed`, zh: `没有安装程序 ${program}`};
  if (result.canceled) return {en: 'it was interrupted', zh: '已被中断'};
  if (result.timedOut) {
    const seconds = (result.durationMs / 1000).toFixed(1);
    return {en: `${program} did not end within ${seconds} s`, zh: `${program} 在 ${seconds} 秒内没有结束`};
  }
  if (result.exitCode === undefined) return {en: `${program} was killed`, zh: `${program} 被终止`};
  if (result.stderr.startsWith('Cannot open network namespace'))
    return {en: `there is no namespace ${namespace}`, zh: `没有命名空间 ${namespace}`};
  return result;
};

export const isReason = (result: Result | Text): result is Text => 'en' in result;

/** The program's own words after its name, for reasons that we have no words for. */
export const lastWords = (result: Result): Text => {
  const words = (result.stderr.trim() || result.stdout.trim()).split('\n').at(-1) ?? '';
  const said = words.replace(/^\w+: /, '') || `exit code ${result.exitCode}`;
  return {en: said, zh: said};
};
