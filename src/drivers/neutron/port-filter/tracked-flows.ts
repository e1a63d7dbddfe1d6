import {bridgeName} from '../naming.ts';
import {goneMembers} from './address-sets.ts';
import type {FilterItem, SetItem} from './plan.ts';
import {isProtected} from './port-rules.ts';
import type {FilteredPort} from './port-rules.ts';

/**
 * Which connections the kernel must forget when a filter changes: an established one passes whatever the rules say now.
 * What the agent deletes and what not is neutron/agent/linux/ip_conntrack.py's and iptables_firewall.py's; its flows
 * of ports without port security, and of rules that were added, stay.
 */
export interface FlowChange {
  /** What the agent last wrote; undefined after its start, when it knows of nothing that went. */
  readonly before: FilterItem | undefined;
  readonly now: FilterItem;
  /** By bridge, those of ports that went included. */
  readonly zones: Readonly<Record<string, number>>;
  readonly sets: readonly (SetItem & {readonly found: ReadonlySet<string> | undefined})[];
}

/** Lines for `conntrack --load-file`, each once. */
export function forgottenFlows({before, now, zones, sets}: FlowChange): readonly string[] {
  const lines = new Set<string>();
  const current = new Map(now.ports.map((one) => [one.port.id, one]));
  const zoneOf = ({port}: FilteredPort) => zones[bridgeName(port.networkId)];
  const forget = (one: FilteredPort, words: (address: string) => readonly string[], version?: 4 | 6): void => {
    const zone = zoneOf(one);
    if (zone === undefined) return;
    for (const {ipAddress} of one.port.fixedIps) {
      const family = ipAddress.includes(':') ? 6 : 4;
      if (version !== undefined && version !== family) continue;
      for (const rest of words(ipAddress)) lines.add(`-D -f ipv${family} -w ${zone} ${rest}`);
    }
  };
  const everything = (address: string) => [`-d ${address}`, `-s ${address}`];
  for (const old of (before?.ports ?? []).filter(({port}) => isProtected(port))) {
    const one = current.get(old.port.id);
    if (one === undefined) forget(old, everything);
    else if (!isProtected(one.port)) continue;
    else if (old.port.securityGroups.some((group) => !one.port.securityGroups.includes(group))) forget(one, everything);
    else {
      const kept = new Set(one.rules);
      const ids = new Set(one.rules.map((rule) => rule.id));
      for (const rule of old.rules) {
        if (kept.has(rule) || ids.has(rule.id)) continue;
        const protocol = rule.protocol === null ? '' : ` -p ${conntrackProtocol(rule.protocol)}`;
        const side = rule.direction === 'ingress' ? '-d' : '-s';
        forget(one, (address) => [`${side} ${address}${protocol}`], rule.ethertype === 'IPv4' ? 4 : 6);
      }
    }
  }
  for (const {members, found, portIds, version} of sets) {
    // Blocks are forgotten by their first address alone, as the agent does.
    const gone = goneMembers(members, found).map((member) => member.split('/')[0] ?? '');
    for (const one of portIds.flatMap((id) => current.get(id) ?? [])) {
      for (const remote of gone)
        forget(one, (address) => [`-d ${address} -s ${remote}`, `-s ${address} -d ${remote}`], version);
    }
  }
  return [...lines];
}

/** conntrack refuses protocol 0. */
const conntrackProtocol = (protocol: string): string => (protocol === '0' || protocol === 'hopopt' ? 'ip' : protocol);
