import type {Lab} from '../lab.ts';
import type {LabCloud} from './lab-cloud.ts';
import {showReferences, type KnownThings} from './references.ts';

const NOTHING: KnownThings = {
  state: {networks: {}, subnets: {}, ports: {}, instances: {}},
  gone: {networks: {}, subnets: {}, ports: {}, instances: {}},
};

/** The lab as a learner reads it. Checks keep their references, which are looked up when they are judged. */
export const withNames = (lab: Lab, things: KnownThings = NOTHING): Lab => {
  if (lab.cloud === undefined) return lab;
  const named = showReferences(lab, things);
  return {
    ...named,
    steps: named.steps.map((step, index) => ({
      ...step,
      checks: step.checks.map((check, at) => ({...check, claim: lab.steps[index]?.checks[at]?.claim ?? check.claim})),
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
