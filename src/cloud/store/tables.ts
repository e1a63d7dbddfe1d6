import type {RecordTypes, TableName} from './records.ts';
import {makeTable} from './table.ts';
import type {Indexes, Table} from './table.ts';

export type Tables = {readonly [N in TableName]: Table<RecordTypes[N]>};

const some = (key: string | null | undefined): readonly string[] => (key === null || key === undefined ? [] : [key]);

/** How the tables are looked up besides by id. Two ports of a network never share an `address` or a `mac`. */
const INDEXES: {readonly [N in TableName]: Indexes<RecordTypes[N]>} = {
  networks: {
    project: (network) => [network.projectId],
    segment: (network) => [segmentKey(network.networkType, network.physicalNetwork, network.segmentationId)],
    policy: (network) => some(network.qosPolicyId),
  },
  subnets: {network: (subnet) => [subnet.networkId], project: (subnet) => [subnet.projectId]},
  ports: {
    network: (port) => [port.networkId],
    project: (port) => [port.projectId],
    device: (port) => [port.deviceId],
    subnet: (port) => port.fixedIps.map((ip) => ip.subnetId),
    address: (port) => port.fixedIps.map((ip) => onNetwork(port.networkId, ip.ipAddress)),
    mac: (port) => [onNetwork(port.networkId, port.macAddress)],
    group: (port) => port.securityGroups,
    policy: (port) => some(port.qosPolicyId),
  },
  agents: {host: (agent) => [agent.host]},
  securityGroups: {project: (group) => [group.projectId]},
  securityGroupRules: {
    group: (rule) => [rule.securityGroupId],
    project: (rule) => [rule.projectId],
    remote: (rule) => (rule.remoteGroupId === null ? [] : [rule.remoteGroupId]),
    addresses: ({remoteAddressGroupId}) => some(remoteAddressGroupId),
  },
  addressGroups: {project: (group) => [group.projectId]},
  qosPolicies: {project: (policy) => [policy.projectId]},
  rbacPolicies: {object: (policy) => [policy.objectId], project: (policy) => [policy.projectId]},
  dhcpBindings: {},
  routers: {project: (router) => [router.projectId], gateway: (router) => some(router.gatewayPortId)},
  routerBindings: {},
  floatingIps: {
    project: (floating) => [floating.projectId],
    network: (floating) => [floating.floatingNetworkId],
    router: (floating) => some(floating.routerId),
    port: (floating) => some(floating.portId),
    holder: (floating) => [floating.floatingPortId],
  },
  meteringLabels: {project: (label) => [label.projectId]},
  meteringRules: {label: (rule) => [rule.labelId]},
  portForwardings: {
    floating: (forwarding) => [forwarding.floatingIpId],
    port: (forwarding) => [forwarding.internalPortId],
  },
  quotas: {},
  projects: {name: (project) => [project.name]},
  users: {name: (user) => [user.name]},
  grants: {user: (grant) => [grant.userId], project: (grant) => [grant.projectId]},
  servers: {project: (server) => [server.projectId], host: (server) => [server.host]},
  keypairs: {user: (keypair) => [keypair.userId]},
  counters: {},
  disabledComputes: {},
  serverActions: {server: (action) => [action.serverId]},
  endedServers: {},
  firewallRules: {project: (rule) => [rule.projectId]},
  firewallPolicies: {project: (policy) => [policy.projectId], rule: (policy) => policy.ruleIds},
  firewallGroups: {
    project: (group) => [group.projectId],
    policy: (group) => [group.ingressPolicyId, group.egressPolicyId].filter((id) => id !== null),
    port: (group) => group.portIds,
  },
  loadBalancers: {project: (balancer) => [balancer.projectId], port: (balancer) => [balancer.vipPortId]},
  listeners: {
    project: (listener) => [listener.projectId],
    balancer: (listener) => [listener.loadBalancerId],
    pool: (listener) => some(listener.defaultPoolId),
  },
  pools: {project: (pool) => [pool.projectId], balancer: (pool) => [pool.loadBalancerId]},
  members: {project: (member) => [member.projectId], pool: (member) => [member.poolId]},
  healthMonitors: {project: (monitor) => [monitor.projectId], pool: (monitor) => [monitor.poolId]},
  l7Policies: {
    project: (policy) => [policy.projectId],
    listener: (policy) => [policy.listenerId],
    pool: (policy) => some(policy.redirectPoolId),
  },
  l7Rules: {project: (rule) => [rule.projectId], policy: (rule) => [rule.policyId]},
  listenerTraffic: {},
  balancingQuotas: {},
  secrets: {project: (secret) => [secret.projectId]},
  secretContainers: {project: (container) => [container.projectId]},
};

export const TABLE_NAMES = Object.keys(INDEXES) as readonly TableName[];

/** Addresses and MACs are unique within a network, not beyond it. */
export const onNetwork = (networkId: string, value: string): string => `${networkId} ${value}`;

/** What a network occupies: a VNI, a VLAN id of a physical network, or a whole physical network. */
export const segmentKey = (type: string, physicalNetwork: string | null, id: number | null): string =>
  `${type} ${physicalNetwork ?? ''} ${id ?? ''}`;

/** @param onChange called before every change */
export function makeTables(onChange: (table: TableName, id: string, before: unknown) => void): Tables {
  const made = TABLE_NAMES.map((name) => {
    const indexes = INDEXES[name] as Indexes<{readonly id: string}>;
    return [name, makeTable(indexes, (id, before) => onChange(name, id, before))] as const;
  });
  return Object.fromEntries(made) as unknown as Tables;
}
