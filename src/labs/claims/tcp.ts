import {z} from 'zod';
import {baseline, ip, place, port} from './fields.ts';

export const tcpSchema = z
  .strictObject({
    claim: z.literal('tcp').describe('A TCP connection can be made, or cannot.'),
    ...place,
    to: ip,
    port,
    connects: z.boolean(),
    baseline,
  })
  .refine((claim) => claim.connects || claim.baseline !== undefined, {path: ['baseline'], error: 'must be named where `connects` is false'});
export type TcpClaim = z.infer<typeof tcpSchema>;
