import {z} from 'zod';
import {type Outcome, met, notMet} from '../outcome.ts';
import {node, regularExpression} from './fields.ts';
import {sentence} from './sentences.ts';

export const ranSchema = z.strictObject({
  claim: z.literal('ran').describe('The learner typed a matching command line in this step.'),
  node,
  matches: regularExpression,
});
export type RanClaim = z.infer<typeof ranSchema>;

/** @param lines command lines typed in this step, oldest first */
export const checkRan = (claim: RanClaim, lines: readonly string[]): Outcome => {
  const pattern = new RegExp(claim.matches, 'u');
  const line = lines.findLast((typed) => pattern.test(typed));
  if (line !== undefined) return met(sentence(`"${line}" was run`, `运行过“${line}”`));
  const last = lines.at(-1);
  return notMet(
    sentence('the command that the step asks for was run', '运行过本步骤要求的命令'),
    last === undefined
      ? sentence('no command was run in this step yet', '本步骤还没有运行任何命令')
      : sentence(
          `none of the commands so far is it; the last was "${last}"`,
          `到目前为止的命令都不是；最后一条是“${last}”`,
        ),
  );
};
