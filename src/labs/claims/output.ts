import {z} from 'zod';
import type {Result} from '../../drivers/hosts/host.ts';
import type {Text} from '../../state/text.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {place, regularExpression, text} from './fields.ts';
import {sentence} from './sentences.ts';

export const outputSchema = z
  .strictObject({
    claim: z.literal('output').describe('A command prints this. It must only look.'),
    ...place,
    run: text.describe('A line for bash.'),
    matches: regularExpression
      .optional()
      .describe('A regular expression that the output matches somewhere; `^` and `$` are ends of lines.'),
    equals: z.string().optional().describe('The whole output, apart from white space around it.'),
    exit: z.int().min(0).max(255).optional().describe('The exit code.'),
  })
  .refine((claim) => claim.matches !== undefined || claim.equals !== undefined || claim.exit !== undefined, {
    path: ['claim'],
    error: 'must have `matches`, `equals` or `exit`',
  });
export type OutputClaim = z.infer<typeof outputSchema>;

/** The line is stopped after this, and the claim unknown. */
export const OUTPUT_TIMEOUT_MS = 5000;

/** What running the line gave. */
export type Ran = Pick<Result, 'exitCode' | 'stdout' | 'stderr' | 'timedOut' | 'canceled' | 'signal'>;

/** @param says what is expected, in words that stand for the line's own wherever it is told */
export const checkOutput = (claim: OutputClaim, ran: Ran, says?: Text): Outcome => {
  const outcome = judgeOutput(claim, ran);
  if (says === undefined) return outcome;
  switch (outcome.verdict) {
    case 'met':
      return met(says);
    case 'not-met':
      return notMet(says, claim.exit === undefined || claim.exit === ran.exitCode ? outcome.found : isNotSo(ran));
    case 'unknown':
      return outcome;
  }
};

/** What an exit code says, beside an expectation in words. */
const isNotSo = ({stderr}: Ran): Text => {
  const complaint = lastLine(stderr);
  return complaint === ''
    ? sentence('it is not so', '不是这样')
    : sentence(`it is not so: ${excerpt(complaint)}`, `不是这样：${excerpt(complaint)}`);
};

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

const judgeOutput = (claim: OutputClaim, ran: Ran): Outcome => {
  const {run} = claim;
  if (ran.exitCode === undefined) {
    return unknown(
      ran.timedOut
        ? sentence(`"${run}" did not end in time`, `“${run}”没有及时结束`)
        : sentence(`"${run}" was interrupted`, `“${run}”被中断`),
    );
  }
  if (claim.exit !== undefined && ran.exitCode !== claim.exit)
    return notMet(exits(run, claim.exit), ended(ran, ran.exitCode));
  const found = printed(ran);
  const wanted = claim.equals?.trim();
  if (wanted !== undefined && ran.stdout.trim() !== wanted) {
    return notMet(sentence(`"${run}" prints "${wanted}"`, `“${run}”输出“${wanted}”`), found);
  }
  if (claim.matches !== undefined) {
    const match = new RegExp(claim.matches, 'mu').exec(ran.stdout);
    return match === null
      ? notMet(
          sentence(`the output of "${run}" matches ${claim.matches}`, `“${run}”的输出匹配 ${claim.matches}`),
          found,
        )
      : met(prints(run, {...ran, stdout: fromLineOf(match)}));
  }
  return met(wanted === undefined ? exits(run, ran.exitCode) : prints(run, ran));
};

const exits = (run: string, code: number): Text =>
  sentence(`"${run}" ends with exit code ${code}`, `“${run}”以退出码 ${code} 结束`);

/** How it ended, beside an expectation that names the line, with the last thing it complained about. */
const ended = ({stderr}: Ran, code: number): Text => {
  const complaint = lastLine(stderr);
  return complaint === ''
    ? sentence(`it ends with exit code ${code}`, `以退出码 ${code} 结束`)
    : sentence(`it ends with exit code ${code}: ${excerpt(complaint)}`, `以退出码 ${code} 结束：${excerpt(complaint)}`);
};

/** What was matched against, from the line where the match begins. */
const fromLineOf = ({input, index}: RegExpExecArray): string => input.slice(input.lastIndexOf('\n', index - 1) + 1);

const prints = (run: string, ran: Ran): Text => {
  const {en, zh} = printed(ran);
  return sentence(`"${run}" ${en.replace(/^it /, '')}`, `“${run}”${zh}`);
};

/** What was found, beside an expectation that names the line: the first line, or the last error without output. */
const printed = (ran: Ran): Text => {
  const [first = ''] = ran.stdout.trim().split('\n');
  if (first !== '') return sentence(`it prints "${excerpt(first)}"`, `输出“${excerpt(first)}”`);
  const error = lastLine(ran.stderr);
  return error === ''
    ? sentence('it prints nothing', '没有输出')
    : sentence(`it fails: ${excerpt(error)}`, `失败：${excerpt(error)}`);
};

export const excerpt = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
