import {z} from 'zod';
import {linkName, state} from './fields.ts';

export const bridgeVlanSchema = z.strictObject({
  claim: z.literal('bridge-vlan').describe('A bridge port is a member of a VLAN.'),
  ...state,
  dev: linkName,
  vlan: z.int().min(1).max(4094),
  pvid: z.boolean().optional().describe('Untagged frames that come in belong to it.'),
  untagged: z.boolean().optional().describe('Frames leave without a tag.'),
});
export type BridgeVlanClaim = z.infer<typeof bridgeVlanSchema>;
