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
export const ROUTER_INTERFACE = 'network:router_interface';
export const ROUTER_GATEWAY = 'network:router_gateway';
export const FLOATING_IP_PORT = 'network:floatingip';
/** An interface of a highly available router: one port, plugged by each of its agents. */
export const HA_REPLICATED_INTERFACE = 'network:ha_router_replicated_interface';
/** The port by which one agent's copy of such a router tells the others that it lives. */
export const HA_PORT = 'network:router_ha_interface';
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
  /** `qos_policy_id`: for its ports that have none of their own. */
  readonly qosPolicyId?: string | null;
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
  readonly vifType: 'unbound' | 'bridge' | 'ovs' | 'binding_failed';
  /** `ovs_hybrid_plug` of `binding:vif_details`: a Linux bridge of the port's own stands before Open vSwitch. @default false */
  readonly hybridPlug?: boolean;
}

/** Whether an agent of the host carries the port. */
export const isBound = (binding: PortBinding | undefined): boolean =>
  binding?.vifType === 'bridge' || binding?.vifType === 'ovs';

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
  /** `qos_policy_id` */
  readonly qosPolicyId?: string | null;
}

/** A named set of rules; a port has what any of its groups allows. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  /** False: no connections are tracked, so that answers need rules of their own. */
  readonly stateful: boolean;
}

/** A named set of addresses for rules to refer to. */
export interface AddressGroup {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  /** CIDRs without host bits, `10.0.0.5/32`. */
  readonly addresses: readonly string[];
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
  /** Without host bits (the API's `normalized_cidr`), which is what agents are told. */
  readonly remoteIpPrefix: string | null;
  /** The other end has this group. */
  readonly remoteGroupId: string | null;
  /** The other end is in this address group. */
  readonly remoteAddressGroupId?: string | null;
}

/** What a QoS policy asks for. Directions are the instance's: `egress` is what it sends. */
export type QosRule =
  | {
      readonly id: string;
      readonly type: 'bandwidth_limit';
      readonly direction: 'ingress' | 'egress';
      /** 1000 bit/s */
      readonly maxKbps: number;
      /** 1000 bit, whatever the API's `max_burst_kbps` says; 0 is for the driver to choose. */
      readonly maxBurstKbits: number;
    }
  | {readonly id: string; readonly type: 'dscp_marking'; readonly dscpMark: number}
  | {
      readonly id: string;
      readonly type: 'minimum_bandwidth';
      readonly direction: 'ingress' | 'egress';
      /** 1000 bit/s */
      readonly minKbps: number;
    };

export interface QosPolicy {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly rules: readonly QosRule[];
}

export type AgentKind =
  'Linux bridge agent' | 'Open vSwitch agent' | 'DHCP agent' | 'L3 agent' | 'Metadata agent' | 'Loadbalancerv2 agent';

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
  /** `bridge_mappings` of the Open vSwitch agent: label of a physical network → bridge. */
  readonly bridgeMappings?: Readonly<Record<string, string>>;
}

/** What `ml2_conf.ini` and `linuxbridge_agent.ini` say for the whole cloud and the drivers act on. */
export interface Ml2Options {
  /** `mechanism_drivers`, with the agent that goes with it. @default linuxbridge */
  readonly mechanism?: 'linuxbridge' | 'openvswitch';
  /** `[securitygroup] firewall_driver` of the Open vSwitch agent; `none` is its `noop`. */
  readonly firewall?: 'openvswitch' | 'iptables_hybrid' | 'none';
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
  /**
   * `[fwaas] agent_version`: which of the two firewall drivers the L3 agent has. `v1` filters whole routers with one
   * list of rules in both directions. @default v2
   */
  readonly firewallVersion?: 'v1' | 'v2';
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
  /** How often it was told to reboot: one that runs since an earlier time boots anew. @default 0 */
  readonly reboots?: number;
  /** In the order of its interfaces eth0, eth1… */
  readonly portIds: readonly string[];
  readonly userData?: string;
  /** The public key's line, where the instance was made with one. */
  readonly publicKey?: string;
}

/** A router. Its interfaces are the ports, as {@link isRouterInterface} says, whose device it is. */
export interface Router {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  /** False: its agent takes it away, and keeps its place. */
  readonly adminStateUp: boolean;
  /** The port on the external network, of owner {@link ROUTER_GATEWAY}; null without a gateway. */
  readonly gatewayPortId: string | null;
  /** `external_gateway_info.enable_snat` */
  readonly enableSnat: boolean;
  /** Extra routes. */
  readonly routes: readonly HostRoute[];
  /** Of a highly available router: its number in VRRP (1 to 255), its own among those on its HA network. */
  readonly vrId?: number;
}

/** What one agent's copy of a highly available router is: it has the router's addresses, or waits. */
export type HaState = 'active' | 'standby';

export type FloatingIpStatus = 'ACTIVE' | 'DOWN' | 'ERROR';

/** An address of an external network that a router turns into a fixed one, one to one. */
export interface FloatingIp {
  readonly id: string;
  readonly projectId: string;
  readonly floatingNetworkId: string;
  readonly floatingIpAddress: string;
  /** The port it stands for; null while it is not associated. */
  readonly portId: string | null;
  readonly fixedIpAddress: string | null;
  /** The router that serves it, found by who reaches both sides; also set where only ports are forwarded. */
  readonly routerId: string | null;
  readonly status: FloatingIpStatus;
}

/** One port of a floating IP that is not associated, passed on to one port of an instance. */
export interface PortForwarding {
  readonly id: string;
  readonly floatingIpId: string;
  /** `tcp`, `udp`… */
  readonly protocol: string;
  readonly externalPort: number;
  readonly internalPort: number;
  readonly internalIpAddress: string;
  readonly internalPortId: string;
}

