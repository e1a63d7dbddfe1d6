import {useState} from 'react';
import type {Timeline, TimelineEntry} from '../../../../labs/cloud/timeline.ts';
import type {CommandIn} from '../../../keys/command.ts';
import {indexAt, layOutPath, placedAt, type PathLayout} from './path-layout.ts';
import type {PathView} from './path-view.ts';

/** What the learner sees of the control path: what is open, which entry is chosen, and where the window is. */
interface Place {
  readonly open: ReadonlySet<number>;
  /** Number of the chosen entry; absent while the newest is followed. */
  readonly chosen?: number | undefined;
  readonly from: number;
}

export interface Path extends Place {
  /** Index of the chosen entry. */
  readonly index: number;
  readonly layout: PathLayout;
  readonly actions: Readonly<Record<Exclude<CommandIn<'path'>, 'back'>, () => void>>;
}

/** Left and opened again, the page is as it was; a fresh host has another timeline. */
const places = new WeakMap<Timeline, Place>();

const START: Place = {open: new Set(), from: 0};

/** How far a held key moves inside an entry that is longer than the window. */
const STEP = 3;

export const usePath = (
  timeline: Timeline,
  entries: readonly TimelineEntry[],
  height: number,
  view: PathView,
): Path => {
  const [held, setHeld] = useState({timeline, place: places.get(timeline) ?? START});
  // A fresh host counts its entries anew.
  const place = held.timeline === timeline ? held.place : (places.get(timeline) ?? START);
  const {open} = place;
  const layout = layOutPath(entries, open, view);
  const last = entries.length - 1;
  const found = place.chosen === undefined ? last : entries.findIndex(({number}) => number === place.chosen);
  // Old entries are forgotten in the end.
  const index = Math.max(0, found);
  const clamp = (line: number, within = layout): number =>
    Math.min(Math.max(0, within.total - height), Math.max(0, line));
  const from = clamp(place.chosen === undefined ? placedAt(layout, index, clamp(place.from), height) : place.from);

  const go = (next: Place): void => {
    places.set(timeline, next);
    setHeld({timeline, place: next});
  };
  const choose = (wanted: number, at = from): void => {
    const to = Math.min(last, Math.max(0, wanted));
    go({open, chosen: to >= last ? undefined : entries[to]?.number, from: clamp(placedAt(layout, to, at, height))});
  };
  const scroll = (line: number): void => go({open, chosen: entries[index]?.number, from: clamp(line)});
  const page = (by: number): void => {
    const to = clamp(from + by);
    // The choice goes along: to the first entry that begins in the window, or the one that fills it.
    const there = indexAt(layout, to);
    const begins = (layout.starts[there] ?? 0) < to && layout.endOf(there) < to + height ? there + 1 : there;
    // The newest is followed where it begins in the window; of a longer one its beginning would come back.
    const isEnd = to === clamp(layout.total) && by > 0 && (layout.starts[last] ?? 0) >= to;
    go({open, chosen: isEnd ? undefined : entries[Math.min(last, begins)]?.number, from: to});
  };
  const opened = (next: ReadonlySet<number>): void => {
    const after = layOutPath(entries, next, view);
    // The chosen row stays where it is on the screen, where what opens below it has room.
    const start = (after.starts[index] ?? 0) - ((layout.starts[index] ?? 0) - from);
    go({...place, open: next, from: clamp(placedAt(after, index, clamp(start, after), height), after)});
  };
  const all = (): ReadonlySet<number> => new Set(entries.map(({number}) => number));
  const number = entries[index]?.number;

  return {
    ...place,
    from,
    index,
    layout,
    actions: {
      up: () =>
        (layout.starts[index] ?? 0) < from
          ? scroll(Math.max(layout.starts[index] ?? 0, from - STEP))
          : choose(index - 1),
      down: () => {
        const end = layout.endOf(index);
        if (end > from + height) scroll(Math.min(end - height, from + STEP));
        else choose(index + 1);
      },
      'page-up': () => page(2 - height),
      'page-down': () => page(height - 2),
      top: () => choose(0),
      bottom: () => choose(last, clamp(layout.total)),
      toggle: () => {
        if (number === undefined) return;
        opened(open.has(number) ? new Set([...open].filter((one) => one !== number)) : new Set([...open, number]));
      },
      'open-all': () => opened(all()),
      'close-all': () => opened(new Set()),
      'toggle-all': () => opened(open.size > 0 ? new Set() : all()),
    },
  };
};
