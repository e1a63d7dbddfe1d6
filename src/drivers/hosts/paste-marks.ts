/** Around what is pasted, for programs that asked for it (xterm, bracketed paste). */
export const PASTE_START = '\u001B[200~';
export const PASTE_END = '\u001B[201~';

/**
 * What must still be written where `waiting` is given up: a program in the midst of a marked paste would take what
 * comes next for pasted text.
 */
export const endOfPaste = (waiting: string): string =>
  waiting.includes(PASTE_END) && !waiting.includes(PASTE_START) ? PASTE_END : '';
