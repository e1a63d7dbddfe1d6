import {z} from 'zod';
import {count, ip, linkName, mac, state, text} from './fields.ts';

export const fdbSchema = z
  .strictObject({
    claim: z.literal('fdb').describe('A bridge or VXLAN device has a forwarding entry.'),
    ...state,
    dev: linkName.describe('The port or VXLAN device behind which the MAC is.'),
    mac: mac.optional(),
    'mac-of': z
      .strictObject({node: text.optional(), in: text.optional(), dev: linkName})
      .optional()
      .describe('The interface whose MAC is meant, instead of `mac`.'),
    origin: z.enum(['learned', 'static', 'permanent']).optional(),
    destination: ip.optional().describe('VXLAN: the tunnel end.'),
    vlan: count.optional(),
  })
  .refine((claim) => (claim.mac === undefined) !== (claim['mac-of'] === undefined), {
    path: ['claim'],
    error: 'must have either `mac` or `mac-of`',
  });
export type FdbClaim = z.infer<typeof fdbSchema>;
