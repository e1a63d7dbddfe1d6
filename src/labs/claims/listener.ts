import {z} from 'zod';
import {ip, port, state, text} from './fields.ts';

export const listenerSchema = z.strictObject({
  claim: z.literal('listener').describe('A program listens on a port.'),
  ...state,
  protocol: z.enum(['tcp', 'udp']).optional().describe('Default tcp.'),
  port,
  address: ip.optional().describe('It must be reachable by this address: bound to it or to all.'),
  program: text.optional(),
});
export type ListenerClaim = z.infer<typeof listenerSchema>;
