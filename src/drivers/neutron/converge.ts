import {setTimeout as pause} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import {bootsGuest, instances} from '../nova/driver.ts';
import {failuresOf} from './failures.ts';
import type {Failures} from './failures.ts';
import type {Done} from './findings.ts';
import type {Intent} from './memory.ts';
import {filterOf} from './port-filter/plan.ts';
import {openvswitch} from './openvswitch/driver.ts';
import {NOTHING_REFUSED} from './port-filter/port-rules.ts';
import type {Refused} from './port-filter/port-rules.ts';
import {marksRefused, portsRefused, refusedRules} from './port-filter/refused-rules.ts';
import {missingTaps} from './reports.ts';
import {differences} from './whole-difference.ts';
import type {DriverCommand} from './whole-difference.ts';
import type {Outcome} from './work.ts';

/** Rules that one turn finds out to be refused; iptables tells of one at a time. */
const MOST_REFUSALS = 32;

/** A guest's process becomes another program twice before it is what it is to be, and cannot be told meanwhile. */
const BOOT_LOOKS = 50;
const BOOT_LOOK_MS = 20;

/** What acts on a node and looks at it. */
export interface Hands {
  /** Looks at all that the intent touches. */
  look(): Promise<Done>;
  /** Runs the commands, and looks again; what need not be asked twice is not in the answer. */
  act(commands: readonly DriverCommand[]): Promise<Done>;
  /** Runs the commands, and looks at the node's processes. */
  boot(commands: readonly DriverCommand[]): Promise<Done>;
  /** Called when all is done but the booting of guests, where guests are to be booted. */
  wired(failures: Failures): void;
}

/**
 * Looks, acts and looks again. Where iptables gave up on a whole table for one rule, the table is written again
 * without it. Guests boot last, when their ports were reported: nova-compute, too, waits for Neutron's
 * `network-vif-plugged` before it lets one run.
 * @throws {CouldNotLook}
 */
export async function converge(intent: Intent, hands: Hands, signal: AbortSignal): Promise<Failures> {
  const outcomes: Outcome[] = [];
  let refused = NOTHING_REFUSED;
  const wanted = (): Intent => ({...intent, portFilter: {...intent.portFilter, refused}});
  const failures = (left: readonly DriverCommand[]): Failures => {
    const commands = outcomes.length === 0 ? [] : left.map((one) => one.command);
    const of = new Map([...failuresOf(outcomes, commands), ...refusals(intent, refused)]);
    return {of, missing: missingTaps(intent, found)};
  };
  let {found} = await hands.look();
  const {outputs} = found;
  for (let turn = 0; turn < MOST_REFUSALS; turn += 1) {
    const todo = differences(wanted(), found).filter(isWiring);
    if (todo.length === 0) break;
    const done = await hands.act(todo);
    outcomes.push(...done.outcomes);
    found = {...done.found, outputs: {...outputs, ...done.found.outputs}};
    const known = refused;
    refused = refusedRules(done.outcomes, known);
    if (signal.aborted) break;
    // The switch agent wires ports that others put into br-int, and its flows need the numbers the switch gives them.
    const next = differences(wanted(), found).filter(isWiring);
    const goesOn = next.some(({driver}) => driver === openvswitch.name) && !isDeepStrictEqual(next, todo);
    if (refused === known && !goesOn) break;
  }
  const left = differences(wanted(), found);
  const wiring = failures(left.filter(isWiring));
  const isFit = ({command: {subject}}: DriverCommand) => !wiring.of.has(`${subject.type} ${subject.id}`);
  const boots = left.filter((one) => !isWiring(one) && isFit(one));
  if (boots.length === 0 || signal.aborted) return failures(left);
  hands.wired(wiring);
  let booted = await hands.boot(boots);
  outcomes.push(...booted.outcomes);
  const ran = booted.outcomes.every(({exitCode}) => exitCode === 0);
  for (let look = 1; ; look += 1) {
    found = {...found, processes: booted.found.processes};
    const missing = differences(wanted(), found);
    if (missing.every(isWiring) || !ran || look === BOOT_LOOKS || signal.aborted) return failures(missing);
    await pause(BOOT_LOOK_MS);
    booted = await hands.boot([]);
  }
}

const isWiring = ({driver, command}: DriverCommand): boolean => driver !== instances.name || !bootsGuest(command);

function refusals(
  {portFilter, openvswitch: switching}: Intent,
  refused: Refused,
): readonly (readonly [string, string])[] {
  const item = filterOf(portFilter);
  const named = (type: string, ports: ReadonlyMap<string, string>) =>
    [...ports].map(([id, why]) => [`${type} ${id}`, why] as const);
  const unlimited = Object.values(switching.present).flatMap((wish) =>
    wish.kind === 'flows' && wish.ignoresQos === true && wish.portId !== undefined
      ? [[`qos ${wish.portId}`, 'QoS is not applied: the Open vSwitch agent here carries out no QoS policy.'] as const]
      : [],
  );
  return [...unlimited, ...named('qos', marksRefused(item, refused)), ...named('port', portsRefused(item, refused))];
}
