import {readFileSync, readdirSync} from 'node:fs';

/** Every process below `pid`, parents before children, itself not included. */
export function descendants(pid: number): readonly number[] {
  const found: number[] = [];
  const pending = [pid];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of childrenOf(next)) {
      found.push(child);
      pending.push(child);
    }
  }
  return found;
}

/**
 * All that `pid` started and that can still be told: its descendants, which may have left its process group
 * (`setsid`), and its process group, which may have lost its parents (`command &`). Itself not included.
 */
export function family(pid: number): readonly number[] {
  const group = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && groupOf(name) === pid);
  return [...new Set([...descendants(pid), ...group.map(Number)])].filter((member) => member !== pid);
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    // It ended meanwhile, or the kernel was built without CONFIG_PROC_CHILDREN: the process group has to do.
    return [];
  }
}

/** @see proc_pid_stat(5): the name in parentheses may hold anything; state, parent and group follow. */
function groupOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
  } catch {
    return undefined;
  }
}

/** Signals processes, a whole group by its negated number. Those that ended by themselves meanwhile are no error. */
export function signalAll(targets: readonly number[], signal: NodeJS.Signals): void {
  for (const target of targets) {
    try {
      process.kill(target, signal);
    } catch {
      // ESRCH: ended by itself.
    }
  }
}
