import {claimSchema} from './claims/claim.ts';
import {hasReferences} from './cloud/references.ts';
import type {Attempt, Check, Lab, Step} from './lab.ts';
import {writtenNetworks} from './load-variables.ts';
import {parseNumbersToo} from './load-schema.ts';
import {chooseVariables, fill, seededRandom} from './variables.ts';

/** Keeps the choice of the fault apart from the variables: a new variable must not change which fault a seed gives. */
const FAULT_SALT = 0x5fa17;

/**
 * One attempt at a lab: its variables filled in everywhere but `{{found}}`, its fault chosen. The same seed gives the
 * same attempt.
 * @param fault takes this one instead of the seed's.
 * @throws {RangeError} where the lab has no such fault.
 */
export function instantiate(lab: Lab, seed: number, fault?: string): {readonly lab: Lab; readonly attempt: Attempt} {
  if (fault !== undefined && !lab.faults.some(({id}) => id === fault))
    throw new RangeError(`lab ${lab.id} has no fault ${fault}`);
  const variables = chooseVariables(lab.variables, seed, writtenNetworks(JSON.stringify(lab)));
  const picked = fault ?? pickFault(lab.faults, seed)?.id;
  const {variables: rules, ...texts} = lab;
  const filled = fill(texts, variables);
  return {
    lab: {
      ...filled,
      variables: rules,
      steps: filled.steps.map(withClaims),
    },
    attempt: {seed, variables, ...(picked !== undefined && {fault: picked})},
  };
}

/** A new attempt at a lab: with another fault than the last one had, where there is another. */
export function newAttempt(lab: Lab, seed: number, lastFault?: string): ReturnType<typeof instantiate> {
  const others = lab.faults.filter(({id}) => id !== lastFault);
  return instantiate(lab, seed, pickFault(others, seed)?.id);
}

const pickFault = (faults: Lab['faults'], seed: number) =>
  faults[Math.floor(seededRandom(seed ^ FAULT_SALT)() * faults.length)];

/** Only now are the claims whole: `port: '{{port}}'` has become a number, and defaults are in place. */
const withClaims = (step: Step): Step => ({...step, checks: step.checks.map(withClaim)});

function withClaim(check: Check): Check {
  // What its references stand for is known only once the cloud has it; then it is made whole.
  if (hasReferences(check.claim)) return check;
  const result = parseNumbersToo(claimSchema, {...check.claim});
  if (!result.success)
    throw new RangeError(`the check ${check.id} does not survive its variables: ${result.error.message}`);
  return {...check, claim: result.data};
}
