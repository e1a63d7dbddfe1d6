import {l2population} from '../l2population.ts';
import {wiredPorts} from '../linuxbridge/plan.ts';
import type {UnfitItem} from '../linuxbridge/plan.ts';
import {HA_PORT, ROUTER_GATEWAY, isInstancePort, isRouterInterface} from '../model.ts';
import type {CloudNode, CloudState, Ml2Options, Network, NodeName, Port} from '../model.ts';
import {gatewayLinkName, haLinkName, routerLinkName, tapName} from '../naming.ts';
import {filteredPorts, groupMembers} from '../port-filter/plan.ts';
import {isProtected} from '../port-filter/port-rules.ts';
import {qosRulesOf} from '../qos/plan.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';
import {
  arpAnswerFlow,
  deadPortFlow,
  floodFlow,
  integrationFlows,
  providerFlows,
  providerNetworkFlows,
  tunnelFlows,
  tunnelNetworkFlow,
  tunnelPortFlow,
  unfilteredPortFlows,
  unicastFlow,
} from './bridge-flows.ts';
import {guardFlows} from './firewall-flows.ts';
import type {Flow} from './flow.ts';
import {hybridSwitchEnd, tunnelPortName} from './naming.ts';
import {ruleFlows} from './rule-flows.ts';
import {claimsOf, spoofFlows} from './spoof-flows.ts';

/** The bridges of the node, with what stands in them before there is any network. */
export interface SwitchItem {
  readonly kind: 'switch';
  /** Provider bridges, each with a patch to br-int. */
  readonly providers: readonly string[];
  /** Whether there is a br-tun. */
  readonly tunnels: boolean;
  readonly flows: readonly Flow[];
}

/** A port of br-tun: the way to one other tunnel end, for all networks. */
export interface TunnelItem {
  readonly kind: 'tunnel';
  readonly port: string;
  readonly local: string;
  readonly remote: string;
  readonly flows: readonly Flow[];
}

/** A network with a port on the node: it has a local VLAN. */
export interface LocalNetworkItem {
  readonly kind: 'network';
  readonly networkId: string;
  readonly flows: readonly Flow[];
}

/** What the server told of a network's ports elsewhere. */
export interface FarItem {
  readonly kind: 'far';
  readonly networkId: string;
  readonly flows: readonly Flow[];
}

/** A port of br-int that the agent wires once somebody has put it there. */
export interface SwitchPortItem {
  readonly kind: 'tap';
  readonly portId: string;
  readonly networkId: string;
  readonly tap: string;
  readonly up: boolean;
  readonly isInstance: boolean;
  /** The agent's notes at the port, by which it knows the local VLAN again after a start. */
  readonly notes: Readonly<Record<string, string>>;
}

/** What the port may send and receive. */
export interface PortFlowsItem {
  readonly kind: 'flows';
  /** Absent: it is about all ports of the node. */
  readonly portId?: string;
  /** It has a QoS policy, which this agent does not carry out. */
  readonly ignoresQos?: true;
  readonly flows: readonly Flow[];
}

export type OpenvswitchItem =
  SwitchItem | TunnelItem | LocalNetworkItem | FarItem | SwitchPortItem | PortFlowsItem | UnfitItem;
export type OpenvswitchDesired = Wanted<OpenvswitchItem>;

/** The node's end of a port in br-int. */
export function switchPortName(port: Port, firewall: Ml2Options['firewall']): string {
  if (isInstancePort(port)) return firewall === 'iptables_hybrid' ? hybridSwitchEnd(port.id) : tapName(port.id);
  if (isRouterInterface(port)) return routerLinkName(port.id);
  if (port.deviceOwner === ROUTER_GATEWAY) return gatewayLinkName(port.id);
  if (port.deviceOwner === HA_PORT) return haLinkName(port.id);
  return tapName(port.id);
}

/**
 * All that the agent of a node has to do with, from the cloud alone.
 * @param itself the cloud as the agent's own files have it
 * @param told the same with l2population only where the server has it, too
 */
export function planOpenvswitch(itself: CloudState, node: NodeName, told: CloudState = itself): OpenvswitchDesired {
  const own = itself.nodes[node];
  const items: Record<string, OpenvswitchItem> = {};
  if (own === undefined) return wanted(items);
  const {options} = itself;
  items['switch'] = switchItem(own, options);
  const here = wiredPorts(itself, node);
  const networks = Object.values(itself.networks).filter(({id}) => here.some((port) => port.networkId === id));
  const fit = new Set<string>();
  for (const network of networks) {
    const flows = networkFlows(network, own);
    if (typeof flows === 'string') items[`unfit ${network.id}`] = {kind: 'unfit', networkId: network.id, reason: flows};
    else {
      fit.add(network.id);
      items[`network ${network.id}`] = {kind: 'network', networkId: network.id, flows};
    }
  }
  Object.assign(items, farItems(itself, told, node, fit));
  const ports = here.filter(({networkId}) => fit.has(networkId));
  for (const port of ports) {
    const network = itself.networks[port.networkId];
    if (network === undefined) continue;
    items[`tap ${port.id}`] = {
      kind: 'tap',
      portId: port.id,
      networkId: port.networkId,
      tap: switchPortName(port, options.firewall),
      up: port.adminStateUp,
      isInstance: isInstancePort(port),
      notes: notesOf(network),
    };
    items[`flows ${port.id}`] = {
      kind: 'flows',
      portId: port.id,
      flows: portFlows(port, options),
      ...(qosRulesOf(itself, port).length > 0 && {ignoresQos: true}),
    };
  }
  if (options.firewall === 'openvswitch') items['rules'] = {kind: 'flows', flows: groupFlows(itself, ports)};
  return wanted(items);
}

