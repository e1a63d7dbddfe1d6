import {z} from 'zod';
import {baseline, ip, place} from './fields.ts';

export const pingSchema = z
  .strictObject({
    claim: z.literal('ping').describe('An echo request is answered, or is not.'),
    ...place,
    to: ip,
    reply: z.boolean(),
    baseline,
    from: ip.optional().describe('Source address.'),
    size: z.int().min(0).max(65_507).optional().describe('Bytes of payload; the IP packet has 28 more.'),
    'dont-fragment': z.boolean().optional(),
    ttl: z.int().min(1).max(255).optional().describe('Of the reply.'),
  })
  .refine((claim) => claim.reply || claim.baseline !== undefined, {path: ['baseline'], error: 'must be named where `reply` is false'})
  .refine((claim) => claim.reply || claim.ttl === undefined, {path: ['ttl'], error: 'must not stand where `reply` is false'});
export type PingClaim = z.infer<typeof pingSchema>;
