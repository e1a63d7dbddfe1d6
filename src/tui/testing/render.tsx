import {PassThrough} from 'node:stream';
import {Writable} from 'node:stream';
import type {ReactNode} from 'react';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import {render} from 'ink';

export const KEYS = {
  enter: '\r',
  escape: '\u001B',
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  pageUp: '\u001B[5~',
  pageDown: '\u001B[6~',
  home: '\u001B[H',
  end: '\u001B[F',
  tab: '\t',
  shiftTab: '\u001B[Z',
  backspace: '\u007F',
  ctrlC: '\u0003',
  ctrlG: '\u0007',
} as const;

export interface RenderedApp extends AsyncDisposable {
  /** What a terminal of this size shows, without spaces at the ends of rows. */
  screen(): string;
  /** SGR codes in what was written: whether anything was coloured. */
  readonly output: string;
  press(...keys: readonly string[]): void;
  resize(columns: number, rows: number): void;
  /** Resolves when the screen passes, or when it contains the words or pattern; a time-out prints what it was. */
  waitFor(wanted: string | RegExp | ((screen: string) => boolean), timeoutMs?: number): Promise<void>;
  rerender(node: ReactNode): void;
}

/** Draws a component with Ink into an emulated terminal, the way the program does. */
export const renderInTerminal = (node: ReactNode, {columns = 80, rows = 24} = {}): RenderedApp => {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    // As the line discipline of a pty does (ONLCR).
    convertEol: true,
  });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const stdout = new FakeScreen(terminal);
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  const instance = render(node, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    stderr: stdout as unknown as NodeJS.WriteStream,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    maxFps: 60,
  });
  const screen = (): string =>
    Array.from(
      {length: terminal.rows},
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
    ).join('\n');
  return {
    screen,
    get output() {
      return stdout.written;
    },
    press: (...keys) => {
      for (const key of keys) stdin.write(key);
    },
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
      stdout.emit('resize');
    },
    waitFor: async (wanted, timeoutMs = 10_000) => {
      const isThere = (): boolean =>
        typeof wanted === 'string'
          ? screen().includes(wanted)
          : wanted instanceof RegExp
            ? wanted.test(screen())
            : wanted(screen());
      const end = Date.now() + timeoutMs;
      while (!isThere()) {
        if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms for ${String(wanted)}. The screen:\n${screen()}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    rerender: (next) => instance.rerender(next),
    [Symbol.asyncDispose]: async () => {
      instance.unmount();
      await instance.waitUntilExit();
      instance.cleanup();
      terminal.dispose();
    },
  };
};

/** A terminal's output side that writes into the emulator. */
class FakeScreen extends Writable {
  readonly isTTY = true;
  written = '';
  readonly #terminal: xterm.Terminal;

  constructor(terminal: xterm.Terminal) {
    super({decodeStrings: false});
    this.#terminal = terminal;
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written += String(chunk);
    this.#terminal.write(chunk, done);
  }
}
