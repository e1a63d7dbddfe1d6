import type {CloudState, NodeName, Port, SecurityGroupRule} from '../model.ts';
import {ipsetName, tapName} from '../naming.ts';
import {wiredPorts} from '../linuxbridge/plan.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';
import {isProtected} from './port-rules.ts';
import type {FilteredPort} from './port-rules.ts';

/** iptables and ip6tables of the node: the agent always writes them as a whole. */
export interface FilterItem {
  readonly kind: 'filter';
  readonly ports: readonly FilteredPort[];
}

/** The addresses of a security group that some rule here names. */
export interface SetItem {
  readonly kind: 'set';
  readonly name: string;
  readonly version: 4 | 6;
  readonly members: readonly string[];
}

/** Which MAC and which ARP sender addresses a port may use (ebtables). */
export interface GuardItem {
  readonly kind: 'guard';
  readonly portId: string;
  readonly tap: string;
  readonly macs: readonly string[];
  readonly addresses: readonly string[];
}

export type PortFilterItem = FilterItem | SetItem | GuardItem;
export type PortFilterDesired = Wanted<PortFilterItem>;

export function planPortFilter(cloud: CloudState, node: NodeName): PortFilterDesired {
  const items: Record<string, PortFilterItem> = {};
  const ports = wiredPorts(cloud, node);
  if (ports.length === 0) return wanted(items);
  const rulesOf = ruleLookup(cloud);
  const filtered = ports.map((port): FilteredPort => ({
    port: whatFiltersNeed(port),
    rules: port.securityGroups.flatMap(rulesOf),
  }));
  items['filter'] = {kind: 'filter', ports: filtered};
  for (const {port, rules} of filtered) {
    if (!isProtected(port)) continue;
    for (const rule of rules) {
      if (rule.remoteGroupId === null) continue;
      const version = rule.ethertype === 'IPv4' ? 4 : 6;
      const name = ipsetName(rule.remoteGroupId, version);
      items[`set ${name}`] ??= {kind: 'set', name, version, members: membersOf(cloud, rule.remoteGroupId, version)};
    }
    items[`guard ${port.id}`] = {
      kind: 'guard',
      portId: port.id,
      tap: tapName(port.id),
      macs: [...new Set([port.macAddress, ...port.allowedAddressPairs.map((pair) => pair.macAddress)])].toSorted(),
      addresses: [...port.fixedIps, ...port.allowedAddressPairs]
        .map((one) => one.ipAddress)
        .filter((address) => !address.includes(':')),
    };
  }
  return wanted(items);
}

/** Nothing else: that a port came up or got another name is no reason to write the rules again. */
const whatFiltersNeed = (port: Port): FilteredPort['port'] => ({
  id: port.id,
  networkId: port.networkId,
  macAddress: port.macAddress,
  deviceOwner: port.deviceOwner,
  fixedIps: port.fixedIps,
  portSecurityEnabled: port.portSecurityEnabled,
  allowedAddressPairs: port.allowedAddressPairs,
});

function ruleLookup(cloud: CloudState): (group: string) => readonly SecurityGroupRule[] {
  const {securityGroupRules} = cloud;
  if (securityGroupRules === undefined) return defaultRules;
  const byGroup = Map.groupBy(Object.values(securityGroupRules), (rule) => rule.securityGroupId);
  return (group) => byGroup.get(group) ?? [];
}

/** A project's first group: everything out, and in what comes from the group itself. */
const defaultRules = (group: string): readonly SecurityGroupRule[] =>
  (['IPv4', 'IPv6'] as const).flatMap((ethertype) =>
    (['ingress', 'egress'] as const).map((direction) => ({
      id: `${group} ${ethertype} ${direction}`,
      securityGroupId: group,
      direction,
      ethertype,
      protocol: null,
      portRangeMin: null,
      portRangeMax: null,
      remoteIpPrefix: null,
      remoteGroupId: direction === 'ingress' ? group : null,
    })),
  );

/** The whole cloud's, whether this node can reach them or not. */
const membersOf = (cloud: CloudState, group: string, version: 4 | 6): readonly string[] =>
  [
    ...new Set(
      Object.values(cloud.ports)
        .filter((port) => port.securityGroups.includes(group))
        .flatMap((port) => [...port.fixedIps, ...port.allowedAddressPairs].map((one) => one.ipAddress)),
    ),
  ]
    .filter((address) => address.includes(':') === (version === 6))
    .toSorted();
