import type {AgentKind, CloudNode, Ml2Options, NetworkType, NodeName} from '../drivers/neutron/model.ts';

/** What a lab says of its cloud: the nodes with what runs on them, and the servers' configuration files. */
export interface CloudPlan {
  readonly nodes: readonly NodePlan[];
  readonly ml2: Ml2Plan;
  readonly options: Ml2Options;
  /** Addresses for ports: any free one, as Neutron has done since Newton, or the next free one, as before. */
  readonly addressOrder: 'random' | 'next';
  /** What a project may have, where nobody set it for the project. */
  readonly quotas: Readonly<Record<string, number>>;
}

export interface NodePlan extends CloudNode {
  readonly agents: readonly AgentKind[];
  /** Runs instances (nova-compute). */
  readonly compute: boolean;
}

export interface Ml2Plan {
  /** `type_drivers` */
  readonly typeDrivers: readonly NetworkType[];
  /** `tenant_network_types`: what ordinary users get, tried in order. */
  readonly tenantNetworkTypes: readonly NetworkType[];
  /** `flat_networks`: physical networks that may be flat; `*` is any. */
  readonly flatNetworks: readonly string[];
  /** `network_vlan_ranges`: without a range only admins can use it, with the id given. */
  readonly vlanRanges: Readonly<Record<string, IdRange | null>>;
  /** `vni_ranges` */
  readonly vniRanges: readonly IdRange[];
  /** `global_physnet_mtu` */
  readonly physicalMtu: number;
}

export interface IdRange {
  readonly from: number;
  readonly to: number;
}

/** Neutron's and Nova's own defaults. */
export const DEFAULT_QUOTAS = {
  network: 100,
  subnet: 100,
  port: 500,
  router: 10,
  floatingip: 50,
  subnetpool: -1,
  security_group: 10,
  security_group_rule: 100,
  rbac_policy: 10,
  firewall_group: 10,
  firewall_policy: 10,
  firewall_rule: 100,
  instances: 10,
  cores: 20,
  ram: 51_200,
  key_pairs: 100,
} as const;

export const DEFAULT_OPTIONS: Ml2Options = {
  l2Population: true,
  arpResponder: true,
  vxlanGroup: '224.0.0.1',
  dnsDomain: 'openstacklocal',
  leaseSeconds: 86_400,
  isolatedMetadata: true,
};

export const DEFAULT_ML2: Ml2Plan = {
  typeDrivers: ['local', 'flat', 'vlan', 'vxlan'],
  tenantNetworkTypes: ['vxlan'],
  flatNetworks: ['external', 'physflat'],
  vlanRanges: {physflat: {from: 100, to: 199}},
  vniRanges: [{from: 100, to: 1000}],
  physicalMtu: 1500,
};

/**
 * The textbook's laboratory with its addresses as the reference cloud had them: a controller that is also the network
 * node and runs instances, and compute nodes.
 * @param l3Nodes compute nodes that have an L3 agent, too, and the metadata agent that routers' proxies ask
 * @param mechanism what carries the networks on every node
 */
export function textbookPlan(
  computeNodes: 1 | 2,
  l3Nodes: readonly NodeName[] = [],
  mechanism: NonNullable<Ml2Options['mechanism']> = 'linuxbridge',
): CloudPlan {
  const isSwitched = mechanism === 'openvswitch';
  const layer2: AgentKind = isSwitched ? 'Open vSwitch agent' : 'Linux bridge agent';
  const node = (name: string, last: number, agents: readonly AgentKind[]): NodePlan => ({
    name,
    managementIp: `192.168.104.${last}`,
    tunnelIp: `172.16.16.${last}`,
    tunnelLink: 'eth1',
    interfaceMappings: {external: 'eth2', physflat: 'eth3'},
    ...(isSwitched && {bridgeMappings: {external: 'br-ex', physflat: 'br-eth3'}}),
    agents,
    compute: true,
  });
  return {
    nodes: [
      node('controller', 10, [layer2, 'DHCP agent', 'L3 agent', 'Metadata agent', 'Loadbalancerv2 agent']),
      ...Array.from({length: computeNodes}, (_, index) => {
        const name = `compute${index + 1}`;
        const routing: readonly AgentKind[] = l3Nodes.includes(name) ? ['L3 agent', 'Metadata agent'] : [];
        return node(name, 11 + index, [layer2, ...routing]);
      }),
    ],
    ml2: DEFAULT_ML2,
    options: {...DEFAULT_OPTIONS, ...(isSwitched && {mechanism, firewall: 'openvswitch' as const})},
    addressOrder: 'random',
    quotas: DEFAULT_QUOTAS,
  };
}
