import {z} from 'zod';
import {state, text} from './fields.ts';

export const processSchema = z.strictObject({
  claim: z.literal('process').describe('A program runs in the node.'),
  ...state,
  name: text,
  argument: text.optional().describe('Text in its command line.'),
});
export type ProcessClaim = z.infer<typeof processSchema>;
