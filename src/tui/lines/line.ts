import stringWidth from 'string-width';
import type {Style} from '../themes/theme.ts';

/** A piece of text that looks the same from end to end. */
export interface Span {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** One row of the screen. */
export type Line = readonly Span[];

export const EMPTY_LINE: Line = [];

export const span = (text: string, style?: Style): Span => (style === undefined ? {text} : {text, style});

export const plain = (line: Line): string => line.map((piece) => piece.text).join('');

/** Most lines are of these, which take a cell each; asking string-width takes a hundred times longer. */
const ONE_CELL_EACH = /^[\x20-\x7e]*$/;

export const isOneCellEach = (text: string): boolean => ONE_CELL_EACH.test(text);

/** Cells the line takes in a terminal. */
export const lineWidth = (line: Line): number => {
  const text = plain(line);
  return isOneCellEach(text) ? text.length : stringWidth(text);
};

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** The text without its last character, as a reader counts characters. */
export const withoutLast = (text: string): string =>
  Array.from(graphemes.segment(text), ({segment}) => segment)
    .slice(0, -1)
    .join('');

export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly style: Style | undefined;
}

/** Splits spans into what a terminal puts into one or two columns. */
export const cellsOf = (spans: Line): readonly Cell[] =>
  spans.flatMap(({text, style}) =>
    Array.from(graphemes.segment(text), ({segment}) => ({text: segment, width: stringWidth(segment), style})),
  );

/** Joins neighbouring cells of one style to spans again. */
export const spansOf = (cells: readonly Pick<Cell, 'text' | 'style'>[]): Line => {
  const spans: Span[] = [];
  for (const {text, style} of cells) {
    const last = spans.at(-1);
    if (last !== undefined && last.style === style) spans[spans.length - 1] = span(last.text + text, style);
    else spans.push(span(text, style));
  }
  return spans;
};

/** The line cut to `width` cells, with `…` where something was cut. */
export const cut = (line: Line, width: number): Line => {
  if (lineWidth(line) <= width) return line;
  const kept: Cell[] = [];
  let used = 0;
  for (const cell of cellsOf(line)) {
    if (used + cell.width > width - 1) break;
    kept.push(cell);
    used += cell.width;
  }
  return width < 1 ? EMPTY_LINE : [...spansOf(kept), span('…', kept.at(-1)?.style)];
};

/** The line cut or filled with spaces to exactly `width` cells. */
export const fit = (line: Line, width: number, style?: Style): Line => {
  const shown = cut(line, width);
  const missing = width - lineWidth(shown);
  return missing > 0 ? [...shown, span(' '.repeat(missing), style)] : shown;
};

/** `left` and `right` at the two ends of `width` cells; `left` is cut first. */
export const ends = (left: Line, right: Line, width: number, style?: Style): Line => {
  const shownRight = cut(right, width);
  const rest = width - lineWidth(shownRight);
  return rest < 2 ? fit(shownRight, width, style) : [...fit(left, rest - 1, style), span(' ', style), ...shownRight];
};
