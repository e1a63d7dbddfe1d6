import {readFileSync} from 'node:fs';

/** The ancestor of a process that this test process started itself: the sandbox's first program on the machine. */
export function outermost(pid: number): number {
  const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return parent === process.pid ? pid : outermost(parent);
}
