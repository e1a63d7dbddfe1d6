import type {Node, NodeFiles} from '../../hosts/host.ts';
import type {HaState} from '../model.ts';
import {haStateOf, keepalivedPid, stateFile} from './keepalived.ts';

/** A real agent is told at once and gathers what it hears for as long as one advertisement takes (2 s). */
const EVERY_MS = 500;

export interface HaNews {
  readonly routerId: string;
  readonly state: HaState;
}

/** Who hears of copies. */
export interface HaListener {
  tell(news: HaNews): void;
  /** Its keepalived ended. A real agent looks for that once a minute (`check_child_processes_interval`). */
  died(routerId: string): void;
}

/** Reads what became of a node's copies of highly available routers, as long as it has any, and tells what is new. */
export class HaWatch implements Disposable {
  readonly #files: NodeFiles;
  readonly #listener: HaListener;
  #ids: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #last = new Map<string, HaState>();
  /** Copies whose keepalived ran when it was last looked for. */
  readonly #alive = new Set<string>();

  constructor({files}: Pick<Node, 'files'>, listener: HaListener) {
    this.#files = files;
    this.#listener = listener;
  }

  /** Which routers have a copy on the node now. */
  watch(ids: readonly string[]): void {
    this.#ids = ids;
    for (const id of this.#last.keys()) if (!ids.includes(id)) this.#last.delete(id);
    for (const id of this.#alive) if (!ids.includes(id)) this.#alive.delete(id);
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
    const lived = lives ? !this.#alive.add(routerId) : this.#alive.delete(routerId);
    if (lived && this.#ids.includes(routerId)) this.#listener.died(routerId);
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
