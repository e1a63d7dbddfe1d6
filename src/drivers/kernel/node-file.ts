import type {Reading} from '../../state/snapshot.ts';
import type {Node} from '../hosts/host.ts';

/** Reads a file as the processes of a node (and of a namespace) see it; undefined where there is no such file. */
export const readNodeFile = async (
  node: Node,
  namespace: string,
  file: string,
): Promise<Reading<string | undefined>> => {
  const result = await node.run(['cat', '--', file], {
    ...(namespace !== '' && {namespace}),
    env: {LC_ALL: 'C'},
    logged: false,
    timeoutMs: 2000,
  });
  if (result.ok) return {ok: true, value: result.stdout};
  // Only cat's own words: a missing namespace is also told as a missing file.
  if (result.exitCode === 1 && /^cat: .*: No such file or directory$/m.test(result.stderr))
    return {ok: true, value: undefined};
  return {ok: false, why: result.stderr.trim() || `cat ${file} did not answer`};
};
