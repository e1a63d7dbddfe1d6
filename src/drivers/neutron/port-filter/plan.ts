import {isDeepStrictEqual} from 'node:util';
import type {CloudState, NodeName, Port, SecurityGroupRule} from '../model.ts';
import {isRouterInterface} from '../model.ts';
import {ipsetName, tapName} from '../naming.ts';
import {wiredPorts} from '../linuxbridge/plan.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';
import {qosRulesOf} from '../qos/plan.ts';
import {isProtected, linkLocal} from './port-rules.ts';
import type {FilteredPort, Refused} from './port-rules.ts';
import {remoteOf} from './user-rules.ts';

/** iptables and ip6tables of the node: each is written as a whole. */
export interface FilterItem {
  readonly kind: 'filter';
  readonly ports: readonly FilteredPort[];
  /** Written by the Open vSwitch agent, for ports with a bridge of their own. */
  readonly isHybrid?: true;
}

/** The addresses of a security group that some rule here names. */
export interface SetItem {
  readonly kind: 'set';
  readonly name: string;
  readonly version: 4 | 6;
  readonly members: readonly string[];
  /** Ports of the node whose rules name the group. */
  readonly portIds: readonly string[];
}

/** Which MAC and which ARP sender addresses a port may use (ebtables). */
export interface GuardItem {
  readonly kind: 'guard';
  readonly portId: string;
  readonly tap: string;
  readonly macs: readonly string[];
  /** Undefined: any, because a pair allows every address. */
  readonly addresses: readonly string[] | undefined;
}

export type PortFilterItem = FilterItem | SetItem | GuardItem;
export interface PortFilterDesired extends Wanted<PortFilterItem> {
  readonly refused?: Refused;
}

/** What is to be written now of the node's rules; undefined where they stay as they are. */
export const filterOf = ({present}: PortFilterDesired): FilterItem | undefined =>
  Object.values(present).find((item) => item.kind === 'filter');

/**
 * The versions of IP whose rules may have to be written. A node with many ports has thousands of them, and reading them
 * takes most of the time, so the other version is left alone where only rules of one changed. Zones stand in those of
 * version 4.
 */
export function versionsInQuestion({present, absent, done}: PortFilterDesired): readonly (4 | 6)[] {
  const now = present['filter'];
  const before = done?.['filter'];
  if (now === undefined && absent['filter'] === undefined) return [4];
  const isSame = now?.kind === 'filter' && before?.kind === 'filter' && isDeepStrictEqual(ofIpv6(now), ofIpv6(before));
  return isSame ? [4] : [4, 6];
}

const ofIpv6 = ({ports}: FilterItem) =>
  ports.map(({rules, ...port}) => ({...port, rules: rules.filter(({ethertype}) => ethertype === 'IPv6')}));

export function planPortFilter(cloud: CloudState, node: NodeName): PortFilterDesired {
  const items: Record<string, PortFilterItem> = {};
  const ports = wiredPorts(cloud, node);
  if (ports.length === 0) return wanted(items);
  const filtered = filteredPorts(cloud, ports);
  const isHybrid = cloud.options.mechanism === 'openvswitch';
  items['filter'] = {kind: 'filter', ports: filtered, ...(isHybrid && {isHybrid})};
  for (const item of setsOf(cloud, filtered)) items[`set ${item.name}`] = item;
  // With Open vSwitch flows guard sources.
  for (const {port} of isHybrid ? [] : filtered) if (isProtected(port)) items[`guard ${port.id}`] = guardOf(port);
  return wanted(items);
}

/** Ports with what their groups allow. */
export function filteredPorts(cloud: CloudState, ports: readonly Port[]): readonly FilteredPort[] {
  const rulesOf = ruleLookup(cloud);
  const advertisersOn = routersByNetwork(cloud);
  return ports.map((port): FilteredPort => {
    const advertisers = advertisersOn.get(port.networkId);
    const dscp = qosRulesOf(cloud, port).find((rule) => rule.type === 'dscp_marking')?.dscpMark;
    return {
      port: whatFiltersNeed(port),
      rules: port.securityGroups.flatMap(rulesOf),
      stateful: isStateful(cloud, port, rulesOf),
      ...(advertisers !== undefined && isProtected(port) && {advertisers}),
      ...(dscp !== undefined && {dscp}),
    };
  });
}

/** Link-local addresses of the routers whose subnets are advertised by Neutron, by network. */
function routersByNetwork(cloud: CloudState): ReadonlyMap<string, readonly string[]> {
  const isAdvertised = (port: Port): boolean =>
    port.fixedIps.some(({subnetId}) => (cloud.subnets[subnetId]?.ipv6RaMode ?? null) !== null);
  const found = new Map<string, string[]>();
  for (const port of Object.values(cloud.ports)) {
    if (!isRouterInterface(port) || !isAdvertised(port)) continue;
    found.set(port.networkId, [...(found.get(port.networkId) ?? []), linkLocal(port.macAddress)]);
  }
  return found;
}

/** As Neutron's iptables driver asks: the first group tells for all, as long as it has a rule (`_get_jump_rules`). */
function isStateful(
  {securityGroups}: CloudState,
  port: Port,
  rulesOf: (group: string) => readonly SecurityGroupRule[],
): boolean {
  const [first = ''] = port.securityGroups;
  return rulesOf(first).length === 0 || (securityGroups?.[first]?.stateful ?? true);
}

/** A set for every group that a rule of a port here names, in the versions in which one does. */
function setsOf(cloud: CloudState, filtered: readonly FilteredPort[]): readonly SetItem[] {
  const users = new Map<string, {remote: string; version: 4 | 6; portIds: string[]}>();
  for (const {port, rules} of filtered) {
    if (!isProtected(port)) continue;
    for (const rule of rules) {
      const remote = remoteOf(rule);
      if (remote === null) continue;
      const version = rule.ethertype === 'IPv4' ? 4 : 6;
      const key = `${remote} ${version}`;
      const found = users.get(key) ?? {remote, version, portIds: []};
      if (found.portIds.at(-1) !== port.id) found.portIds.push(port.id);
      users.set(key, found);
    }
  }
  return [...users.values()].map(({remote, version, portIds}) => ({
    kind: 'set',
    name: ipsetName(remote, version),
    version,
    members: groupMembers(cloud, remote, version),
    portIds,
  }));
}

function guardOf(port: FilteredPort['port']): GuardItem {
  const addresses = [...port.fixedIps, ...port.allowedAddressPairs]
    .map((one) => one.ipAddress)
    .filter((address) => !address.includes(':'));
  return {
    kind: 'guard',
    portId: port.id,
    tap: tapName(port.id),
    macs: [...new Set([port.macAddress, ...port.allowedAddressPairs.map((pair) => pair.macAddress)])].toSorted(),
    // ebtables can test one bit of an address at least (arp_protect.py).
    addresses: addresses.some((address) => address.endsWith('/0')) ? undefined : addresses,
  };
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
  securityGroups: port.securityGroups,
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

/** The whole cloud's, whether this node can reach them or not; of an address group what it lists. */
export const groupMembers = (cloud: CloudState, group: string, version: 4 | 6): readonly string[] =>
  [
    ...new Set(
      cloud.addressGroups?.[group]?.addresses ??
        Object.values(cloud.ports)
          .filter((port) => port.securityGroups.includes(group))
          .flatMap((port) => [...port.fixedIps, ...port.allowedAddressPairs].map((one) => one.ipAddress)),
    ),
  ]
    .filter((address) => address.includes(':') === (version === 6))
    .toSorted();
