import {hexPort, hexTag, portNumber, tagOf, vlanVid} from './flow.ts';
import type {Flow} from './flow.ts';
import {INTEGRATION_BRIDGE, TUNNEL_BRIDGE, integrationPatch, providerPatch} from './naming.ts';
import {TABLES} from './tables.ts';

const flow = (bridge: string, table: number, priority: number, match: string, actions: string): Flow => ({
  bridge,
  table,
  priority,
  match,
  actions,
});

/** Ports that belong to nothing the agent knows have this local VLAN, and nothing leaves it. */
export const DEAD_VLAN = 4095;

/** What br-int has before there is any network: `setup_default_table` and `setup_canary_table` of br_int.py. */
export const integrationFlows = (providers: readonly string[], firewall: 'openvswitch' | 'other'): readonly Flow[] => [
  flow(INTEGRATION_BRIDGE, TABLES.LOCAL, 65_535, `dl_vlan=${DEAD_VLAN}`, 'drop'),
  // The QoS extension's: every packet goes through the default queue once.
  {
    ...flow(INTEGRATION_BRIDGE, TABLES.LOCAL, 200, 'reg3=0', 'set_queue:0,load:0x1->NXM_NX_REG3[0],resubmit(,0)'),
    resetCounts: true,
  },
  ...providers.map((bridge) =>
    flow(INTEGRATION_BRIDGE, TABLES.LOCAL, 2, `in_port=${portNumber(integrationPatch(bridge))}`, 'drop'),
  ),
  flow(INTEGRATION_BRIDGE, TABLES.LOCAL, 0, '', `goto_table:${TABLES.PACKET_RATE}`),
  flow(INTEGRATION_BRIDGE, TABLES.CANARY, 0, '', 'drop'),
  flow(INTEGRATION_BRIDGE, TABLES.ARP_SPOOF, 0, '', 'drop'),
  flow(INTEGRATION_BRIDGE, TABLES.EGRESS_LOCAL, 0, '', `goto_table:${TABLES.PACKET_RATE}`),
  flow(INTEGRATION_BRIDGE, TABLES.EGRESS_REMOTE, 0, '', `goto_table:${TABLES.PACKET_RATE}`),
  flow(INTEGRATION_BRIDGE, TABLES.PACKET_RATE, 0, '', `goto_table:${TABLES.TRANSIENT}`),
  flow(INTEGRATION_BRIDGE, TABLES.TRANSIENT, 3, '', 'NORMAL'),
  flow(INTEGRATION_BRIDGE, TABLES.TRANSIENT_EGRESS, 3, '', 'NORMAL'),
  ...(firewall === 'openvswitch' ? FIREWALL_DEFAULTS : []),
];

/** What the firewall driver puts first: what no other flow lets through ends here. */
const FIREWALL_DEFAULTS: readonly Flow[] = (
  [
    [TABLES.BASE_EGRESS, 110, 'ct_state=+trk', `ct_clear,resubmit(,${TABLES.BASE_EGRESS})`],
    [TABLES.BASE_EGRESS, 0, '', 'drop'],
    [TABLES.RULES_EGRESS, 0, '', 'drop'],
    [TABLES.ACCEPT_OR_INGRESS, 0, '', 'drop'],
    [TABLES.BASE_INGRESS, 0, '', 'drop'],
    [TABLES.RULES_INGRESS, 0, '', 'drop'],
    [TABLES.ACCEPTED_EGRESS, 1, '', `resubmit(,${TABLES.ACCEPTED_EGRESS_NORMAL})`],
    [TABLES.ACCEPTED_INGRESS, 0, '', 'drop'],
    [TABLES.DROPPED, 0, '', 'drop'],
    [TABLES.ACCEPTED_EGRESS_NORMAL, 1, '', 'NORMAL'],
  ] as const
).map(([table, priority, match, actions]) => ({
  ...flow(INTEGRATION_BRIDGE, table, priority, match, actions),
  resetCounts: true,
}));

/** What a provider bridge has before there is any network: br_phys.py. */
export const providerFlows = (bridge: string): readonly Flow[] => [
  flow(bridge, 0, 2, `in_port=${portNumber(providerPatch(bridge))}`, 'drop'),
  flow(bridge, 0, 0, '', 'NORMAL'),
];

const LEARN =
  'learn(table=20,hard_timeout=300,priority=1,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:0->NXM_OF_VLAN_TCI[],load:NXM_NX_TUN_ID[]->NXM_NX_TUN_ID[],output:OXM_OF_IN_PORT[])';

