import {failuresOf} from './failures.ts';
import type {Failures} from './failures.ts';
import type {Done} from './findings.ts';
import type {Intent} from './memory.ts';
import {filterOf} from './port-filter/plan.ts';
import {NOTHING_REFUSED} from './port-filter/port-rules.ts';
import type {Refused} from './port-filter/port-rules.ts';
import {marksRefused, portsRefused, refusedRules} from './port-filter/refused-rules.ts';
import {missingTaps} from './reports.ts';
import {differences} from './whole-difference.ts';
import type {DriverCommand} from './whole-difference.ts';
import type {Outcome} from './work.ts';

/** Rules that one turn finds out to be refused; iptables tells of one at a time. */
const MOST_REFUSALS = 32;

/**
 * Looks, acts and looks again. Where iptables gave up on a whole table for one rule, the table is written again
 * without it.
 * @param act runs the commands, and looks
 * @throws {CouldNotLook}
 */
export async function converge(
  intent: Intent,
  act: (commands: readonly DriverCommand[]) => Promise<Done>,
  signal: AbortSignal,
): Promise<Failures> {
  const outcomes: Outcome[] = [];
  let refused = NOTHING_REFUSED;
  const wanted = (): Intent => ({...intent, portFilter: {...intent.portFilter, refused}});
  let {found} = await act([]);
  for (let turn = 0; turn < MOST_REFUSALS; turn += 1) {
    const todo = differences(wanted(), found);
    if (todo.length === 0) break;
    const done = await act(todo);
    outcomes.push(...done.outcomes);
    ({found} = done);
    const known = refused;
    refused = refusedRules(done.outcomes, known);
    if (refused === known || signal.aborted) break;
  }
  const left = outcomes.length === 0 ? [] : differences(wanted(), found).map((one) => one.command);
  const of = new Map([...failuresOf(outcomes, left), ...refusals(intent, refused)]);
  return {of, missing: missingTaps(intent, found)};
}

function refusals({portFilter}: Intent, refused: Refused): readonly (readonly [string, string])[] {
  const item = filterOf(portFilter);
  const named = (type: string, ports: ReadonlyMap<string, string>) =>
    [...ports].map(([id, why]) => [`${type} ${id}`, why] as const);
  return [...named('qos', marksRefused(item, refused)), ...named('port', portsRefused(item, refused))];
}
