import type {Hono} from 'hono';
import type {Signed} from '../rest/context.ts';
import {neutronErrors} from './errors.ts';

/** The extensions this cloud really has; clients look them up before they use an attribute. */
const EXTENSIONS: readonly (readonly [alias: string, name: string])[] = [
  ['address-group', 'Address group'],
  ['address-scope', 'Address scope'],
  ['agent', 'agent'],
  ['allowed-address-pairs', 'Allowed Address Pairs'],
  ['auto-allocated-topology', 'Auto Allocated Topology Services'],
  ['availability_zone', 'Availability Zone'],
  ['binding', 'Port Binding'],
  ['dhcp_agent_scheduler', 'DHCP Agent Scheduler'],
  ['empty-string-filtering', 'Empty String Filtering Extension'],
  ['expose-port-forwarding-in-fip', 'Expose Port Forwarding in FIP'],
  ['ext-gw-mode', 'Neutron L3 Configurable external gateway mode'],
  ['external-net', 'Neutron external network'],
  ['extra_dhcp_opt', 'Neutron Extra DHCP options'],
  ['extraroute', 'Neutron Extra Route'],
  ['extraroute-atomic', 'Atomically add/remove extra routes'],
  ['fwaas_v2', 'FWaaS v2'],
  ['filter-validation', 'Filter parameters validation'],
  ['fip-port-details', 'Floating IP Port Details Extension'],
  ['flavors', 'Neutron Service Flavors'],
  ['floating-ip-port-forwarding', 'Floating IP Port Forwarding'],
  ['floating-ip-port-forwarding-description', 'Floating IP Port Forwarding new field description'],
  ['l3-ha', 'HA Router extension'],
  ['l3_agent_scheduler', 'L3 Agent Scheduler'],
  ['metering', 'Neutron Metering'],
  ['metering_source_and_destination_fields', 'Metering source and destination filters'],
  ['net-mtu', 'Network MTU'],
  ['net-mtu-writable', 'Network MTU (writable)'],
  ['network-ip-availability', 'Network IP Availability'],
  ['network_availability_zone', 'Network Availability Zone'],
  ['pagination', 'Pagination support'],
  ['port-security', 'Port Security'],
  ['project-id', 'project_id field enabled'],
  ['provider', 'Provider Network'],
  ['qos', 'Quality of Service'],
  ['qos-bw-limit-direction', 'Direction for QoS bandwidth limit rule'],
  ['qos-default', 'QoS default policy'],
  ['qos-port-network-policy', 'QoS ports network policy'],
  ['qos-rule-type-details', 'Details of QoS rule types'],
  ['quota_details', 'Quota details management support'],
  ['quota-check-limit', 'Quota engine limit check'],
  ['quotas', 'Quota management support'],
  ['rbac-policies', 'RBAC Policies'],
  ['revision-if-match', 'If-Match constraints based on revision_number'],
  ['router', 'Neutron L3 Router'],
  ['router_availability_zone', 'Router Availability Zone'],
  ['security-group', 'security-group'],
  ['security-groups-normalized-cidr', 'Normalized CIDR field for security group rules'],
  ['security-groups-remote-address-group', 'Remote address group id field for security group rules'],
  ['service-type', 'Neutron Service Type Management'],
  ['sort-key-validation', 'Sort key validation'],
  ['sorting', 'Sorting support'],
  ['standard-attr-description', 'standard-attr-description'],
  ['standard-attr-revisions', 'Resource revision numbers'],
  [
    'standard-attr-tag',
    'Tag support for resources with standard attribute: network, policy, port, security_group, subnet',
  ],
  ['standard-attr-timestamp', 'Resource timestamps'],
  ['stateful-security-group', 'Stateful security group'],
  ['subnet_allocation', 'Subnet Allocation'],
  ['subnet-service-types', 'Subnet service types'],
  ['tag-ports-during-bulk-creation', 'Tag Ports During Bulk Creation'],
];

const view = ([alias, name]: readonly [string, string]) => ({
  alias,
  name,
  description: name,
  updated: '2016-01-01T10:00:00-00:00',
  links: [],
});

export function extensionRoutes(app: Hono<Signed>): void {
  app.get('/v2.0/extensions', (context) => context.json({extensions: EXTENSIONS.map(view)}));
  app.get('/v2.0/extensions/:alias', (context) => {
    const found = EXTENSIONS.find(([alias]) => alias === context.req.param('alias'));
    if (found === undefined) throw neutronErrors.extensionNotFound(context.req.param('alias'));
    return context.json({extension: view(found)});
  });
}
