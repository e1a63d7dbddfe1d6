import {z} from 'zod';
import {count, linkName, mac, state, text} from './fields.ts';

export const LINK_KINDS = ['loopback', 'ether', 'veth', 'bridge', 'vxlan', 'vlan', 'tun', 'tap', 'macvlan', 'dummy', 'ifb'] as const;

export const linkSchema = z.strictObject({
  claim: z.literal('link').describe('An interface exists and is so.'),
  ...state,
  name: linkName,
  kind: z.enum(LINK_KINDS).optional(),
  up: z.boolean().optional().describe('Switched on (`ip link set … up`).'),
  carrier: z.boolean().optional().describe('Its far end is up too.'),
  master: text.optional().describe('The bridge it is a port of, or `none`.'),
  mac: mac.optional(),
  mtu: count.optional(),
  peer: z
    .strictObject({
      name: linkName,
      in: text.optional().describe("The peer's namespace; default the node's own."),
      node: text.optional().describe("The peer's node; default the claim's."),
    })
    .optional()
    .describe('The other end of a veth pair.'),
  vni: count.optional().describe('Of a VXLAN device.'),
  vlan: count.optional().describe('Of a VLAN device: its 802.1Q id.'),
  stp: z.boolean().optional().describe('Of a bridge: spanning tree on.'),
});
export type LinkClaim = z.infer<typeof linkSchema>;
