import {z} from 'zod';
import {node, text} from './fields.ts';

export const quizSchema = z
  .strictObject({
    claim: z.literal('quiz').describe('The learner chose the right option.'),
    node,
    options: z.array(text).min(2, 'must have two options at least'),
    right: z.union([text, z.array(text).min(1, 'must name an option')]).describe('The right option, or several each of which is right.'),
  })
  .refine((claim) => [claim.right].flat().every((id) => claim.options.includes(id)), {path: ['right'], error: 'must be one of `options`'})
  .refine((claim) => new Set([claim.right].flat()).size < claim.options.length, {path: ['right'], error: 'must leave an option that is wrong'});
export type QuizClaim = z.infer<typeof quizSchema>;
