import type {Change} from './change.ts';
import type {Freshness} from './drawing/run.ts';
import {topologyId} from './topology.ts';

const RANK: Readonly<Record<Freshness, number>> = {changed: 0, removed: 1, new: 2};

/**
 * Which things of a drawing a list of changes touched, keyed by device id, namespace id or node name. Counters and
 * other incidental changes touch nothing.
 */
export const freshFromChanges = (changes: readonly Change[]): ReadonlyMap<string, Freshness> => {
  const fresh = new Map<string, Freshness>();
  for (const change of changes) {
    const touched = touchedBy(change);
    if (touched === undefined) continue;
    const [id, how] = touched;
    const known = fresh.get(id);
    if (known === undefined || RANK[how] > RANK[known]) fresh.set(id, how);
  }
  return fresh;
};

const HOW: Readonly<Record<Change['how'], Freshness>> = {added: 'new', removed: 'removed', changed: 'changed'};

const touchedBy = (change: Change): readonly [id: string, how: Freshness] | undefined => {
  if (change.what === 'node') return [change.node, HOW[change.how]];
  const place = topologyId(change.node, change.namespace);
  if (change.what === 'namespace') return [place, HOW[change.how]];
  if (change.incidental) return undefined;
  if (change.what === 'domain') return [topologyId(change.node, change.key), HOW[change.how]];
  if (change.what === 'link') {
    // A device that moved here or was renamed is new at its place.
    const arrived = change.field === 'namespace' || change.field === 'name';
    return [topologyId(change.node, change.namespace, change.key), arrived ? 'new' : HOW[change.how]];
  }
  if (change.what === 'ovs-bridge') return [topologyId(change.node, change.namespace, change.key), HOW[change.how]];
  if (change.what === 'ovs-port')
    return [topologyId(change.node, change.namespace, change.details?.['port'] ?? ''), HOW[change.how]];
  if (change.what === 'ovs-flow')
    return [topologyId(change.node, change.namespace, change.details?.['bridge'] ?? ''), 'changed'];
  const dev = change.what === 'address' ? change.details?.['dev'] : undefined;
  return [dev === undefined ? place : topologyId(change.node, change.namespace, dev), 'changed'];
};
