import {useState} from 'react';

export interface ScrollOptions {
  readonly total: number;
  readonly height: number;
  /**
   * What should be in sight: at first, and whenever `key` changes, `line` is brought to the top, as far as there is
   * enough below it. Without a line the window stays where it is.
   */
  readonly follow?: {readonly key: string; readonly line?: number | undefined};
}

export type ScrollActions = Readonly<Record<'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'bottom', () => void>>;

export interface Scroll {
  /** Index of the first line to show. */
  readonly from: number;
  readonly actions: ScrollActions;
}

/** A window on a text that is longer than it. */
export const useScroll = ({total, height, follow}: ScrollOptions): Scroll => {
  const [from, setFrom] = useState(follow?.line ?? 0);
  const [followed, setFollowed] = useState(follow?.key);
  const last = Math.max(0, total - height);
  const clamp = (line: number): number => Math.min(last, Math.max(0, line));
  if (follow !== undefined && follow.key !== followed) {
    setFollowed(follow.key);
    if (follow.line !== undefined) setFrom(clamp(follow.line));
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
