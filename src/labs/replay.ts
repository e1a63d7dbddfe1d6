import type {Result} from '../drivers/hosts/host.ts';
import type {Text} from '../state/text.ts';
import {isOurCommand, parseAnswer} from './command-words.ts';
import {makeCall} from './cloud/furnish.ts';
import {resolveReferences} from './cloud/references.ts';
import type {Attempt, Lab, NodeScript, SolveLine, Step} from './lab.ts';
import {resourcesAsSaid} from './resources-as-said.ts';
import {lineWithNames, runLine, type LineStage} from './run-line.ts';
import {solveLines} from './solve-lines.ts';

/** A lab's own script or solve failed on a fresh host: the lab's fault or the machine's, never the learner's. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  readonly why: Text;
  readonly next: Text;

  constructor(why: Text) {
    super(why.en);
    this.why = why;
    this.next = {
      en: 'Try again with a reset. If it fails the same way, "underlay doctor" tells whether this machine lacks something.',
      zh: '请重置后再试。如果仍以同样的方式失败，underlay doctor 会说明本机缺少什么。',
    };
  }
}

/** A script may install, start and wait for things; longer than this it hangs. */
const SCRIPT_TIMEOUT_MS = 60_000;

/** Runs the lab's setup, then what breaks it for this attempt. @throws {ReplayError} */
export const setUp = async (stage: LineStage, lab: Lab, attempt: Attempt, signal: AbortSignal): Promise<void> => {
  const fault = lab.faults.find(({id}) => id === attempt.fault);
  for (const script of lab.setup) await runScript(stage, script, true, signal);
  // Not in the learner's timeline or command log: finding it is the exercise.
  for (const call of fault?.calls ?? []) {
    if (stage.cloud !== undefined) await makeCall(stage.cloud, call, {isHidden: true});
    signal.throwIfAborted();
  }
  // An agent that is still at work would mend what a script breaks.
  if (fault?.calls !== undefined) await stage.cloud?.settled();
  for (const script of fault?.inject ?? []) await runScript(stage, script, false, signal);
  await stage.cloud?.settled();
};

const runScript = async (
  {host, cloud}: LineStage,
  {node, run}: NodeScript,
  isLogged: boolean,
  signal: AbortSignal,
): Promise<void> => {
  const what = isLogged ? run.trim() : '…';
  const failed = ({en, zh}: Text) =>
    new ReplayError({
      en: `Setting the lab up failed on ${node}: ${what}\n${en}`,
      zh: `在 ${node} 上准备实验失败：${what}\n${zh}`,
    });
  const script = cloud === undefined ? {ok: true as const, value: run} : resolveReferences(run, cloud.things);
  if (!script.ok) throw failed(script.why);
  const result = await host
    .node(node)
    .run(['bash', '-e', '-c', script.value], {timeoutMs: SCRIPT_TIMEOUT_MS, logged: isLogged, signal});
  signal.throwIfAborted();
  if (!result.ok) throw failed(said(result));
};

/**
 * Solves one step on a host, as far as later steps can tell: lines that only look are left out.
 * @param isWanted leaves out other lines, too
 * @returns the answers that the solve gives, by check
 * @throws {ReplayError}
 */
export const replayStep = async (
  stage: LineStage,
  lab: Lab,
  attempt: Attempt,
  step: Step,
  signal: AbortSignal,
  isWanted: (line: SolveLine) => boolean = () => true,
): Promise<Readonly<Record<string, string>>> => {
  const answers: Record<string, string> = {};
  for (const line of solveLines(lab, attempt, step)) {
    const named = lineWithNames(stage.cloud, line);
    const answer = named.ok ? parseAnswer(named.line.run) : undefined;
    if (answer !== undefined) answers[answer.check] = answer.value;
    if (line.looks || isOurCommand(line.run) || !isWanted(line)) continue;
    const {exitCode, output} = await runLine(stage, line, {timeoutMs: SCRIPT_TIMEOUT_MS, signal});
    signal.throwIfAborted();
    if (exitCode !== 0 && mustSucceed(line, step)) {
      const code = exitCode ?? '?';
      throw new ReplayError({
        en: `Replaying step ${step.id} failed on ${line.node}: ${line.run}\nIt ended with ${code}: ${output.en}`,
        zh: `在 ${line.node} 上重放步骤 ${step.id} 失败：${line.run}\n退出码 ${code}：${output.zh}`,
      });
    }
  }
  if (stage.cloud !== undefined) await resourcesAsSaid(stage.cloud, step, signal);
  return answers;
};

/** A line that is there for having been typed (a ping that shall fail) may end as it likes. */
export const mustSucceed = ({proves}: SolveLine, step: Step): boolean =>
  proves.length === 0 || !proves.every((id) => step.checks.find((check) => check.id === id)?.claim.claim === 'ran');

const said = (result: Result): Text => {
  if (result.timedOut) {
    const seconds = Math.round(result.durationMs / 1000);
    return {en: `It did not end within ${seconds} s.`, zh: `${seconds} 秒内没有结束。`};
  }
  const text = (result.stderr.trim() || result.stdout.trim()).slice(-1000);
  const code = result.exitCode ?? result.signal ?? '?';
  return {en: `It ended with ${code}: ${text}`, zh: `退出码 ${code}：${text}`};
};
