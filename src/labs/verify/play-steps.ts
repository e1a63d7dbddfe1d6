import type {Text} from '../../state/text.ts';
import type {Attempt, Check, Lab, Step} from '../lab.ts';
import type {Outcome} from '../outcome.ts';
import {solveLines} from '../solve-lines.ts';
import type {Actor, LineResult, Outcomes} from './actor.ts';
import {failed, unknownProblem, type Problem, type Score, type StepReport} from './report.ts';
import {wrongAnswers} from './wrong-answers.ts';

/** What a solve may need until daemons listen and the kernel has told of it. */
const MET_WITHIN_MS = 8000;

/**
 * Plays all steps in order on one host, as a learner who makes no mistake: every check fails before its step, passes
 * after, and refuses wrong answers. Stops at the first step that does not work, for later ones build on it.
 */
export async function playSteps(actor: Actor): Promise<readonly StepReport[]> {
  const reports: StepReport[] = [];
  for (const step of actor.lab.steps) {
    const report = await playStep(actor, step);
    reports.push(report);
    if (report.problems.length > 0) break;
  }
  return reports;
}

async function playStep(actor: Actor, step: Step): Promise<StepReport> {
  actor.beginStep();
  await actor.settle();
  const before = await actor.look(step.checks);
  const problems: Problem[] = step.checks.flatMap((check) => beforeProblem(actor, step, check, before[check.id]));

  const latched: Record<string, Outcome> = {};
  for (const line of solveLines(actor.lab, actor.attempt, step)) {
    const result = await actor.run(line);
    if (!line.looks && result.exitCode !== 0 && !line.proves.every((id) => isTyped(step, id)))
      problems.push(lineProblem(line.run, result));
    if (result.unlikeWritten !== undefined) problems.push(failed(result.unlikeWritten));
    if (step.mode === 'edge') {
      await actor.settle();
      latch(latched, await actor.look(step.checks));
    }
  }
  const after = await waitUntilMet(actor, step, latched);
  problems.push(...step.checks.flatMap(({id}) => afterProblem(id, after[id])));
  const {score, problems: accepted} = problems.length > 0 ? NOTHING_TRIED : await tryWrongAnswers(actor, step);
  return {step: step.id, problems: [...problems, ...accepted], mutants: score};
}

/** A line that is there for having been typed may end as it likes: a ping that shall fail. */
const isTyped = (step: Step, id: string): boolean =>
  step.checks.find((check) => check.id === id)?.claim.claim === 'ran';

function beforeProblem(
  {lab, attempt}: Actor,
  step: Step,
  check: Check,
  outcome: Outcome | undefined,
): readonly Problem[] {
  if (outcome?.verdict === 'unknown' && waitsForBaseline(step, check)) return [];
  if (outcome?.verdict === 'unknown' || outcome === undefined) return couldNotLook(check.id, 'before', outcome);
  if (check.holds && outcome.verdict === 'not-met')
    return [
      failed(
        withOutcome(
          {
            en: `\`${check.id}\` should hold before the step and does not`,
            zh: `\`${check.id}\` 在步骤开始前应当成立，却不成立`,
          },
          outcome,
        ),
      ),
    ];
  if (check.holds || outcome.verdict === 'not-met' || !mustFailBefore(lab, attempt, step, check)) return [];
  return [
    failed(
      withOutcome(
        {en: `\`${check.id}\` is met before the step is solved`, zh: `步骤还没做，\`${check.id}\` 就已满足`},
        outcome,
      ),
    ),
  ];
}

/** A negative probe says nothing before its baseline, where that is a check of the same step. */
const waitsForBaseline = (step: Step, {claim}: Check): boolean =>
  'baseline' in claim && claim.baseline !== undefined && step.checks.some(({id}) => id === claim.baseline);

/** In a break-fix lab each fault breaks some checks of the mending step and leaves the others whole. */
function mustFailBefore(lab: Lab, attempt: Attempt, step: Step, check: Check): boolean {
  if (step.solve !== 'mend') return true;
  return solveLines(lab, attempt, step).some(({proves}) => proves.includes(check.id));
}

