import type {Host} from '../drivers/hosts/host.ts';
import {same, type Text} from '../state/text.ts';
import {isClientLine, type ClientRuns, type RecordedCall} from './cloud/client-lines.ts';
import type {LabCloud} from './cloud/lab-cloud.ts';
import {resolveReferences} from './cloud/references.ts';
import type {SolveLine} from './lab.ts';

/** Where lines of a solve are run by ourselves. */
export interface LineStage {
  readonly host: Host;
  readonly cloud?: LabCloud | undefined;
  /** What lines for the client did before, in this attempt. */
  readonly clientRuns: ClientRuns;
}

/** What running a line gave. */
export interface LineOutcome {
  /** Absent where it did not end by itself. */
  readonly exitCode?: number | undefined;
  /** What it said, to tell why it failed. */
  readonly output: Text;
}

/**
 * A line as it is typed, with what its references stand for now.
 * @returns the reason where that is not known
 */
export function lineWithNames(
  cloud: LabCloud | undefined,
  line: SolveLine,
): {readonly ok: true; readonly line: SolveLine} | {readonly ok: false; readonly why: Text} {
  if (cloud === undefined) return {ok: true, line};
  const resolved = resolveReferences(line.run, cloud.things);
  return resolved.ok ? {ok: true, line: {...line, run: resolved.value}} : resolved;
}

/**
 * Runs one line by a bash of its own. In a lab with a cloud it waits until the agents have done what the line asked
 * for, and a line for the client that was run before in this attempt is not run again: its calls are made without it.
 */
export async function runLine(
  stage: LineStage,
  written: SolveLine,
  options: {readonly timeoutMs: number; readonly signal?: AbortSignal},
): Promise<LineOutcome> {
  const {host, cloud, clientRuns} = stage;
  const named = lineWithNames(cloud, written);
  if (!named.ok) return {exitCode: 1, output: named.why};
  const {node, run} = named.line;
  const isClient = cloud !== undefined && isClientLine(run);
  const before = isClient ? clientRuns.find(node, run) : undefined;
  if (before !== undefined && cloud !== undefined) return callAgain(cloud, before.calls, before.exitCode);

  const calls: RecordedCall[] = [];
  const off = cloud?.onCall((call) => calls.push(call));
  const place = host.node(node);
  const result =
    (isClient ? await clientRuns.start?.(place, run, options) : undefined) ??
    (await place.run(['bash', '-c', run], options));
  off?.();
  await cloud?.settled();
  if (isClient && result.exitCode !== undefined) clientRuns.keep(node, run, {calls, exitCode: result.exitCode});
  const seconds = options.timeoutMs / 1000;
  return {
    exitCode: result.exitCode,
    output: result.timedOut
      ? {en: `did not end within ${seconds} s`, zh: `${seconds} 秒内没有结束`}
      : same((result.stderr.trim() || result.stdout.trim()).slice(-1000)),
  };
}

async function callAgain(
  cloud: LabCloud,
  calls: readonly RecordedCall[],
  exitCode: number | undefined,
): Promise<LineOutcome> {
  let refused: string | undefined;
  for (const call of calls) {
    const {status, body} = await cloud.call(call);
    // Where the client had to wait for the agents between two calls, so do we.
    await cloud.settled();
    if (status >= 400) refused ??= `${status}: ${JSON.stringify(body)}`;
    if (refused !== undefined && exitCode === 0) return {exitCode: 1, output: same(refused)};
  }
  // What was refused the first time, as long as something was in the way, may well pass now.
  const passesNow = calls.length > 0 && refused === undefined;
  return {exitCode: passesNow ? 0 : exitCode, output: same(refused ?? '')};
}
