import type {Outcome} from '../work.ts';
import type {FilterItem} from './plan.ts';
import {NOTHING_REFUSED, dscpRule, isProtected} from './port-rules.ts';
import type {Refused} from './port-rules.ts';
import {userRules} from './user-rules.ts';

/**
 * The rules for which an iptables-restore was given up as a whole, added to those known: without them the rest can be
 * written. A real agent knows no such way out: it fails on every turn, and no port of the node changes any more.
 * @returns the same object where no other rule was to blame
 */
export function refusedRules(outcomes: readonly Outcome[], known: Refused = NOTHING_REFUSED): Refused {
  let all = known;
  for (const {command, exitCode, stderr} of outcomes) {
    if (command.kind !== 'run' || exitCode === 0 || exitCode === undefined) continue;
    // More than the kernel takes at once: no rule is to blame.
    if (stderr.includes('Message too long')) continue;
    const [program = ''] = command.argv;
    if (program !== 'iptables-restore' && program !== 'ip6tables-restore') continue;
    const version = program === 'iptables-restore' ? 4 : 6;
    const lines = (command.input ?? '').split('\n');
    for (const match of stderr.matchAll(/\bline:? (\d+)/g)) {
      const spec = ownRule(lines[Number(match[1]) - 1] ?? '');
      if (spec === undefined || all[version].has(spec)) continue;
      all = {...all, [version]: new Map([...all[version], [spec, `${program}: ${spec}: ${firstWords(stderr)}`]])};
    }
  }
  return all;
}

/** The rule of a line that adds one to a port's chain: one that a security group or QoS policy asked for. */
const ownRule = (line: string): string | undefined =>
  /^-(?:I \S+-(?:i|o|qos-o)[0-9a-f-]+ \d+|A \S+-(?:i|o|qos-o)[0-9a-f-]+) (.*)$/.exec(line)?.[1];

/** What was said, without the program's name and its advice. */
const firstWords = (stderr: string): string =>
  stderr
    .replace(/^ip6?tables-restore v\S+ \(\w+\): /, '')
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? stderr;

/** Port id → why one of its security group rules is not there. */
export function portsRefused(item: FilterItem | undefined, refused: Refused): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const version of [4, 6] as const) {
    if (refused[version].size === 0) continue;
    for (const {port, rules} of item?.ports ?? []) {
      if (!isProtected(port)) continue;
      const texts = [...userRules(rules, 'ingress', version), ...userRules(rules, 'egress', version)];
      const why = texts.map((text) => refused[version].get(text)).find((reason) => reason !== undefined);
      if (why !== undefined) found.set(port.id, why);
    }
  }
  return found;
}

/** Port id → why what it sends is not marked, which a port lives without. */
export function marksRefused(item: FilterItem | undefined, refused: Refused): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const {port, dscp} of item?.ports ?? []) {
    const why = dscp === undefined ? undefined : (refused[4].get(dscpRule(dscp)) ?? refused[6].get(dscpRule(dscp)));
    if (why !== undefined) found.set(port.id, why);
  }
  return found;
}
