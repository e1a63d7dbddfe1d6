import {isOwnLoopbackAddress, loopbackIsInteresting} from './topology/loopback.ts';
import {marksOf} from './topology/marks.ts';
import {PARTS} from './diff/settings.ts';
import {routeWords} from './route-words.ts';
import {ROOT_NAMESPACE, valueOf} from './snapshot.ts';
import type {Link, NamespaceSnapshot, NodeSnapshot, Snapshot} from './snapshot.ts';
import {guestsOf} from './topology/guests.ts';
import {topologyId} from './topology.ts';
import type {Topology, TopologyDevice, TopologyNamespace, TopologyNode} from './topology.ts';
import {switchWires, withSwitches} from './topology/openvswitch.ts';
import {wiresOf} from './topology/wires.ts';

/** Natural order: eth2 before eth10. One collator, because making one is slow. */
const {compare} = new Intl.Collator('en', {numeric: true});

/** The drawing's data. Everything in it was in the snapshot; what could not be read is named. */
export const topology = (snapshot: Snapshot): Topology => ({
  nodes: Object.values(snapshot.nodes).map(topologyNode),
  wires: [...wiresOf(snapshot), ...switchWires(snapshot)],
});

const topologyNode = (node: NodeSnapshot): TopologyNode => ({
  name: node.name,
  namespaces: [
    ...Object.values(node.namespaces)
      .toSorted((a, b) => rank(a) - rank(b) || compare(a.name, b.name))
      .map((namespace) => topologyNamespace(node, namespace)),
    ...guestsOf(node),
  ],
});

const rank = (namespace: NamespaceSnapshot) => (namespace.name === ROOT_NAMESPACE ? 0 : 1);

const topologyNamespace = (node: NodeSnapshot, namespace: NamespaceSnapshot): TopologyNamespace => {
  const isRoot = namespace.name === ROOT_NAMESPACE;
  const links = Object.values(valueOf(namespace.links) ?? {});
  const shown = links.filter((link) => link.kind !== 'loopback' || (links.length === 1 && loopbackIsInteresting(link)));
  const unread = PARTS.flatMap((part) => {
    const reading = namespace[part];
    return reading === undefined || reading.ok ? [] : [`${part}: ${reading.why}`];
  });
  if (isRoot && node.openvswitch?.ok === false) unread.push(`openvswitch: ${node.openvswitch.why}`);
  const devices = shown.map((link) => topologyDevice(node.name, namespace.name, link));
  return {
    name: namespace.name,
    devices: (isRoot ? withSwitches(node, devices) : devices).toSorted((a, b) => compare(a.name, b.name)),
    marks: marksOf(namespace),
    routes: Object.values(valueOf(namespace.routes) ?? {})
      .filter((route) => !(route.family === 'inet6' && route.destination.startsWith('fe80:')))
      .map(routeWords),
    ...(unread.length === 0 ? {} : {unread}),
  };
};

const topologyDevice = (node: string, namespace: string, link: Link): TopologyDevice => {
  const label = labelOf(link);
  return {
    id: topologyId(node, namespace, link.name),
    name: link.name,
    kind: link.kindName ?? link.kind,
    condition: link.up ? (link.carrier ? 'up' : 'no-carrier') : 'down',
    // Link-local IPv6 addresses come by themselves and would fill the drawing.
    addresses: Object.entries(link.addresses)
      .filter(([, address]) => !(address.family === 'inet6' && address.scope === 'link'))
      .filter(([, address]) => !isOwnLoopbackAddress(link, address))
      .map(([key]) => key),
    ...(link.master === undefined ? {} : {bridge: topologyId(node, namespace, link.master)}),
    ...(label === undefined ? {} : {label}),
  };
};

const labelOf = (link: Link): string | undefined => {
  if (link.vxlan !== undefined) return `VNI ${link.vxlan.vni}`;
  return link.vlan === undefined ? undefined : `VLAN ${link.vlan.id}`;
};