/** What br-tun has before there is any tunnel: br_tun.py. */
export const tunnelFlows = (arpResponder: boolean): readonly Flow[] => [
  flow(TUNNEL_BRIDGE, 0, 1, `in_port=${portNumber('patch-int')}`, 'goto_table:2'),
  flow(TUNNEL_BRIDGE, 0, 0, '', 'drop'),
  ...(arpResponder ? [flow(TUNNEL_BRIDGE, 2, 1, 'arp,dl_dst=ff:ff:ff:ff:ff:ff', 'goto_table:21')] : []),
  flow(TUNNEL_BRIDGE, 2, 0, 'dl_dst=00:00:00:00:00:00/01:00:00:00:00:00', 'goto_table:20'),
  flow(TUNNEL_BRIDGE, 2, 0, 'dl_dst=01:00:00:00:00:00/01:00:00:00:00:00', 'goto_table:22'),
  ...[3, 4, 6].map((table) => flow(TUNNEL_BRIDGE, table, 0, '', 'drop')),
  flow(TUNNEL_BRIDGE, 10, 1, '', `${LEARN},output:${portNumber('patch-int')}`),
  flow(TUNNEL_BRIDGE, 20, 0, '', 'goto_table:22'),
  ...(arpResponder ? [flow(TUNNEL_BRIDGE, 21, 0, '', 'goto_table:22')] : []),
  flow(TUNNEL_BRIDGE, 22, 0, '', 'drop'),
];

/** What comes out of a tunnel goes to the table of VXLAN. */
export const tunnelPortFlow = (port: string): Flow =>
  flow(TUNNEL_BRIDGE, 0, 1, `in_port=${portNumber(port)}`, 'goto_table:4');

/** A tunnel's packets get the local VLAN of their network. */
export const tunnelNetworkFlow = (networkId: string, vni: number): Flow =>
  flow(
    TUNNEL_BRIDGE,
    4,
    1,
    `tun_id=${hex(vni)}`,
    `push_vlan:0x8100,set_field:${vlanVid(networkId)}->vlan_vid,goto_table:10`,
  );

/** Broadcast and unknown frames go to every tunnel end that has the network. */
export const floodFlow = (networkId: string, vni: number, ports: readonly string[]): Flow =>
  flow(
    TUNNEL_BRIDGE,
    22,
    1,
    `dl_vlan=${tagOf(networkId)}`,
    `pop_vlan,set_field:${hex(vni)}->tun_id,${ports.map((port) => `output:${portNumber(port)}`).join()}`,
  );

/** l2population: where a MAC is. */
export const unicastFlow = (networkId: string, vni: number, mac: string, port: string): Flow =>
  flow(
    TUNNEL_BRIDGE,
    20,
    2,
    `dl_vlan=${tagOf(networkId)},dl_dst=${mac}`,
    `pop_vlan,set_field:${hex(vni)}->tun_id,output:${portNumber(port)}`,
  );

/** The ARP responder: the question itself is turned into its answer. */
export const arpAnswerFlow = (networkId: string, address: string, mac: string): Flow =>
  flow(
    TUNNEL_BRIDGE,
    21,
    1,
    `arp,dl_vlan=${tagOf(networkId)},arp_tpa=${address}`,
    `set_field:2->arp_op,move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],set_field:${mac}->arp_sha,set_field:${address}->arp_spa,move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],set_field:${mac}->eth_src,IN_PORT`,
  );

/** A provider network, flat or VLAN: its tag on the wire for its local VLAN, and back. */
export const providerNetworkFlows = (networkId: string, bridge: string, vlanId: number | null): readonly Flow[] => [
  flow(
    bridge,
    0,
    4,
    `in_port=${portNumber(providerPatch(bridge))},dl_vlan=${tagOf(networkId)}`,
    vlanId === null ? 'pop_vlan,NORMAL' : `set_field:${vlanId + 0x1000}->vlan_vid,NORMAL`,
  ),
  flow(
    INTEGRATION_BRIDGE,
    TABLES.LOCAL,
    3,
    `in_port=${portNumber(integrationPatch(bridge))},${vlanId === null ? 'vlan_tci=0x0000/0x1fff' : `dl_vlan=${vlanId}`}`,
    `${vlanId === null ? 'push_vlan:0x8100,' : ''}set_field:${vlanVid(networkId)}->vlan_vid,goto_table:${TABLES.PACKET_RATE}`,
  ),
];

/** A port that is administratively down: nothing comes in by it. */
export const deadPortFlow = (port: string): Flow =>
  flow(INTEGRATION_BRIDGE, TABLES.LOCAL, 2, `in_port=${portNumber(port)}`, 'drop');

/** With the OpenFlow firewall: a port that is not filtered, as those of DHCP and routers. */
export const unfilteredPortFlows = (port: string, networkId: string): readonly Flow[] => [
  flow(
    INTEGRATION_BRIDGE,
    TABLES.TRANSIENT,
    100,
    `in_port=${portNumber(port)}`,
    `set_field:${hexPort(port)}->reg5,set_field:${hexTag(networkId)}->reg6,resubmit(,${TABLES.ACCEPT_OR_INGRESS})`,
  ),
  flow(
    INTEGRATION_BRIDGE,
    TABLES.ACCEPT_OR_INGRESS,
    80,
    `reg5=${hexPort(port)}`,
    `resubmit(,${TABLES.ACCEPTED_EGRESS_NORMAL})`,
  ),
];

const hex = (number: number): string => `0x${number.toString(16)}`;
