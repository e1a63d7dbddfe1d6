import type {Size, Terminal} from '../../drivers/hosts/host.ts';
import {ShellUnavailable} from '../../labs/shells.ts';
import {same, type Text} from '../../state/text.ts';
import {INTERRUPT_KEY} from './key-stream.ts';
import {PacedWriter} from './paced-writer.ts';
import {Screen} from './screen.ts';

/** Above the first, the pty is not read until the emulator has worked down to the second. In UTF-16 units. */
const MOST_UNREAD = 256 * 1024;
const FEW_UNREAD = 32 * 1024;
/** Typed before there was a shell; more than this is no learner who is ahead of the host. */
const MOST_EARLY = 4096;
/** A shell that was there already tells no first prompt. */
const PROMPT_MS = 1000;

/** Leaves what a program that was killed may have switched on: application keys, paste marks, mouse, colours. */
const SOFT_RESET = '\u001B[?2004l\u001B[?1000;1002;1003;1006l\u001B[!p\u001B[0m\r\n';
/** Between what the old shell showed and the new one; a fresh host often looks just like the one before. */
const RULE = `\u001B[2m${'─'.repeat(12)}\u001B[0m\r\n`;
/** Only where it was entered: it also moves the cursor to where it was before. */
const LEAVE_FULL_SCREEN = '\u001B[?1049l';

export type ShellState =
  /** No shell could be had yet; `why` where an attempt failed. */
  | {readonly name: 'waiting'; readonly why?: Text}
  | {readonly name: 'live'}
  | {readonly name: 'ended'; readonly exitCode: number};

/** The screen of one node and the shell that writes on it; the screen stays when a shell ends and another comes. */
export class NodeShell implements Disposable {
  readonly screen: Screen;
  readonly #open: () => Terminal;
  readonly #writer: PacedWriter;
  readonly #listeners = new Set<() => void>();
  #state: ShellState = {name: 'waiting'};
  #terminal: Terminal | undefined;
  #detach: (() => void) | undefined;
  #unread = 0;
  /** Typed before the shell could read it. */
  #early = '';
  #earlyTimer: NodeJS.Timeout | undefined;

  constructor(open: () => Terminal, size: Size) {
    this.#open = open;
    this.screen = new Screen(size, (answer) => this.#terminal?.write(answer));
    this.#writer = new PacedWriter((data) => this.#terminal?.write(data));
  }

  get state(): ShellState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Fetches the node's shell, and changes over to it if it is not the one at hand. */
  connect(): void {
    try {
      this.#attach(this.#open());
    } catch (error) {
      // The shell that ended may be gone with its host, and the next host not stand yet.
      if (this.#state.name !== 'live') this.#become({name: 'waiting', why: reason(error)});
    }
  }

  /** Keys and pastes of the learner. What comes before the shell is kept for it. After the shell ended, Enter asks for a new one. */
  type(data: string): void {
    this.screen.scrollToBottom();
    if (this.#state.name === 'waiting' || this.#earlyTimer !== undefined) this.#keep(data);
    else if (this.#state.name === 'live') this.#writer.push(data);
    else if (data.includes('\r')) this.connect();
  }

  /** Ctrl-C: reaches the program before what was pasted and is still waiting. */
  interrupt(): void {
    this.#early = '';
    this.#terminal?.drop();
    this.#writer.drop();
    this.type(INTERRUPT_KEY);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#earlyTimer);
    this.#detach?.();
    this.#writer[Symbol.dispose]();
    this.#listeners.clear();
    this.screen[Symbol.dispose]();
  }

  #attach(terminal: Terminal): void {
    if (terminal === this.#terminal) return;
    this.#detach?.();
    this.#writer[Symbol.dispose]();
    if (this.#terminal !== undefined) {
      this.screen.write((this.screen.modes.fullScreen ? LEAVE_FULL_SCREEN : '') + SOFT_RESET + RULE);
    }
    this.#terminal = terminal;
    this.#unread = 0;
    const off = terminal.onData((data) => this.#read(terminal, data));
    const offEvents = terminal.onEvent(({type}) => {
      if (type === 'prompt') this.#pushEarly();
    });
    let isAttached = true;
    this.#detach = () => {
      isAttached = false;
      off();
      offEvents();
    };
    // Sooner than its first prompt, the shell's pty would echo it once and the shell again.
    if (this.#early !== '') this.#earlyTimer ??= setTimeout(() => this.#pushEarly(), PROMPT_MS);
    const ended = (exitCode: number): void => {
      if (isAttached) this.#become({name: 'ended', exitCode});
    };
    terminal.exited.then(ended, () => ended(-1));
    this.#become({name: 'live'});
  }

  #keep(data: string): void {
    if (this.#early.length + data.length <= MOST_EARLY) this.#early += data;
  }

  #pushEarly(): void {
    clearTimeout(this.#earlyTimer);
    this.#earlyTimer = undefined;
    const early = this.#early;
    this.#early = '';
    if (early !== '') this.#writer.push(early);
  }

  #read(terminal: Terminal, data: string): void {
    const wasMany = this.#unread > MOST_UNREAD;
    this.#unread += data.length;
    if (!wasMany && this.#unread > MOST_UNREAD) terminal.pause();
    this.screen.write(data, () => {
      const wasPaused = terminal === this.#terminal && this.#unread > FEW_UNREAD;
      this.#unread -= data.length;
      if (wasPaused && this.#unread <= FEW_UNREAD) terminal.resume();
    });
  }

  #become(state: ShellState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const reason = (error: unknown): Text => {
  if (error instanceof ShellUnavailable) return error.why;
  return same(error instanceof Error ? error.message : String(error));
};
