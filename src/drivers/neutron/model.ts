/**
 * What the Neutron drivers must know of a cloud: plain readonly records keyed by id. The cloud room keeps records
 * that satisfy these types and adds what only the API needs (tags, revisions, times).
 * Where an API attribute has another spelling, it stands beside the field.
 */

import type {LoadBalancing} from './lbaas/model.ts';

/** The name of a node, which is also the `host` of its agents and of the ports bound to it. */
export type NodeName = string;

export type NetworkType = 'local' | 'flat' | 'vlan' | 'vxlan';

/** DOWN: made, not wired yet. BUILD: an agent took it up. ERROR: an agent failed on it and said why. */
export type PortStatus = 'DOWN' | 'BUILD' | 'ACTIVE' | 'ERROR' | 'N/A';

/** What a port is for. Instances have `compute:<availability zone>`; an empty owner is a port nobody uses yet. */
export const DHCP_PORT = 'network:dhcp';
export const isInstancePort = (port: Pick<Port, 'deviceOwner'>): boolean => port.deviceOwner.startsWith('compute:');

/** A layer 2 broadcast domain with its provider attributes. */
export interface Network {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly adminStateUp: boolean;
  /** Visible to every project (the API's RBAC `shared`). */
  readonly shared: boolean;
  /** `router:external` */
  readonly external: boolean;
  /** Bytes: 1500, or 1450 where VXLAN's 50 bytes of headers are taken off. */
  readonly mtu: number;
  /** `provider:network_type` */
  readonly networkType: NetworkType;
  /** `provider:physical_network`: the label that agents map to a NIC; null for local and vxlan. */
  readonly physicalNetwork: string | null;
  /** `provider:segmentation_id`: VLAN id or VNI; null for local and flat. */
  readonly segmentationId: number | null;
  readonly portSecurityEnabled: boolean;
}

export interface AllocationPool {
  readonly start: string;
  readonly end: string;
}

export interface HostRoute {
  readonly destination: string;
  readonly nexthop: string;
}

export interface Subnet {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly networkId: string;
  readonly ipVersion: 4 | 6;
  /** Canonical: no host bits, `172.16.1.0/24`. */
  readonly cidr: string;
  readonly gatewayIp: string | null;
  readonly enableDhcp: boolean;
  readonly allocationPools: readonly AllocationPool[];
  readonly dnsNameservers: readonly string[];
  readonly hostRoutes: readonly HostRoute[];
  readonly ipv6RaMode: Ipv6Mode | null;
  readonly ipv6AddressMode: Ipv6Mode | null;
}

export type Ipv6Mode = 'slaac' | 'dhcpv6-stateful' | 'dhcpv6-stateless';

export interface FixedIp {
  readonly subnetId: string;
  readonly ipAddress: string;
}

export interface AddressPair {
  readonly ipAddress: string;
  readonly macAddress: string;
}

export interface DhcpOption {
  readonly name: string;
  readonly value: string;
  readonly ipVersion: 4 | 6;
}

/** Where a port lives. `host` is empty and `vifType` `unbound` until somebody says which node it is for. */
export interface PortBinding {
  /** `binding:host_id` */
  readonly host: NodeName;
  /** `binding:vif_type`; `binding_failed` where no agent of that host can carry the network. */
  readonly vifType: 'unbound' | 'bridge' | 'binding_failed';
}

export interface Port {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly networkId: string;
  /** Lower case, `fa:16:3e:…` unless given. */
  readonly macAddress: string;
  readonly adminStateUp: boolean;
  readonly status: PortStatus;
  /** The instance's id, or `dhcp<uuid5 of the host>-<network id>`. */
  readonly deviceId: string;
  readonly deviceOwner: string;
  /** In the order they were given out. */
  readonly fixedIps: readonly FixedIp[];
  readonly binding: PortBinding;
  readonly portSecurityEnabled: boolean;
  /** Ids. */
  readonly securityGroups: readonly string[];
  readonly allowedAddressPairs: readonly AddressPair[];
  readonly extraDhcpOpts: readonly DhcpOption[];
}

