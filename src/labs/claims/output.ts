import {z} from 'zod';
import {place, regularExpression, text} from './fields.ts';

export const outputSchema = z
  .strictObject({
    claim: z.literal('output').describe('A command prints this. It must only look.'),
    ...place,
    run: text.describe('A line for bash.'),
    matches: regularExpression.optional().describe('A regular expression that the output matches somewhere.'),
    equals: z.string().optional().describe('The whole output, apart from white space around it.'),
    exit: z.int().min(0).max(255).optional().describe('The exit code.'),
  })
  .refine((claim) => claim.matches !== undefined || claim.equals !== undefined || claim.exit !== undefined, {
    path: ['claim'],
    error: 'must have `matches`, `equals` or `exit`',
  });
export type OutputClaim = z.infer<typeof outputSchema>;
