import {useState} from 'react';
import type {Session} from '../../labs/session.ts';
import type {Snapshot} from '../../state/snapshot.ts';

/**
 * The snapshot before the newest command (or before the newest change that came without one): what the drawing is
 * compared with. Undefined until a command was seen to begin.
 */
export const useBaseline = (session: Session): Snapshot | undefined => {
  const group = session.history.at(-1)?.number;
  const [seen, setSeen] = useState<Seen>({group, snapshot: session.snapshot});
  if (seen.group === group && seen.snapshot === session.snapshot) return seen.baseline;
  const next = nextSeen(seen, group, session.snapshot);
  setSeen(next);
  return next.baseline;
};

interface Seen {
  readonly group: number | undefined;
  readonly snapshot: Snapshot | undefined;
  readonly baseline?: Snapshot;
}

const nextSeen = (seen: Seen, group: number | undefined, snapshot: Snapshot | undefined): Seen => {
  // A fresh host begins without a snapshot: nothing on it is news.
  if (snapshot === undefined || seen.snapshot === undefined) return {group, snapshot};
  if (group !== seen.group) return {group, snapshot, baseline: seen.snapshot};
  return {...seen, snapshot};
};
