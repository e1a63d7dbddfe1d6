import {ROOT_NAMESPACE} from '../snapshot.ts';
import {placeOfId} from '../topology.ts';
import type {Topology, TopologyDevice, TopologyNode, Wire} from '../topology.ts';
import {vlanParents} from '../topology/device-tree.ts';

/** Fewer ports than this are as easily read one by one. */
const LEAST_PORTS = 4;

/**
 * The topology with its switches drawn as what they are, patch panels: a port that only joins a NIC of another node to
 * a bridge is left out, and the NIC leads to the bridge; and so are NICs on such a cable that carry nothing, where none
 * on that bridge has an address. What is out of order (down, without bridge, the one without an address) stays in sight.
 * Both moments are folded alike, so that they can be compared.
 */
export const foldPatchPanels = (topology: Topology, previous: Topology | undefined): Folded => {
  const panels = topology.nodes.filter((node) => isPatchPanel(node, topology.wires));
  if (panels.length === 0) return {topology, previous, panels: NONE, bare: NONE};
  const ports = new Map(panels.flatMap((panel) => joiningPorts(panel, topology.wires)));
  const idle = idleNics(topology, ports);
  const unusedNow = unusedOf(idle, topology, ports);
  const unusedBefore = previous === undefined ? unusedNow : unusedOf(idleNics(previous, ports), previous, ports);
  const hidden = new Set([...ports.keys(), ...[...unusedNow].filter((id) => unusedBefore.has(id))]);
  const fold = (one: Topology): Topology => folded(one, ports, hidden);
  return {
    topology: fold(topology),
    previous: previous && fold(previous),
    panels: new Set(panels.map(({name}) => name)),
    bare: idle,
  };
};

export interface Folded {
  readonly topology: Topology;
  readonly previous: Topology | undefined;
  /** Names of the nodes that are drawn as patch panels. */
  readonly panels: ReadonlySet<string>;
  /** NICs on a patch panel that have no address, bridge or VLAN: those of them that are drawn say so. */
  readonly bare: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** A node of nothing but bridges, each a switch between other nodes. */
const isPatchPanel = (node: TopologyNode, wires: readonly Wire[]): boolean => {
  const devices = node.namespaces.flatMap((namespace) => namespace.devices);
  const ports = joiningPorts(node, wires);
  const bridges = new Set(devices.filter(({kind}) => kind === 'bridge').map(({id}) => id));
  return (
    node.namespaces.every(({name}) => name === ROOT_NAMESPACE) &&
    ports.length >= LEAST_PORTS &&
    bridges.size > 1 &&
    // Whatever else is there is a port that is out of order: a learner's own work on the switch is not folded away.
    devices.every(({id}) => bridges.has(id) || wires.some((wire) => isPair(wire) && isEnd(wire, id)))
  );
};

/** Ports in order with the bridge they are in: up, and their cable leads to another node. */
const joiningPorts = (
  node: TopologyNode,
  wires: readonly Wire[],
): readonly (readonly [port: string, bridge: string])[] => {
  const outward = new Set(
    wires.flatMap((wire) => {
      const {from, to} = wire;
      return isPair(wire) && to !== undefined && placeOfId(from).node !== placeOfId(to).node ? [from, to] : [];
    }),
  );
  return devicesOf(node).flatMap(({id, bridge, condition, addresses}) =>
    bridge !== undefined && condition === 'up' && addresses.length === 0 && outward.has(id)
      ? [[id, bridge] as const]
      : [],
  );
};

/** NICs that lead to a panel and have no address, bridge or VLAN. */
const idleNics = ({nodes, wires}: Topology, ports: ReadonlyMap<string, string>): ReadonlySet<string> => {
  const cabled = new Set(wires.flatMap(({from, to}) => (ports.has(to ?? '') ? [from] : ports.has(from) ? [to] : [])));
  const parents = new Set(vlanParents(wires).values());
  const isIdle = ({id, bridge, condition, addresses}: TopologyDevice): boolean =>
    cabled.has(id) && bridge === undefined && condition === 'up' && addresses.length === 0 && !parents.has(id);
  return new Set(
    nodes
      .flatMap(devicesOf)
      .filter(isIdle)
      .map(({id}) => id),
  );
};

/** Those whose bridge joins no NIC with an address: beside one, lacking it is what there is to see. */
const unusedOf = (
  idle: ReadonlySet<string>,
  {nodes, wires}: Topology,
  ports: ReadonlyMap<string, string>,
): ReadonlySet<string> => {
  const bridgeOf = new Map(
    wires.flatMap(({from, to}) => {
      const [nic, port] = ports.has(from) ? [to, from] : [from, to];
      const bridge = ports.get(port ?? '');
      return nic === undefined || bridge === undefined ? [] : [[nic, bridge] as const];
    }),
  );
  const addressed = nodes.flatMap(devicesOf).flatMap(({id, addresses}) => {
    const bridge = addresses.length === 0 ? undefined : bridgeOf.get(id);
    return bridge === undefined ? [] : [bridge];
  });
  const inUse = new Set(addressed);
  return new Set([...idle].filter((id) => !inUse.has(bridgeOf.get(id) ?? '')));
};

const devicesOf = (node: TopologyNode): readonly TopologyDevice[] =>
  node.namespaces.flatMap((namespace) => namespace.devices);

/** What one frame after the other goes through, whole. */
const isPair = ({kind}: Wire): boolean => kind === 'veth' || kind === 'cable';

const isEnd = ({from, to}: Wire, id: string): boolean => from === id || to === id;

const folded = (topology: Topology, ports: ReadonlyMap<string, string>, hidden: ReadonlySet<string>): Topology => {
  const joined = (id: string): string => ports.get(id) ?? id;
  return {
    nodes: topology.nodes.map((node) => ({
      ...node,
      namespaces: node.namespaces.map((namespace) => ({
        ...namespace,
        devices: namespace.devices.filter(({id}) => !hidden.has(id)),
      })),
    })),
    wires: topology.wires.flatMap((wire) => {
      const {from, to} = wire;
      const isIdle = (id: string | undefined): boolean => id !== undefined && hidden.has(id) && !ports.has(id);
      if (isIdle(from) || isIdle(to)) return [];
      return [{...wire, from: joined(from), ...(to === undefined ? {} : {to: joined(to)})}];
    }),
  };
};
