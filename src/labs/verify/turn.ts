/** One of several parts of what takes too long to be done at once; all turns together do all. */
export interface Turn {
  /** 0 to `of` - 1. */
  readonly turn: number;
  readonly of: number;
}

export const isInTurn = (index: number, {turn, of}: Turn): boolean => index % of === turn;

/** Every `of`th, and at least one where there are any. */
export function someInTurn<T>(items: readonly T[], {turn, of}: Turn): readonly T[] {
  const parts = Math.min(of, items.length);
  return items.filter((_, index) => isInTurn(index, {turn: turn % parts, of: parts}));
}
