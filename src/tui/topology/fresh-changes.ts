import type {ChangeGroup} from '../../labs/session.ts';
import type {Change} from '../../state/change.ts';
import type {Freshness} from '../../state/drawing/run.ts';
import {topologyId} from '../../state/topology.ts';

/**
 * What the changes of a group made fresh in the drawing, keyed as drawTopology wants it: for a pane that came into
 * sight after the command and has no drawing from before to compare with. What is gone cannot be told this way.
 */
export const freshChanges = (group: ChangeGroup | undefined): ReadonlyMap<string, Freshness> => {
  const fresh = new Map<string, Freshness>();
  for (const change of group?.changes ?? []) {
    const key = keyOf(change);
    const how = freshnessOf(change);
    if (key === undefined || how === undefined) continue;
    // A new interface that then got an address is still new.
    if (fresh.get(key) !== 'new') fresh.set(key, how);
  }
  return fresh;
};

const keyOf = (change: Change): string | undefined => {
  switch (change.what) {
    case 'node':
      return change.node;
    case 'namespace':
      return topologyId(change.node, change.namespace);
    case 'link':
      return topologyId(change.node, change.namespace, change.key);
    case 'address':
      // The key is `eth0 10.0.0.1/24`.
      return topologyId(change.node, change.namespace, change.key.split(' ')[0] ?? '');
    default:
      return undefined;
  }
};

const freshnessOf = (change: Change): Freshness | undefined => {
  if ('incidental' in change && change.incidental) return undefined;
  if (change.what === 'address') return 'changed';
  if (change.how === 'removed') return undefined;
  const hasMovedHere = change.what === 'link' && change.field === 'namespace';
  return change.how === 'added' || hasMovedHere ? 'new' : 'changed';
};