/** One rule of FWaaS: what to do with a new flow. Flows that are known pass without being asked again. */
export interface FirewallRule {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  /** Rules that are not enabled are left out of the kernel. */
  readonly enabled: boolean;
  readonly action: 'allow' | 'deny' | 'reject';
  /** null is any. */
  readonly protocol: 'tcp' | 'udp' | 'icmp' | null;
  readonly ipVersion: 4 | 6;
  /** An address or a CIDR without host bits; null is any. */
  readonly sourceIpAddress: string | null;
  readonly destinationIpAddress: string | null;
  /** `22` or `1000:2000`; null is any. */
  readonly sourcePort: string | null;
  readonly destinationPort: string | null;
}

/** An ordered list of firewall rules. The first that fits decides; where none does, the flow is dropped. */
export interface FirewallPolicy {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  /** In their order. */
  readonly ruleIds: readonly string[];
}

export type FirewallStatus =
  'INACTIVE' | 'PENDING_CREATE' | 'PENDING_UPDATE' | 'PENDING_DELETE' | 'ACTIVE' | 'DOWN' | 'ERROR';

/** Policies on router ports: `ingress` is what may enter the network behind the port, `egress` what may leave it. */
export interface FirewallGroup {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly ingressPolicyId: string | null;
  readonly egressPolicyId: string | null;
  readonly status: FirewallStatus;
  /** What the agents last heard of it; null: nothing, or that it has no ports any more. Not every change is told them. */
  readonly told: {readonly adminStateUp: boolean; readonly portIds: readonly string[]} | null;
}

/** What somebody wants to know of the traffic of a project's routers. */
export interface MeteringLabel {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  /** For the routers of every project. */
  readonly shared: boolean;
}

/** Traffic at a gateway that is counted for a label, or is an exception from it. Prefixes are CIDRs without host bits. */
export interface MeteringRule {
  readonly id: string;
  readonly labelId: string;
  readonly direction: 'ingress' | 'egress';
  readonly excluded: boolean;
  /** `remote_ip_prefix`, which means an address inside, in spite of its name; null where the two others say it. */
  readonly remote: string | null;
  readonly source: string | null;
  readonly destination: string | null;
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
  /** Keyed by id. A group that is not there is stateful. */
  readonly securityGroups?: Readonly<Record<string, SecurityGroup>>;
  readonly addressGroups?: Readonly<Record<string, AddressGroup>>;
  readonly qosPolicies?: Readonly<Record<string, QosPolicy>>;
  /** Network id → the hosts whose DHCP agent serves it. */
  readonly dhcpHosts: Readonly<Record<string, readonly NodeName[]>>;
  /** Absent: a cloud without routers. */
  readonly routers?: Readonly<Record<string, Router>>;
  readonly floatingIps?: Readonly<Record<string, FloatingIp>>;
  readonly portForwardings?: Readonly<Record<string, PortForwarding>>;
  /** Router id → the hosts whose L3 agent has it. */
  readonly routerHosts?: Readonly<Record<string, readonly NodeName[]>>;
  /** Router id → host → what its agent told last. Only of highly available routers. */
  readonly haStates?: Readonly<Record<string, Readonly<Record<NodeName, HaState>>>>;
  /** Absent: a cloud without FWaaS. */
  readonly firewallGroups?: Readonly<Record<string, FirewallGroup>>;
  readonly firewallPolicies?: Readonly<Record<string, FirewallPolicy>>;
  readonly firewallRules?: Readonly<Record<string, FirewallRule>>;
  /** Absent: nothing is metered. */
  readonly meteringLabels?: Readonly<Record<string, MeteringLabel>>;
  readonly meteringRules?: Readonly<Record<string, MeteringRule>>;
  readonly options: Ml2Options;
  /** Absent: there are none. */
  readonly loadBalancing?: LoadBalancing;
}

/** Whether a router has its address in a network inside by the port. */
export const isRouterInterface = ({deviceOwner}: Pick<Port, 'deviceOwner'>): boolean =>
  deviceOwner === ROUTER_INTERFACE || deviceOwner === HA_REPLICATED_INTERFACE;

/** Whether an L3 agent plugs the port. */
export const isRouterPort = (port: Pick<Port, 'deviceOwner'>): boolean =>
  isRouterInterface(port) || port.deviceOwner === ROUTER_GATEWAY || port.deviceOwner === HA_PORT;

/** Whether every agent of the port's router plugs it: interfaces and gateways of highly available routers. */
export const isReplicated = ({routers = {}}: Pick<CloudState, 'routers'>, port: Port): boolean =>
  port.deviceOwner === HA_REPLICATED_INTERFACE ||
  (port.deviceOwner === ROUTER_GATEWAY && routers[port.deviceId]?.vrId !== undefined);

/** The nodes that have the port: the one it is bound to, or all that have its router. */
export function hostsOfPort(cloud: CloudState, port: Port): readonly NodeName[] {
  if (!isBound(port.binding)) return [];
  return isReplicated(cloud, port) ? (cloud.routerHosts?.[port.deviceId] ?? []) : [port.binding.host];
}

/** Whether the node's L3 agent has the router; one that is administratively down it takes away. */
export const isRouterOn = (cloud: CloudState, node: NodeName, routerId: string): boolean =>
  cloud.routers?.[routerId]?.adminStateUp === true && cloud.routerHosts?.[routerId]?.includes(node) === true;

/** The first 11 characters of an id: what of it stands in device names (names are cut to 14 characters). */
export const deviceSuffix = (id: string): string => id.slice(0, 11);