const lineProblem = (line: string, {exitCode, output}: LineResult): Problem =>
  failed({
    en: `the solve's line \`${line}\` failed (exit ${exitCode ?? 'none'}): ${output}`,
    zh: `解答中的命令 \`${line}\` 失败（退出码 ${exitCode ?? '无'}）：${output}`,
  });

function afterProblem(id: string, outcome: Outcome | undefined): readonly Problem[] {
  if (outcome?.verdict === 'met') return [];
  if (outcome?.verdict !== 'not-met') return couldNotLook(id, 'after', outcome);
  return [failed(withOutcome({en: `the solve does not meet \`${id}\``, zh: `解答没有满足 \`${id}\``}, outcome))];
}

function couldNotLook(id: string, when: 'before' | 'after', outcome: Outcome | undefined): readonly Problem[] {
  const why = outcome?.verdict === 'unknown' ? outcome.why : {en: 'nothing was said', zh: '没有结果'};
  const words = {before: {en: 'before', zh: '之前'}, after: {en: 'after', zh: '之后'}}[when];
  return [
    unknownProblem({
      en: `could not look at \`${id}\` ${words.en} the solve: ${why.en}`,
      zh: `解答${words.zh}无法查看 \`${id}\`：${why.zh}`,
    }),
  ];
}

/** Adds what was expected and found to a sentence. */
export function withOutcome(sentence: Text, outcome: Outcome): Text {
  if (outcome.verdict === 'unknown')
    return {en: `${sentence.en}: ${outcome.why.en}`, zh: `${sentence.zh}：${outcome.why.zh}`};
  if (outcome.verdict === 'met')
    return {en: `${sentence.en}; found: ${outcome.found.en}`, zh: `${sentence.zh}；实际：${outcome.found.zh}`};
  return {
    en: `${sentence.en}; expected: ${outcome.expected.en}; found: ${outcome.found.en}`,
    zh: `${sentence.zh}；期望：${outcome.expected.zh}；实际：${outcome.found.zh}`,
  };
}

/** What was met once stays met. */
export function latch(latched: Record<string, Outcome>, outcomes: Outcomes): void {
  for (const [id, outcome] of Object.entries(outcomes)) if (outcome.verdict === 'met') latched[id] ??= outcome;
}

/** Looks again until everything is met or the time is over; resolves with the last answers. */
async function waitUntilMet(actor: Actor, step: Step, latched: Readonly<Record<string, Outcome>>): Promise<Outcomes> {
  const deadline = performance.now() + MET_WITHIN_MS;
  const seen: Record<string, Outcome> = {...latched};
  for (;;) {
    const looked = await actor.look(step.checks);
    if (step.mode === 'edge') latch(seen, looked);
    const outcomes = step.mode === 'edge' ? {...looked, ...seen} : looked;
    if (step.checks.every(({id}) => outcomes[id]?.verdict === 'met') || performance.now() > deadline) return outcomes;
    await actor.settle();
  }
}

const NOTHING_TRIED = {score: {killed: 0, total: 0}, problems: []} as const;

/** With everything else right, each wrong answer alone must spoil its check. */
async function tryWrongAnswers(
  actor: Actor,
  step: Step,
): Promise<{readonly score: Score; readonly problems: readonly Problem[]}> {
  const tries = step.checks.flatMap((check) =>
    wrongAnswers(actor, check, actor.answers[check.id]).map((answer) => ({check, answer})),
  );
  const outcomes = await Promise.all(
    tries.map(async ({check, answer}) => (await actor.look([check], {...actor.answers, [check.id]: answer}))[check.id]),
  );
  const problems = tries.flatMap(({check, answer}, index) =>
    outcomes[index]?.verdict === 'not-met'
      ? []
      : [
          failed({
            en: `\`${check.id}\` accepts the wrong answer \`${answer}\``,
            zh: `\`${check.id}\` 接受了错误的答案 \`${answer}\``,
          }),
        ],
  );
  return {score: {killed: tries.length - problems.length, total: tries.length}, problems};
}
