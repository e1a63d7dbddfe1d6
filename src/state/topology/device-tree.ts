import {isBridge} from '../topology.ts';
import type {Topology, TopologyDevice, Wire} from '../topology.ts';

export interface TreeRow {
  readonly device: TopologyDevice;
  /** 0 for what hangs on nothing; ports of a bridge and VLANs of a device are one deeper. */
  readonly depth: number;
  /** For each level from 1 to depth: whether the branch there ends with this row. */
  readonly last: readonly boolean[];
}

/** VLAN devices by id, with the id of the device they are on. */
export const vlanParents = (wires: readonly Wire[]): ReadonlyMap<string, string> =>
  new Map(wires.flatMap(({kind, from, to}) => (kind === 'vlan' && to !== undefined ? [[from, to]] : [])));

/** The devices of a namespace as a tree: ports under their bridge, VLANs under their device, bridges first. */
export const deviceTree = (
  devices: readonly TopologyDevice[],
  parents: ReadonlyMap<string, string>,
): readonly TreeRow[] => {
  const here = new Set(devices.map(({id}) => id));
  const above = ({id, bridge}: TopologyDevice) => {
    const parent = bridge ?? parents.get(id);
    return parent !== undefined && here.has(parent) ? parent : undefined;
  };
  const below = Map.groupBy(devices, above);
  const rows: TreeRow[] = [];
  const walk = (siblings: readonly TopologyDevice[], depth: number, ended: readonly boolean[]): void => {
    siblings.forEach((device, index) => {
      const last = depth === 0 ? [] : [...ended, index === siblings.length - 1];
      rows.push({device, depth, last});
      walk(below.get(device.id) ?? [], depth + 1, last);
    });
  };
  walk(bridgesFirst(below.get(undefined) ?? []), 0, []);
  // A ring of devices hangs on nothing; it is still shown.
  const shown = new Set(rows.map(({device}) => device.id));
  return [...rows, ...devices.filter(({id}) => !shown.has(id)).map((device) => ({device, depth: 0, last: []}))];
};

const bridgesFirst = (devices: readonly TopologyDevice[]) =>
  devices.toSorted((a, b) => Number(isBridge(b)) - Number(isBridge(a)));

/** The other ends of every wire that is not a VLAN, by device id; undefined where it is nowhere we can name. */
export const farEnds = (
  wires: Topology['wires'],
): ReadonlyMap<string, readonly {readonly wire: Wire; readonly id?: string}[]> => {
  const ends = new Map<string, {wire: Wire; id?: string}[]>();
  const add = (from: string, end: {wire: Wire; id?: string}) => {
    ends.set(from, [...(ends.get(from) ?? []), end]);
  };
  for (const wire of wires) {
    if (wire.kind === 'vlan') continue;
    add(wire.from, wire.to === undefined ? {wire} : {wire, id: wire.to});
    if (wire.to !== undefined) add(wire.to, {wire, id: wire.from});
  }
  return ends;
};
