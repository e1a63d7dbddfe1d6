import {z} from 'zod';
import {state, text} from './fields.ts';

export const tableName = z.enum(['filter', 'nat', 'mangle', 'raw', 'security']);

export const chainSchema = z.strictObject({
  claim: z.literal('chain').describe('An iptables chain is so.'),
  ...state,
  table: tableName.optional().describe('Default filter.'),
  chain: text,
  policy: z.enum(['ACCEPT', 'DROP']).optional(),
  empty: z.boolean().optional().describe('Whether it has no rules.'),
  order: z.array(text).min(2, 'must have two texts at least').optional().describe('Rules containing these texts stand in this order.'),
});
export type ChainClaim = z.infer<typeof chainSchema>;
