import {PASTE_END, PASTE_START} from '../../drivers/hosts/paste-marks.ts';
import type {KeyboardModes} from './screen.ts';

/** The one key that never reaches the shell: Ctrl-G. */
export const LEAVE_KEY = '\u0007';
export const INTERRUPT_KEY = '\u0003';
const SCROLL_KEYS: Readonly<Record<string, number>> = {'\u001B[5;2~': -1, '\u001B[6;2~': 1};
const CURSOR_KEYS = ['A', 'B', 'C', 'D', 'H', 'F'].map((key) => `\u001B[${key}`);
const SEQUENCES = [PASTE_START, PASTE_END, ...Object.keys(SCROLL_KEYS), ...CURSOR_KEYS];

/** What typed bytes mean to the pane. */
export type KeyAction =
  | {readonly type: 'send'; readonly data: string}
  /** Ctrl-C, typed and not pasted. */
  | {readonly type: 'interrupt'}
  /** Shift+PgUp (-1) and Shift+PgDn (1). */
  | {readonly type: 'scroll'; readonly pages: number}
  /** The leave key; `rest` came behind it in the same chunk and belongs to whoever has the keys next. */
  | {readonly type: 'leave'; readonly rest: string};

/**
 * Turns what the outer terminal sends into what the inner program expects. Everything passes unchanged but four
 * things: the leave key, the scroll keys, cursor keys while the program wants their application form, and paste
 * marks, which only go to a program that asked for them. Chunks may be split anywhere.
 */
export class KeyStream {
  readonly #modes: () => KeyboardModes;
  /** The beginning of a sequence whose end has not come yet. */
  #pending = '';
  #paste: 'none' | 'marked' | 'unmarked' = 'none';

  constructor(modes: () => KeyboardModes) {
    this.#modes = modes;
  }

  /** Waits for the rest of a sequence: a lone Escape looks like one, so {@link flush} after a moment. */
  get isPending(): boolean {
    return this.#pending !== '';
  }

  /** Inside a paste whose end mark has not come. */
  get isPasting(): boolean {
    return this.#paste !== 'none';
  }

  push(chunk: string): readonly KeyAction[] {
    const input = this.#pending + chunk;
    this.#pending = '';
    const actions: KeyAction[] = [];
    let sent = '';
    let index = 0;
    const send = (): void => {
      if (sent !== '') actions.push({type: 'send', data: sent});
      sent = '';
    };
    while (index < input.length) {
      const special = this.#nextSpecial(input, index);
      sent += input.slice(index, special);
      index = special;
      if (index === input.length) break;
      if (input[index] === LEAVE_KEY) {
        send();
        actions.push({type: 'leave', rest: input.slice(index + 1)});
        return actions;
      }
      if (input[index] === INTERRUPT_KEY) {
        send();
        actions.push({type: 'interrupt'});
        index += 1;
        continue;
      }
      const tail = input.slice(index, index + PASTE_START.length);
      const sequence = SEQUENCES.find((known) => tail.startsWith(known));
      if (sequence === undefined) {
        if (index + tail.length === input.length && SEQUENCES.some((known) => known.startsWith(tail))) {
          this.#pending = tail;
          break;
        }
        sent += input[index] ?? '';
        index += 1;
        continue;
      }
      index += sequence.length;
      const pages = SCROLL_KEYS[sequence];
      if (pages !== undefined && !this.isPasting && !this.#modes().fullScreen) {
        send();
        actions.push({type: 'scroll', pages});
      } else {
        sent += this.#translate(sequence);
      }
    }
    send();
    return actions;
  }

  /** Gives up waiting: what was held goes on as it is, and a paste that lost its end mark is ended. */
  flush(): readonly KeyAction[] {
    const data = this.#pending + (this.isPasting ? this.#translate(PASTE_END) : '');
    this.#pending = '';
    return data === '' ? [] : [{type: 'send', data}];
  }

  /** Inside a paste everything is text, a Ctrl-G too; only the end mark counts. */
  #nextSpecial(input: string, from: number): number {
    const specials = this.isPasting ? ['\u001B'] : ['\u001B', LEAVE_KEY, INTERRUPT_KEY];
    const found = specials.map((special) => input.indexOf(special, from)).filter((index) => index !== -1);
    return Math.min(input.length, ...found);
  }

  #translate(sequence: string): string {
    if (sequence === PASTE_START && !this.isPasting) {
      this.#paste = this.#modes().bracketedPaste ? 'marked' : 'unmarked';
      return this.#paste === 'marked' ? sequence : '';
    }
    if (sequence === PASTE_END) {
      // The program is told the end of every paste whose beginning it was told, even if it no longer asks for marks.
      const mark = this.#paste === 'marked' ? sequence : '';
      this.#paste = 'none';
      return mark;
    }
    if (this.isPasting || !CURSOR_KEYS.includes(sequence) || !this.#modes().applicationCursor) return sequence;
    return `\u001BO${sequence.slice(2)}`;
  }
}
