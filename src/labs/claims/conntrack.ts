import {z} from 'zod';
import {ip, port, protocol, state} from './fields.ts';

export const conntrackSchema = z.strictObject({
  claim: z.literal('conntrack').describe('The kernel tracks such a connection.'),
  ...state,
  protocol: protocol.optional(),
  source: ip.optional().describe('Of the first packet.'),
  destination: ip.optional().describe('Of the first packet, before translation.'),
  'reply-source': ip.optional().describe('Where answers come from.'),
  'reply-destination': ip.optional().describe('Where answers are sent, before they are translated back.'),
  port: port.optional().describe('Destination port of the first packet.'),
});
export type ConntrackClaim = z.infer<typeof conntrackSchema>;
