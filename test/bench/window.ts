import {existsSync, statfsSync} from 'node:fs';
import {join} from 'node:path';
import {descendants} from '../../src/drivers/hosts/process-tree.ts';
import {openEmulator} from '../pty/emulator.ts';
import type {Emulator} from '../pty/emulator.ts';
import {ROOT} from './workspace.ts';
import type {Workspace} from './workspace.ts';

/** The real program in an emulated terminal. */
export interface Window extends Emulator {
  readonly startedAt: number;
  /** Waits for a shell's prompt with nothing behind it. @returns the moment */
  prompt(): Promise<number>;
}

export interface WindowOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** The bench's own labs instead of those of the program. */
  readonly ownLabs?: boolean;
}

/** Wide enough for every pane. */
const WIDE = {columns: 200, rows: 50} as const;
export const PROMPT = /root@[\w-]+:~# *(?:[│┃]|$)/mu;

/** Starts the program the way a learner does, by its launcher. */
export function openWindow(workspace: Workspace, args: readonly string[], options: WindowOptions = {}): Window {
  const startedAt = performance.now();
  const emulator = openEmulator('sh', [join(ROOT, 'bin/underlay'), ...args], {
    columns: options.columns ?? WIDE.columns,
    rows: options.rows ?? WIDE.rows,
    env: programEnvironment(workspace, options.ownLabs === true),
  });
  return Object.defineProperties(emulator, {
    startedAt: {value: startedAt},
    prompt: {
      value: async () => {
        await emulator.shows(PROMPT, 20_000);
        return performance.now();
      },
    },
  }) as Window;
}

/** Whatever the bench runs under, the program starts as at a learner's terminal. */
export const programEnvironment = (workspace: Workspace, ownLabs = false): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: workspace.home,
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  LANG: 'C.UTF-8',
  UNDERLAY_HOME: workspace.home,
  ...(ownLabs && {UNDERLAY_LABS: workspace.labs}),
});

/**
 * The words that lead a command into a namespace of the lab in the window, past the program: what happens there is
 * news to it. The command ends with its input.
 */
export function wayInto(window: Window, namespace: string): readonly string[] {
  const path = (pid: number) => `/proc/${pid}/root/run/netns/${namespace}`;
  const pid = descendants(window.pid).find((member) => isNamespace(path(member)));
  if (pid === undefined) throw new Error(`No process of the program sees a namespace ${namespace}.`);
  return ['nsenter', '--target', String(pid), '--user', `--net=${path(pid)}`, '--'];
}

const NSFS_MAGIC = 0x6e_73_66_73;

const isNamespace = (path: string): boolean => {
  try {
    return existsSync(path) && statfsSync(path).type === NSFS_MAGIC;
  } catch {
    return false;
  }
};
