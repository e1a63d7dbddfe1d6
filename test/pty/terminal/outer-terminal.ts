import {spawn} from '@lydell/node-pty';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {build} from '../../../bin/build.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Beside node_modules, where the bundle finds the native pty. */
const outDir = `.cache/terminal-demo-${process.pid}`;

/** Bundles the demo; call once before the tests, and {@link removeDemo} after them. */
export const buildDemo = (): Promise<void> => build({entries: {demo: 'test/pty/terminal/demo.tsx'}, outDir});
export const removeDemo = (): Promise<void> => rm(join(root, outDir), {recursive: true, force: true});

/** The terminal a learner would sit at, with the demo running in it. */
export interface OuterTerminal extends AsyncDisposable {
  /** What is on the screen now. */
  screen(): string;
  /** The shell's part of it: the lines inside the border, without the title line, ends trimmed. */
  shell(): string;
  /** Sends keys as one chunk. */
  press(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Waits until the predicate holds, looking again whenever the screen changed. */
  until(what: string, predicate: () => boolean, timeoutMs?: number): Promise<void>;
  /** Waits until the screen shows the text. */
  shows(text: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Types a command at the prompt and waits for the prompt after it. */
  command(line: string, timeoutMs?: number): Promise<void>;
  /** Calls the listener with everything the program writes from now on. */
  onOutput(listener: (data: string) => void): void;
  /** Starts a program that gets the next keys, after `setUp` took effect. */
  start(setUp: string, program: string): Promise<void>;
  /** Bytes the program wrote so far. */
  readonly bytes: number;
  readonly pid: number;
  /** A folder that is the shell's home and working directory. */
  readonly home: string;
  readonly exited: Promise<number>;
}

export const openDemo = async ({columns = 80, rows = 24} = {}): Promise<OuterTerminal> => {
  const home = await mkdtemp(join(tmpdir(), 'underlay-pane-'));
  await writeFile(join(home, 'rc'), `PS1='$ '\nHISTFILE=\nbind 'set bell-style audible'\n`);
  const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  emulator.loadAddon(new Unicode11Addon());
  emulator.unicode.activeVersion = '11';
  const env = {
    ...process.env,
    CI: 'false',
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
    HOME: home,
  };
  const program = spawn(process.execPath, [join(root, outDir, 'demo.js'), join(home, 'rc')], {
    cols: columns,
    rows,
    cwd: home,
    env,
  });
  let bytes = 0;
  let wake = Promise.withResolvers<void>();
  program.onData((data) => {
    bytes += Buffer.byteLength(data);
    emulator.write(data, () => {
      wake.resolve();
      wake = Promise.withResolvers();
    });
  });
  emulator.onData((answer) => program.write(answer));
  const exited = new Promise<number>((resolve) => {
    program.onExit(({exitCode}) => resolve(exitCode));
  });

  const lines = (): string[] =>
    Array.from(
      {length: emulator.rows},
      (_, y) => emulator.buffer.active.getLine(emulator.buffer.active.viewportY + y)?.translateToString(true) ?? '',
    );
  const terminal: OuterTerminal = {
    screen: () => lines().join('\n').trimEnd(),
    shell: () =>
      lines()
        .slice(2, -2)
        .map((line) => line.replaceAll(/^│|│$/g, '').trimEnd())
        .join('\n')
        .trimEnd(),
    press: (keys) => program.write(keys),
    resize(columns, rows) {
      emulator.resize(columns, rows);
      program.resize(columns, rows);
    },
    async until(what, predicate, timeoutMs = 10_000) {
      const deadline = Date.now() + timeoutMs;
      // Inside a synchronised update the screen is half old and half new.
      while (emulator.modes.synchronizedOutputMode || !predicate()) {
        if (Date.now() > deadline)
          throw new Error(`Not within ${timeoutMs} ms: ${what}. Screen:\n${terminal.screen()}`);
        await Promise.race([wake.promise, pause(50)]);
      }
    },
    shows(text, timeoutMs) {
      const isShown = (): boolean =>
        typeof text === 'string' ? terminal.screen().includes(text) : text.test(terminal.screen());
      return terminal.until(`the screen shows ${String(text)}`, isShown, timeoutMs);
    },
    async command(line, timeoutMs) {
      await terminal.until('a prompt', () => terminal.shell().endsWith('$'), timeoutMs);
      // The number makes the end of this command different from the end of any other.
      const mark = `end-${bytes}-${Date.now()}`;
      terminal.press(`${line}; echo ${mark.replace('-', "''-")}\r`);
      await terminal.until(`the end of ${line}`, () => terminal.shell().endsWith(`${mark}\n$`), timeoutMs);
    },
    start(setUp, program) {
      terminal.press(`${setUp}; printf 'is-''ready'; ${program}\r`);
      return terminal.shows('is-ready');
    },
    onOutput: (listener) => void program.onData(listener),
    get bytes() {
      return bytes;
    },
    pid: program.pid,
    home,
    exited,
    async [Symbol.asyncDispose]() {
      program.kill('SIGKILL');
      await exited;
      emulator.dispose();
      await rm(home, {recursive: true, force: true});
    },
  };
  await terminal.until('the first prompt', () => terminal.shell().endsWith('$'));
  return terminal;
};

export const CTRL_C = '\u0003';
export const CTRL_G = '\u0007';
export const ESCAPE = '\u001B';
