import {readdir, readFile, readlink} from 'node:fs/promises';
import type {Host, Node} from './host.ts';

/** The namespaces of a host while it lives, to be looked for after its end. */
export interface Census {
  /** `net:[4026532281]` and the like, as /proc writes them. */
  readonly namespaces: ReadonlySet<string>;
}

const KINDS = ['net', 'mnt', 'pid', 'uts', 'ipc'] as const;

/** Notes every namespace of every node, those with names under /run/netns among them. */
export async function takeCensus(host: Host): Promise<Census> {
  const lists = await Promise.all(host.nodes.map((name) => namespacesOf(host.node(name))));
  return {namespaces: new Set(lists.flat())};
}

async function namespacesOf(node: Node): Promise<readonly string[]> {
  const links = KINDS.map((kind) => `/proc/self/ns/${kind}`).join(' ');
  // stat tells the inode of a namespace's mount; a file left by a failed `ip netns add` is on tmpfs and not counted.
  const script = `readlink ${links}; for f in /run/netns/*; do [ "$(stat -f -c %T "$f" 2>/dev/null)" = nsfs ] && echo "net:[$(stat -c %i "$f")]"; done; true`;
  const result = await node.run(['bash', '-c', script], {logged: false});
  if (!result.ok) throw new Error(`the namespaces of ${node.name} could not be listed: ${result.stderr}`);
  return result.stdout.split('\n').filter((line) => line !== '');
}

/** What of a census is still there: processes in its namespaces, and mounts that keep one alive. */
export async function findLeaks({namespaces}: Census): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => leaksOf(pid, namespaces)));
  return found.flat();
}

async function leaksOf(pid: string, namespaces: ReadonlySet<string>): Promise<readonly string[]> {
  // A process of somebody else, or one that ended meanwhile, cannot be read: it is not ours.
  const links = await Promise.all(KINDS.map((kind) => readlink(`/proc/${pid}/ns/${kind}`).catch(() => '')));
  const inside = links.find((link) => namespaces.has(link));
  if (inside !== undefined) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return [`process ${pid} in ${inside}: ${command.replaceAll('\0', ' ').trim()}`];
  }
  const mounts = await readFile(`/proc/${pid}/mountinfo`, 'utf8').catch(() => '');
  return mounts
    .split('\n')
    .filter((line) => line.includes(' nsfs '))
    .flatMap((line) =>
      namespaces.has(line.split(' ')[3] ?? '') ? [`mount of ${line.split(' ')[3]} seen by process ${pid}`] : [],
    );
}
