import {z} from 'zod';
import {ip, mac, node, state, text} from './fields.ts';

export const leaseSchema = z.strictObject({
  claim: z.literal('lease').describe('dnsmasq gave a DHCP lease.'),
  node,
  absent: state.absent,
  file: z.string().regex(/^\//, 'must be an absolute path').describe("dnsmasq's leases file."),
  mac: mac.optional(),
  address: ip.optional(),
  hostname: text.optional(),
});
export type LeaseClaim = z.infer<typeof leaseSchema>;
