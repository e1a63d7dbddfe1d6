import {z} from 'zod';
import {ip, place} from './fields.ts';

/** An IPv4 packet with an echo request has 28 bytes at least. */
const packetSize = z.int().min(28).max(65_535);

export const mtuSchema = z
  .strictObject({
    claim: z.literal('mtu').describe('How large a packet gets through without being cut in pieces.'),
    ...place,
    to: ip,
    passes: packetSize.optional().describe('Bytes of the IP packet that gets through.'),
    blocked: packetSize.optional().describe('Bytes of the IP packet that does not.'),
  })
  .refine((claim) => claim.passes !== undefined, {
    path: ['passes'],
    error: 'must be named: that a large packet is lost says nothing where none gets through',
  })
  .refine((claim) => claim.blocked === undefined || claim.passes === undefined || claim.blocked > claim.passes, {
    path: ['blocked'],
    error: 'must be larger than `passes`',
  });
export type MtuClaim = z.infer<typeof mtuSchema>;
