import {isDeepStrictEqual} from 'node:util';

/** Things by their identity on a node (a device's name, an entry's key). */
export type Items<I> = Readonly<Record<string, I>>;

/** What an agent acts on: what shall be there, and what it once made and shall be gone. */
export interface Wanted<I> {
  readonly present: Items<I>;
  readonly absent: Items<I>;
  /** What it last acted on; nothing after a start. */
  readonly before?: Items<I>;
  /** What of that it did; absent after a start. */
  readonly done?: Items<I>;
}

export const wanted = <I>(present: Items<I>): Wanted<I> => ({present, absent: {}});

/**
 * What an agent that remembers `before` does about `now`: only what differs. So what somebody broke by hand stays
 * broken until the object is touched or the agent is started anew, when it remembers nothing.
 * @param before what it last acted on; undefined after a start, when everything is looked at
 * @param made what it ever made on the node and has not removed: a start does not make it forget that
 * @param stays keeps a thing whose reason is gone (a bridge stays until its network is deleted)
 */
export const since = <I>(
  before: Items<I> | undefined,
  made: Items<I>,
  now: Items<I>,
  stays: (item: I) => boolean = () => false,
): Wanted<I> => ({
  present: Object.fromEntries(
    Object.entries(now).filter(([key, item]) => before === undefined || !isDeepStrictEqual(before[key], item)),
  ),
  absent: Object.fromEntries(Object.entries(made).filter(([key, item]) => now[key] === undefined && !stays(item))),
});

export const isNothing = <I>({present, absent}: Wanted<I>): boolean =>
  Object.keys(present).length === 0 && Object.keys(absent).length === 0;
