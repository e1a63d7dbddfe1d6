import {readFileSync} from 'node:fs';
import {descendants} from '../../src/drivers/hosts/process-tree.ts';

/** USER_HZ: what /proc counts processor time in, on every architecture of Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Processor time of a process, of all below it, and of those of them that have ended, in milliseconds. */
export function processorMs(pid: number): number {
  // utime, stime, cutime, cstime.
  const ticks = [pid, ...descendants(pid)].flatMap((member) => statOf(member).slice(11, 15).map(Number));
  return (ticks.reduce((sum, value) => sum + value, 0) / TICKS_PER_SECOND) * 1000;
}

/** When it started, in ticks since boot: tells it from a later process of the same number. Empty once it has ended. */
export const startOf = (pid: number): string => {
  const stat = statOf(pid);
  return ['Z', 'X'].includes(stat[0] ?? '') ? '' : (stat[19] ?? '');
};

/** Fields of /proc/PID/stat behind the name in parentheses, which may hold anything: state is the first. */
const statOf = (pid: number): readonly string[] => {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

/** Resident memory of one process, in MB. */
export const residentMb = (pid: number): number => kibibytes(`/proc/${pid}/status`, 'VmRSS') / 1000;

/** Memory of everything below a process, shared pages divided among those who share them, in MB. */
export const proportionalMbBelow = (pid: number): number =>
  descendants(pid).reduce((sum, member) => sum + kibibytes(`/proc/${member}/smaps_rollup`, 'Pss') / 1000, 0);

const kibibytes = (file: string, field: string): number => {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(file))?.[1];
  return (Number(found ?? 0) * 1024) / 1000;
};

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}
