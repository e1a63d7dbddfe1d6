import {z} from 'zod';
import {type Outcome, met, notMet} from '../outcome.ts';
import {isPattern, node, regularExpression, text} from './fields.ts';
import {canonicalIp} from './ip-values.ts';
import {sentence} from './sentences.ts';

export const answerSchema = z.strictObject({
  claim: z.literal('answer').describe('The learner answered the question of this check.'),
  node,
  expect: text
    .refine(
      (expect) => !isPattern(expect) || regularExpression.safeParse(expect.slice(1, -1)).success,
      'must be a regular expression between its slashes',
    )
    .describe('The answer, or a regular expression between slashes.'),
});
export type AnswerClaim = z.infer<typeof answerSchema>;

/** What was expected is not told: it is the answer. */
export const RIGHT_ANSWER = sentence('the right answer', '正确的答案');
export const NO_ANSWER = sentence('no answer yet', '还没有回答');

export const checkAnswer = (claim: AnswerClaim, answer: string | undefined): Outcome => {
  if (answer === undefined || answer.trim() === '') return notMet(RIGHT_ANSWER, NO_ANSWER);
  const given = answer.trim();
  const right = isPattern(claim.expect)
    ? new RegExp(claim.expect.slice(1, -1), 'iu').test(given)
    : normal(given) === normal(claim.expect);
  return right
    ? met(sentence(`"${given}" is right`, `“${given}”正确`))
    : notMet(RIGHT_ANSWER, sentence(`"${given}" is not it`, `“${given}”不对`));
};

/** Case, white space and the spelling of numbers and addresses do not matter. */
const normal = (value: string): string => {
  const word = value.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const [address = '', length] = word.split('/');
  const canonical = canonicalIp(address);
  const whole = length === undefined ? canonical : `${canonical}/${length}`;
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(whole) ? String(Number(whole)) : whole;
};
