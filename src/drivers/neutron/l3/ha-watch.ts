import type {Node, NodeFiles} from '../../hosts/host.ts';
import type {HaState} from '../model.ts';
import {haStateOf, keepalivedPid, stateFile} from './keepalived.ts';

/** A real agent is told at once and gathers what it hears for as long as one advertisement takes (2 s). */
const EVERY_MS = 500;
/** Between tellings that a keepalived is dead still, doubled each time: the first may find it in the midst of ending. */
const FIRST_AGAIN_MS = 1000;
const LAST_AGAIN_MS = 60_000;

export interface HaNews {
  readonly routerId: string;
  readonly state: HaState;
}

/** Who hears of copies. */
export interface HaListener {
  tell(news: HaNews): void;
  /**
   * Its keepalived ended, or was not brought back since it was told last. A real agent looks for that once a minute
   * (`check_child_processes_interval`), each time anew.
   */
  died(routerId: string): void;
}

/** Reads what became of a node's copies of highly available routers, as long as it has any, and tells what is new. */
export class HaWatch implements Disposable {
  readonly #files: NodeFiles;
  readonly #listener: HaListener;
  #ids: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #last = new Map<string, HaState>();
  /** Copies whose keepalived has run. */
  readonly #lived = new Set<string>();
  /** Those whose keepalived is dead, and when that is told again. */
  readonly #dead = new Map<string, {readonly at: number; readonly waitMs: number}>();

  constructor({files}: Pick<Node, 'files'>, listener: HaListener) {
    this.#files = files;
    this.#listener = listener;
  }

  /** Which routers have a copy on the node now. */
  watch(ids: readonly string[]): void {
    this.#ids = ids;
    for (const id of this.#last.keys()) if (!ids.includes(id)) this.#last.delete(id);
    for (const id of this.#lived) if (!ids.includes(id)) this.#lived.delete(id);
    for (const id of this.#dead.keys()) if (!ids.includes(id)) this.#dead.delete(id);
    if (ids.length === 0) this[Symbol.dispose]();
    else this.#timer ??= this.#later();
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), EVERY_MS).unref();
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    await Promise.all(this.#ids.flatMap((id) => [this.#read(id), this.#feel(id)]));
    if (this.#timer === timer && timer !== undefined) this.#timer = this.#later();
  }

  async #read(routerId: string): Promise<void> {
    let word: string;
    try {
      word = await this.#files.read(stateFile(routerId));
    } catch {
      // Nobody wrote it yet, or it was taken away: nothing is known that could be told.
      return;
    }
    const state = haStateOf(word);
    if (!this.#ids.includes(routerId) || this.#last.get(routerId) === state) return;
    this.#last.set(routerId, state);
    this.#listener.tell({routerId, state});
  }

  async #feel(routerId: string): Promise<void> {
    const lives = await this.#lives(routerId);
    if (!this.#ids.includes(routerId)) return;
    if (lives) {
      this.#lived.add(routerId);
      this.#dead.delete(routerId);
      return;
    }
    // One that never ran is being started.
    if (!this.#lived.has(routerId)) return;
    const told = this.#dead.get(routerId);
    const now = performance.now();
    if (told !== undefined && now < told.at) return;
    const waitMs = told === undefined ? FIRST_AGAIN_MS : Math.min(told.waitMs * 2, LAST_AGAIN_MS);
    this.#dead.set(routerId, {at: now + waitMs, waitMs});
    this.#listener.died(routerId);
  }

  async #lives(routerId: string): Promise<boolean> {
    try {
      const pid = await this.#files.read(keepalivedPid(routerId));
      return (await this.#files.read(`/proc/${pid.trim()}/comm`)).trim() === 'keepalived';
    } catch {
      // Without its number or its process it does not run.
      return false;
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
