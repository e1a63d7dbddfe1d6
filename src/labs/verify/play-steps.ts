import {parseAnswer} from '../command-words.ts';
import type {Attempt, Check, Lab, SolveLine, Step} from '../lab.ts';
import type {Outcome} from '../outcome.ts';
import {mustSucceed} from '../replay.ts';
import {solveLines} from '../solve-lines.ts';
import type {Actor, LineResult, Supposed} from './actor.ts';
import {isPassed, lastChange, survivors, variantsOf, type Variant} from './mutants.ts';
import {latch, stillOpen, withOutcome, type Outcomes} from './outcomes.ts';
import {addScores, failed, unknownProblem, type Problem, type Score, type StepReport} from './report.ts';
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
  const lines = solveLines(actor.lab, actor.attempt, step);
  const last = lastChange(lines);
  const passed = variantsOf(actor.lab, actor.attempt, step).filter((variant) => isPassed(variant, lines));
  const tries: Tried[] = [];
  const tryOut = async (variant: Variant, met: Outcomes, supposed: Supposed): Promise<void> => {
    tries.push(tried(1, await survivors(actor, step, variant, met, supposed)));
  };
  for (const [index, line] of lines.entries()) {
    const without = index === last && passed.find(({leavesOut}) => leavesOut === index);
    if (without) {
      await actor.settle();
      await tryOut(without, latched, {typed: lines.slice(index + 1)});
    }
    const result = await actor.run(line);
    if (!line.looks && result.exitCode !== 0 && mustSucceed(line, step)) problems.push(lineProblem(line.run, result));
    if (result.unlikeWritten !== undefined) problems.push(failed(result.unlikeWritten));
    if (step.mode === 'edge') {
      await actor.settle();
      latch(latched, await actor.look(stillOpen(step.checks, latched)));
    }
  }
  const after = await waitUntilMet(actor, step, latched);
  problems.push(...step.checks.flatMap(({id}) => afterProblem(id, after[id])));
  if (problems.length > 0) return {step: step.id, problems, mutants: {killed: 0, total: 0}};
  for (const variant of passed.filter(({leavesOut = last}) => leavesOut > last))
    await tryOut(variant, {}, {answers: answersBy(actor, variant.lines)});
  tries.push(await tryWrongAnswers(actor, step));
  return {
    step: step.id,
    problems: tries.flatMap((one) => one.problems),
    mutants: addScores(tries.map(({score}) => score)),
  };
}

/** Of what was answered, what these lines answer. */
function answersBy({answers}: Actor, lines: readonly SolveLine[]): Readonly<Record<string, string>> {
  const given = new Set(lines.map(({run}) => parseAnswer(run)?.check));
  return Object.fromEntries(Object.entries(answers).filter(([check]) => given.has(check)));
}

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

/** Looks again until everything is met or the time is over; resolves with the last answers. */
async function waitUntilMet(actor: Actor, step: Step, latched: Readonly<Record<string, Outcome>>): Promise<Outcomes> {
  const deadline = performance.now() + MET_WITHIN_MS;
  const seen: Record<string, Outcome> = {...latched};
  for (;;) {
    const looked = await actor.look(step.mode === 'edge' ? stillOpen(step.checks, seen) : step.checks);
    if (step.mode === 'edge') latch(seen, looked);
    const outcomes = step.mode === 'edge' ? {...looked, ...seen} : looked;
    if (step.checks.every(({id}) => outcomes[id]?.verdict === 'met') || performance.now() > deadline) return outcomes;
    await actor.settle();
  }
}

/** Wrong ways, and what is wrong with the checks that should have noticed. */
interface Tried {
  readonly score: Score;
  readonly problems: readonly Problem[];
}

const tried = (total: number, problems: readonly Problem[]): Tried => ({
  score: {killed: problems.length > 0 ? 0 : total, total},
  problems,
});

/** With everything else right, each wrong answer alone must spoil its check. */
async function tryWrongAnswers(actor: Actor, step: Step): Promise<Tried> {
  const tries = step.checks.flatMap((check) =>
    wrongAnswers(actor, check, actor.answers[check.id]).map((answer) => ({check, answer})),
  );
  const outcomes = await Promise.all(
    tries.map(
      async ({check, answer}) =>
        (await actor.look([check], {answers: {...actor.answers, [check.id]: answer}}))[check.id],
    ),
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
