/** What a terminal puts into one or two columns. */
export interface WidthOf {
  readonly text: string;
  readonly width: number;
}

// Chinese typesetting (GB/T 15834): closing marks never begin a line, opening ones never end it.
const NEVER_FIRST = new Set('，。、；：？！）》」』】〕”’…%,.;:?!)]}'.split(''));
const NEVER_LAST = new Set('（《「『【〔“‘([{'.split(''));

const isSpace = (cell: WidthOf | undefined): boolean => cell?.text === ' ';

/** Whether a line may end between the two: after a space, and beside any wide (CJK) character. */
const mayBreak = (before: WidthOf, after: WidthOf): boolean => {
  if (isSpace(after)) return false;
  if (isSpace(before)) return true;
  if (before.width < 2 && after.width < 2) return false;
  return !NEVER_LAST.has(before.text) && !NEVER_FIRST.has(after.text);
};

const trimEnd = <C extends WidthOf>(cells: readonly C[]): readonly C[] => {
  let end = cells.length;
  while (end > 0 && isSpace(cells[end - 1])) end -= 1;
  return cells.slice(0, end);
};

/**
 * Wraps cells to rows of at most `width` columns. A word longer than a row is broken hard, behind a comma if it has one
 * there, as flows and options of a device do; spaces at a break vanish.
 * @param hang columns left free on every row but the first, for the caller's indent
 */
export const wrapCells = <C extends WidthOf>(
  cells: readonly C[],
  width: number,
  hang: number,
): readonly (readonly C[])[] => {
  const rows: (readonly C[])[] = [];
  let start = 0;
  while (start < cells.length) {
    const limit = Math.max(2, rows.length === 0 ? width : width - hang);
    let used = 0;
    let end = start;
    let lastBreak = start;
    let lastComma = start;
    for (; end < cells.length; end += 1) {
      const cell = cells[end];
      if (cell === undefined) break;
      const before = cells[end - 1];
      if (end > start && before !== undefined && mayBreak(before, cell)) lastBreak = end;
      if (before?.text === ',' && end > start) lastComma = end;
      // A space may stand in the margin: it is dropped there.
      if (used + cell.width > limit && !isSpace(cell)) break;
      used += cell.width;
    }
    const hard = lastComma > start ? lastComma : Math.max(end, start + 1);
    const next = end >= cells.length ? end : lastBreak > start ? lastBreak : hard;
    rows.push(trimEnd(cells.slice(start, next)));
    start = next;
    while (rows.length > 0 && start < cells.length && isSpace(cells[start])) start += 1;
  }
  return rows;
};
