import {z} from 'zod';
import {text} from './fields.ts';

export const namespaceSchema = z.strictObject({
  claim: z.literal('namespace').describe('A named network namespace exists.'),
  node: text.optional().describe('The node; default the first.'),
  name: text.describe('Its name under /run/netns.'),
  absent: z.literal(true).optional().describe('There must be no such namespace.'),
});
export type NamespaceClaim = z.infer<typeof namespaceSchema>;
