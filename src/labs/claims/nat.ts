import {z} from 'zod';
import {linkName, port, prefix, protocol, state} from './fields.ts';

export const natSchema = z.strictObject({
  claim: z.literal('nat').describe('Addresses are translated so, however the rules are written.'),
  ...state,
  type: z.enum(['masquerade', 'snat', 'dnat', 'redirect']),
  out: linkName.optional().describe('For packets that leave by this interface.'),
  from: prefix.optional().describe('For packets from here.'),
  to: prefix.optional().describe('For packets sent to here.'),
  protocol: protocol.optional(),
  port: port.optional().describe('For packets sent to this port.'),
  destination: z
    .string()
    .regex(/^[\d.a-f:[\]]*(:\d+)?$/i, 'must be an address, an address with a port or, for redirect, a port')
    .optional()
    .describe('Where they are sent (dnat), the address they get (snat), or the local port (redirect).'),
});
export type NatClaim = z.infer<typeof natSchema>;
