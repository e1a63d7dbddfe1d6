import type {Host, Watcher} from '../drivers/hosts/host.ts';
import type {Text} from '../state/text.ts';
import type {ClientRuns} from './cloud/client-lines.ts';
import {furnishCloud, instancesUp} from './cloud/furnish.ts';
import type {LabCloud} from './cloud/lab-cloud.ts';
import {openLabCloud} from './cloud/open-lab-cloud.ts';
import type {LabRunParts} from './lab-run.ts';
import type {Attempt, Lab} from './lab.ts';
import {replayStep, setUp} from './replay.ts';

/** A host that stands at the beginning of a step, and what watches it. */
export interface LabStage extends AsyncDisposable {
  readonly host: Host;
  readonly watcher: Watcher;
  /** Absent in a lab without a cloud. */
  readonly cloud?: LabCloud;
  readonly clientRuns: ClientRuns;
}

export interface StagePlan {
  readonly lab: Lab;
  readonly attempt: Attempt;
  /** Steps before this one are replayed. */
  readonly step: number;
  /** What lines for the OpenStack client did in this attempt; grows. */
  readonly clientRuns: ClientRuns;
}

/**
 * Builds a fresh host, sets the lab up on it and replays what comes before the step. What was begun is taken down
 * again when it fails or is aborted.
 * @param tell what is being done now, before each replayed step
 * @throws what opening the host or the watcher throws, and {@link ReplayError}
 */
export const openStage = async (
  {lab, attempt, step, clientRuns}: StagePlan,
  parts: Pick<LabRunParts, 'openHost' | 'watch'>,
  tell: (doing: Text) => void,
  signal: AbortSignal,
): Promise<LabStage> => {
  await using things = new AsyncDisposableStack();
  const host = things.use(await parts.openHost(lab.host, signal));
  signal.throwIfAborted();
  const cloud =
    lab.cloud === undefined ? undefined : things.use(await openLabCloud(host, lab.cloud, `${lab.id} ${attempt.seed}`));
  if (cloud !== undefined && lab.cloud !== undefined) {
    await furnishCloud(cloud, lab.cloud);
    if (lab.setup.length + lab.faults.length > 0) await instancesUp(host, cloud, signal);
  }
  signal.throwIfAborted();
  const stage = {host, cloud, clientRuns};
  await setUp(stage, lab, attempt, signal);
  for (const [index, earlier] of lab.steps.slice(0, step).entries()) {
    tell({
      en: `Replaying step ${index + 1} of ${step}: ${earlier.id}`,
      zh: `正在重放第 ${index + 1} 步，共 ${step} 步：${earlier.id}`,
    });
    await replayStep(stage, lab, attempt, earlier, signal);
  }
  // Only now: its first snapshot is whole, while one that was opened before may not have heard of the last namespace.
  const watcher = things.use(await parts.watch(host, signal));
  signal.throwIfAborted();
  const kept = things.move();
  return {
    host,
    watcher,
    clientRuns,
    ...(cloud !== undefined && {cloud}),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
};