/** One thing that a security group allows. What no rule allows is dropped. */
export interface SecurityGroupRule {
  readonly id: string;
  readonly securityGroupId: string;
  readonly direction: 'ingress' | 'egress';
  readonly ethertype: 'IPv4' | 'IPv6';
  /** A name or number of IP's; null is any. */
  readonly protocol: string | null;
  /** Of ICMP: type and code. */
  readonly portRangeMin: number | null;
  readonly portRangeMax: number | null;
  readonly remoteIpPrefix: string | null;
  /** The other end has this group. */
  readonly remoteGroupId: string | null;
}

export type AgentKind = 'Linux bridge agent' | 'DHCP agent' | 'L3 agent' | 'Metadata agent' | 'Loadbalancerv2 agent';

/** One agent process of one node. */
export interface Agent {
  readonly id: string;
  /** `agent_type` */
  readonly kind: AgentKind;
  readonly host: NodeName;
  readonly adminStateUp: boolean;
  /** False once it was stopped or died: it then gets no work, and what it did before stays in the kernel. */
  readonly alive: boolean;
}

/** One node of the emulated cloud, as its configuration files describe it. */
export interface CloudNode {
  readonly name: NodeName;
  /** On the management network. */
  readonly managementIp: string;
  /** The VXLAN tunnel end, `[vxlan] local_ip`; absent where the node has no tunnel network. */
  readonly tunnelIp?: string;
  /** The NIC that has {@link tunnelIp}. */
  readonly tunnelLink?: string;
  /** `physical_interface_mappings`: label of a physical network → NIC. */
  readonly interfaceMappings: Readonly<Record<string, string>>;
}

/** What `ml2_conf.ini` and `linuxbridge_agent.ini` say for the whole cloud and the drivers act on. */
export interface Ml2Options {
  /** `l2_population`: fdb and neighbour entries from the database instead of multicast flooding. */
  readonly l2Population: boolean;
  /** `arp_responder`: the vxlan device answers ARP itself (flag `proxy`). */
  readonly arpResponder: boolean;
  /** `vxlan_group`: where unknown and broadcast frames go without l2population. */
  readonly vxlanGroup: string;
  /** `dns_domain` of the DHCP agent. */
  readonly dnsDomain: string;
  /** `dhcp_lease_duration`, seconds. */
  readonly leaseSeconds: number;
  /** `enable_isolated_metadata` of the DHCP agent. */
  readonly isolatedMetadata: boolean;
}

/** An instance as its node must run it. */
export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  /** The libvirt name, `instance-%08x`. */
  readonly instanceName: string;
  readonly host: NodeName;
  /** What the node must bring about, whatever it has now. */
  readonly power: 'running' | 'shutdown';
  /** In the order of its interfaces eth0, eth1… */
  readonly portIds: readonly string[];
  readonly userData?: string;
  /** The public key's line, where the instance was made with one. */
  readonly publicKey?: string;
}

/** One moment of the cloud. The same object until something changed. */
export interface CloudState {
  readonly networks: Readonly<Record<string, Network>>;
  readonly subnets: Readonly<Record<string, Subnet>>;
  readonly ports: Readonly<Record<string, Port>>;
  readonly agents: Readonly<Record<string, Agent>>;
  readonly instances: Readonly<Record<string, Instance>>;
  /** Keyed by node name. */
  readonly nodes: Readonly<Record<NodeName, CloudNode>>;
  /** Keyed by id. Absent: every group is as a project's `default` is made. */
  readonly securityGroupRules?: Readonly<Record<string, SecurityGroupRule>>;
  /** Network id → the hosts whose DHCP agent serves it. */
  readonly dhcpHosts: Readonly<Record<string, readonly NodeName[]>>;
  readonly options: Ml2Options;
  /** Absent: there are none. */
  readonly loadBalancing?: LoadBalancing;
}

/** The first 11 characters of an id: what of it stands in device names (names are cut to 14 characters). */
export const deviceSuffix = (id: string): string => id.slice(0, 11);
