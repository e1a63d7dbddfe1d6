import {spawn} from '@lydell/node-pty';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import {setTimeout as pause} from 'node:timers/promises';

export interface EmulatorOptions {
  readonly columns: number;
  readonly rows: number;
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A program on a pty, and what a person at a terminal emulator would see of it. */
export interface Emulator extends AsyncDisposable {
  /** Every row of the screen, from the top. */
  lines(): readonly string[];
  /** What is on the screen now, ends trimmed. */
  screen(): string;
  isAlternate(): boolean;
  /** Sends keys as one chunk. */
  press(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Waits until the predicate holds, looking again whenever the screen changed; a time-out shows the screen. */
  until(what: string, predicate: () => boolean, timeoutMs?: number): Promise<void>;
  /** Waits until the screen shows the text. */
  shows(text: string | RegExp, timeoutMs?: number): Promise<void>;
  onOutput(listener: (data: string) => void): void;
  /** Bytes the program wrote so far. */
  readonly bytes: number;
  readonly pid: number;
  readonly exited: Promise<number>;
}

export function openEmulator(file: string, args: readonly string[], options: EmulatorOptions): Emulator {
  const emulator = new xterm.Terminal({cols: options.columns, rows: options.rows, allowProposedApi: true});
  emulator.loadAddon(new Unicode11Addon());
  emulator.unicode.activeVersion = '11';
  const program = spawn(file, [...args], {
    cols: options.columns,
    rows: options.rows,
    cwd: options.cwd ?? process.cwd(),
    // What the program finds as TERM.
    name: options.env['TERM'] ?? 'xterm-256color',
    // The pty would hand on an undefined value as that word.
    env: Object.fromEntries(Object.entries(options.env).filter(([, value]) => value !== undefined)),
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
  const lines = (): readonly string[] =>
    Array.from(
      {length: emulator.rows},
      (_, y) => emulator.buffer.active.getLine(emulator.buffer.active.viewportY + y)?.translateToString(true) ?? '',
    );
  const screen = (): string => lines().join('\n').trimEnd();
  const until = async (what: string, predicate: () => boolean, timeoutMs = 10_000): Promise<void> => {
    const deadline = Date.now() + timeoutMs;
    while (!predicate()) {
      if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}. Screen:\n${screen()}`);
      await Promise.race([wake.promise, pause(50)]);
    }
  };
  return {
    lines,
    screen,
    isAlternate: () => emulator.buffer.active.type === 'alternate',
    press: (keys) => program.write(keys),
    resize(columns, rows) {
      emulator.resize(columns, rows);
      program.resize(columns, rows);
    },
    until,
    shows: (text, timeoutMs) =>
      until(
        `the screen shows ${String(text)}`,
        () => (typeof text === 'string' ? screen().includes(text) : text.test(screen())),
        timeoutMs,
      ),
    onOutput: (listener) => void program.onData(listener),
    get bytes() {
      return bytes;
    },
    pid: program.pid,
    exited,
    async [Symbol.asyncDispose]() {
      program.kill('SIGKILL');
      await exited;
      emulator.dispose();
    },
  };
}

export const KEY = {
  enter: '\r',
  escape: '\u001B',
  up: '\u001B[A',
  down: '\u001B[B',
  tab: '\t',
  ctrlC: '\u0003',
  ctrlG: '\u0007',
} as const;
