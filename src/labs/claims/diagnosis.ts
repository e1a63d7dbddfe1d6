import {z} from 'zod';
import {type Outcome, unknown} from '../outcome.ts';
import {node, text} from './fields.ts';
import {judgeChoice} from './quiz.ts';
import {sentence} from './sentences.ts';

export const diagnosisSchema = z.strictObject({
  claim: z.literal('diagnosis').describe("The learner named the layer or the cause of the attempt's fault."),
  node,
  about: z.enum(['layer', 'cause']),
  options: z.array(text).min(2, 'must have two options at least'),
});
export type DiagnosisClaim = z.infer<typeof diagnosisSchema>;

/** @param fault the hidden fault of this attempt; undefined where it has none */
export const checkDiagnosis = (
  claim: DiagnosisClaim,
  answer: string | undefined,
  fault: {readonly id: string; readonly layer: string} | undefined,
): Outcome =>
  fault === undefined
    ? unknown(sentence('this attempt has no hidden fault', '本次练习没有隐藏故障'))
    : judgeChoice(claim.options, [claim.about === 'layer' ? fault.layer : fault.id], answer);
