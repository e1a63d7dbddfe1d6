import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {descendants} from '../../src/drivers/hosts/process-tree.ts';

const KINDS = ['user', 'net', 'mnt', 'pid', 'uts', 'ipc'] as const;

/** What a program had made on this machine at one moment. */
export interface Census {
  /** Pid with start time, so that a number used again is not taken for the same process. */
  readonly processes: ReadonlyMap<number, string>;
  /** `net:[4026532281]` and the like; those of this test process are not among them. */
  readonly namespaces: ReadonlySet<string>;
  /** A text in the command line or environment of the program's processes. */
  readonly marker: string;
  /** In clock ticks since boot. */
  readonly takenAt: number;
}

/**
 * Everything below a process, by ancestry; and by a marker, for what is only just being started. To be taken right
 * before the program ends: what starts later is not the program's.
 */
export function takeCensus(pid: number, marker: string): Census {
  const pids = new Set([pid, ...descendants(pid), ...marked(marker)]);
  const namespaces = new Set([...pids].flatMap((member) => namespacesOf(member)));
  for (const own of namespacesOf(process.pid)) namespaces.delete(own);
  const processes = new Map([...pids].map((member) => [member, startOf(member)]));
  return {processes, namespaces, marker, takenAt: ticksSinceBoot()};
}

/** What of a census is still there, a line each: processes, processes in its namespaces, mounts that hold one. */
export function leftOf({processes, namespaces, marker, takenAt}: Census): readonly string[] {
  const found: string[] = [];
  for (const [pid, start] of processes) {
    if (start !== '' && startOf(pid) === start) found.push(`process ${pid}: ${commandOf(pid)}`);
  }
  for (const pid of marked(marker)) found.push(`marked process ${pid}: ${commandOf(pid)}`);
  for (const pid of allPids()) {
    // The kernel gives the number of a namespace that has ended to the next one, which may be another program's.
    if (Number(startOf(pid)) > takenAt) continue;
    const inside = namespacesOf(pid).filter((namespace) => namespaces.has(namespace));
    if (inside.length > 0) found.push(`process ${pid} in ${inside.join(' ')}: ${commandOf(pid)}`);
    for (const line of read(`/proc/${pid}/mountinfo`).split('\n')) {
      const [, , , root = ''] = line.split(' ');
      if (line.includes(' nsfs ') && namespaces.has(root)) found.push(`mount of ${root} seen by ${pid}`);
    }
  }
  return found;
}

/** Links and mounts of the machine itself, a line each. */
export const machineState = (): readonly string[] => [
  ...readdirSync('/sys/class/net').map((name) => `link ${name}`),
  ...read('/proc/self/mountinfo')
    .split('\n')
    .map((line) => `mount ${line}`),
];

/** Without zombies: they hold nothing but their number until the machine's init notes their end, which is its affair. */
const allPids = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && stateOf(name) !== 'Z')
    .map(Number);

const marked = (marker: string): readonly number[] =>
  allPids().filter(
    (pid) => pid !== process.pid && (read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/environ`)).includes(marker),
  );

const namespacesOf = (pid: number): readonly string[] =>
  KINDS.flatMap((kind) => {
    try {
      return readlinkSync(`/proc/${pid}/ns/${kind}`);
    } catch {
      // It ended, or is not ours to look at.
      return [];
    }
  });

/** Fields of /proc/PID/stat behind the program's name, which may hold anything: state first, start time 20th. */
const statOf = (pid: number | string): readonly string[] => {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};
const stateOf = (pid: number | string): string => statOf(pid)[0] ?? '';
const startOf = (pid: number): string => (stateOf(pid) === 'Z' ? '' : (statOf(pid)[19] ?? ''));

/** In USER_HZ, a hundredth of a second, as /proc/PID/stat counts; the tick that is going on counts. */
const ticksSinceBoot = (): number => Math.ceil(Number(read('/proc/uptime').split(' ')[0]) * 100);

const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
