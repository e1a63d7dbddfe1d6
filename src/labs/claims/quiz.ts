import {z} from 'zod';
import {type Outcome, met, notMet} from '../outcome.ts';
import {NO_ANSWER, RIGHT_ANSWER} from './answer.ts';
import {node, text} from './fields.ts';
import {sentence} from './sentences.ts';

export const quizSchema = z
  .strictObject({
    claim: z.literal('quiz').describe('The learner chose the right option.'),
    node,
    options: z.array(text).min(2, 'must have two options at least'),
    right: z
      .union([text, z.array(text).min(1, 'must name an option')])
      .describe('The right option, or several each of which is right.'),
  })
  .refine((claim) => new Set([claim.right].flat()).size < claim.options.length, {
    path: ['right'],
    error: 'must leave an option that is wrong',
  });
export type QuizClaim = z.infer<typeof quizSchema>;

export const checkQuiz = (claim: QuizClaim, answer: string | undefined): Outcome =>
  judgeChoice(claim.options, [claim.right].flat(), answer);

/** Judges a chosen option. The words of options are the lab's; here only their ids are told. */
export const judgeChoice = (
  options: readonly string[],
  right: readonly string[],
  answer: string | undefined,
): Outcome => {
  const chosen = answer?.trim().toLowerCase() ?? '';
  if (chosen === '') return notMet(RIGHT_ANSWER, NO_ANSWER);
  if (right.some((id) => id.toLowerCase() === chosen)) return met(sentence(`"${chosen}" is right`, `“${chosen}”正确`));
  return notMet(
    RIGHT_ANSWER,
    options.some((id) => id.toLowerCase() === chosen)
      ? sentence(`"${chosen}" is not it`, `“${chosen}”不对`)
      : sentence(
          `"${chosen}" is none of the options: ${options.join(', ')}`,
          `“${chosen}”不在选项中：${options.join('、')}`,
        ),
  );
};
