import {lineWidth, fit, span, type Line} from '../lines/line.ts';
import {wrap} from '../lines/wrap.ts';
import type {Theme} from '../themes/theme.ts';

const RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** The cells of a pipe table, or undefined where the source is none. CommonMark has no tables; lessons use few. */
export const parseTable = (source: string): readonly (readonly string[])[] | undefined => {
  const lines = source.split('\n').map((line) => line.trim());
  const [head, rule] = lines;
  if (head === undefined || rule === undefined || !head.includes('|') || !rule.includes('-') || !RULE.test(rule))
    return undefined;
  const cells = (line: string): readonly string[] =>
    line
      .replace(/^\|/, '')
      .replace(/(?<!\\)\|$/, '')
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
  return [cells(head), ...lines.slice(2).map(cells)];
};

/** Rows in columns two cells apart; the widest column gives way, and its cells wrap, where the width is short. */
export const tableLines = (rows: readonly (readonly Line[])[], width: number, theme: Theme): readonly Line[] => {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({length: count}, (_, column) =>
    Math.max(1, ...rows.map((row) => lineWidth(row[column] ?? []))),
  );
  const total = (): number => widths.reduce((sum, cells) => sum + cells, 0) + 2 * (count - 1);
  while (total() > width && Math.max(...widths) > 4) widths[widths.indexOf(Math.max(...widths))]! -= 1;
  return rows.flatMap((row, index) => {
    const wrapped = widths.map((cells, column) => wrap(row[column] ?? [], cells));
    const height = Math.max(1, ...wrapped.map((cell) => cell.length));
    const drawn = Array.from({length: height}, (_, line): Line =>
      widths.flatMap((cells, column) => [
        ...fit(wrapped[column]?.[line] ?? [], cells),
        ...(column < count - 1 ? [span('  ')] : []),
      ]),
    );
    const rule: Line = [span(widths.map((cells) => '─'.repeat(cells)).join('  '), theme.border)];
    return index === 0 ? [...drawn, rule] : drawn;
  });
};
