import {VIP_PORT} from '../lbaas/model.ts';
import {isDeployedVip} from '../lbaas/plan.ts';
import {hostsOfPort, isInstancePort, isRouterOn, isRouterPort} from '../model.ts';
import type {CloudNode, CloudState, Ml2Options, Network, NodeName, Port} from '../model.ts';
import {bridgeName, tapName, vlanName, vxlanName} from '../naming.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';

/** How a network leaves the node. */
export type Uplink =
  | {readonly kind: 'none'}
  | {readonly kind: 'flat'; readonly link: string}
  | {readonly kind: 'vlan'; readonly link: string; readonly nic: string; readonly id: number}
  | {
      readonly kind: 'vxlan';
      readonly link: string;
      readonly vni: number;
      readonly nic: string;
      /** With l2population, which tells every tunnel end; without it frames go to the group. */
      readonly local?: string;
      readonly group?: string;
      readonly proxy: boolean;
    };

/** A network on a node: its bridge and its way out. */
export interface SegmentItem {
  readonly kind: 'segment';
  readonly networkId: string;
  readonly bridge: string;
  readonly uplink: Uplink;
}

/** A port whose tap the agent wires once somebody has made it. */
export interface TapItem {
  readonly kind: 'tap';
  readonly portId: string;
  readonly networkId: string;
  readonly tap: string;
  readonly bridge: string;
  readonly mtu: number;
  readonly up: boolean;
  /** Nova puts an instance's tap into the bridge itself, before the agent sees it. */
  readonly isInstance: boolean;
}

/** A network that this node cannot carry, and why. */
export interface UnfitItem {
  readonly kind: 'unfit';
  readonly networkId: string;
  readonly reason: string;
}

export type LinuxbridgeItem = SegmentItem | TapItem | UnfitItem;
export type LinuxbridgeDesired = Wanted<LinuxbridgeItem>;

/** The ports that a node has, by a binding that worked. */
export const portsOn = (cloud: CloudState, node: NodeName): readonly Port[] =>
  Object.values(cloud.ports)
    .filter((port) => hostsOfPort(cloud, port).includes(node))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

/**
 * Networks with a port on the node, and these ports.
 * A port of an instance that is shut down has no tap, and so no place in the plan.
 */
export function planLinuxbridge(cloud: CloudState, node: NodeName): LinuxbridgeDesired {
  const itself = cloud.nodes[node];
  const items: Record<string, LinuxbridgeItem> = {};
  if (itself === undefined) return wanted(items);
  for (const port of wiredPorts(cloud, node)) {
    const network = cloud.networks[port.networkId];
    if (network === undefined) continue;
    const bridge = bridgeName(network.id);
    const uplink = uplinkOf(network, itself, cloud.options);
    if (typeof uplink === 'string') {
      items[`unfit ${network.id}`] = {kind: 'unfit', networkId: network.id, reason: uplink};
      continue;
    }
    items[`segment ${network.id}`] ??= {kind: 'segment', networkId: network.id, bridge, uplink};
    items[`tap ${port.id}`] = {
      kind: 'tap',
      portId: port.id,
      networkId: network.id,
      tap: tapName(port.id),
      bridge,
      mtu: network.mtu,
      up: port.adminStateUp,
      isInstance: isInstancePort(port),
    };
  }
  return wanted(items);
}

/** The node's ports that shall have a tap: of running instances, of routers that are up, and of services such as DHCP. */
export function wiredPorts(cloud: CloudState, node: NodeName): readonly Port[] {
  const running = new Set(
    Object.values(cloud.instances).flatMap((instance) => (instance.power === 'running' ? instance.portIds : [])),
  );
  return portsOn(cloud, node).filter((port) => {
    if (isInstancePort(port)) return running.has(port.id);
    if (isRouterPort(port)) return isRouterOn(cloud, node, port.deviceId);
    if (port.deviceOwner === VIP_PORT) return isDeployedVip(cloud, port);
    return port.deviceOwner.startsWith('network:');
  });
}

/** A string tells why the node has no way out for the network. */
function uplinkOf(network: Network, node: CloudNode, options: Ml2Options): Uplink | string {
  const {networkType, physicalNetwork, segmentationId} = network;
  if (networkType === 'local') return {kind: 'none'};
  if (networkType === 'vxlan') {
    const {tunnelIp, tunnelLink} = node;
    if (tunnelIp === undefined || tunnelLink === undefined || segmentationId === null)
      return `${node.name} has no tunnel address (local_ip), so it cannot carry VXLAN networks.`;
    return {
      kind: 'vxlan',
      link: vxlanName(segmentationId),
      vni: segmentationId,
      nic: tunnelLink,
      ...(options.l2Population ? {local: tunnelIp} : {group: options.vxlanGroup}),
      proxy: options.l2Population && options.arpResponder,
    };
  }
  const nic = node.interfaceMappings[physicalNetwork ?? ''];
  if (nic === undefined)
    return `${node.name} maps no NIC to the physical network "${physicalNetwork ?? ''}" (physical_interface_mappings).`;
  if (networkType === 'flat') return {kind: 'flat', link: nic};
  const id = segmentationId ?? 0;
  return {kind: 'vlan', link: vlanName(nic, id), nic, id};
}
