import {mainInterface, vlanModeOf} from '../openvswitch.ts';
import type {OvsBridge, OvsPort} from '../openvswitch.ts';
import {ROOT_NAMESPACE, valueOf} from '../snapshot.ts';
import type {NodeSnapshot, Snapshot} from '../snapshot.ts';
import {OVS_BRIDGE, topologyId} from '../topology.ts';
import type {TopologyDevice, Wire} from '../topology.ts';

/**
 * What the datapaths keep for themselves, nobody's port: the datapath itself, and in the kernel one device of each kind of
 * tunnel for all tunnels (netdev-vport.c).
 */
const OWN_LINK =
  /^ovs-(?:netdev|system|gretap0|ip6gre0)$|^(?:vxlan|genev|bareudp)_sys_\d+$|^(?:ip6)?(?:gre|erspan)_sys$/;

const bridgesOf = (node: NodeSnapshot): readonly OvsBridge[] =>
  Object.values((node.openvswitch === undefined ? undefined : valueOf(node.openvswitch)) ?? {});

/**
 * The devices of a node's own namespace as its Open vSwitch has them: bridges as such, links that are ports in their
 * bridge with tag or trunk, and the ports that are no links of the kernel (patches, tunnels, internal ones that were
 * moved into a namespace).
 */
export const withSwitches = (node: NodeSnapshot, devices: readonly TopologyDevice[]): readonly TopologyDevice[] => {
  const bridges = bridgesOf(node);
  if (bridges.length === 0) return devices;
  const idOf = (name: string): string => topologyId(node.name, ROOT_NAMESPACE, name);
  const linked = new Map(devices.filter(({name}) => !OWN_LINK.test(name)).map((device) => [device.name, device]));
  const changed = bridges.flatMap((bridge) => [
    {...(linked.get(bridge.name) ?? portDevice(idOf(bridge.name), bridge.ports[bridge.name])), kind: OVS_BRIDGE},
    ...Object.values(bridge.ports)
      .filter(({name}) => name !== bridge.name)
      .map((port): TopologyDevice => {
        const label = labelOf(port);
        return {
          ...(linked.get(port.name) ?? portDevice(idOf(port.name), port)),
          bridge: idOf(bridge.name),
          ...(label !== undefined && {label}),
        };
      }),
  ]);
  const all = new Map([...linked, ...changed.map((device) => [device.name, device] as const)]);
  return [...all.values()];
};

/** A port that is no link here: up where the switch has it. */
const portDevice = (id: string, port: OvsPort | undefined): TopologyDevice => {
  const main = port === undefined ? undefined : mainInterface(port);
  return {
    id,
    name: port?.name ?? id.slice(id.lastIndexOf('/') + 1),
    kind: main?.type ?? 'internal',
    condition: main?.ofport === undefined ? 'down' : 'up',
    addresses: [],
  };
};

/** `tag 10`, `trunk 10,20`, `VNI 100`; nothing for a trunk of everything. */
const labelOf = (port: OvsPort): string | undefined => {
  const {tag, trunks} = port;
  const mode = vlanModeOf(port);
  const key = mainInterface(port)?.options['key'];
  const parts = [
    ...(tag === undefined || mode === 'trunk' ? [] : [`tag ${tag}`]),
    ...(trunks.length === 0 || mode === 'access' ? [] : [`trunk ${trunks.join(',')}`]),
    ...(key === undefined ? [] : [key === 'flow' ? 'VNI by flow' : `VNI ${key}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(' ');
};

/** Patches, internal ports that are in a namespace, and tunnels; each wire once. */
export const switchWires = (snapshot: Snapshot): readonly Wire[] => {
  const wires = new Map<string, Wire>();
  const add = (from: string, to: string | undefined, rest: Pick<Wire, 'kind' | 'label'>): void => {
    const [first = from, second] = to === undefined ? [from] : [from, to].toSorted();
    wires.set(`${first} ${second ?? rest.label ?? ''}`, {
      from: first,
      ...(second !== undefined && {to: second}),
      ...rest,
    });
  };
  for (const node of Object.values(snapshot.nodes)) {
    for (const bridge of bridgesOf(node)) {
      for (const port of Object.values(bridge.ports)) {
        const id = topologyId(node.name, ROOT_NAMESPACE, port.name);
        const main = mainInterface(port);
        const {peer, remote_ip: remote, key} = main?.options ?? {};
        if (main?.type === 'patch' && peer !== undefined)
          add(id, hasPort(node, peer) ? topologyId(node.name, ROOT_NAMESPACE, peer) : undefined, {kind: 'patch'});
        if (main?.type === 'internal') {
          const namespace = namespaceOf(node, port.name);
          if (namespace !== undefined) add(id, topologyId(node.name, namespace, port.name), {kind: 'patch'});
        }
        if (remote !== undefined && remote !== 'flow') {
          const far = tunnelTo(snapshot, node, remote);
          const label = key === undefined || key === 'flow' ? (main?.type ?? 'tunnel') : `VNI ${key}`;
          add(id, far, {kind: 'vxlan', label: far === undefined ? `${label} → ${remote}` : label});
        }
      }
    }
  }
  return [...wires.values()];
};

const hasPort = (node: NodeSnapshot, name: string): boolean =>
  bridgesOf(node).some(({ports}) => ports[name] !== undefined);

/** The named namespace an internal port was moved into; undefined where it is in the node's own. */
const namespaceOf = (node: NodeSnapshot, link: string): string | undefined => {
  const has = (name: string): boolean => {
    const namespace = node.namespaces[name];
    return namespace !== undefined && valueOf(namespace.links)?.[link] !== undefined;
  };
  if (has(ROOT_NAMESPACE)) return undefined;
  return Object.keys(node.namespaces).find((name) => has(name));
};

/** The port of another node's tunnel that leads back to this one. */
const tunnelTo = (snapshot: Snapshot, from: NodeSnapshot, remote: string): string | undefined => {
  const own = addressesOf(from);
  for (const node of Object.values(snapshot.nodes)) {
    if (node.name === from.name || !addressesOf(node).has(remote)) continue;
    const back = bridgesOf(node)
      .flatMap(({ports}) => Object.values(ports))
      .find((port) => own.has(mainInterface(port)?.options['remote_ip'] ?? ''));
    if (back !== undefined) return topologyId(node.name, ROOT_NAMESPACE, back.name);
  }
  return undefined;
};

const addressesOf = (node: NodeSnapshot): ReadonlySet<string> =>
  new Set(
    Object.values(
      node.namespaces[ROOT_NAMESPACE] === undefined ? {} : (valueOf(node.namespaces[ROOT_NAMESPACE].links) ?? {}),
    ).flatMap(({addresses}) => Object.values(addresses).map(({address}) => address)),
  );
