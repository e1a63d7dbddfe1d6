import {hexPort, hexTag, portNumber, tagOf} from './flow.ts';
import type {Flow} from './flow.ts';
import {INTEGRATION_BRIDGE} from './naming.ts';
import type {Claims} from './spoof-flows.ts';
import {TABLES} from './tables.ts';

/** What a filtered port is to the OpenFlow firewall. */
export interface GuardedPort {
  /** In br-int. */
  readonly name: string;
  readonly networkId: string;
  readonly claims: Claims;
}

/** Router solicitation is said, not heard; advertisements are heard, and may not be said. */
const ICMP6_OUT = [130, 133, 135];
const ICMP6_IN = [130, 134, 135, 136];

const ZONE = 'zone=NXM_NX_REG6[0..15]';
export const COMMIT = `ct(commit,${ZONE})`;
const MARK_INVALID = `ct(commit,${ZONE},exec(set_field:0x1->ct_mark))`;

/**
 * What every filtered port has, whatever its groups say: `_initialize_common_flows`, `_initialize_egress`,
 * `_initialize_tracked_egress` and their likes for ingress in openvswitch_firewall/firewall.py. reg5 is the port,
 * reg6 its network, and the network's local VLAN is the zone in which its connections are known.
 */
export function guardFlows(port: GuardedPort): readonly Flow[] {
  const flows: Flow[] = [];
  const add = (table: number, priority: number, match: string, actions: string) =>
    flows.push({bridge: INTEGRATION_BRIDGE, table, priority, match, actions});
  const {name, networkId, claims} = port;
  const to = (table: number) => `resubmit(,${table})`;
  const reg5 = `reg5=${hexPort(name)}`;
  const known = `set_field:${hexPort(name)}->reg5,set_field:${hexTag(networkId)}->reg6`;
  const from = `${reg5},in_port=${portNumber(name)}`;
  const output = `output:${portNumber(name)}`;

  add(TABLES.TRANSIENT, 100, `in_port=${portNumber(name)}`, `${known},${to(TABLES.BASE_EGRESS)}`);
  for (const mac of claims.macs) {
    const isHere = `dl_vlan=${tagOf(networkId)},dl_dst=${mac}`;
    add(TABLES.TRANSIENT, 90, isHere, `${known},pop_vlan,${to(TABLES.BASE_INGRESS)}`);
    const own = `reg6=${hexTag(networkId)},dl_dst=${mac}`;
    add(TABLES.ACCEPT_OR_INGRESS, 100, own, `set_field:${hexPort(name)}->reg5,${to(TABLES.BASE_INGRESS)}`);
  }

  const tracked = `ct(table=${TABLES.RULES_EGRESS},${ZONE})`;
  for (const {mac, address} of claims.ipv4) {
    add(TABLES.BASE_EGRESS, 95, `arp,${from},dl_src=${mac}${source('arp_spa', address)}`, to(94));
    add(TABLES.BASE_EGRESS, 65, `ip,${from},dl_src=${mac}${source('nw_src', address)}`, tracked);
    for (const claimed of [address, '0.0.0.0'])
      add(TABLES.BASE_EGRESS, 80, `udp,${from},dl_src=${mac}${source('nw_src', claimed)},tp_src=68,tp_dst=67`, to(73));
  }
  for (const {mac, address} of claims.ipv6) {
    const claimed = `${from},dl_src=${mac}${source('ipv6_src', address)}`;
    for (const type of ICMP6_OUT) add(TABLES.BASE_EGRESS, 95, `icmp6,${claimed},icmp_type=${type}`, to(94));
    add(TABLES.BASE_EGRESS, 95, `icmp6,${from},icmp_type=136${source('nd_target', address)}`, to(94));
    add(TABLES.BASE_EGRESS, 80, `udp6,${claimed},tp_src=546,tp_dst=547`, to(73));
    add(TABLES.BASE_EGRESS, 65, `ipv6,${claimed}`, tracked);
  }
  add(TABLES.BASE_EGRESS, 70, `udp,${from},tp_src=67,tp_dst=68`, to(TABLES.DROPPED));
  add(TABLES.BASE_EGRESS, 70, `udp6,${from},tp_src=547,tp_dst=546`, to(TABLES.DROPPED));
  add(TABLES.BASE_EGRESS, 70, `icmp6,${from},icmp_type=134`, to(TABLES.DROPPED));
  add(TABLES.BASE_EGRESS, 10, from, `ct_clear,${to(TABLES.DROPPED)}`);

  for (const version of ['ip', 'ipv6']) {
    const isNew = `ct_state=+new-est,${version},${reg5}`;
    add(TABLES.ACCEPT_OR_INGRESS, 90, isNew, `${COMMIT},${to(TABLES.ACCEPTED_EGRESS)}`);
    add(TABLES.BASE_INGRESS, 90, `ct_state=-trk,${version},${reg5}`, `ct(table=${TABLES.RULES_INGRESS},${ZONE})`);
  }
  add(TABLES.ACCEPT_OR_INGRESS, 80, reg5, to(TABLES.ACCEPTED_EGRESS_NORMAL));

  add(TABLES.BASE_INGRESS, 100, `arp,${reg5}`, output);
  for (const type of ICMP6_IN) add(TABLES.BASE_INGRESS, 100, `icmp6,${reg5},icmp_type=${type}`, output);
  add(TABLES.BASE_INGRESS, 95, `udp,${reg5},tp_src=67,tp_dst=68`, output);
  add(TABLES.BASE_INGRESS, 95, `udp6,${reg5},tp_src=547,tp_dst=546`, output);
  add(TABLES.BASE_INGRESS, 80, `ct_state=+trk,${reg5}`, to(TABLES.RULES_INGRESS));

  for (const [table, accept] of [
    [TABLES.RULES_EGRESS, to(TABLES.ACCEPTED_EGRESS_NORMAL)],
    [TABLES.RULES_INGRESS, output],
  ] as const) {
    const zone = `ct_zone=${tagOf(networkId)},ct_mark=0,${reg5}`;
    add(table, 50, 'ct_state=+inv+trk', to(TABLES.DROPPED));
    add(table, 50, `ct_mark=0x1,${reg5}`, to(TABLES.DROPPED));
    add(table, 50, `ct_state=+est-rel+rpl,${zone}`, accept);
    add(table, 50, `ct_state=-new-est+rel-inv,${zone}`, accept);
    add(table, 40, `ct_state=-est,${reg5}`, to(TABLES.DROPPED));
    for (const version of ['ip', 'ipv6']) add(table, 40, `ct_state=+est,${version},${reg5}`, MARK_INVALID);
  }
  return flows;
}

/** A pair of every address is no match at all. */
const source = (field: string, address: string): string => (address.endsWith('/0') ? '' : `,${field}=${address}`);
