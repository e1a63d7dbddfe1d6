import {z} from 'zod';
import {ip, linkName, routeDestination, state, text} from './fields.ts';

export const routeSchema = z.strictObject({
  claim: z.literal('route').describe('The routing table has a route.'),
  ...state,
  to: routeDestination.describe('`default` or a prefix.'),
  via: ip.optional().describe('The gateway.'),
  dev: linkName.optional(),
  source: ip.optional().describe('The preferred source address.'),
  table: text.optional().describe('Default main.'),
  type: z.enum(['unicast', 'blackhole', 'unreachable', 'prohibit', 'throw']).optional(),
});
export type RouteClaim = z.infer<typeof routeSchema>;
