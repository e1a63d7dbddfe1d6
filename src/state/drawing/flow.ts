import stringWidth from 'string-width';
import {run, space} from './run.ts';
import type {Run} from './run.ts';

/** What nearly every drawing is made of; each takes one cell. Asking string-width takes a hundred times longer. */
const ONE_CELL_EACH = /^[\x20-\x7e\u2500-\u257f●○◌×…·→]*$/;

/** Terminal cells. Chinese characters take two, combining marks none. */
export const cells = (text: string): number => (ONE_CELL_EACH.test(text) ? text.length : stringWidth(text));
export const rowCells = (row: readonly Run[]): number => row.reduce((sum, {text}) => sum + cells(text), 0);

const segmenter = new Intl.Segmenter();

/** The text in at most so many cells; what was cut off is shown by `…`. */
export const clip = (text: string, width: number): string => {
  if (cells(text) <= width) return text;
  let kept = '';
  for (const {segment} of segmenter.segment(text)) {
    if (cells(kept) + cells(segment) > width - 1) break;
    kept += segment;
  }
  return width < 1 ? '' : `${kept}…`;
};

/** Exactly so many cells: clipped, then filled with spaces. */
export const fit = (row: readonly Run[], width: number): readonly Run[] => {
  const runs: Run[] = [];
  let left = width;
  for (const piece of row) {
    const text = clip(piece.text, left);
    left -= cells(text);
    if (text !== '') runs.push({...piece, text});
  }
  return left > 0 ? [...runs, space(left)] : runs;
};

/**
 * Lays pieces side by side, as many in a row as fit. The first row begins with `lead`, the others with `next`;
 * a piece too wide for a row of its own is clipped.
 */
export const flow = (
  lead: readonly Run[],
  next: readonly Run[],
  pieces: readonly Run[],
  width: number,
  gap = '  ',
): readonly (readonly Run[])[] => {
  const rows: (readonly Run[])[] = [];
  let row = [...lead];
  let isEmpty = true;
  for (const piece of pieces) {
    const needed = rowCells(row) + (isEmpty ? 0 : cells(gap)) + cells(piece.text);
    if (needed > width && (!isEmpty || rowCells(lead) > rowCells(next))) {
      rows.push(row);
      row = [...next];
      isEmpty = true;
    }
    if (!isEmpty) row.push(run(gap, gap.trim() === '' ? 'space' : 'frame'));
    row.push({...piece, text: clip(piece.text, width - rowCells(row))});
    isEmpty = false;
  }
  rows.push(row);
  return rows;
};
