import {solveLines} from '../solve-lines.ts';
import type {Attempt, Check, Lab, SolveLine, Step} from '../lab.ts';
import type {Outcome} from '../outcome.ts';
import type {Text} from '../../state/text.ts';
import {isOurCommand} from '../command-words.ts';
import type {Actor, Supposed} from './actor.ts';
import {latch, stillOpen, withOutcome, type Outcomes} from './outcomes.ts';
import {failed, unknownProblem, type Problem} from './report.ts';

/** A wrong way to solve a step, and the checks that must notice. */
export interface Variant {
  readonly name: Text;
  readonly lines: readonly SolveLine[];
  readonly fails: readonly string[];
  /** The line of the solve that it leaves out; absent where the author wrote it down. */
  readonly leavesOut?: number;
}

/** The solve with one line left out, for every line that proves something, and the wrong ways the author wrote down. */
export function variantsOf(lab: Lab, attempt: Attempt, step: Step): readonly Variant[] {
  const lines = solveLines(lab, attempt, step);
  const leftOut = lines.flatMap((line, index) =>
    line.proves.length === 0
      ? []
      : [
          {
            name: {en: `without \`${line.run}\``, zh: `去掉 \`${line.run}\``},
            lines: lines.toSpliced(index, 1),
            fails: line.proves,
            leavesOut: index,
          },
        ],
  );
  const authored = step.mutants
    .filter(({fault}) => fault === undefined || fault === attempt.fault)
    .map(({name, solve, fails}) => ({name: {en: `“${name}”`, zh: `“${name}”`}, lines: solve, fails}));
  return [...leftOut, ...authored];
}

/** The last line of a solve that changes anything, behind which there are but looks and answers; -1 for none. */
export const lastChange = (lines: readonly SolveLine[]): number =>
  lines.findLastIndex(({looks, run}) => !looks && !isOurCommand(run));

/**
 * Whether the solve itself passes through what the variant leads to: without its last change all is as just before it.
 * Such a one needs no host of its own (decision 014).
 */
export const isPassed = ({leavesOut}: Variant, lines: readonly SolveLine[]): boolean =>
  leavesOut !== undefined && leavesOut >= lastChange(lines);

/** Plays a variant at its step, on a host of its own; no problem means that it was noticed for the right reason. */
export async function playVariant(actor: Actor, step: Step, variant: Variant): Promise<readonly Problem[]> {
  actor.beginStep();
  const met: Record<string, Outcome> = {};
  const {looked} = checksOf(step, variant);
  // A line may well fail now: what it builds on was left out.
  for (const line of variant.lines) {
    await actor.run(line);
    if (step.mode === 'edge') {
      await actor.settle();
      latch(met, await actor.look(stillOpen(looked, met)));
    }
  }
  await actor.settle();
  return survivors(actor, step, variant, met);
}

/**
 * Looks whether what a variant leads to is noticed.
 * @param met what was met on the way, in a step where that suffices
 * @param supposed what would have been typed, too
 */
export async function survivors(
  actor: Actor,
  step: Step,
  variant: Variant,
  met: Outcomes,
  supposed?: Supposed,
): Promise<readonly Problem[]> {
  const {judged, looked} = checksOf(step, variant);
  const first = await actor.look(looked, supposed);
  // A probe that did not come to an end on a busy machine is no answer: it is asked once more.
  const isUnanswered = judged.some(({id}) => first[id]?.verdict === 'unknown');
  const outcomes = {...(isUnanswered ? await actor.look(looked, supposed) : first), ...met};
  return judged.flatMap(({id}) => survived(id, variant, outcomes[id]));
}

/** Those that must notice, and what to look at to know. */
function checksOf({checks}: Step, {fails}: Variant): Record<'judged' | 'looked', readonly Check[]> {
  const judged = checks.filter(({id}) => fails.includes(id));
  // With the checks of the same step that they depend on, so that they are looked at as in a session.
  const wanted = new Set(judged.flatMap(({id, claim}) => ('baseline' in claim ? [id, claim.baseline] : [id])));
  return {judged, looked: checks.filter(({id}) => wanted.has(id))};
}

function survived(id: string, {name}: Variant, outcome: Outcome | undefined): readonly Problem[] {
  if (outcome?.verdict === 'not-met') return [];
  if (outcome?.verdict === 'met')
    return [
      failed(
        withOutcome(
          {en: `${name.en}: \`${id}\` should fail and is met`, zh: `${name.zh}：\`${id}\` 本应失败，却满足了`},
          outcome,
        ),
      ),
    ];
  const why = outcome?.why ?? {en: 'nothing was said', zh: '没有结果'};
  return [
    unknownProblem({
      en: `${name.en}: could not look at \`${id}\`: ${why.en}`,
      zh: `${name.zh}：无法查看 \`${id}\`：${why.zh}`,
    }),
  ];
}
