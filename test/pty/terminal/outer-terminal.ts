import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from '../../../bin/build.js';
import {openEmulator, type Emulator} from '../emulator.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Beside node_modules, where the bundle finds the native pty. */
const outDir = `.cache/terminal-demo-${process.pid}`;

/** Bundles the demo; call once before the tests, and {@link removeDemo} after them. */
export const buildDemo = (): Promise<void> => build({entries: {demo: 'test/pty/terminal/demo.tsx'}, outDir});
export const removeDemo = (): Promise<void> => rm(join(root, outDir), {recursive: true, force: true});

/** The terminal a learner would sit at, with the demo running in it. */
export interface OuterTerminal extends Emulator {
  /** The shell's part of the screen: the lines inside the border, without the title line, ends trimmed. */
  shell(): string;
  /** Types a command at the prompt and waits for the prompt after it. */
  command(line: string, timeoutMs?: number): Promise<void>;
  /** Runs a command, then a program that stays, and waits until the program has begun. */
  start(setUp: string, program: string): Promise<void>;
  /** A folder that is the shell's home and working directory. */
  readonly home: string;
}

export const openDemo = async ({columns = 80, rows = 24} = {}): Promise<OuterTerminal> => {
  const home = await mkdtemp(join(tmpdir(), 'underlay-pane-'));
  await writeFile(join(home, 'rc'), `PS1='$ '\nHISTFILE=\nbind 'set bell-style audible'\n`);
  const emulator = openEmulator(process.execPath, [join(root, outDir, 'demo.js'), join(home, 'rc')], {
    columns,
    rows,
    cwd: home,
    env: {...process.env, CI: 'false', TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8', HOME: home},
  });
  const shell = (): string =>
    emulator
      .lines()
      .slice(2, -2)
      .map((line) => line.replaceAll(/^│|│$/g, '').trimEnd())
      .join('\n')
      .trimEnd();
  const terminal: OuterTerminal = {
    ...emulator,
    shell,
    async command(line, timeoutMs) {
      await emulator.until('a prompt', () => shell().endsWith('$'), timeoutMs);
      // The number makes the end of this command different from the end of any other.
      const mark = `end-${emulator.bytes}-${Date.now()}`;
      emulator.press(`${line}; echo ${mark.replace('-', "''-")}\r`);
      await emulator.until(`the end of ${line}`, () => shell().endsWith(`${mark}\n$`), timeoutMs);
    },
    start(setUp, program) {
      emulator.press(`${setUp}; printf 'is-''ready'; ${program}\r`);
      return emulator.shows('is-ready');
    },
    get bytes() {
      return emulator.bytes;
    },
    home,
    async [Symbol.asyncDispose]() {
      await emulator[Symbol.asyncDispose]();
      await rm(home, {recursive: true, force: true});
    },
  };
  await terminal.until('the first prompt', () => shell().endsWith('$'));
  return terminal;
};

export const CTRL_C = '\u0003';
export const CTRL_G = '\u0007';
export const ESCAPE = '\u001B';
