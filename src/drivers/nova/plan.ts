import {isBound} from '../neutron/model.ts';
import type {CloudState, NodeName, Port} from '../neutron/model.ts';
import {bridgeName, tapName} from '../neutron/naming.ts';
import {INTEGRATION_BRIDGE, hybridBridge, hybridBridgeEnd, hybridSwitchEnd} from '../neutron/openvswitch/naming.ts';
import type {Wanted} from '../neutron/wanted.ts';
import {wanted} from '../neutron/wanted.ts';

/** One network card of an instance. */
export interface Interface {
  readonly portId: string;
  readonly networkId: string;
  /** The Linux bridge that the tap is in, or br-int. */
  readonly bridge: string;
  readonly tap: string;
  /** With Open vSwitch: the port of br-int, and with a bridge before it that bridge's end of the cable. */
  readonly switched?: {readonly port: string; readonly bridgeEnd?: string};
  /** Inside: `eth0`, `eth1`… */
  readonly link: string;
  readonly mac: string;
  readonly mtu: number;
  /** Whether it has an address of IPv6; a guest whose networks have none is told to leave it alone. */
  readonly hasIpv6: boolean;
}

/** An instance: a network namespace with a host name, a DHCP client and a small web server, standing for a guest. */
export interface InstanceItem {
  readonly instanceId: string;
  /** The libvirt name, which is the namespace's. */
  readonly namespace: string;
  readonly hostname: string;
  readonly power: 'running' | 'shutdown';
  readonly reboots: number;
  readonly interfaces: readonly Interface[];
}

export type InstanceDesired = Wanted<InstanceItem>;

export function planInstances(cloud: CloudState, node: NodeName): InstanceDesired {
  const items: Record<string, InstanceItem> = {};
  for (const instance of Object.values(cloud.instances)) {
    if (instance.host !== node) continue;
    const interfaces = instance.portIds.flatMap((id): readonly Omit<Interface, 'link'>[] => {
      const port = cloud.ports[id];
      const network = cloud.networks[port?.networkId ?? ''];
      if (port === undefined || network === undefined || !isBound(port.binding)) return [];
      const {id: networkId, mtu} = network;
      const hasIpv6 = port.fixedIps.some(({ipAddress}) => ipAddress.includes(':'));
      const {macAddress: mac} = port;
      return [{portId: id, networkId, ...pluggedBy(port), tap: tapName(id), mac, mtu, hasIpv6}];
    });
    items[instance.id] = {
      instanceId: instance.id,
      namespace: instance.instanceName,
      hostname: hostName(instance.name),
      power: instance.power,
      reboots: instance.reboots ?? 0,
      interfaces: interfaces.map((one, index) => ({...one, link: `eth${index}`})),
    };
  }
  return wanted(items);
}

/** As os-vif is told by the port's binding. */
function pluggedBy({id, networkId, binding}: Port): Pick<Interface, 'bridge' | 'switched'> {
  if (binding.vifType !== 'ovs') return {bridge: bridgeName(networkId)};
  if (binding.hybridPlug !== true) return {bridge: INTEGRATION_BRIDGE, switched: {port: tapName(id)}};
  return {bridge: hybridBridge(id), switched: {port: hybridSwitchEnd(id), bridgeEnd: hybridBridgeEnd(id)}};
}

/** As Nova makes a host name of a display name: letters, digits and hyphens. */
export const hostName = (name: string): string =>
  name
    .replaceAll(/[ _]/g, '-')
    .replaceAll(/[^A-Za-z0-9.-]/g, '')
    .toLowerCase()
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 63) || 'instance';
