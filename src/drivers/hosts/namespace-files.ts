import {closeSync, openSync, readlinkSync} from 'node:fs';

/** Kinds of namespaces as nsenter's options name them, with their files under /proc/PID/ns. */
const KINDS = {user: 'user', net: 'net', mount: 'mnt', uts: 'uts', ipc: 'ipc', pid: 'pid'} as const;
export type NamespaceKind = keyof typeof KINDS;

/**
 * Open files of a process's namespaces. Entering through them, not through the process's number, can never lead
 * anywhere else: numbers are used again after a process ended. While open they also keep the namespaces alive, so
 * close them when the host ends.
 */
export interface NamespaceFiles extends Disposable {
  /** nsenter's words for these kinds. */
  enter(kinds: readonly NamespaceKind[]): readonly string[];
  /** Their paths by kind. */
  readonly paths: Readonly<Partial<Record<NamespaceKind, string>>>;
  /** `folder`, seen from inside, as a path from here. */
  readonly folder: string;
  /** nsenter's words for `folder` as the working directory. */
  readonly workingDirectory: readonly string[];
}

export function openNamespaceFiles(pid: number, kinds: readonly NamespaceKind[], folder: string): NamespaceFiles {
  const opened: number[] = [];
  const open = (path: string): string => {
    const file = openSync(path, 'r');
    opened.push(file);
    return `/proc/${process.pid}/fd/${file}`;
  };
  const paths = new Map(kinds.map((kind) => [kind, open(`/proc/${pid}/ns/${KINDS[kind]}`)]));
  const directory = open(`/proc/${pid}/root${folder}`);
  return {
    enter: (wanted) =>
      wanted.map((kind) => {
        const path = paths.get(kind);
        if (path === undefined) throw new Error(`The ${kind} namespace of process ${pid} was not opened.`);
        return `--${kind}=${path}`;
      }),
    paths: Object.fromEntries(paths),
    folder: directory,
    workingDirectory: [`--wd=${directory}`],
    [Symbol.dispose]() {
      for (const file of opened.splice(0)) closeSync(file);
    },
  };
}

/**
 * Law 1: whether the process is in a network namespace of its own, neither ours nor that of the machine's first
 * process. An ordinary user may not look at that one, and cannot be in it with any right either.
 */
export function hasOwnNetwork(pid: number): boolean {
  const theirs = readlinkSync(`/proc/${pid}/ns/net`);
  return theirs !== readlinkSync('/proc/self/ns/net') && theirs !== firstNetwork();
}

function firstNetwork(): string | undefined {
  try {
    return readlinkSync('/proc/1/ns/net');
  } catch {
    return undefined;
  }
}
