import type {Reading} from '../../state/snapshot.ts';
import type {Node, NodeFiles} from '../hosts/host.ts';

export interface Process {
  /** As the node counts. */
  readonly pid: number;
  /** The file name of what it was started as, without its folder. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** The namespace of its network, as the kernel names it: `net:[4026532248]`; absent where it may not be looked at. */
  readonly network?: string;
}

/**
 * The processes that run in a node, oldest first, read from the node's /proc; kernel threads and processes that ended
 * are left out.
 */
export const readProcesses = async (node: Node): Promise<Reading<readonly Process[]>> => {
  try {
    const pids = (await node.files.list('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
    const found = await Promise.all(pids.toSorted((a, b) => a - b).map(async (pid) => readProcess(node.files, pid)));
    return {ok: true, value: found.filter((process) => process !== undefined)};
  } catch (error) {
    return {ok: false, why: error instanceof Error ? error.message : String(error)};
  }
};

const readProcess = async (files: NodeFiles, pid: number): Promise<Process | undefined> => {
  let text: string;
  try {
    text = await files.read(`/proc/${pid}/cmdline`);
  } catch (error) {
    // It ended between the list and now. Anything else is a reason of its own.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
  const [started = '', ...rest] = parseCommandLine(text);
  if (started === '') return undefined;
  const network = await files.link(`/proc/${pid}/ns/net`).catch(() => undefined);
  return {
    pid,
    program: started.slice(started.lastIndexOf('/') + 1),
    arguments: rest,
    ...(network !== undefined && {network}),
  };
};

/** Words of /proc/PID/cmdline, each ended by a zero byte. */
export const parseCommandLine = (text: string): readonly string[] =>
  text === '' ? [] : text.replace(/\0$/, '').split('\0');
