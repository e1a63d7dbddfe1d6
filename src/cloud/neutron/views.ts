import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {QosRule} from '../../drivers/neutron/model.ts';
import type {
  AddressGroupRecord,
  AgentRecord,
  Bookkeeping,
  NetworkRecord,
  PortRecord,
  QosPolicyRecord,
  RbacRecord,
  SecurityGroupRecord,
  SecurityGroupRuleRecord,
  SubnetRecord,
} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Resource} from './body.ts';
import {isSharedWith} from './visibility.ts';

/** Records as the API shows them, attribute by attribute in Neutron's order. */
export type View = Readonly<Record<string, unknown>>;

export const standard = (record: Bookkeeping & {readonly projectId: string}) => ({
  description: record.description,
  tags: record.tags,
  created_at: record.createdAt,
  updated_at: record.updatedAt,
  revision_number: record.revisionNumber,
  project_id: record.projectId,
});

export function viewNetwork(tables: Tables, caller: Caller, network: NetworkRecord): View {
  const served = (tables.dhcpBindings.get(network.id)?.agentIds ?? []).length > 0;
  return {
    id: network.id,
    name: network.name,
    tenant_id: network.projectId,
    admin_state_up: network.adminStateUp,
    mtu: network.mtu,
    status: 'ACTIVE',
    subnets: tables.subnets.find('network', network.id).map((subnet) => subnet.id),
    shared: isSharedWith(tables, network.id, caller.projectId) || network.shared,
    availability_zone_hints: network.availabilityZoneHints,
    availability_zones: served ? ['nova'] : [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    'router:external': network.external,
    ...(network.external && {is_default: network.isDefault === true}),
    port_security_enabled: network.portSecurityEnabled,
    qos_policy_id: network.qosPolicyId ?? null,
    ...standard(network),
    'provider:network_type': network.networkType,
    'provider:physical_network': network.physicalNetwork,
    'provider:segmentation_id': network.segmentationId,
  };
}

export const viewSubnet = (subnet: SubnetRecord): View => ({
  id: subnet.id,
  name: subnet.name,
  tenant_id: subnet.projectId,
  network_id: subnet.networkId,
  ip_version: subnet.ipVersion,
  subnetpool_id: null,
  enable_dhcp: subnet.enableDhcp,
  ipv6_ra_mode: subnet.ipv6RaMode,
  ipv6_address_mode: subnet.ipv6AddressMode,
  gateway_ip: subnet.gatewayIp,
  cidr: subnet.cidr,
  allocation_pools: subnet.allocationPools,
  host_routes: subnet.hostRoutes,
  dns_nameservers: subnet.dnsNameservers,
  service_types: subnet.serviceTypes,
  ...standard(subnet),
});

/** What Nova is told of how a port is plugged. */
const vifDetails = ({vifType, hybridPlug = false}: PortRecord['binding']): View => {
  if (vifType === 'bridge') return {connectivity: 'l2', port_filter: true, bound_drivers: {'0': 'linuxbridge'}};
  if (vifType !== 'ovs') return {};
  return {
    connectivity: 'l2',
    port_filter: true,
    ovs_hybrid_plug: hybridPlug,
    datapath_type: 'netdev',
    bridge_name: 'br-int',
    bound_drivers: {'0': 'openvswitch'},
  };
};

export const viewPort = (tables: Tables, port: PortRecord): View => ({
  id: port.id,
  name: port.name,
  network_id: port.networkId,
  tenant_id: port.projectId,
  mac_address: port.macAddress,
  admin_state_up: port.adminStateUp,
  status: port.status,
  device_id: port.deviceId,
  device_owner: port.deviceOwner,
  fixed_ips: port.fixedIps.map((ip) => ({subnet_id: ip.subnetId, ip_address: ip.ipAddress})),
  allowed_address_pairs: port.allowedAddressPairs.map((pair) => ({
    ip_address: pair.ipAddress,
    mac_address: pair.macAddress,
  })),
  extra_dhcp_opts: port.extraDhcpOpts.map((option) => ({
    opt_name: option.name,
    opt_value: option.value,
    ip_version: option.ipVersion,
  })),
  security_groups: port.securityGroups,
  'binding:vnic_type': port.vnicType,
  'binding:profile': port.profile,
  'binding:host_id': port.binding.host,
  'binding:vif_type': port.binding.vifType,
  'binding:vif_details': vifDetails(port.binding),
  port_security_enabled: port.portSecurityEnabled,
  qos_policy_id: port.qosPolicyId ?? null,
  qos_network_policy_id: tables.networks.get(port.networkId)?.qosPolicyId ?? null,
  resource_request: null,
  ...standard(port),
});

/** `report_interval`: how old a live agent's heartbeat can be. */
const REPORT_MS = 10_000;

export function viewAgent(agent: AgentRecord, now: Date): View {
  const beat = agent.alive
    ? new Date(Math.floor(now.getTime() / REPORT_MS) * REPORT_MS).toISOString()
    : agent.stoppedAt;
  const plain = (time: string | undefined) => (time ?? agent.startedAt).slice(0, 19).replace('T', ' ');
  const heartbeat = plain(beat) < plain(agent.startedAt) ? plain(agent.startedAt) : plain(beat);
  return {
    id: agent.id,
    agent_type: agent.kind,
    binary: BINARIES[agent.kind],
    topic: TOPICS[agent.kind],
    host: agent.host,
    admin_state_up: agent.adminStateUp,
    created_at: plain(agent.createdAt),
    started_at: plain(agent.startedAt),
    heartbeat_timestamp: heartbeat,
    description: agent.description,
    resources_synced: null,
    availability_zone: agent.kind === 'DHCP agent' || agent.kind === 'L3 agent' ? 'nova' : null,
    alive: agent.alive,
    configurations: agent.configurations,
  };
}

const BINARIES = {
  'Linux bridge agent': 'neutron-linuxbridge-agent',
  'Open vSwitch agent': 'neutron-openvswitch-agent',
  'DHCP agent': 'neutron-dhcp-agent',
  'L3 agent': 'neutron-l3-agent',
  'Metadata agent': 'neutron-metadata-agent',
  'Loadbalancerv2 agent': 'neutron-lbaasv2-agent',
} as const;
const TOPICS = {
  'Linux bridge agent': 'N/A',
  'Open vSwitch agent': 'N/A',
  'DHCP agent': 'dhcp_agent',
  'L3 agent': 'l3_agent',
  'Metadata agent': 'N/A',
  'Loadbalancerv2 agent': 'n-lbaasv2_agent',
} as const;

export const viewGroup = (tables: Tables, group: SecurityGroupRecord): View => ({
  id: group.id,
  name: group.name,
  stateful: group.stateful,
  tenant_id: group.projectId,
  shared: false,
  security_group_rules: tables.securityGroupRules.find('group', group.id).map(viewRule),
  ...standard(group),
});

export const viewRule = (rule: SecurityGroupRuleRecord): View => ({
  id: rule.id,
  tenant_id: rule.projectId,
  security_group_id: rule.securityGroupId,
  ethertype: rule.ethertype,
  direction: rule.direction,
  protocol: rule.protocol,
  port_range_min: rule.portRangeMin,
  port_range_max: rule.portRangeMax,
  remote_ip_prefix: rule.givenPrefix ?? rule.remoteIpPrefix,
  remote_address_group_id: rule.remoteAddressGroupId ?? null,
  normalized_cidr: rule.remoteIpPrefix,
  remote_group_id: rule.remoteGroupId,
  ...standard(rule),
});

export const viewAddressGroup = (group: AddressGroupRecord): View => ({
  id: group.id,
  name: group.name,
  tenant_id: group.projectId,
  addresses: group.addresses,
  ...standard(group),
});

export const viewPolicy = (policy: QosPolicyRecord): View => ({
  id: policy.id,
  name: policy.name,
  tenant_id: policy.projectId,
  shared: policy.shared,
  is_default: policy.isDefault,
  rules: policy.rules.map((rule) => ({...viewQosRule(rule), qos_policy_id: policy.id, type: rule.type})),
  ...standard(policy),
});

/** With what its type has; a policy's list adds the type. */
export function viewQosRule(rule: QosRule): View {
  switch (rule.type) {
    case 'bandwidth_limit':
      return {
        max_kbps: rule.maxKbps,
        max_burst_kbps: rule.maxBurstKbits,
        direction: rule.direction,
        id: rule.id,
      };
    case 'dscp_marking':
      return {dscp_mark: rule.dscpMark, id: rule.id};
    case 'minimum_bandwidth':
      return {min_kbps: rule.minKbps, direction: rule.direction, id: rule.id};
  }
}

export const viewRbac = (policy: RbacRecord): View => ({
  id: policy.id,
  project_id: policy.projectId,
  tenant_id: policy.projectId,
  object_type: 'network',
  object_id: policy.objectId,
  action: policy.action,
  target_project: policy.targetProject,
  target_tenant: policy.targetProject,
});

/** Without what the caller may not see. */
export function forCaller(resource: Resource, caller: Caller, view: View): View {
  const admin = isAdmin(caller);
  return Object.fromEntries(
    Object.entries(view).filter(([name]) => {
      const visible = resource.attributes[name]?.visible;
      return visible === undefined || (visible === 'admin' && admin);
    }),
  );
}
