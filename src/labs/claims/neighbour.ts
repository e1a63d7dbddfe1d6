import {z} from 'zod';
import {ip, linkName, mac, state} from './fields.ts';

export const NEIGHBOUR_STATES = ['PERMANENT', 'REACHABLE', 'STALE', 'DELAY', 'PROBE', 'FAILED', 'INCOMPLETE', 'NOARP'] as const;

export const neighbourSchema = z.strictObject({
  claim: z.literal('neighbour').describe('The neighbour (ARP) table has an entry.'),
  ...state,
  dev: linkName,
  address: ip,
  mac: mac.optional(),
  state: z.enum(NEIGHBOUR_STATES).optional(),
  proxy: z.boolean().optional().describe('A proxy entry (`ip neigh add proxy …`).'),
});
export type NeighbourClaim = z.infer<typeof neighbourSchema>;
