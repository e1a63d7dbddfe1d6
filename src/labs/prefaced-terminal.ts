import type {ShellEvent, Size, Terminal} from '../drivers/hosts/host.ts';

/** A terminal that says something of ours to its first listener, before the shell's own first words. */
export class PrefacedTerminal implements Terminal {
  readonly #terminal: Terminal;
  #preface: string;

  constructor(terminal: Terminal, preface: string) {
    this.#terminal = terminal;
    this.#preface = preface;
  }

  get node(): string {
    return this.#terminal.node;
  }

  get size(): Size {
    return this.#terminal.size;
  }

  get exited(): Promise<number> {
    return this.#terminal.exited;
  }

  onData(listener: (data: string) => void): () => void {
    const preface = this.#preface;
    this.#preface = '';
    if (preface !== '') listener(preface);
    return this.#terminal.onData(listener);
  }

  onEvent(listener: (event: ShellEvent) => void): () => void {
    return this.#terminal.onEvent(listener);
  }

  write(data: string): void {
    this.#terminal.write(data);
  }

  drop(): void {
    this.#terminal.drop();
  }

  resize(size: Size): void {
    this.#terminal.resize(size);
  }

  pause(): void {
    this.#terminal.pause();
  }

  resume(): void {
    this.#terminal.resume();
  }

  [Symbol.dispose](): void {
    this.#terminal[Symbol.dispose]();
  }
}
