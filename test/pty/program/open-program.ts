import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {openEmulator, type Emulator} from '../emulator.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** The launcher that a learner's `npm start` uses; it builds the bundle where that is out of date. */
const LAUNCHER = join(root, 'bin/underlay');

export interface ProgramOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Keeps progress between two starts. Default: a folder of its own that ends with the program. */
  readonly home?: string;
}

/** A folder for progress and sockets, removed when disposed. */
export function temporaryHome(): Disposable & {readonly path: string} {
  const path = mkdtempSync(join(tmpdir(), 'underlay-home-'));
  return {path, [Symbol.dispose]: () => rmSync(path, {recursive: true, force: true})};
}

const environment = (
  home: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> => ({
  ...process.env,
  // Whatever the tests themselves run under, the program starts as at a learner's terminal.
  CI: 'false',
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
  NODE_ENV: undefined,
  VITEST: undefined,
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  LANG: 'C.UTF-8',
  LC_ALL: undefined,
  UNDERLAY_HOME: home,
  ...more,
});

/** Starts the real program in an emulated terminal. */
export function openProgram(args: readonly string[], options: ProgramOptions = {}): Emulator {
  const own = options.home === undefined ? temporaryHome() : undefined;
  const emulator = openEmulator('sh', [LAUNCHER, ...args], {
    columns: options.columns ?? 120,
    rows: options.rows ?? 36,
    env: environment(options.home ?? own?.path ?? '', options.env),
  });
  return {
    ...emulator,
    get bytes() {
      return emulator.bytes;
    },
    async [Symbol.asyncDispose]() {
      await emulator[Symbol.asyncDispose]();
      own?.[Symbol.dispose]();
    },
  };
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real program without a terminal and waits for its end. */
export function runProgram(
  args: readonly string[],
  options: {readonly home: string; readonly env?: Record<string, string>; readonly input?: string},
): Ran {
  return finished('sh', [LAUNCHER, ...args], environment(options.home, options.env), options.input ?? '');
}

/** The same as one part of a shell line, in which `underlay` is the program. */
export function runInShell(line: string, options: {readonly home: string}): Ran {
  return finished('sh', ['-c', `underlay() { sh '${LAUNCHER}' "$@"; }; ${line}`], environment(options.home), '');
}

function finished(file: string, args: readonly string[], env: NodeJS.ProcessEnv, input: string): Ran {
  const {status, stdout, stderr} = spawnSync(file, args, {env, input, encoding: 'utf8', timeout: 60_000});
  return {exitCode: status ?? -1, stdout, stderr};
}
