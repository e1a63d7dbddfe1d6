import {endOfPaste} from '../../drivers/hosts/paste-marks.ts';

/** More than one read of a typist, less than what makes a pty stall the event loop. */
const PIECE = 16_384;
const PAUSE_MS = 8;

/** Hands text to a pty in pieces with a pause between them, so that a paste of a megabyte leaves time for drawing and can be stopped. */
export class PacedWriter implements Disposable {
  readonly #write: (data: string) => void;
  #waiting = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (data: string) => void) {
    this.#write = write;
  }

  push(data: string): void {
    this.#waiting += data;
    if (this.#timer === undefined) this.#next();
  }

  /** Forgets what is still waiting, as the kernel forgets what the program has not read when Ctrl-C is pressed. */
  drop(): void {
    this.#waiting = endOfPaste(this.#waiting);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = '';
  }

  #next(): void {
    this.#timer = undefined;
    if (this.#waiting === '') return;
    const end = pieceEnd(this.#waiting);
    const piece = this.#waiting.slice(0, end);
    this.#waiting = this.#waiting.slice(end);
    this.#write(piece);
    if (this.#waiting !== '') this.#timer = setTimeout(() => this.#next(), PAUSE_MS);
  }
}

/** Never between the halves of a surrogate pair: each piece is encoded by itself. */
const pieceEnd = (text: string): number => {
  if (text.length <= PIECE) return text.length;
  const last = text.charCodeAt(PIECE - 1);
  return last >= 0xd8_00 && last <= 0xdb_ff ? PIECE - 1 : PIECE;
};
