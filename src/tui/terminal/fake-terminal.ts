import type {ShellEvent, Size, Terminal} from '../../drivers/hosts/host.ts';

/** A terminal for tests, played by hand: what is printed is told, what is written is kept. */
export class FakeTerminal implements Terminal {
  readonly node: string;
  size: Size = {columns: 80, rows: 24};
  /** Everything the pane wrote. */
  written = '';
  /** How often what waits was given up. */
  dropped = 0;
  /** Pauses and resumes in order. */
  readonly flow: ('pause' | 'resume')[] = [];
  readonly exited: Promise<number>;
  readonly #listeners = new Set<(data: string) => void>();
  readonly #eventListeners = new Set<(event: ShellEvent) => void>();
  readonly #exit: (exitCode: number) => void;

  constructor(node = 'host') {
    this.node = node;
    const {promise, resolve} = Promise.withResolvers<number>();
    this.exited = promise;
    this.#exit = resolve;
  }

  print(data: string): void {
    for (const listener of this.#listeners) listener(data);
  }

  async end(exitCode: number): Promise<void> {
    this.#exit(exitCode);
    await this.exited;
  }

  onData(listener: (data: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onEvent(listener: (event: ShellEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** The shell's own mark. */
  tell(event: ShellEvent): void {
    for (const listener of this.#eventListeners) listener(event);
  }

  write(data: string): void {
    this.written += data;
  }

  drop(): void {
    this.dropped += 1;
  }

  resize(size: Size): void {
    this.size = size;
  }

  pause(): void {
    this.flow.push('pause');
  }

  resume(): void {
    this.flow.push('resume');
  }

  [Symbol.dispose](): void {
    this.#exit(0);
  }
}
