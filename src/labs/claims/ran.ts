import {z} from 'zod';
import {node, regularExpression} from './fields.ts';

export const ranSchema = z.strictObject({
  claim: z.literal('ran').describe('The learner typed a matching command line in this step.'),
  node,
  matches: regularExpression,
});
export type RanClaim = z.infer<typeof ranSchema>;
