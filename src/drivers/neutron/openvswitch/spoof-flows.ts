import type {AddressPair, FixedIp} from '../model.ts';
import {linkLocal} from '../port-filter/port-rules.ts';
import type {FilteredPort} from '../port-filter/port-rules.ts';
import {portNumber} from './flow.ts';
import type {Flow} from './flow.ts';
import {INTEGRATION_BRIDGE} from './naming.ts';
import {TABLES} from './tables.ts';

/** What a port may say of itself. */
export interface Claims {
  readonly macs: readonly string[];
  /** With the MAC that goes with each; addresses may be prefixes. */
  readonly ipv4: readonly Claim[];
  /** Link-local ones, too. */
  readonly ipv6: readonly Claim[];
}

export interface Claim {
  readonly mac: string;
  readonly address: string;
}

/** The port's own addresses, and those of its pairs. */
export function claimsOf(port: Pick<FilteredPort['port'], 'macAddress' | 'fixedIps' | 'allowedAddressPairs'>): Claims {
  const own = port.fixedIps.map(({ipAddress}: FixedIp) => ({mac: port.macAddress, address: ipAddress}));
  const pairs = port.allowedAddressPairs.map((pair: AddressPair) => ({mac: pair.macAddress, address: pair.ipAddress}));
  const macs = [...new Set([port.macAddress, ...pairs.map(({mac}) => mac)])];
  const local = macs.map((mac) => ({mac, address: linkLocal(mac)}));
  const all = [...own, ...pairs, ...local].map(({mac, address}) => ({mac, address: withoutWholeMask(address)}));
  const unique = [...new Map(all.map((claim) => [`${claim.mac} ${claim.address}`, claim])).values()];
  return {
    macs,
    ipv4: unique.filter(({address}) => !address.includes(':')),
    ipv6: unique.filter(({address}) => address.includes(':')),
  };
}

/** Open vSwitch prints no mask where all bits count. */
export const withoutWholeMask = (address: string): string =>
  address.replace(address.includes(':') ? /\/128$/ : /\/32$/, '');

/**
 * Without the OpenFlow firewall: a port sends ARP and neighbour advertisements of its own addresses alone, and frames
 * of its own MACs (`setup_arp_spoofing_protection` of ovs_neutron_agent.py). A pair that allows every address lifts
 * the check of the version.
 */
export function spoofFlows(name: string, {macs, ipv4, ipv6}: Claims): readonly Flow[] {
  const from = `in_port=${portNumber(name)}`;
  const flow = (table: number, priority: number, match: string, next: number): Flow => ({
    bridge: INTEGRATION_BRIDGE,
    table,
    priority,
    match,
    actions: `goto_table:${next}`,
  });
  const addresses = (claims: readonly Claim[]) => [...new Set(claims.map(({address}) => address))];
  const isAny = (claims: readonly Claim[]) => claims.some(({address}) => address.endsWith('/0'));
  return [
    flow(TABLES.LOCAL, 9, from, TABLES.MAC_SPOOF),
    ...macs.map((mac) => flow(TABLES.MAC_SPOOF, 2, `${from},dl_src=${mac}`, TABLES.EGRESS_LOCAL)),
    ...(isAny(ipv6)
      ? []
      : [
          flow(TABLES.LOCAL, 10, `icmp6,${from},icmp_type=136`, TABLES.ARP_SPOOF),
          ...addresses(ipv6).map((address) =>
            flow(TABLES.ARP_SPOOF, 2, `icmp6,${from},icmp_type=136,nd_target=${address}`, TABLES.PACKET_RATE),
          ),
        ]),
    ...(isAny(ipv4)
      ? []
      : [
          flow(TABLES.LOCAL, 10, `arp,${from}`, TABLES.ARP_SPOOF),
          ...addresses(ipv4).map((address) =>
            flow(TABLES.ARP_SPOOF, 2, `arp,${from},arp_spa=${address}`, TABLES.MAC_SPOOF),
          ),
        ]),
  ];
}
