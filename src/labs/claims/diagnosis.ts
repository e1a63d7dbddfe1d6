import {z} from 'zod';
import {node, text} from './fields.ts';

export const diagnosisSchema = z.strictObject({
  claim: z.literal('diagnosis').describe("The learner named the layer or the cause of the attempt's fault."),
  node,
  about: z.enum(['layer', 'cause']),
  options: z.array(text).min(2, 'must have two options at least'),
});
export type DiagnosisClaim = z.infer<typeof diagnosisSchema>;
