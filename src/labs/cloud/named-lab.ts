import type {Check, Lab} from '../lab.ts';
import {wantedOf} from '../wanted.ts';
import type {LabCloud} from './lab-cloud.ts';
import {showReferences, type KnownThings} from './references.ts';

const NOTHING: KnownThings = {
  state: {networks: {}, subnets: {}, ports: {}, instances: {}},
  gone: {networks: {}, subnets: {}, ports: {}, instances: {}},
};

/**
 * The lab as a learner reads it, with what its probes want in words. Checks keep their references, which are looked up
 * when they are judged.
 */
export const withNames = (lab: Lab, things: KnownThings = NOTHING): Lab => {
  const nodes = lab.host.nodes.map(({name}) => name);
  const cloud = lab.cloud && {things};
  const named = cloud === undefined ? lab : showReferences(lab, things);
  return {
    ...named,
    steps: named.steps.map((step, index) => ({
      ...step,
      checks: step.checks.map((shown, at): Check => {
        const check = {...shown, claim: lab.steps[index]?.checks[at]?.claim ?? shown.claim};
        const wants = wantedOf(check, nodes, cloud);
        return wants === undefined ? check : {...check, wants};
      }),
    })),
  };
};

/** Calls `changed` after the cloud changed, once for changes that come together. */
export function whenCloudChanged(cloud: LabCloud, changed: () => void): () => void {
  let isDue = false;
  return cloud.subscribe(() => {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      changed();
    });
  });
}
