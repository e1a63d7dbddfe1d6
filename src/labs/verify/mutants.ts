import {solveLines} from '../solve-lines.ts';
import type {Attempt, Check, Lab, SolveLine, Step} from '../lab.ts';
import type {Outcome} from '../outcome.ts';
import type {Text} from '../../state/text.ts';
import type {Actor} from './actor.ts';
import {latch, withOutcome} from './play-steps.ts';
import {failed, unknownProblem, type Problem} from './report.ts';

/** A wrong way to solve a step, and the checks that must notice. */
export interface Variant {
  readonly name: Text;
  readonly lines: readonly SolveLine[];
  readonly fails: readonly string[];
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
          },
        ],
  );
  const authored = step.mutants
    .filter(({fault}) => fault === undefined || fault === attempt.fault)
    .map(({name, solve, fails}) => ({name: {en: `“${name}”`, zh: `“${name}”`}, lines: solve, fails}));
  return [...leftOut, ...authored];
}

/** Plays a variant at its step; no problem means that it was noticed for the right reason. */
export async function playVariant(actor: Actor, step: Step, variant: Variant): Promise<readonly Problem[]> {
  actor.beginStep();
  const met: Record<string, Outcome> = {};
  const judged = step.checks.filter(({id}) => variant.fails.includes(id));
  const looked = withBaselines(step, judged);
  // A line may well fail now: what it builds on was left out.
  for (const line of variant.lines) {
    await actor.run(line);
    if (step.mode === 'edge') {
      await actor.settle();
      latch(met, await actor.look(looked));
    }
  }
  await actor.settle();
  const first = await actor.look(looked);
  // A probe that did not come to an end on a busy machine is no answer: it is asked once more.
  const isUnanswered = judged.some(({id}) => first[id]?.verdict === 'unknown');
  const outcomes = {...(isUnanswered ? await actor.look(looked) : first), ...met};
  return judged.flatMap(({id}) => survived(id, variant, outcomes[id]));
}

/** With the checks of the same step that they depend on, so that they are looked at as in a session. */
function withBaselines(step: Step, judged: readonly Check[]): readonly Check[] {
  const wanted = new Set(judged.flatMap(({id, claim}) => ('baseline' in claim ? [id, claim.baseline] : [id])));
  return step.checks.filter(({id}) => wanted.has(id));
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
