import {readFileSync} from 'node:fs';

/**
 * Every process below `pid`, parents before children, itself not included. A process group is not enough: `setsid`
 * leaves it, and stays a descendant as long as its parent lives.
 */
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

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    // It ended meanwhile, or the kernel was built without CONFIG_PROC_CHILDREN: the process group has to do.
    return [];
  }
}

/** Signals the process group that `pid` leads and the given processes; those that are gone already are no error. */
export function signalAll(pid: number, others: readonly number[], signal: NodeJS.Signals): void {
  for (const target of [-pid, ...others]) {
    try {
      process.kill(target, signal);
    } catch {
      // ESRCH: ended by itself.
    }
  }
}
