import {useState} from 'react';
import type {ChangeGroup} from '../../../labs/session.ts';

/** What came without a command, such as the last ripples of a set-up, is listed but is no news to call out. */
const countIn = (group: ChangeGroup): number =>
  group.command === undefined
    ? 0
    : group.changes.filter((change) => !('incidental' in change && change.incidental)).length;

/** How many changes came since `seen`. Groups are numbered, so that forgotten old ones do not disturb the count. */
export const countNew = (history: readonly ChangeGroup[], seen: Seen): number =>
  history.filter(({number}) => number >= seen.group).reduce((sum, group) => sum + countIn(group), 0) - seen.inGroup;

export interface Seen {
  readonly group: number;
  /** Changes of that group seen already. */
  readonly inGroup: number;
}

const NOTHING_SEEN: Seen = {group: 0, inGroup: 0};

const seenUpTo = (history: readonly ChangeGroup[]): Seen => {
  const last = history.at(-1);
  return last === undefined ? NOTHING_SEEN : {group: last.number, inGroup: countIn(last)};
};

/** Changes that came while the changes pane was out of sight. */
export const useNewChanges = (history: readonly ChangeGroup[], isVisible: boolean): number => {
  const [seen, setSeen] = useState<Seen>(() => seenUpTo(history));
  // On a fresh host the groups are counted from the first again.
  if ((history.at(-1)?.number ?? 0) < seen.group) setSeen(NOTHING_SEEN);
  const count = Math.max(0, countNew(history, seen));
  if (isVisible && count > 0) setSeen(seenUpTo(history));
  return isVisible ? 0 : count;
};
