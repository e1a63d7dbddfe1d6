import {same, type Text} from '../../state/text.ts';
import {openClientRuns, type ClientRuns, type RunClient} from '../cloud/client-lines.ts';
import {instantiate} from '../instantiate.ts';
import type {Lab, Step} from '../lab.ts';
import {ReplayError} from '../replay.ts';
import {solveLines} from '../solve-lines.ts';
import {openActor, type Actor, type VerifyParts} from './actor.ts';
import {isPassed, playVariant, variantsOf, type Variant} from './mutants.ts';
import {playSteps} from './play-steps.ts';
import {HOSTS_AT_A_TIME, openPool, type Pool} from './pool.ts';
import {
  addScores,
  failed,
  problemsOf,
  unknownProblem,
  verdictOf,
  type LabReport,
  type Problem,
  type RunReport,
  type StepReport,
} from './report.ts';
import {isInTurn, someInTurn, type Turn} from './turn.ts';

export interface VerifyOptions {
  /** Fixes variables. @default 1 */
  readonly seed?: number;
  /** Types every line of the solves into the real shell. @default false */
  readonly typed?: boolean;
  /** Sandboxes at a time; share one between labs. @default a pool of its own */
  readonly pool?: Pool;
  /**
   * Which of the wrong ways are tried that need a host of their own, because the solve does not pass through them: with
   * `{turn, of}` every `of`th, with another turn others. @default 'all'
   */
  readonly hosted?: 'all' | 'none' | Turn;
  /** Which of a lab's faults are tried: the one that the seed hides, or every `of`th. @default 'all' */
  readonly faults?: 'all' | 'one' | Turn;
  readonly signal?: AbortSignal;
}

/**
 * Proves a lab on real hosts (law: a check is earned): for each fault, or once, every step's checks fail before its
 * solve, pass after it, and notice every wrong way. Those that the solve does not pass through get a host of their own.
 * Never rejects for what the lab does.
 */
export async function verifyLab(lab: Lab, parts: VerifyParts, options: VerifyOptions = {}): Promise<LabReport> {
  let startedAt: number | undefined;
  const seed = options.seed ?? 1;
  const context: Context = {
    lab,
    parts,
    runClient: parts.runClient && afterFirst(parts.runClient),
    seed,
    typed: options.typed ?? false,
    pool: options.pool ?? openPool(HOSTS_AT_A_TIME),
    isTried: triedOf(options.hosted ?? 'all'),
    signal: options.signal ?? new AbortController().signal,
    onHost() {
      startedAt ??= performance.now();
    },
  };
  const runs = await Promise.all(
    faultsOf(lab, seed, options.faults ?? 'all').map((fault) => verifyRun(context, fault)),
  );
  return {
    lab: lab.id,
    folder: lab.folder,
    verdict: verdictOf(runs.flatMap(problemsOf)),
    runs,
    mutants: addScores(runs.flatMap(({steps}) => steps.map(({mutants}) => mutants))),
    durationMs: Math.round(performance.now() - (startedAt ?? performance.now())),
  };
}

function faultsOf(lab: Lab, seed: number, tried: 'all' | 'one' | Turn): readonly (string | undefined)[] {
  if (lab.faults.length === 0 || tried === 'one') return [instantiate(lab, seed).attempt.fault];
  const ids = lab.faults.map(({id}) => id);
  return tried === 'all' ? ids : someInTurn(ids, tried);
}

interface Context {
  readonly lab: Lab;
  readonly parts: VerifyParts;
  readonly runClient: RunClient | undefined;
  readonly seed: number;
  readonly typed: boolean;
  readonly pool: Pool;
  /** Of the wrong ways with a host of their own: the how manieth of the how manieth step. */
  readonly isTried: (index: number, step: number) => boolean;
  readonly signal: AbortSignal;
  /** Called before a host is opened, when its turn in the pool has come. */
  readonly onHost: () => void;
}

