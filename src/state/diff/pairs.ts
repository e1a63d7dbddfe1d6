import type {Reading} from '../snapshot.ts';

/** What one key had before and has after; one of the two may be missing. */
export interface Pair<T> {
  readonly key: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

export type Keyed<T> = Readonly<Record<string, T>>;

const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The keys of both records, sorted, each once. */
export const allKeys = (before: Keyed<unknown>, after: Keyed<unknown>): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted(byName);

/** Everything that is not the same object before and after, by key. Snapshots share what did not change. */
export const differingPairs = <T>(before: Keyed<T>, after: Keyed<T>): readonly Pair<T>[] => {
  if (before === after) return [];
  const pairs: Pair<T>[] = [];
  for (const key of allKeys(before, after)) {
    const pair = {key, before: before[key], after: after[key]};
    if (pair.before !== pair.after) pairs.push(pair);
  }
  return pairs;
};

/** The two sides of a reading, where both are known. A missing namespace counts as empty; an unread part does not. */
export interface Sides<T> {
  readonly before: Keyed<T>;
  readonly after: Keyed<T>;
}

export const sidesOf = <T>(
  before: Reading<Keyed<T>> | undefined,
  after: Reading<Keyed<T>> | undefined,
): Sides<T> | undefined => {
  if (before === after || before?.ok === false || after?.ok === false) return undefined;
  return {before: before?.value ?? {}, after: after?.value ?? {}};
};
