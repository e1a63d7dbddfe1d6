import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import type {Size} from '../../drivers/hosts/host.ts';
import {readRow, type Row} from './row.ts';

const SCROLLBACK_LINES = 5000;

/** One frame of the screen to the outside at most; the first after a pause goes at once, so that a typed key shows without delay. */
const FRAME_MS = 16;

/** A program that began a synchronised update and never ends it may hold the picture no longer than this. */
const LONGEST_HOLD_MS = 150;

/** What is seen at one moment. The same object, and the same rows, while nothing changed. */
export interface Frame {
  readonly rows: readonly Row[];
  /** Lines between the bottom of the view and the newest line; 0 when at the bottom. */
  readonly scrolledBack: number;
}

/** What the program inside asked of the keyboard. */
export interface KeyboardModes {
  readonly applicationCursor: boolean;
  readonly bracketedPaste: boolean;
  /** A full-screen program has the screen: nothing to scroll back to. */
  readonly fullScreen: boolean;
}

const EMPTY: Frame = {rows: [], scrolledBack: 0};

/**
 * The picture of one pty: an emulator that data is written to, read as {@link Frame}s. Lives outside React, so that
 * it goes on while its pane is hidden; frames are built only while somebody looks.
 */
export class Screen implements Disposable {
  readonly #emulator: xterm.Terminal;
  readonly #listeners = new Set<() => void>();
  #frame = EMPTY;
  #isStale = true;
  #timer: NodeJS.Timeout | undefined;
  #publishedAt = 0;
  #heldSince: number | undefined;
  #showsCursor = false;
  #isCursorHidden = false;

  /** @param answer Gets what the emulator answers to the program's questions (device status, cursor position). */
  constructor(size: Size, answer: (data: string) => void) {
    this.#emulator = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback: SCROLLBACK_LINES,
      // The character width tables are behind this switch.
      allowProposedApi: true,
    });
    this.#emulator.loadAddon(new Unicode11Addon());
    this.#emulator.unicode.activeVersion = '11';
    this.#emulator.onData(answer);
    this.#emulator.onWriteParsed(() => this.#changed());
    this.#watchCursorVisibility();
  }

  get size(): Size {
    return {columns: this.#emulator.cols, rows: this.#emulator.rows};
  }

  get modes(): KeyboardModes {
    return {
      applicationCursor: this.#emulator.modes.applicationCursorKeysMode,
      bracketedPaste: this.#emulator.modes.bracketedPasteMode,
      fullScreen: this.#emulator.buffer.active.type === 'alternate',
    };
  }

  /** The newest frame. */
  get frame(): Frame {
    if (this.#isStale) this.#build();
    return this.#frame;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param done Called when the emulator has taken it in. */
  write(data: string, done?: () => void): void {
    this.#emulator.write(data, done);
  }

  resize(size: Size): void {
    if (size.columns === this.#emulator.cols && size.rows === this.#emulator.rows) return;
    this.#emulator.resize(size.columns, size.rows);
    this.#changed();
  }

  /** The cursor is an inverse cell, shown while the pane has the keys. */
  showCursor(shows: boolean): void {
    if (shows === this.#showsCursor) return;
    this.#showsCursor = shows;
    this.#publish();
  }

  /** Negative: back into the history, at most to its beginning. */
  scrollLines(lines: number): void {
    const {baseY, viewportY} = this.#emulator.buffer.active;
    const wanted = Math.max(0, Math.min(baseY, viewportY + lines));
    if (wanted === viewportY) return;
    this.#emulator.scrollLines(wanted - viewportY);
    this.#publish();
  }

  /** One line stays in sight from page to page. */
  scrollPages(pages: number): void {
    this.scrollLines(pages * Math.max(1, this.#emulator.rows - 1));
  }

  scrollToBottom(): void {
    this.scrollLines(Infinity);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#emulator.dispose();
  }

  /** The public interface of the emulator does not tell whether the cursor is hidden (DECTCEM), so we listen to the same sequences. */
  #watchCursorVisibility(): void {
    const {parser} = this.#emulator;
    const set = (isHidden: boolean) => (parameters: (number | number[])[]) => {
      if (parameters.includes(25)) this.#isCursorHidden = isHidden;
      return false;
    };
    parser.registerCsiHandler({prefix: '?', final: 'h'}, set(false));
    parser.registerCsiHandler({prefix: '?', final: 'l'}, set(true));
    const reset = () => {
      this.#isCursorHidden = false;
      return false;
    };
    parser.registerCsiHandler({intermediates: '!', final: 'p'}, reset);
    parser.registerEscHandler({final: 'c'}, reset);
  }

  #changed(): void {
    this.#isStale = true;
    if (this.#listeners.size === 0 || this.#timer !== undefined) return;
    const wait = this.#publishedAt + FRAME_MS - Date.now();
    if (wait > 0 || this.#emulator.modes.synchronizedOutputMode) this.#publishIn(Math.max(wait, 1));
    else this.#publish();
  }

  #publishIn(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const isHeld = this.#emulator.modes.synchronizedOutputMode;
      if (isHeld) this.#heldSince ??= Date.now();
      if (isHeld && Date.now() - (this.#heldSince ?? 0) < LONGEST_HOLD_MS) this.#publishIn(FRAME_MS);
      else this.#publish();
    }, milliseconds);
  }

  #publish(): void {
    this.#publishedAt = Date.now();
    this.#heldSince = undefined;
    this.#isStale = true;
    for (const listener of this.#listeners) listener();
  }

  #build(): void {
    this.#isStale = false;
    const buffer = this.#emulator.buffer.active;
    const scratch = buffer.getNullCell();
    const {cols, rows} = this.#emulator;
    const cursorRow =
      this.#showsCursor && !this.#isCursorHidden ? buffer.baseY + buffer.cursorY - buffer.viewportY : -1;
    // A cursor that waits to wrap stands behind the last column.
    const cursorColumn = Math.min(buffer.cursorX, cols - 1);
    const read = Array.from({length: rows}, (_, y) => {
      const row = readRow(buffer.getLine(buffer.viewportY + y), cols, y === cursorRow ? cursorColumn : -1, scratch);
      const before = this.#frame.rows[y];
      return before?.signature === row.signature ? before : row;
    });
    const scrolledBack = buffer.baseY - buffer.viewportY;
    const isSame =
      scrolledBack === this.#frame.scrolledBack &&
      rows === this.#frame.rows.length &&
      read.every((row, y) => row === this.#frame.rows[y]);
    if (!isSame) this.#frame = {rows: read, scrolledBack};
  }
}
