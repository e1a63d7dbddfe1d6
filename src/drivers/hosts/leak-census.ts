import {readdir, readFile, readlink} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';
import type {Host, Node} from './host.ts';

/**
 * What of a host can be seen on the machine while it lives: to be looked for after its end. Taken before, because the
 * kernel gives the numbers of ended namespaces to new ones.
 */
export interface Census {
  readonly processes: readonly MachineProcess[];
  /** Namespaces of the host that are mounted in our own mount namespace: there should never be one. */
  readonly mounts: readonly string[];
}

interface MachineProcess {
  readonly pid: string;
  /** In clock ticks since boot: tells it from a later process with the same pid. */
  readonly startedAt: string;
  readonly command: string;
}

const KINDS = ['net', 'pid', 'mnt'] as const;
/** A killed process is gone when its parent or the kernel reaped it, a moment later. */
const GONE_WITHIN_MS = 2000;

/** Notes every process in a namespace of the host's nodes, those with names under /run/netns among them. */
export async function takeCensus(host: Host): Promise<Census> {
  // Another kernel counts its namespaces by itself: its numbers would be those of others here.
  if (host.kind !== 'sandbox') return {processes: [], mounts: []};
  const lists = await Promise.all(host.nodes.map((name) => namespacesOf(host.node(name))));
  const namespaces = new Set(lists.flat());
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => processIn(pid, namespaces)));
  return {
    processes: found.flatMap((process) => (process === undefined ? [] : [process])),
    mounts: (await mountedNamespaces()).filter((name) => namespaces.has(name)),
  };
}

async function namespacesOf(node: Node): Promise<readonly string[]> {
  const links = KINDS.map((kind) => `/proc/self/ns/${kind}`).join(' ');
  // A file that a failed `ip netns add` left is on tmpfs, and no namespace.
  const script = `readlink ${links}; for f in /run/netns/*; do [ "$(stat -f -c %T "$f" 2>/dev/null)" = nsfs ] && echo "net:[$(stat -c %i "$f")]"; done; true`;
  const result = await node.run(['bash', '-c', script], {logged: false});
  if (!result.ok) throw new Error(`the namespaces of ${node.name} could not be listed: ${result.stderr}`);
  return result.stdout.split('\n').filter((line) => line !== '');
}

async function processIn(pid: string, namespaces: ReadonlySet<string>): Promise<MachineProcess | undefined> {
  // What cannot be read is somebody else's or has ended meanwhile: either way not in our host.
  const links = await Promise.all(KINDS.map((kind) => readlink(`/proc/${pid}/ns/${kind}`).catch(() => '')));
  if (!links.some((link) => namespaces.has(link))) return undefined;
  const startedAt = await startOf(pid);
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return startedAt === undefined ? undefined : {pid, startedAt, command: command.replaceAll('\0', ' ').trim()};
}

/** Field 22 of proc_pid_stat(5); undefined for a process that has ended, reaped or not. */
async function startOf(pid: string): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The command's name may hold spaces and parentheses; the fields begin behind its last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ['Z', 'X', ''].includes(fields[0] ?? '') ? undefined : fields[19];
}

async function mountedNamespaces(): Promise<readonly string[]> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  return mounts
    .split('\n')
    .filter((line) => line.includes(' nsfs '))
    .map((line) => line.split(' ')[3] ?? '');
}

/** What of a census is still there after a while, in words for a report. */
export async function findLeaks(census: Census, withinMs = GONE_WITHIN_MS): Promise<readonly string[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const alive = await Promise.all(
      census.processes.map(async (process) => ((await startOf(process.pid)) === process.startedAt ? [process] : [])),
    );
    const mounted = await mountedNamespaces();
    const leaks = [
      ...alive.flat().map(({pid, command}) => `process ${pid}: ${command}`),
      ...census.mounts.filter((name) => mounted.includes(name)).map((name) => `a mount of ${name}`),
    ];
    if (leaks.length === 0 || performance.now() > deadline) return leaks;
    await pause(5);
  }
}
