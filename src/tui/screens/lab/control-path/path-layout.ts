import type {TimelineEntry} from '../../../../labs/cloud/timeline.ts';
import type {Line} from '../../../lines/line.ts';
import {entryLines} from './entry-lines.ts';
import {headLine} from './head-line.ts';
import type {PathView} from './path-view.ts';

/** Where each entry stands in the page, counted in lines. Closed ones take a line and cost nothing. */
export interface PathLayout {
  readonly total: number;
  /** By index of the entry: its first line. */
  readonly starts: readonly number[];
  /** By index of the entry: the line after its last. */
  endOf(index: number): number;
}

export const layOutPath = (
  entries: readonly TimelineEntry[],
  open: ReadonlySet<number>,
  view: PathView,
): PathLayout => {
  const starts: number[] = [];
  let total = 0;
  for (const entry of entries) {
    starts.push(total);
    total += 1 + (open.has(entry.number) ? openLines(entry, view).length : 0);
  }
  return {total, starts, endOf: (index) => starts[index + 1] ?? total};
};

/** The lines of a window on the page: made only for what is in it. */
export const windowLines = (
  entries: readonly TimelineEntry[],
  layout: PathLayout,
  {
    from,
    height,
    open,
    chosen,
  }: {readonly from: number; readonly height: number; readonly open: ReadonlySet<number>; readonly chosen: number},
  view: PathView,
): readonly Line[] => {
  const first = indexAt(layout, from);
  const lines: Line[] = [];
  for (
    let index = first;
    index < entries.length && lines.length < height + from - (layout.starts[first] ?? 0);
    index++
  ) {
    const entry = entries[index];
    if (entry === undefined) break;
    const isOpen = open.has(entry.number);
    lines.push(headLine(entry, {isOpen, isChosen: index === chosen}, view));
    if (isOpen) lines.push(...openLines(entry, view));
  }
  const skipped = from - (layout.starts[first] ?? 0);
  return lines.slice(skipped, skipped + height);
};

/** The entry that a line belongs to. */
export const indexAt = ({starts}: PathLayout, line: number): number => {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
};

/** Where the window goes from `from`, so that an entry is in sight: all of it, or of a longer one its beginning. */
export const placedAt = (layout: PathLayout, index: number, from: number, height: number): number => {
  const [start, end] = [layout.starts[index] ?? 0, layout.endOf(index)];
  if (start < from) return start;
  return end > from + height ? Math.min(start, end - height) : from;
};

/** Entries are replaced when they change; most never do again. */
const remembered = new WeakMap<TimelineEntry, {readonly view: PathView; readonly lines: readonly Line[]}>();

const openLines = (entry: TimelineEntry, view: PathView): readonly Line[] => {
  const known = remembered.get(entry);
  if (known !== undefined && isSameView(known.view, view)) return known.lines;
  const lines = entryLines(entry, view);
  remembered.set(entry, {view, lines});
  return lines;
};

const isSameView = (a: PathView, b: PathView): boolean =>
  a.width === b.width && a.language === b.language && a.theme === b.theme && a.names === b.names;
