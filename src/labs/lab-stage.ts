import type {Host, Watcher} from '../drivers/hosts/host.ts';
import {startOvs} from '../drivers/kernel/ovs/start.ts';
import type {Text} from '../state/text.ts';
import {isClientLine, type ClientRuns} from './cloud/client-lines.ts';
import {isWitnessed, type JournalEntry} from './cloud/journal.ts';
import {furnishCloud, instancesUp} from './cloud/furnish.ts';
import type {LabCloud} from './cloud/lab-cloud.ts';
import {openLabCloud} from './cloud/open-lab-cloud.ts';
import type {LabRunParts} from './lab-run.ts';
import type {Attempt, Lab, SolveLine} from './lab.ts';
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
  /** What the learner asked of the cloud: done again instead of the solves of the steps it witnessed. */
  readonly journal?: readonly JournalEntry[] | undefined;
}

/**
 * Builds a fresh host, sets the lab up on it and replays what comes before the step. What was begun is taken down
 * again when it fails or is aborted.
 * @param tell what is being done now
 * @throws what opening the host or the watcher throws, and {@link ReplayError}
 */
export const openStage = async (
  {lab, attempt, step, clientRuns, journal = []}: StagePlan,
  parts: Pick<LabRunParts, 'openHost' | 'watch'>,
  tell: (doing: Text) => void,
  signal: AbortSignal,
): Promise<LabStage> => {
  await using things = new AsyncDisposableStack();
  const host = things.use(await parts.openHost(lab.host, signal, tell));
  signal.throwIfAborted();
  await Promise.all((lab.openvswitch ?? []).map((node) => startOvs(host.node(node), signal)));
  const cloud =
    lab.cloud === undefined ? undefined : things.use(await openLabCloud(host, lab.cloud, `${lab.id} ${attempt.seed}`));
  if (cloud !== undefined && lab.cloud !== undefined) {
    tell({en: 'Starting the cloud', zh: '正在启动云'});
    await furnishCloud(cloud, lab.cloud);
    // Whoever begins at the first step types more slowly than they boot.
    if (lab.setup.length + lab.faults.length + step > 0) {
      tell({en: 'Waiting until the instances have their addresses', zh: '等待实例获得地址'});
      await instancesUp(host, cloud, signal);
    }
  }
  signal.throwIfAborted();
  const stage = {host, cloud, clientRuns};
  await setUp(stage, lab, attempt, signal);
  for (const [index, earlier] of lab.steps.slice(0, step).entries()) {
    tell({
      en: `Replaying step ${index + 1} of ${step}: ${earlier.id}`,
      zh: `正在重放第 ${index + 1} 步，共 ${step} 步：${earlier.id}`,
    });
    if (cloud !== undefined && isWitnessed(journal, earlier.id)) {
      await repeat(cloud, journal, earlier.id, signal);
      await replayStep(stage, lab, attempt, earlier, signal, isByHand);
    } else await replayStep(stage, lab, attempt, earlier, signal);
  }
  const current = lab.steps[step];
  if (cloud !== undefined && current !== undefined) await repeat(cloud, journal, current.id, signal);
  // Only now: its first snapshot is whole, while one that was opened before may not have heard of the last namespace.
  const watcher = things.use(await parts.watch(host, signal, lab.tools));
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

/** Asks the cloud again for what the learner asked for in a step. What was refused then is refused now. */
async function repeat(
  cloud: LabCloud,
  journal: readonly JournalEntry[],
  step: string,
  signal: AbortSignal,
): Promise<void> {
  for (const entry of journal) {
    if (entry.step !== step) continue;
    signal.throwIfAborted();
    if ('call' in entry) await cloud.call(entry.call);
    if ('act' in entry) await cloud.act(entry.act);
    await cloud.settled();
  }
}

/** A line that no journal has: neither a call of the API nor an act on an agent. */
const isByHand = ({run}: SolveLine): boolean => !isClientLine(run) && !/^\s*systemctl\s/.test(run);
