import {findLeaks, takeCensus} from '../../drivers/hosts/leak-census.ts';
import {evaluateChecks, isOfTyped} from '../check.ts';
import {isOurCommand, parseAnswer} from '../command-words.ts';
import type {Text} from '../../state/text.ts';
import {instantiate} from '../instantiate.ts';
import type {Attempt, Check, Lab, SolveLine} from '../lab.ts';
import type {LabRunParts} from '../lab-run.ts';
import {openStage} from '../lab-stage.ts';
import type {ClientRuns, RunClient} from '../cloud/client-lines.ts';
import {instancesUp} from '../cloud/furnish.ts';
import {momentOf} from '../cloud/references.ts';
import {lineWithNames, runLine} from '../run-line.ts';
import type {Outcomes} from './outcomes.ts';
import {settle} from './settle.ts';
import {openTypist, type Typist} from './typist.ts';
import {unlikeWritten} from './written-calls.ts';

/** What verification needs from outside; cli gives the real ones. */
export interface VerifyParts extends Pick<LabRunParts, 'openHost' | 'watch'> {
  /** Runs lines for the OpenStack client without starting it each time. */
  readonly runClient?: RunClient;
}

export interface ActorOptions {
  readonly seed: number;
  readonly fault?: string | undefined;
  /** Steps before this one are replayed. */
  readonly step: number;
  /** Types each line into the node's real shell instead of running it by a bash of its own. */
  readonly typed: boolean;
  /** What lines for the OpenStack client did in this attempt; grows. */
  readonly clientRuns: ClientRuns;
  readonly signal: AbortSignal;
}

/** What running a line gave. */
export interface LineResult {
  readonly exitCode: number | undefined;
  /** What it said, to tell why it failed. */
  readonly output: string;
  /** The client asked for something else than calls.txt says. */
  readonly unlikeWritten?: Text | undefined;
}

/** What is taken for typed or answered by one look, though it was not. */
export interface Supposed {
  /** Instead of what was answered. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Besides what was typed. */
  readonly typed?: readonly SolveLine[];
}

/** One lab on one fresh host, played by its own solves. */
export interface Actor {
  /** With the attempt's variables filled in. */
  readonly lab: Lab;
  readonly attempt: Attempt;
  readonly answers: Readonly<Record<string, string>>;
  /** Forgets what was answered and run: a new step begins. */
  beginStep(): void;
  run(line: SolveLine): Promise<LineResult>;
  /** Waits until the kernel has nothing more to tell, so that what was just done is seen. */
  settle(): Promise<void>;
  look(checks: readonly Check[], supposed?: Supposed): Promise<Outcomes>;
  /** Ends the host and tells what of it is left on the machine. */
  close(): Promise<readonly string[]>;
}

/** The OpenStack client alone takes two seconds to start, and ten where many start at once. */
const LINE_TIMEOUT_MS = 60_000;

/** Opens a host that stands at the beginning of a step. @throws what openStage throws */
export async function openActor(lab: Lab, parts: VerifyParts, options: ActorOptions): Promise<Actor> {
  const {lab: filled, attempt} = instantiate(lab, options.seed, options.fault);
  const plan = {lab: filled, attempt, step: options.step, clientRuns: options.clientRuns};
  const stage = await openStage(plan, parts, () => {}, options.signal);
  const {host, watcher, cloud} = stage;
  // It types faster than a learner, and what is put into a guest that still boots its DHCP client takes away.
  if (cloud !== undefined) await instancesUp(host, cloud, options.signal);
  const typist = options.typed ? openTypist(host, LINE_TIMEOUT_MS) : undefined;
  let answers: Record<string, string> = {};
  let ran: string[] = [];
  const runDirectly = async (written: SolveLine): Promise<LineResult> => {
    const named = lineWithNames(cloud, written);
    if (!named.ok) return {exitCode: 1, output: named.why.en};
    const answer = parseAnswer(named.line.run);
    if (answer !== undefined) answers[answer.check] = answer.value;
    if (isOurCommand(named.line.run)) return {exitCode: 0, output: ''};
    const before = cloud && momentOf(cloud.things);
    const {exitCode, output} = await runLine(stage, written, {timeoutMs: LINE_TIMEOUT_MS});
    const asked = stage.clientRuns.find(named.line.node, named.line.run);
    const difference =
      cloud === undefined || before === undefined || asked === undefined
        ? undefined
        : unlikeWritten(filled.clientLines, written.run, asked, [before, cloud.things]);
    return {exitCode, output: output.en, unlikeWritten: difference};
  };
  const typed = async (typist: Typist, written: SolveLine): Promise<LineResult> => {
    const named = lineWithNames(cloud, written);
    if (!named.ok) return {exitCode: 1, output: named.why.en};
    const result = await typist.type(named.line, ([word, check = '', ...value]) => {
      if (word === 'answer') answers[check] = value.join(' ');
    });
    await cloud?.settled();
    return result;
  };
  return {
    lab: filled,
    attempt,
    get answers() {
      return answers;
    },
    beginStep() {
      answers = {};
      ran = [];
    },
    async run(line) {
      const result = typist === undefined ? await runDirectly(line) : await typed(typist, line);
      ran.push(line.run);
      return result;
    },
    async settle() {
      await cloud?.settled();
      await settle(watcher);
    },
    async look(checks, {answers: tried = answers, typed: more = []} = {}) {
      const given = more.flatMap((line) => {
        const named = lineWithNames(cloud, line);
        return (named.ok && parseAnswer(named.line.run)) || [];
      });
      // What was answered is judged alike whatever the host is like, and to read all of a host is much work.
      const snapshot = checks.every(isOfTyped) ? watcher.current : await watcher.refresh('all');
      const {signal} = options;
      return evaluateChecks(checks, {
        snapshot,
        host,
        watcher,
        cloud,
        answers: {...tried, ...Object.fromEntries(given.map(({check, value}) => [check, value]))},
        attempt,
        lab: filled,
        ran: [...ran, ...more.map(({run}) => run)],
        signal,
      });
    },
    async close() {
      try {
        const census = await takeCensus(host);
        await stage[Symbol.asyncDispose]();
        return [...(await findLeaks(census)), ...(cloud?.faults ?? [])];
      } finally {
        await stage[Symbol.asyncDispose]();
      }
    },
  };
}
