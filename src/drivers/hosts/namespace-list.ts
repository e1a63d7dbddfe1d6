import {type FSWatcher, readdirSync, statSync, statfsSync, watch} from 'node:fs';
import {join} from 'node:path';
import type {NamespaceList, NamespaceListener} from './host.ts';

/** The file system type of a mounted namespace. */
const NSFS_MAGIC = 0x6e_73_66_73;
/** `ip netns add` makes the file first and mounts the namespace on it a moment later, which nothing announces. */
const RETRY_MS = [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

type Entry =
  | {readonly state: 'waiting'; readonly timer: NodeJS.Timeout}
  | {readonly state: 'known'; readonly inode: number}
  | {readonly state: 'broken'};

/**
 * Follows the named namespaces of a node by inotify.
 * @param root the node's file system as a path from here
 */
export const watchNamespaces = (root: string, listener: NamespaceListener): NamespaceList => {
  const folder = join(root, 'run/netns');
  const entries = new Map<string, Entry>();
  let watcher: FSWatcher | undefined;
  let closed = false;

  const forget = (name: string): void => {
    const entry = entries.get(name);
    if (entry === undefined) return;
    if (entry.state === 'waiting') clearTimeout(entry.timer);
    entries.delete(name);
    if (entry.state !== 'waiting') listener.removed(name);
  };
  const look = (name: string, attempt = 0): void => {
    const entry = entries.get(name);
    const inode = namespaceInode(join(folder, name));
    if (inode === 'gone') {
      forget(name);
      return;
    }
    if (inode !== 'not-mounted') {
      if (entry?.state === 'known' && entry.inode === inode) return;
      forget(name);
      entries.set(name, {state: 'known', inode});
      listener.added(name);
      return;
    }
    if (entry?.state === 'broken') return;
    if (entry?.state === 'known') forget(name);
    const wait = RETRY_MS[attempt];
    if (wait === undefined) {
      entries.set(name, {state: 'broken'});
      listener.broken(name, `/run/netns/${name} is a file on which no network namespace is mounted`);
      return;
    }
    if (entry?.state === 'waiting') clearTimeout(entry.timer);
    const timer = setTimeout(() => {
      look(name, attempt + 1);
    }, wait);
    entries.set(name, {state: 'waiting', timer});
  };

  const follow = (): void => {
    watcher?.close();
    if (closed) return;
    try {
      watcher = watch(folder, (_, name) => {
        // The folder itself went: it may come again.
        if (!exists(folder)) follow();
        else if (name !== null) look(name);
      });
    } catch {
      // There is no such folder before the first `ip netns add`.
      watcher = watchParent(root, () => {
        if (exists(folder)) follow();
      });
    }
    watcher?.on('error', () => {
      if (!closed) setTimeout(follow, 10);
    });
    // What came before the watch did.
    lookAtAll();
  };
  const lookAtAll = (): void => {
    const names = new Set(listNames(folder));
    for (const name of entries.keys()) if (!names.has(name)) forget(name);
    for (const name of names) look(name);
  };
  follow();

  return {
    async lookAtAll() {
      lookAtAll();
    },
    [Symbol.dispose]() {
      closed = true;
      watcher?.close();
      for (const entry of entries.values()) if (entry.state === 'waiting') clearTimeout(entry.timer);
      entries.clear();
    },
  };
};

const watchParent = (root: string, onEvent: () => void): FSWatcher | undefined => {
  try {
    return watch(join(root, 'run'), onEvent);
  } catch {
    return undefined;
  }
};

const exists = (path: string): boolean => statSync(path, {throwIfNoEntry: false}) !== undefined;

const listNames = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const namespaceInode = (path: string): number | 'gone' | 'not-mounted' => {
  try {
    return statfsSync(path).type === NSFS_MAGIC ? statSync(path).ino : 'not-mounted';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'gone' : 'not-mounted';
  }
};
