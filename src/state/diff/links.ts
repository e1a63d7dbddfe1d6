import type {Item, Place} from '../change.ts';
import type {Link, Peer} from '../snapshot.ts';
import {topologyId} from '../topology.ts';
import type {Moves} from './link-moves.ts';
import {detailsOf, fieldChanged, fieldChanges, itemAdded, itemRemoved, printed, yesNo} from './items.ts';
import type {Fields} from './items.ts';
import {differingPairs} from './pairs.ts';
import type {Pair, Sides} from './pairs.ts';

/** `node/namespace/name`, or `#index` where no node names the peer's namespace. */
export const peerId = (peer: Peer | undefined): string | undefined => {
  if (peer === undefined) return undefined;
  return peer.known ? topologyId(peer.node, peer.namespace, peer.name) : `#${peer.index}`;
};

/** Follow from something else: from the cable, the other end, the bridge protocol. */
const CONSEQUENCES = new Set(['carrier', 'state', 'peer', 'port state']);

const fieldsOf = (link: Link): Fields => ({
  master: link.master,
  up: yesNo(link.up),
  carrier: yesNo(link.carrier),
  state: link.state,
  mac: link.mac,
  mtu: String(link.mtu),
  peer: peerId(link.peer),
  stp: yesNo(link.bridge?.stp),
  'forward delay': printed(link.bridge?.forwardDelayCs),
  'VLAN filtering': yesNo(link.bridge?.vlanFiltering),
  'ageing time': printed(link.bridge?.ageingTimeCs),
  VNI: printed(link.vxlan?.vni),
  local: link.vxlan?.local,
  group: link.vxlan?.group,
  remote: link.vxlan?.remote,
  dev: link.vxlan?.dev ?? link.vlan?.dev,
  'destination port': printed(link.vxlan?.dstPort),
  'VXLAN learning': yesNo(link.vxlan?.learning),
  proxy: yesNo(link.vxlan?.proxy),
  'VLAN id': printed(link.vlan?.id),
  protocol: link.vlan?.protocol,
});

const portFieldsOf = (link: Link): Fields => ({
  'port state': link.port?.state,
  isolated: yesNo(link.port?.isolated),
  hairpin: yesNo(link.port?.hairpin),
  learning: yesNo(link.port?.learning),
});

const describing = (link: Link) =>
  detailsOf({
    kind: link.kindName ?? link.kind,
    up: yesNo(link.up),
    master: link.master,
    peer: peerId(link.peer),
    vni: printed(link.vxlan?.vni),
    vlan: printed(link.vlan?.id),
    dev: link.vxlan?.dev ?? link.vlan?.dev,
  });

/** Field changes of one device. `moved`: the kernel itself takes a device down and off its bridge when it moves. */
const linkFieldChanges = (before: Link, after: Link, portsChanged: boolean, moved: boolean): readonly Item[] => {
  const about = {what: 'link', key: after.name, details: detailsOf({kind: after.kindName ?? after.kind})} as const;
  // A bridge takes the lowest MAC and MTU of its ports, so these follow when its ports come and go.
  const follows = (field: string) => portsChanged && (field === 'mac' || field === 'mtu');
  const incidental = (field: string) =>
    CONSEQUENCES.has(field) ||
    follows(field) ||
    (field === 'ageing time' && agesByStp(before, after)) ||
    (moved && (field === 'up' || field === 'master'));
  const changes = fieldChanges(about, fieldsOf(before), fieldsOf(after), incidental);
  const carrierChanged = changes.some((change) => change.field === 'carrier' || change.field === 'up');
  // Whoever joins a bridge gets all port settings at once: only the joining is news.
  const stayed = before.port !== undefined && after.port !== undefined && before.master === after.master;
  return [
    // operstate says the same as carrier and up in other words; alone it is news.
    ...changes.filter((change) => !(change.field === 'state' && carrierChanged)),
    ...(stayed ? fieldChanges(about, portFieldsOf(before), portFieldsOf(after), incidental) : []),
  ];
};

/** While the tree changes, a bridge with STP forgets after twice the forward delay, and then takes its own time again. */
const agesByStp = ({bridge: before}: Link, {bridge: after}: Link): boolean =>
  before?.stp === true &&
  after?.stp === true &&
  [before, after].some(({ageingTimeCs, forwardDelayCs}) => ageingTimeCs === 2 * forwardDelayCs);

const bridgesWithChangedPorts = (pairs: readonly Pair<Link>[]): ReadonlySet<string> =>
  new Set(
    pairs
      .filter(({before, after}) => before?.master !== after?.master)
      .flatMap(({before, after}) => [before?.master, after?.master])
      .filter((name) => name !== undefined),
  );

/** Links that came, went, moved and changed in one namespace. */
export const diffLinks = (place: Place, sides: Sides<Link>, moves: Moves): readonly Item[] => {
  const pairs = differingPairs(sides.before, sides.after);
  const bridges = bridgesWithChangedPorts(pairs);
  return pairs.flatMap(({key, before, after}) => {
    if (before !== undefined && after !== undefined) {
      if (before.kind === after.kind) return linkFieldChanges(before, after, bridges.has(key), false);
      return [itemRemoved(aboutLink(before)), itemAdded(aboutLink(after))];
    }
    if (after !== undefined) {
      const move = moves.arriving(place, key);
      if (move === undefined) return [itemAdded(aboutLink(after))];
      return [movedItem(place, move.from.place, move.from.link, after), ...fieldsAfterMove(move.from.link, after)];
    }
    // A link that left is told where it arrived.
    return before === undefined || moves.leaving(place, key) !== undefined ? [] : [itemRemoved(aboutLink(before))];
  });
};

const aboutLink = (link: Link) => ({what: 'link', key: link.name, details: describing(link)}) as const;

const fieldsAfterMove = (before: Link, after: Link) => linkFieldChanges(before, after, false, true);

const movedItem = (to: Place, from: Place, before: Link, after: Link): Item => {
  const about = {what: 'link', key: after.name, details: {...describing(after), oldName: before.name}} as const;
  if (from.node === to.node && from.namespace === to.namespace) {
    return fieldChanged(about, 'name', {before: before.name, after: after.name});
  }
  const values = {before: topologyId(from.node, from.namespace), after: topologyId(to.node, to.namespace)};
  return fieldChanged(about, 'namespace', values);
};
