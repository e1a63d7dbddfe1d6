import type {Attempt, Fault, Lab, SolveLine, Step} from './lab.ts';

/**
 * The lines that solve a step in one attempt: its own, those that mend the fault, or the answers that name it.
 * @throws {RangeError} where the step needs a fault and the attempt has none.
 */
export function solveLines(lab: Lab, attempt: Attempt, step: Step): readonly SolveLine[] {
  if (typeof step.solve === 'object') return step.solve;
  const fault = lab.faults.find(({id}) => id === attempt.fault);
  if (fault === undefined) throw new RangeError(`step ${step.id} of lab ${lab.id} needs a fault, not ${attempt.fault}`);
  const known = new Set(step.checks.map(({id}) => id));
  if (step.solve === 'mend')
    return fault.mend.map((line) => ({...line, proves: line.proves.filter((id) => known.has(id))}));
  const node = lab.host.nodes[0]?.name ?? '';
  return step.checks.flatMap(({id, claim}) =>
    claim.claim === 'diagnosis'
      ? [{node, run: `underlay answer ${id} ${diagnosisOf(fault, claim.about)}`, looks: false, proves: [id]}]
      : [],
  );
}

/** The right answer to a diagnosis. */
export const diagnosisOf = (fault: Fault, about: 'layer' | 'cause'): string =>
  about === 'layer' ? fault.layer : fault.id;
