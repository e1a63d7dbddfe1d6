import type {Host, ShellEvent, Size, Terminal} from '../drivers/hosts/host.ts';
import type {Language, Text} from '../state/text.ts';
import {PrefacedTerminal} from './prefaced-terminal.ts';

/** No shell can be had now, for a reason the learner can read. */
export class ShellUnavailable extends Error {
  override readonly name = 'ShellUnavailable';
  readonly why: Text;

  constructor(why: Text, language: Language) {
    super(why[language]);
    this.why = why;
  }
}

/** A shell that ends sooner than this was not used; after a few of them in a row no new one comes by itself. */
const SHORT_LIFE_MS = 1000;
const MOST_SHORT_LIVES = 3;
const INTERRUPT_AGAIN_MS = 300;

interface Shell {
  readonly terminal: Terminal;
  readonly bornAt: number;
  /** Whether it waits for a command. */
  isAtPrompt: boolean;
  isRunning: boolean;
}

export interface ShellsParts {
  readonly host: Host;
  readonly size: Size;
  readonly language: () => Language;
  readonly onEvent: (terminal: Terminal, event: ShellEvent) => void;
  readonly onOutput: (node: string, data: string) => void;
  /** A shell ended by itself; a new one may be had (not told after several that ended at once). */
  readonly onEnded: (node: string, exitCode: number) => void;
}

/** The shells of one host: one a node, made when asked for, and a new one after the learner ended it. */
export class Shells implements Disposable {
  readonly #parts: ShellsParts;
  readonly #shells = new Map<string, Shell>();
  readonly #shortLives = new Map<string, number>();
  readonly #farewells = new Map<string, Text>();
  #size: Size;
  #isOver = false;

  constructor(parts: ShellsParts) {
    this.#parts = parts;
    this.#size = parts.size;
  }

  terminal(node: string): Terminal {
    return this.#shell(node).terminal;
  }

  resize(size: Size): void {
    this.#size = size;
    for (const {terminal} of this.#shells.values()) terminal.resize(size);
  }

  /**
   * Types a line as the learner would and resolves when the shell waits again. What stands on the line already is
   * wiped, a program in the foreground gets Ctrl-C.
   * @throws {Error} where the shell does not come back within `timeoutMs`, or the signal is aborted
   */
  async type(node: string, line: string, signal: AbortSignal, timeoutMs = 60_000): Promise<void> {
    const shell = this.#shell(node);
    await this.#interrupted(shell, signal);
    // End of line, then wipe to its beginning. Several lines go in as one paste, so that they are one command.
    const text = line.includes('\n') ? `\u001B[200~${line.trimEnd()}\u001B[201~` : line;
    shell.isAtPrompt = false;
    shell.terminal.write(`\u0005\u0015${text}\r`);
    await this.#atPrompt(shell, signal, timeoutMs);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const {terminal} of this.#shells.values()) terminal[Symbol.dispose]();
    this.#shells.clear();
  }

  #shell(node: string): Shell {
    const known = this.#shells.get(node);
    if (known !== undefined) return known;
    const language = this.#parts.language();
    if (this.#isOver) throw new ShellUnavailable({en: 'This host is gone.', zh: '这台主机已经不在了。'}, language);
    const farewell = this.#farewells.get(node);
    const opened = this.#parts.host.node(node).terminal(this.#size);
    const terminal = farewell === undefined ? opened : new PrefacedTerminal(opened, `\r\n${farewell[language]}\r\n`);
    const shell: Shell = {terminal, bornAt: performance.now(), isAtPrompt: false, isRunning: false};
    this.#shells.set(node, shell);
    opened.onEvent((event) => {
      if (event.type === 'prompt') shell.isAtPrompt = true;
      if (event.type === 'command-start') [shell.isAtPrompt, shell.isRunning] = [false, true];
      if (event.type === 'command-end') shell.isRunning = false;
      this.#parts.onEvent(terminal, event);
    });
    opened.onData((data) => this.#parts.onOutput(node, data));
    void opened.exited.then((exitCode) => this.#ended(node, shell, exitCode));
    return shell;
  }

  #ended(node: string, shell: Shell, exitCode: number): void {
    if (this.#isOver || this.#shells.get(node) !== shell) return;
    this.#shells.delete(node);
    const isShort = performance.now() - shell.bornAt < SHORT_LIFE_MS;
    const shortLives = isShort ? (this.#shortLives.get(node) ?? 0) + 1 : 0;
    this.#shortLives.set(node, shortLives);
    this.#farewells.set(node, {
      en: `[The shell on ${node} ended (exit code ${exitCode}). This is a new one; the host is as you left it.]`,
      zh: `[${node} 上的 shell 已结束（退出码 ${exitCode}）。这是一个新的 shell，主机状态保持不变。]`,
    });
    if (shortLives < MOST_SHORT_LIVES) this.#parts.onEnded(node, exitCode);
  }

  /** Ctrl-C until the shell waits: one that comes before the program has set itself up is lost. */
  async #interrupted(shell: Shell, signal: AbortSignal): Promise<void> {
    const interrupt = (): void => {
      if (shell.isRunning) shell.terminal.write('\u0003');
    };
    interrupt();
    const timer = setInterval(interrupt, INTERRUPT_AGAIN_MS);
    try {
      await this.#atPrompt(shell, signal, 10_000);
    } finally {
      clearInterval(timer);
    }
  }

  async #atPrompt(shell: Shell, signal: AbortSignal, timeoutMs: number): Promise<void> {
    signal.throwIfAborted();
    if (shell.isAtPrompt) return;
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    const off = shell.terminal.onEvent((event) => {
      if (event.type === 'prompt') resolve();
    });
    const timer = setTimeout(() => {
      reject(new Error(`The shell on ${shell.terminal.node} did not come back within ${timeoutMs / 1000} s.`));
    }, timeoutMs);
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, {once: true});
    void shell.terminal.exited.then(() => reject(new Error(`The shell on ${shell.terminal.node} ended.`)));
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      off();
      signal.removeEventListener('abort', abort);
    }
  }
}
