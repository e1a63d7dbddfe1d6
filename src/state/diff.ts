import type {Change, Item, Place} from './change.ts';
import {diffAddresses} from './diff/addresses.ts';
import {diffFilter} from './diff/filter.ts';
import {diffBridgeVlans, diffFdb, diffNeighbours} from './diff/layer2.ts';
import {findMoves} from './diff/link-moves.ts';
import type {Moves} from './diff/link-moves.ts';
import {diffLibvirt} from './diff/libvirt.ts';
import {diffLinks} from './diff/links.ts';
import {diffNftables} from './diff/nft.ts';
import {diffOpenvswitch} from './diff/openvswitch.ts';
import {differingPairs, sidesOf} from './diff/pairs.ts';
import type {Pair, Sides} from './diff/pairs.ts';
import {diffQueues} from './diff/queues.ts';
import {diffRoutes, diffRules, isBornRule} from './diff/routing.ts';
import {diffSets} from './diff/sets.ts';
import {diffListeners, diffReadings, diffSysctls} from './diff/settings.ts';
import {ROOT_NAMESPACE} from './snapshot.ts';
import type {Link, NamespaceSnapshot, NodeSnapshot, Snapshot} from './snapshot.ts';

/**
 * What changed from `before` to `after`, keyed by identity: by node, by namespace, then kind by kind from links
 * upwards. Parts that are the same object are skipped, so one change among many namespaces costs next to nothing.
 * Conntrack entries and the time of reading are not compared.
 */
export const diff = (before: Snapshot, after: Snapshot): readonly Change[] => {
  if (before === after || before.nodes === after.nodes) return [];
  const moves = findMoves(before, after);
  return differingPairs(before.nodes, after.nodes).flatMap((node) => diffNode(node, moves));
};

const diffNode = ({key: node, before, after}: Pair<NodeSnapshot>, moves: Moves): readonly Change[] => {
  const changes: Change[] = [];
  if (before === undefined) changes.push({what: 'node', how: 'added', node});
  if (after === undefined) changes.push({what: 'node', how: 'removed', node});
  const pairs = differingPairs(before?.namespaces ?? {}, after?.namespaces ?? {});
  const isRoot = ({key}: Pair<NamespaceSnapshot>): boolean => key === ROOT_NAMESPACE;
  const inside = (pair: Pair<NamespaceSnapshot>): readonly Change[] => diffWholeNamespace(node, pair, moves);
  // The switch belongs to the node: what it did stands with the node's own namespace.
  const switches = diffOpenvswitch(before?.openvswitch, after?.openvswitch).map((item): Change => ({
    node,
    namespace: ROOT_NAMESPACE,
    ...item,
    incidental: item.incidental || after === undefined,
  }));
  const guests = diffLibvirt(before?.libvirt, after?.libvirt).map((item): Change => ({
    node,
    namespace: ROOT_NAMESPACE,
    ...item,
  }));
  return [
    ...changes,
    ...pairs.filter((pair) => isRoot(pair)).flatMap(inside),
    ...switches,
    ...pairs.filter((pair) => !isRoot(pair)).flatMap(inside),
    ...guests,
  ];
};

const diffWholeNamespace = (node: string, pair: Pair<NamespaceSnapshot>, moves: Moves): readonly Change[] => {
  const changes: Change[] = [];
  const place = {node, namespace: pair.key};
  // The node's own namespace comes and goes with the node.
  const named = pair.key !== ROOT_NAMESPACE;
  if (named && pair.before === undefined) changes.push({what: 'namespace', how: 'added', ...place});
  if (named && pair.after === undefined) changes.push({what: 'namespace', how: 'removed', ...place});
  const gone = pair.after === undefined;
  for (const item of diffNamespace(place, pair, moves)) {
    changes.push({...place, ...item, incidental: item.incidental || gone});
  }
  return changes;
};

const diffNamespace = (place: Place, {before, after}: Pair<NamespaceSnapshot>, moves: Moves): readonly Item[] => {
  const links = withBornLoopback(sidesOf(before?.links, after?.links), before, after);
  const lost = lostLinks(links);
  const newOrGone = before === undefined || after === undefined;
  const of = <T>(sides: Sides<T> | undefined, compare: (sides: Sides<T>) => readonly Item[]) =>
    sides === undefined ? [] : compare(sides);
  return [
    ...of(links, (sides) => diffLinks(place, sides, moves)),
    ...of(links, (sides) => diffAddresses(place, sides, moves)),
    ...of(sidesOf(before?.routes, after?.routes), (sides) => diffRoutes(sides, lost)),
    ...of(sidesOf(before?.rules, after?.rules), (sides) => diffRules(newOrGone ? withoutBornRules(sides) : sides)),
    ...of(sidesOf(before?.neighbours, after?.neighbours), (sides) => diffNeighbours(sides, lost)),
    ...of(sidesOf(before?.fdb, after?.fdb), (sides) => diffFdb(sides, links, lost)),
    ...of(sidesOf(before?.bridgeVlans, after?.bridgeVlans), (sides) => diffBridgeVlans(sides, links)),
    ...of(sidesOf(before?.iptables, after?.iptables), (sides) => diffFilter('iptables', sides)),
    ...of(sidesOf(before?.ip6tables, after?.ip6tables), (sides) => diffFilter('ip6tables', sides)),
    ...of(sidesOf(before?.nftables, after?.nftables), diffNftables),
    // A new namespace brings a value for every setting: not news.
    ...(newOrGone ? [] : of(sidesOf(before.sysctls, after.sysctls), diffSysctls)),
    ...of(sidesOf(before?.listeners, after?.listeners), diffListeners),
    ...of(sidesOf(before?.sets, after?.sets), diffSets),
    ...of(sidesOf(before?.queues, after?.queues), (sides) => diffQueues(sides, lost)),
    ...diffReadings(before, after),
  ];
};

/** A namespace is born with loopback, down and without addresses; only what differs from that is news. */
const withBornLoopback = (
  sides: Sides<Link> | undefined,
  before: NamespaceSnapshot | undefined,
  after: NamespaceSnapshot | undefined,
): Sides<Link> | undefined => {
  const lo = sides?.after['lo'] ?? sides?.before['lo'];
  if (sides === undefined || lo === undefined || (before !== undefined && after !== undefined)) return sides;
  if (after === undefined) return {before: {...sides.before, lo}, after: {...sides.after, lo}};
  const born: Link = {...lo, up: false, carrier: false, state: 'DOWN', addresses: {}};
  return {before: {...sides.before, lo: born}, after: sides.after};
};

const withoutBornRules = (sides: Parameters<typeof diffRules>[0]): Parameters<typeof diffRules>[0] => {
  const made = (rules: typeof sides.before) =>
    Object.fromEntries(Object.entries(rules).filter(([, rule]) => !isBornRule(rule)));
  return {before: made(sides.before), after: made(sides.after)};
};

/** Links that went or were taken down: what hung on them went along. */
const lostLinks = (links: Sides<Link> | undefined): ReadonlySet<string> =>
  new Set(
    links === undefined
      ? []
      : differingPairs(links.before, links.after)
          .filter(({before, after}) => after === undefined || (before?.up === true && !after.up))
          .map(({key}) => key),
  );
