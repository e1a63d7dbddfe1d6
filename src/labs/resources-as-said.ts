import {setTimeout as pause} from 'node:timers/promises';
import {nameIn} from './cloud/references.ts';
import type {LabCloud} from './cloud/lab-cloud.ts';
import {wholeClaim} from './check.ts';
import {checkResource} from './claims/resource.ts';
import type {Check, Step} from './lab.ts';
import {listResources} from './probes.ts';

/** A health monitor needs its delay several times until a member counts as down or up again. */
const AS_SAID_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * Waits until a solved step's resources are as its checks say, as a learner waits before going on: an operating status
 * is told some time after the call. Whatever is not so in {@link AS_SAID_WITHIN_MS} is left to the checks to tell. A
 * step that is met on the way may end otherwise, so only level ones are waited for.
 */
export async function resourcesAsSaid(
  cloud: LabCloud,
  {mode, checks}: Pick<Step, 'mode' | 'checks'>,
  signal: AbortSignal,
): Promise<void> {
  if (mode !== 'level') return;
  const deadline = performance.now() + AS_SAID_WITHIN_MS;
  let missing = checks.filter(({claim}) => claim.claim === 'resource');
  for (;;) {
    const asSaid = await Promise.all(missing.map((check) => isAsSaid(cloud, check)));
    missing = missing.filter((_, index) => !asSaid[index]);
    if (missing.length === 0 || performance.now() > deadline) return;
    await pause(LOOK_EVERY_MS, undefined, {signal});
  }
}

async function isAsSaid(cloud: LabCloud, check: Check): Promise<boolean> {
  const whole = wholeClaim(check, {cloud});
  if (!('claim' in whole) || whole.claim.claim !== 'resource') return false;
  const outcome = checkResource(whole.claim, await listResources({cloud}, whole.claim), nameIn(cloud.things));
  return outcome.verdict === 'met';
}
