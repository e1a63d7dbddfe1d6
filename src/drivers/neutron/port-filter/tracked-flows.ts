import {goneMembers} from './address-sets.ts';
import {filterNames} from './filter-names.ts';
import type {FilterItem, PortFilterDesired, SetItem} from './plan.ts';
import {isProtected} from './port-rules.ts';
import type {FilteredPort} from './port-rules.ts';
import {protocolNumber} from './user-rules.ts';

/** Every connection of the node, both families. The kernel takes some 10 ms for a list, as it does for one deletion. */
export const CONNTRACK_LIST = '{ conntrack -L -f ipv4 -o extended && conntrack -L -f ipv6 -o extended; } 2>/dev/null';

/** A connection as far as a deletion may name it. */
export interface TrackedFlow {
  readonly version: 4 | 6;
  /** IP's number */
  readonly protocol: number;
  readonly source: string;
  readonly destination: string;
  /** 0 outside of every zone. */
  readonly zone: number;
}

/** What `conntrack -L -o extended` printed; lines of other forms are no connections of instances. */
export const parseTrackedFlows = (text: string): readonly TrackedFlow[] =>
  [...text.matchAll(/^ipv([46])\s+\d+\s+\S+\s+(\d+) .*?\bsrc=(\S+) dst=(\S+)(?:.*\bzone=(\d+))?/gm)].map(
    ([, version, protocol, source = '', destination = '', zone]) => ({
      version: version === '6' ? 6 : 4,
      protocol: Number(protocol),
      source,
      destination,
      zone: Number(zone ?? 0),
    }),
  );

/** Connections that must go: all that have what is said. */
type Forgotten = Pick<TrackedFlow, 'version' | 'zone'> &
  Partial<Pick<TrackedFlow, 'source' | 'destination' | 'protocol'>>;

export interface FlowChange {
  /** What the agent last wrote; undefined after its start, when it knows of nothing that went. */
  readonly before: FilterItem | undefined;
  readonly now: FilterItem;
  /** By device, those of ports that went included. */
  readonly zones: Readonly<Record<string, number>>;
  readonly sets: readonly (SetItem & {readonly found: ReadonlySet<string> | undefined})[];
  readonly flows: readonly TrackedFlow[];
}

/**
 * Lines for `conntrack --load-file`: which connections the kernel must forget when a filter changes, for an established
 * one passes whatever the rules say now. What goes and what not is as in neutron/agent/linux/ip_conntrack.py and
 * iptables_firewall.py, but for what is not there anyway: a deletion costs as much whether it finds anything or not.
 */
export function forgottenFlows({flows, ...change}: FlowChange): readonly string[] {
  if (flows.length === 0) return [];
  const lines = new Set<string>();
  for (const gone of goneFlows(change)) {
    const {version, zone, source, destination, protocol} = gone;
    const isThere = flows.some(
      (flow) =>
        flow.version === version &&
        flow.zone === zone &&
        (source ?? flow.source) === flow.source &&
        (destination ?? flow.destination) === flow.destination &&
        (protocol ?? flow.protocol) === flow.protocol,
    );
    if (!isThere) continue;
    const words = [
      ...(protocol === undefined ? [] : [`-p ${protocol}`]),
      `-f ipv${version}`,
      ...(destination === undefined ? [] : [`-d ${destination}`]),
      ...(source === undefined ? [] : [`-s ${source}`]),
      `-w ${zone}`,
    ];
    lines.add(`-D ${words.join(' ')}`);
  }
  return [...lines];
}

function goneFlows({before, now, zones, sets}: Omit<FlowChange, 'flows'>): readonly Forgotten[] {
  const all: Forgotten[] = [];
  const names = filterNames(now);
  const current = new Map(now.ports.map((one) => [one.port.id, one]));
  const forget = (
    {port}: FilteredPort,
    flows: (address: string) => readonly Omit<Forgotten, 'version' | 'zone'>[],
    only?: 4 | 6,
  ): void => {
    const zone = zones[names.zoneDevice(port)];
    if (zone === undefined) return;
    for (const {ipAddress} of port.fixedIps) {
      const version: 4 | 6 = ipAddress.includes(':') ? 6 : 4;
      if (only === undefined || only === version)
        all.push(...flows(ipAddress).map((flow) => ({...flow, version, zone})));
    }
  };
  const everything = (address: string) => [{destination: address}, {source: address}];
  for (const old of before?.ports ?? []) {
    const one = current.get(old.port.id);
    if (!isProtected(old.port)) continue;
    if (one === undefined) forget(old, everything);
    else if (!isProtected(one.port)) continue;
    else if (leftAGroup(old, one)) forget(one, everything);
    else
      for (const {protocol, direction, ethertype} of goneRules(old, one)) {
        const rest = protocol === null ? {} : {protocol: protocolNumber(protocol)};
        forget(
          one,
          (address) => [{...rest, ...(direction === 'ingress' ? {destination: address} : {source: address})}],
          ethertype === 'IPv4' ? 4 : 6,
        );
      }
  }
  for (const {members, found, portIds, version} of sets) {
    // A block is forgotten by its first address alone, as by the real agent.
    const gone = goneMembers(members, found).map((member) => member.split('/')[0] ?? '');
    for (const one of gone.length === 0 ? [] : portIds.flatMap((id) => current.get(id) ?? []))
      for (const remote of gone)
        forget(
          one,
          (address) => [
            {destination: address, source: remote},
            {source: address, destination: remote},
          ],
          version,
        );
  }
  return all;
}

const leftAGroup = (old: FilteredPort, now: FilteredPort): boolean =>
  old.port.securityGroups.some((group) => !now.port.securityGroups.includes(group));

function goneRules(old: FilteredPort, now: FilteredPort): FilteredPort['rules'] {
  const ids = new Set(now.rules.map((rule) => rule.id));
  return old.rules.filter((rule) => !ids.has(rule.id));
}

/** Whether a connection may have to go, so that it is worth the time to list them. */
export function mayForget({present, before = {}}: PortFilterDesired): boolean {
  return Object.entries(present).some(([key, item]) => {
    const old = before[key];
    if (item.kind === 'set' && old?.kind === 'set') return old.members.some((member) => !item.members.includes(member));
    if (item.kind !== 'filter' || old?.kind !== 'filter') return false;
    const current = new Map(item.ports.map((one) => [one.port.id, one]));
    return old.ports.some((one) => {
      const now = current.get(one.port.id);
      return now === undefined || leftAGroup(one, now) || goneRules(one, now).length > 0;
    });
  });
}
