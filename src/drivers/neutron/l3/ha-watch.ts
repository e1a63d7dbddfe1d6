import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {HaState} from '../model.ts';
import {haStateOf, stateFile} from './keepalived.ts';

/** A real agent is told at once and gathers what it hears for as long as one advertisement takes (2 s). */
const EVERY_MS = 500;

export interface HaNews {
  readonly routerId: string;
  readonly state: HaState;
}

/** Reads what became of a node's copies of highly available routers, as long as it has any, and tells what is new. */
export class HaWatch implements Disposable {
  readonly #root: string;
  readonly #tell: (news: HaNews) => void;
  #ids: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #last = new Map<string, HaState>();

  /** @param root the node's file system from here */
  constructor(root: string, tell: (news: HaNews) => void) {
    this.#root = root;
    this.#tell = tell;
  }

  /** Which routers have a copy on the node now. */
  watch(ids: readonly string[]): void {
    this.#ids = ids;
    for (const id of this.#last.keys()) if (!ids.includes(id)) this.#last.delete(id);
    if (ids.length === 0) this[Symbol.dispose]();
    else this.#timer ??= this.#later();
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), EVERY_MS).unref();
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    await Promise.all(this.#ids.map((id) => this.#read(id)));
    if (this.#timer === timer && timer !== undefined) this.#timer = this.#later();
  }

  async #read(routerId: string): Promise<void> {
    let word: string;
    try {
      word = await readFile(join(this.#root, stateFile(routerId)), 'utf8');
    } catch {
      // Nobody wrote it yet, or it was taken away: nothing is known that could be told.
      return;
    }
    const state = haStateOf(word);
    if (!this.#ids.includes(routerId) || this.#last.get(routerId) === state) return;
    this.#last.set(routerId, state);
    this.#tell({routerId, state});
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
