import {z} from 'zod';
import {isPattern, node, regularExpression, text} from './fields.ts';

export const answerSchema = z.strictObject({
  claim: z.literal('answer').describe('The learner answered the question of this check.'),
  node,
  expect: text
    .refine((expect) => !isPattern(expect) || regularExpression.safeParse(expect.slice(1, -1)).success, 'must be a regular expression between its slashes')
    .describe('The answer, or a regular expression between slashes.'),
});
export type AnswerClaim = z.infer<typeof answerSchema>;
