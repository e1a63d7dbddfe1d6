import type {ShellEvent, Terminal} from '../../drivers/hosts/host.ts';
import type {Text} from '../../state/text.ts';
import {openPlainLines} from './strip-terminal.ts';

/** How a sent line ended: the shell waits again, wants more lines (`cat <<END`), or is gone. */
export type Sent = 'done' | 'more' | 'gone';

export interface PlainShellParts {
  readonly terminal: Terminal;
  readonly say: (line: string) => void;
  readonly tell: (text: Text) => void;
}

/** A partial line is shown when nothing more came for this long: a program asks for something. */
const PARTIAL_MS = 250;

/**
 * A node's shell, line by line. What programs print is passed on; the shell's own echo and prompts are not, because
 * a reader of lines would hear each command twice.
 */
export class PlainShell implements Disposable {
  readonly #parts: PlainShellParts;
  readonly #lines = openPlainLines();
  readonly #ways: (() => void)[] = [];
  /**
   * `prompting`: from a command's end (or the start) to the prompt; `waiting`: at the prompt; `sent`: a line is being
   * echoed and read; `running`: its command runs.
   */
  #state: 'prompting' | 'waiting' | 'sent' | 'running' = 'prompting';
  /** What came while a line was sent, complete lines only. */
  #echo: string[] = [];
  #waiters: ((sent: Sent) => void)[] = [];
  #isGone = false;
  #partialTimer: NodeJS.Timeout | undefined;

  constructor(parts: PlainShellParts) {
    this.#parts = parts;
    const {terminal} = parts;
    this.#ways.push(
      terminal.onData((data) => this.#read(data)),
      terminal.onEvent((event) => this.#heard(event)),
    );
    void terminal.exited.then(() => {
      this.#isGone = true;
      this.#settle('gone');
    });
  }

  get terminal(): Terminal {
    return this.#parts.terminal;
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** Resolves when the shell waits for a line. */
  async ready(): Promise<Sent> {
    if (this.#isGone) return 'gone';
    return this.#state === 'waiting' ? 'done' : new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Sends a line. While a command runs it goes to that command, and `ready` is what to wait for. */
  async send(line: string): Promise<Sent> {
    // A new shell has not read its start file yet.
    if (this.#state === 'prompting') await this.ready();
    if (this.#isGone) return 'gone';
    if (this.#state === 'running') {
      this.#parts.terminal.write(`${line}\n`);
      return 'done';
    }
    this.#state = 'sent';
    const sent = new Promise<Sent>((resolve) => this.#waiters.push(resolve));
    // A tab would ask for a completion; before it, Ctrl-V makes it a character.
    this.#parts.terminal.write(`${line.replaceAll('\t', '\u0016\t')}\r`);
    return sent;
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.#parts.terminal.write('\u0003');
  }

  /** The end of the input of the command that runs: Ctrl-D. */
  end(): void {
    if (this.#state === 'running') this.#parts.terminal.write('\u0004');
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#partialTimer);
    for (const off of this.#ways) off();
    this.#settle('gone');
  }

  #heard(event: ShellEvent): void {
    switch (event.type) {
      case 'command-start':
        // A command of a loop or an inner shell: what was printed so far stays.
        if (this.#state !== 'running') this.#lines.flush();
        this.#echo = [];
        this.#state = 'running';
        break;
      case 'command-end':
        this.#flush();
        this.#state = 'prompting';
        break;
      case 'prompt':
        // The unfinished line is the prompt itself.
        this.#lines.flush();
        // No command came of the line: an error of syntax, whose first line is the echo.
        for (const line of this.#echo.slice(1)) this.#parts.say(line);
        this.#echo = [];
        this.#state = 'waiting';
        this.#settle('done');
        break;
      case 'control':
        break;
    }
  }

  #read(data: string): void {
    clearTimeout(this.#partialTimer);
    const lines = this.#lines.push(data);
    if (this.#lines.tookScreen()) this.#parts.tell(FULL_SCREEN);
    if (this.#state === 'sent') {
      this.#echo.push(...lines);
      // PS2: the shell wants the rest of a here-document, a loop or a quoted text.
      if (this.#lines.partial() === '>') {
        this.#lines.flush();
        this.#settle('more');
      }
      return;
    }
    for (const line of lines) this.#parts.say(line);
    if (this.#state === 'running') this.#partialTimer = setTimeout(() => this.#flush(), PARTIAL_MS);
  }

  #flush(): void {
    clearTimeout(this.#partialTimer);
    const rest = this.#lines.flush();
    if (rest !== undefined) this.#parts.say(rest);
  }

  #settle(sent: Sent): void {
    for (const waiter of this.#waiters.splice(0)) waiter(sent);
  }
}

const FULL_SCREEN: Text = {
  en: '(This program draws on the whole screen, which plain mode cannot show. :stop ends it; q or :q! may, too.)',
  zh: '（这个程序使用整个屏幕，简洁模式无法显示。输入 :stop 结束它，或试试 q。）',
};
