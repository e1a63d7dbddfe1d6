import {useState} from 'react';

export interface ScrollOptions {
  readonly total: number;
  readonly height: number;
  /** What should be in sight at first, and whenever `key` changes. Without a line the window stays where it is. */
  readonly follow?: Follow;
}

export interface Follow {
  readonly key: string;
  /** Brought to the top, as far as there is enough below it. */
  readonly line?: number | undefined;
  /** Where a part that begins with {@link line} ends: then the window moves no further than it takes to show the part. */
  readonly end?: number | undefined;
}

export type ScrollActions = Readonly<Record<'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'bottom', () => void>>;

export interface Scroll {
  /** Index of the first line to show. */
  readonly from: number;
  readonly actions: ScrollActions;
}

/** Where the window goes from `from` to show what should be in sight; the beginning of what is too long for it. */
const placed = (from: number, height: number, {line, end}: Partial<Follow> = {}): number => {
  if (line === undefined) return from;
  if (end === undefined || line < from) return line;
  return end > from + height ? Math.min(line, end - height) : from;
};

/** A window on a text that is longer than it. */
export const useScroll = ({total, height, follow}: ScrollOptions): Scroll => {
  const [from, setFrom] = useState(() => placed(0, height, follow));
  const [followed, setFollowed] = useState(follow?.key);
  const last = Math.max(0, total - height);
  const clamp = (line: number): number => Math.min(last, Math.max(0, line));
  if (follow !== undefined && follow.key !== followed) {
    setFollowed(follow.key);
    setFrom(clamp(placed(clamp(from), height, follow)));
  }
  // What is kept may lie beyond a text that became shorter.
  const move = (by: number) => (): void => setFrom((line) => clamp(clamp(line) + by));
  const page = Math.max(1, height - 2);
  return {
    from: clamp(from),
    actions: {
      up: move(-1),
      down: move(1),
      'page-up': move(-page),
      'page-down': move(page),
      top: move(-total),
      bottom: move(total),
    },
  };
};
