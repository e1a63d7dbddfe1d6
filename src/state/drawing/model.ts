import type {Topology, TopologyDevice, TopologyNamespace, TopologyNode, Wire} from '../topology.ts';
import {topologyId} from '../topology.ts';
import {deviceTree, vlanParents} from '../topology/device-tree.ts';
import type {TreeRow} from '../topology/device-tree.ts';
import type {Freshness} from './run.ts';

/** What is drawn: the topology with what is gone still in it, each thing with its freshness. */
export interface Drawn {
  readonly nodes: readonly DrawnNode[];
  readonly wires: readonly DrawnWire[];
  /** By id of a VLAN device: the device it is on. */
  readonly parents: ReadonlyMap<string, string>;
}

export interface DrawnNode {
  readonly name: string;
  readonly fresh: Freshness | undefined;
  readonly namespaces: readonly DrawnNamespace[];
}

export interface DrawnNamespace {
  readonly id: string;
  readonly name: string;
  readonly fresh: Freshness | undefined;
  readonly marks: readonly DrawnWord[];
  readonly unread: readonly string[];
  readonly devices: readonly DrawnDevice[];
}

export interface DrawnDevice extends TreeRow {
  readonly fresh: Freshness | undefined;
  readonly addresses: readonly DrawnWord[];
  readonly conditionFresh: Freshness | undefined;
}

export interface DrawnWord {
  readonly text: string;
  readonly fresh: Freshness | undefined;
}

export interface DrawnWire extends Wire {
  readonly fresh: Freshness | undefined;
  /** Both ends are up and have carrier. */
  readonly carrying: boolean;
}

type FreshMap = ReadonlyMap<string, Freshness>;

/**
 * @param previous what to compare with; without it nothing counts as gone
 * @param fresh says what is fresh instead of the comparison, by device id, namespace id or node name
 */
export const drawn = (topology: Topology, previous: Topology | undefined, fresh: FreshMap | undefined): Drawn => {
  const parents = new Map([...vlanParents(previous?.wires ?? []), ...vlanParents(topology.wires)]);
  const before = new Map(devicesOf(previous).map((device) => [device.id, device]));
  const now = new Map(devicesOf(topology).map((device) => [device.id, device]));
  const oldWires = new Set(previous?.wires.map(wireKey));
  const isUp = (id: string) => now.get(id)?.condition === 'up';
  return {
    parents,
    wires: topology.wires.map((wire) => ({
      ...wire,
      fresh: previous === undefined || oldWires.has(wireKey(wire)) ? undefined : 'new',
      carrying: isUp(wire.from) && (wire.to === undefined || isUp(wire.to)),
    })),
    nodes: merged(previous?.nodes, topology.nodes, ({name}) => name).map(({old, item, gone}) =>
      drawnNode(item, old, gone, {parents, before, compared: previous !== undefined, fresh}),
    ),
  };
};

interface Context {
  readonly parents: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, TopologyDevice>;
  readonly compared: boolean;
  readonly fresh: FreshMap | undefined;
}

const devicesOf = (topology: Topology | undefined): readonly TopologyDevice[] =>
  topology?.nodes.flatMap((node) => node.namespaces).flatMap((namespace) => namespace.devices) ?? [];

const wireKey = ({from, to, kind}: Wire) => `${kind} ${from} ${to ?? ''}`;

interface Merged<T> {
  readonly item: T;
  readonly old: T | undefined;
  readonly gone: boolean;
}

/** The current list with what only the previous one had put where it stood. */
const merged = <T>(
  previous: readonly T[] | undefined,
  current: readonly T[],
  keyOf: (item: T) => string,
): readonly Merged<T>[] => {
  const olds = new Map((previous ?? []).map((item) => [keyOf(item), item]));
  const keys = new Set(current.map(keyOf));
  const result: Merged<T>[] = current.map((item) => ({item, old: olds.get(keyOf(item)), gone: false}));
  (previous ?? []).forEach((item, index) => {
    if (!keys.has(keyOf(item))) result.splice(Math.min(index, result.length), 0, {item, old: item, gone: true});
  });
  return result;
};

const words = (previous: readonly string[] | undefined, current: readonly string[]): readonly DrawnWord[] =>
  merged(previous, current, (text) => text).map(({item, old, gone}) => ({
    text: item,
    fresh: gone ? 'removed' : old === undefined && previous !== undefined ? 'new' : undefined,
  }));

const freshnessOf = (key: string, {fresh}: Context, compared: () => Freshness | undefined) =>
  fresh === undefined ? compared() : fresh.get(key);

const drawnNode = (node: TopologyNode, old: TopologyNode | undefined, gone: boolean, context: Context): DrawnNode => ({
  name: node.name,
  fresh: freshnessOf(node.name, context, () => cameOrWent(old, gone, context)),
  namespaces: merged(old?.namespaces, gone ? [] : node.namespaces, ({name}) => name).map((entry) =>
    drawnNamespace(node.name, entry, context),
  ),
});

const cameOrWent = (old: unknown, gone: boolean, {compared}: Context): Freshness | undefined =>
  gone ? 'removed' : compared && old === undefined ? 'new' : undefined;

const drawnNamespace = (
  node: string,
  {item, old, gone}: Merged<TopologyNamespace>,
  context: Context,
): DrawnNamespace => {
  const id = topologyId(node, item.name);
  const devices = merged(old?.devices, gone ? [] : item.devices, ({name}) => name);
  const goneDevices = new Set(devices.filter((device) => device.gone).map(({item}) => item.id));
  const rows = deviceTree(
    devices.map(({item}) => item),
    context.parents,
  );
  return {
    id,
    name: item.name,
    fresh: freshnessOf(id, context, () => cameOrWent(old, gone, context)),
    marks: words(context.compared ? (old?.marks ?? []) : undefined, gone ? [] : item.marks),
    unread: item.unread ?? [],
    devices: rows.map((row) => drawnDevice(row, goneDevices.has(row.device.id), context)),
  };
};

const drawnDevice = (row: TreeRow, gone: boolean, context: Context): DrawnDevice => {
  const {device} = row;
  const old = context.before.get(device.id);
  const compared = () =>
    cameOrWent(old, gone, context) ?? (old !== undefined && isChanged(old, device) ? 'changed' : undefined);
  return {
    ...row,
    fresh: freshnessOf(device.id, context, compared),
    addresses: gone
      ? device.addresses.map((text) => ({text, fresh: 'removed'}))
      : words(context.compared ? (old?.addresses ?? []) : undefined, device.addresses),
    conditionFresh: old !== undefined && old.condition !== device.condition ? 'changed' : undefined,
  };
};

const isChanged = (old: TopologyDevice, device: TopologyDevice) =>
  old.condition !== device.condition ||
  old.bridge !== device.bridge ||
  old.label !== device.label ||
  old.kind !== device.kind ||
  old.addresses.join(' ') !== device.addresses.join(' ');