function triedOf(hosted: NonNullable<VerifyOptions['hosted']>): Context['isTried'] {
  if (hosted === 'all') return () => true;
  if (hosted === 'none') return () => false;
  // Many steps have just one.
  return (index, step) => isInTurn(index + step, hosted);
}

/** One line of a lab is left to the client's own program, which must be found and start in the lab's servers. */
function afterFirst(runClient: RunClient): RunClient {
  let isFirst = true;
  return async (...line) => {
    if (!isFirst) return runClient(...line);
    isFirst = false;
    return undefined;
  };
}

async function verifyRun(context: Context, fault: string | undefined): Promise<RunReport> {
  const problems: Problem[] = [];
  const clientRuns = openClientRuns(context.runClient);
  const played = (await onStage(context, {step: 0, fault, clientRuns}, problems, playSteps)) ?? [];
  // Wrong ways mean something only where the right way works.
  const {lab, attempt} = instantiate(context.lab, context.seed, fault);
  const steps = await Promise.all(
    played.map(async (report, index) => {
      const step = lab.steps[index];
      if (step === undefined || report.problems.length > 0) return report;
      const lines = solveLines(lab, attempt, step);
      const variants = variantsOf(lab, attempt, step)
        .filter((variant) => !isPassed(variant, lines))
        .filter((_, number) => context.isTried(number, index));
      return withVariants(context, {step: index, fault, clientRuns}, step, variants, report);
    }),
  );
  return {...(fault !== undefined && {fault}), steps, problems};
}

interface Scene {
  readonly step: number;
  readonly fault: string | undefined;
  /** Of this fault alone: the same line asks for other ids where the cloud was called otherwise before. */
  readonly clientRuns: ClientRuns;
}

async function withVariants(
  context: Context,
  scene: Scene,
  step: Step,
  variants: readonly Variant[],
  report: StepReport,
): Promise<StepReport> {
  const results = await Promise.all(
    variants.map(async (variant) => {
      const problems: Problem[] = [];
      const found = await onStage(context, scene, problems, (actor) => playVariant(actor, step, variant));
      return [...problems.map((problem) => inVariant(variant, problem)), ...(found ?? [])];
    }),
  );
  const killed = results.filter((problems) => problems.length === 0).length;
  return {
    ...report,
    problems: [...report.problems, ...results.flat()],
    mutants: addScores([report.mutants, {killed, total: variants.length}]),
  };
}

const inVariant = ({name}: Variant, {kind, text}: Problem): Problem => ({
  kind,
  text: {en: `${name.en}: ${text.en}`, zh: `${name.zh}：${text.zh}`},
});

/** Does something on a fresh host of its own; what goes wrong around it becomes a problem. */
async function onStage<T>(
  context: Context,
  {step, fault, clientRuns}: Scene,
  problems: Problem[],
  act: (actor: Actor) => Promise<T>,
): Promise<T | undefined> {
  const {lab, parts, seed, typed, signal} = context;
  return context.pool.run(async () => {
    context.onHost();
    let actor: Actor | undefined;
    try {
      actor = await openActor(lab, parts, {seed, fault, step, typed, signal, clientRuns});
      return await act(actor);
    } catch (error) {
      // A set-up or solve that fails on a fresh host is the lab's mistake; a host that cannot be had is not.
      problems.push(error instanceof ReplayError ? failed(error.why) : unknownProblem(whyOf(error)));
      return undefined;
    } finally {
      const leaks = (await actor?.close().catch((error: unknown) => [`the census failed: ${whyOf(error).en}`])) ?? [];
      problems.push(...leaks.map((leak) => failed({en: `left behind: ${leak}`, zh: `有残留：${leak}`})));
    }
  });
}

/** Errors made for people carry their sentence in every language. */
function whyOf(error: unknown): Text {
  if (typeof error === 'object' && error !== null && 'why' in error && isText(error.why)) return error.why;
  return same(error instanceof Error ? error.message : String(error));
}

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'en' in value && 'zh' in value;