function switchItem(node: CloudNode, {arpResponder, firewall}: Ml2Options): SwitchItem {
  const providers = Object.values(node.bridgeMappings ?? {});
  const tunnels = node.tunnelIp !== undefined;
  return {
    kind: 'switch',
    providers,
    tunnels,
    flows: [
      ...integrationFlows(providers, firewall === 'openvswitch' ? 'openvswitch' : 'other'),
      ...providers.flatMap(providerFlows),
      ...(tunnels ? tunnelFlows(arpResponder) : []),
    ],
  };
}

/** A string tells why the node has no way out for the network. */
function networkFlows(network: Network, node: CloudNode): readonly Flow[] | string {
  const {id, networkType, physicalNetwork, segmentationId} = network;
  if (networkType === 'local') return [];
  if (networkType === 'vxlan') {
    if (node.tunnelIp === undefined || segmentationId === null)
      return `${node.name} has no tunnel address (local_ip), so it cannot carry VXLAN networks.`;
    return [tunnelNetworkFlow(id, segmentationId)];
  }
  const bridge = node.bridgeMappings?.[physicalNetwork ?? ''];
  if (bridge === undefined)
    return `${node.name} maps no bridge to the physical network "${physicalNetwork ?? ''}" (bridge_mappings).`;
  return providerNetworkFlows(id, bridge, networkType === 'vlan' ? segmentationId : null);
}

/**
 * With l2population a node has a tunnel to every end with a port of a network of its own, and knows where each port is;
 * without it a tunnel to every node, and it learns.
 */
function farItems(
  itself: CloudState,
  told: CloudState,
  node: NodeName,
  fit: ReadonlySet<string>,
): Readonly<Record<string, OpenvswitchItem>> {
  const items: Record<string, OpenvswitchItem> = {};
  const local = itself.nodes[node]?.tunnelIp;
  if (local === undefined) return items;
  const reach = (remote: string): string => {
    const port = tunnelPortName(remote);
    items[`tunnel ${remote}`] = {kind: 'tunnel', port, local, remote, flows: [tunnelPortFlow(port)]};
    return port;
  };
  const others = Object.values(itself.nodes).flatMap(({name, tunnelIp}) =>
    name === node || tunnelIp === undefined ? [] : [tunnelIp],
  );
  const entries = Object.values(l2population.plan(told, node).present);
  if (!itself.options.l2Population) others.forEach(reach);
  for (const networkId of fit) {
    const network = itself.networks[networkId];
    if (network?.networkType !== 'vxlan' || network.segmentationId === null) continue;
    const vni = network.segmentationId;
    const own = entries.filter((entry) => entry.networkId === networkId);
    const ends = itself.options.l2Population
      ? own.flatMap((entry) => (entry.kind === 'flood' ? [entry.vtep] : []))
      : others;
    const flows = own.flatMap((entry) => {
      if (entry.kind === 'fdb') return [unicastFlow(networkId, vni, entry.mac, reach(entry.vtep))];
      return entry.kind === 'neighbour' ? [arpAnswerFlow(networkId, entry.address, entry.mac)] : [];
    });
    const flood = ends.length === 0 ? [] : [floodFlow(networkId, vni, ends.toSorted().map(reach))];
    items[`far ${networkId}`] = {kind: 'far', networkId, flows: [...flood, ...flows]};
  }
  return items;
}

/** As `provision_local_vlan` and `port_bound` note them, Python's None included. */
const notesOf = ({id, networkType, physicalNetwork, segmentationId}: Network): Readonly<Record<string, string>> => ({
  net_uuid: id,
  network_type: networkType,
  physical_network: physicalNetwork ?? 'None',
  ...(segmentationId !== null && {segmentation_id: String(segmentationId)}),
});

function portFlows(port: Port, {firewall}: Ml2Options): readonly Flow[] {
  const name = switchPortName(port, firewall);
  const dead = port.adminStateUp ? [] : [deadPortFlow(name)];
  if (firewall === 'openvswitch')
    return [
      ...dead,
      ...(isProtected(port)
        ? guardFlows({name, networkId: port.networkId, claims: claimsOf(port)})
        : unfilteredPortFlows(name, port.networkId)),
    ];
  return [...dead, ...(isProtected(port) ? spoofFlows(name, claimsOf(port)) : [])];
}

/** Of all groups of the node's ports: what they say of other groups is shared between ports. */
const groupFlows = (cloud: CloudState, ports: readonly Port[]): readonly Flow[] =>
  ruleFlows(
    filteredPorts(cloud, ports).flatMap(({port, rules}) =>
      isProtected(port) ? [{name: tapName(port.id), networkId: port.networkId, rules}] : [],
    ),
    (group, version) => groupMembers(cloud, group, version),
  );
