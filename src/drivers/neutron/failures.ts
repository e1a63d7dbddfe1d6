import {commandLine} from './command-script.ts';
import type {Command} from './driver.ts';
import type {Outcome} from './work.ts';

/** Why objects are not as the cloud wants them. */
export interface Failures {
  /** By `type id` of the object. */
  readonly of: ReadonlyMap<string, string>;
  /** Ids of ports that have no tap: nothing can be said of them until somebody makes it. */
  readonly missing: ReadonlySet<string>;
  /** Nothing could be done at all. */
  readonly all?: string;
}

const subjectKey = ({subject: {type, id}}: Command): string => `${type} ${id}`;

/** A command that failed, or a difference that is still there: both are told with what was wanted and what was found. */
export function failuresOf(outcomes: readonly Outcome[], left: readonly Command[]): Failures['of'] {
  const of = new Map<string, string>();
  const stillWanted = new Set(left.map(subjectKey));
  for (const {command, exitCode, stderr} of outcomes) {
    const key = subjectKey(command);
    if (exitCode === 0 || of.has(key) || !stillWanted.has(key)) continue;
    of.set(
      key,
      `${explain(command, stderr)}${commandLine(command)}: ${stderr || `exit code ${exitCode ?? 'unknown'}`}`,
    );
  }
  for (const command of left) {
    const key = subjectKey(command);
    if (of.has(key)) continue;
    const ran = outcomes
      .filter((outcome) => subjectKey(outcome.command) === key)
      .map((one) => commandLine(one.command));
    of.set(
      key,
      `did not converge: after ${ran.length === 0 ? 'nothing' : ran.join('; ')} it still takes: ${commandLine(command)}${command.kind === 'run' && command.input !== undefined ? `\n${command.input}` : ''}`,
    );
  }
  return of;
}

/** What the kernel's few words mean, where there is no doubt. */
function explain(command: Command, stderr: string): string {
  if (command.kind === 'write') return '';
  if (command.argv[0] === 'haproxy' && /exec of "haproxy" failed: No such file/.test(stderr))
    return 'haproxy is not installed, so instances of isolated networks get no metadata. ';
  const isVlan = command.argv.join(' ').includes(' type vlan ');
  return isVlan && /Unknown device type|Operation not supported/.test(stderr)
    ? 'This kernel has no 802.1Q (module 8021q), so the linuxbridge agent cannot carry VLAN networks. '
    : '';
}
