import type {Host} from '../../drivers/hosts/host.ts';
import {actAndLook} from '../../drivers/neutron/findings.ts';
import {PROCESSES} from '../../drivers/neutron/questions.ts';
import type {Observed, ObservedNode} from '../../state/alike/observed.ts';
import {FILES_OF_AGENTS} from '../../state/alike/outputs.ts';
import {openClientRuns} from '../cloud/client-lines.ts';
import {instancesUp} from '../cloud/furnish.ts';
import {instantiate} from '../instantiate.ts';
import {openStage, type LabStage} from '../lab-stage.ts';
import type {Lab} from '../lab.ts';
import {replayStep} from '../replay.ts';
import type {VerifyParts} from './actor.ts';
import {settle} from './settle.ts';

/** What a host was like at one moment of a lab. */
export interface ObservedStep {
  /** The step that was just solved; empty before the first one. */
  readonly step: string;
  readonly observed: Observed;
}

export interface ObserveOptions {
  readonly seed: number;
  /** @default the seed's */
  readonly fault?: string;
  /** Only when the last step is solved: where a look takes seconds. @default false */
  readonly endOnly?: boolean;
  /** What does not satisfy this is looked at again for a while, for it may be on its way. */
  readonly isAwaited?: (moment: ObservedStep) => boolean;
  readonly signal: AbortSignal;
}

/** A kernel tells of carriers and ports a second late; a daemon starts within that on a machine that is only busy. */
const AWAITED_WITHIN_MS = 15_000;

/**
 * Plays a lab's solves with a seed on a fresh host, and looks at all of it before the first step and after each.
 * @throws what openStage throws, and {@link ReplayError}
 */
export async function observeSteps(
  lab: Lab,
  parts: VerifyParts,
  {seed, fault, endOnly = false, isAwaited = () => true, signal}: ObserveOptions,
): Promise<readonly ObservedStep[]> {
  const {lab: filled, attempt} = instantiate(lab, seed, fault);
  const plan = {lab: filled, attempt, step: 0, clientRuns: openClientRuns(parts.runClient)};
  await using stage = await openStage(plan, parts, () => {}, signal);
  const look = async (step: string): Promise<ObservedStep> => {
    await stage.cloud?.settled();
    await settle(stage.watcher);
    return {step, observed: await observe(filled, stage)};
  };
  const lookUntilAwaited = async (step: string): Promise<ObservedStep> => {
    const deadline = performance.now() + AWAITED_WITHIN_MS;
    let seen = await look(step);
    while (!isAwaited(seen) && performance.now() < deadline && !signal.aborted) seen = await look(step);
    return seen;
  };
  const seen: ObservedStep[] = [];
  if (!endOnly) seen.push(await lookUntilAwaited(''));
  for (const step of filled.steps) {
    await replayStep(stage, filled, attempt, step, signal);
    // Whoever types is slower than they boot. A DHCP client that starts late would take away what the next lines bring.
    if (stage.cloud !== undefined) await instancesUp(stage.host, stage.cloud, signal);
    if (!endOnly || step === filled.steps.at(-1)) seen.push(await lookUntilAwaited(step.id));
  }
  return seen;
}

async function observe(lab: Lab, {host, watcher}: LabStage): Promise<Observed> {
  const snapshot = await watcher.refresh('all');
  const nodes = await Promise.all(host.nodes.map(async (name) => [name, await observeNode(lab, host, name)] as const));
  return {snapshot, nodes: Object.fromEntries(nodes)};
}

async function observeNode({tools}: Lab, host: Host, name: string): Promise<ObservedNode> {
  const node = host.node(name);
  using scripts = node.scripts();
  const outputs = OUTPUTS.filter(({of}) => of === undefined || tools.includes(of)).map(({command}) => command);
  const {found} = await actAndLook({node, scripts}, [], {...PROCESSES, outputs});
  return {outputs: found.outputs ?? {}, processes: found.processes};
}

/** What the snapshot does not have, of labs that have the tool. */
const OUTPUTS: readonly {readonly of?: string; readonly command: string}[] = [
  {command: 'tc qdisc show'},
  {of: 'ipset', command: 'ipset save'},
  {of: 'ebtables', command: 'ebtables-save'},
  {of: 'dnsmasq', command: FILES_OF_AGENTS},
];
