import {guestWires} from './guests.ts';
import {valueOf} from '../snapshot.ts';
import type {Link, Reading, Snapshot} from '../snapshot.ts';
import {topologyId} from '../topology.ts';
import type {Wire} from '../topology.ts';

interface Located {
  readonly id: string;
  readonly node: string;
  readonly namespace: string;
  readonly link: Link;
}

/** Every wire of a snapshot once, from the end that comes first. */
export const wiresOf = (snapshot: Snapshot): readonly Wire[] => {
  const links = locatedLinks(snapshot);
  const known = new Set(links.map(({id}) => id));
  return [
    ...links.flatMap((link) => pairWire(link, known)),
    ...links.flatMap((link) => vlanWire(link, known)),
    ...vxlanWires(snapshot, links),
    ...Object.values(snapshot.nodes).flatMap((node) => guestWires(node, known)),
  ];
};

const locatedLinks = (snapshot: Snapshot): readonly Located[] =>
  Object.values(snapshot.nodes).flatMap((node) =>
    Object.values(node.namespaces).flatMap((namespace) =>
      Object.values(valueOf(namespace.links) ?? {}).map((link) => ({
        id: topologyId(node.name, namespace.name, link.name),
        node: node.name,
        namespace: namespace.name,
        link,
      })),
    ),
  );

const pairWire = ({id, link}: Located, known: ReadonlySet<string>): readonly Wire[] => {
  const {peer} = link;
  if (peer === undefined) return [];
  const to = peer.known ? topologyId(peer.node, peer.namespace, peer.name) : undefined;
  // The other end may be in a namespace whose links could not be read.
  const kind = link.kind === 'veth' ? 'veth' : 'cable';
  if (to === undefined || !known.has(to)) return [{from: id, kind}];
  return id < to ? [{from: id, to, kind}] : [];
};

const vlanWire = ({id, node, namespace, link}: Located, known: ReadonlySet<string>): readonly Wire[] => {
  if (link.vlan === undefined) return [];
  const to = topologyId(node, namespace, link.vlan.dev);
  return [{from: id, ...(known.has(to) ? {to} : {}), kind: 'vlan', label: `VLAN ${link.vlan.id}`}];
};

/** A tunnel is drawn where either end sends to an address of the other's node and both have the same VNI. */
const vxlanWires = (snapshot: Snapshot, links: readonly Located[]): readonly Wire[] => {
  const ends = links.filter(({link}) => link.vxlan !== undefined);
  const places = new Map(ends.map((end) => [end.id, tunnelAddresses(snapshot, end)]));
  const wires = new Map<string, Wire>();
  for (const end of ends) {
    const label = `VNI ${end.link.vxlan?.vni}`;
    for (const address of destinationsOf(snapshot, end)) {
      const far = ends.find(
        (other) =>
          other !== end &&
          other.link.vxlan?.vni === end.link.vxlan?.vni &&
          (places.get(other.id)?.has(address) ?? false),
      );
      const [from = end.id, to] = far === undefined ? [end.id] : [end.id, far.id].toSorted();
      const wire: Wire =
        to === undefined ? {from, kind: 'vxlan', label: `${label} → ${address}`} : {from, to, kind: 'vxlan', label};
      wires.set(`${from} ${to ?? address}`, wire);
    }
  }
  return [...wires.values()];
};

const valuesIn = <T>(reading: Reading<Readonly<Record<string, T>>> | undefined): Readonly<Record<string, T>> =>
  reading?.ok === true ? reading.value : {};

/** Where a VXLAN device sends: its remote, and what fdb entries name. Multicast groups lead nowhere in particular. */
const destinationsOf = (snapshot: Snapshot, {node, namespace, link}: Located): ReadonlySet<string> => {
  const entries = valuesIn(snapshot.nodes[node]?.namespaces[namespace]?.fdb);
  const named = Object.values(entries)
    .filter((entry) => entry.dev === link.name)
    .map((entry) => entry.destination);
  return new Set([link.vxlan?.remote, ...named].filter((address) => address !== undefined));
};

/** Addresses under which a VXLAN device can be reached: its local one, or any of its namespace where it has none. */
const tunnelAddresses = (snapshot: Snapshot, {node, namespace, link}: Located): ReadonlySet<string> => {
  if (link.vxlan?.local !== undefined) return new Set([link.vxlan.local]);
  const all = Object.values(valuesIn(snapshot.nodes[node]?.namespaces[namespace]?.links));
  return new Set(all.flatMap((other) => Object.values(other.addresses).map(({address}) => address)));
};
