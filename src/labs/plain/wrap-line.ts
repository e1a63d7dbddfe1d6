import stringWidth from 'string-width';
import {wrapCells} from '../../state/wrap-cells.ts';

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** Code of a lesson stands so far in, and keeps its own breaks. */
const CODE = '    ';
/** Before the words: a mark, or a command with what it does beside it. */
const START = /^(?: {2}underlay(?: \S+)* {2,}| *(?:[✔✘?·+~•-] |\d+\. )?)/;
/** Less than that is no column. */
const LEAST_ROOM = 16;

/**
 * A line of prose as rows of a terminal, broken between words. They go on below the words that follow the line's mark.
 */
export const wrapLine = (line: string, columns: number): readonly string[] => {
  if (line.startsWith(CODE) || stringWidth(line) <= columns) return [line];
  const hang = stringWidth(START.exec(line)?.[0] ?? '');
  const indent = hang * 2 > columns && columns - hang < LEAST_ROOM ? 0 : hang;
  const cells = Array.from(graphemes.segment(line), ({segment}) => ({text: segment, width: stringWidth(segment)}));
  return wrapCells(cells, columns, indent).map((row, index) => {
    const text = row.map((cell) => cell.text).join('');
    return index === 0 ? text : `${' '.repeat(indent)}${text}`;
  });
};
