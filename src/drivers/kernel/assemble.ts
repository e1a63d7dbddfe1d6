import type {Link, NamespaceSnapshot, NodeSnapshot, Snapshot} from '../../state/snapshot.ts';
import type {Cable} from '../hosts/host.ts';
import {findCablePeers} from './cables.ts';
import type {RawLink} from './ip-links.ts';
import {sortedRecord} from './json-output.ts';
import {type Peers, type Place, findPeers} from './peers.ts';
import type {RawNamespace, RawNode} from './raw-namespace.ts';
import {share} from './share.ts';

export interface Assembled {
  /** `before` itself where nothing differs. */
  readonly snapshot: Snapshot;
  /** Namespaces whose veth ends fit several others: ask for the names of their ids, and assemble again. */
  readonly ambiguous: readonly Place[];
}

/** Makes a snapshot of what all namespaces of all nodes said. Pure; parts that did not change keep their identity. */
export const assemble = (
  before: Snapshot | undefined,
  raw: readonly RawNode[],
  takenAt: number,
  cables: readonly Cable[] = [],
): Assembled => {
  const veths = findPeers(raw);
  const cabled = findCablePeers(raw, cables);
  const peers: Peers = {...veths, find: (place, name) => veths.find(place, name) ?? cabled(place, name)};
  const nodes = share(before?.nodes, sortedRecord(raw.map((node) => [node.name, nodeSnapshot(node, peers)])));
  const snapshot = before !== undefined && nodes === before.nodes ? before : {takenAt, nodes};
  return {snapshot, ambiguous: peers.ambiguous};
};

const nodeSnapshot = (node: RawNode, peers: Peers): NodeSnapshot => ({
  name: node.name,
  namespaces: sortedRecord(node.namespaces.map((raw) => [raw.name, namespaceSnapshot(node.name, raw, peers)])),
  ...(node.openvswitch !== undefined && {openvswitch: node.openvswitch}),
  ...(node.libvirt !== undefined && {libvirt: node.libvirt}),
});

const namespaceSnapshot = (node: string, {links, ...raw}: RawNamespace, peers: Peers): NamespaceSnapshot => ({
  ...raw,
  links: links.ok
    ? {
        ok: true,
        value: sortedRecord(
          links.value.map((link) => [link.link.name, withPeer(link, {node, namespace: raw.name}, peers)]),
        ),
      }
    : links,
});

const withPeer = ({link}: RawLink, place: Place, peers: Peers): Link => {
  const peer = peers.find(place, link.name);
  return peer === undefined ? link : {...link, peer};
};
