import {wrapCells} from '../../state/wrap-cells.ts';
import {cellsOf, isOneCellEach, lineWidth, plain, spansOf, type Line} from './line.ts';

/**
 * Wraps spans to rows of at most `width` cells. A word longer than a row is broken hard, behind a comma if it has one
 * there, as flows and options of a device do; spaces at a break vanish.
 * `hang` cells are left free on every row but the first, for the caller's indent.
 */
export const wrap = (spans: Line, width: number, hang = 0): readonly Line[] => {
  const text = plain(spans);
  // What fits as it is need not be taken apart.
  if (text !== '' && text.length <= width && isOneCellEach(text) && !text.endsWith(' '))
    return [spansOf(spans.map(({text: words, style}) => ({text: words, style})))];
  const rows = wrapCells(cellsOf(spans), width, hang).map(spansOf);
  return rows.length === 0 ? [[]] : rows;
};

/** {@link wrap} with `first` before the first row and as many spaces before the others. */
export const wrapIndented = (first: Line, spans: Line, width: number): readonly Line[] => {
  const indent = lineWidth(first);
  const blank = [{text: ' '.repeat(indent)}];
  return wrap(spans, width - indent).map((row, index) => [...(index === 0 ? first : blank), ...row]);
};

/** {@link wrap} whose rows but the first begin `hang` cells in: for what may stand behind a long beginning. */
export const wrapHanging = (spans: Line, width: number, hang: number): readonly Line[] =>
  wrap(spans, width, hang).map((row, index) => (index === 0 ? row : [{text: ' '.repeat(hang)}, ...row]));
