import {shellQuote} from '../init-scripts.ts';
import type {Node, Result, RunOptions, ScriptRunner} from '../host.ts';

/**
 * Runs commands of a node in shells that stand already. On a machine without KVM to start a process from ours takes ten
 * times as long as what it does, and a shell starts one for little. What they print must be text.
 */
export function quickRunner(
  node: Pick<Node, 'scripts'>,
): (argv: readonly string[], options: RunOptions) => Promise<Result> {
  const idle: ScriptRunner[] = [];
  return async (argv, {namespace = '', input, env = {}, timeoutMs, signal}) => {
    const shell = idle.pop() ?? node.scripts();
    const words = [
      ...Object.entries(env).flatMap(([name, value], index) => [...(index === 0 ? ['env'] : []), `${name}=${value}`]),
      ...argv,
    ];
    const inside = namespace === '' ? words : ['ip', 'netns', 'exec', namespace, ...words];
    const script = `${input === undefined ? '' : `printf %s ${shellQuote(input)} | `}${inside.map(shellQuote).join(' ')}`;
    const result = await shell.run(script, {...(timeoutMs !== undefined && {timeoutMs}), ...(signal && {signal})});
    // One without an exit code ended, or was ended for want of an answer.
    if (result.exitCode === undefined) shell[Symbol.dispose]();
    else idle.push(shell);
    const missing =
      result.exitCode === 127 && /: (?:command not found|No such file or directory)\s*$/.test(result.stderr);
    if (!missing) return {...result, argv};
    const {exitCode: _, ...rest} = result;
    return {...rest, argv, notFound: true};
  };
}
