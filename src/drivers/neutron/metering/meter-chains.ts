import type {CloudState, MeteringRule, Router} from '../model.ts';
import {METER_PREFIX, meterChain} from '../naming.ts';
import {plumbing} from '../port-filter/rule-lists.ts';
import type {Chains} from '../port-filter/rule-lists.ts';

/** A label as a router counts for it. */
export interface RouterMeter {
  readonly labelId: string;
  /** In the order they were made. */
  readonly rules: readonly Omit<MeteringRule, 'labelId'>[];
}

/** The labels of a router's project, and those that are shared with all. Pure. */
export const routerMeters = (cloud: CloudState, router: Router): readonly RouterMeter[] =>
  Object.values(cloud.meteringLabels ?? {})
    .filter((label) => label.shared || label.projectId === router.projectId)
    .map(({id}) => ({
      labelId: id,
      rules: Object.values(cloud.meteringRules ?? {}).flatMap(({labelId, ...rule}) => (labelId === id ? [rule] : [])),
    }));

/**
 * The filter chains of the metering agent (services/metering/drivers/iptables): what passes the gateway's link and is
 * meant by a rule goes through the label's counter, a rule that says nothing, and on. Undefined without a label.
 * Here the L3 agent of the node writes them, with its own.
 * @param outer the gateway's link; without one there is nothing to count
 * @param isThere the program's own chains are there, and stay when the last label goes
 */
export function meterChains(
  meters: readonly RouterMeter[],
  version: 4 | 6,
  outer: string | undefined,
  isThere = false,
): Chains | undefined {
  if (meters.length === 0 && !isThere) return undefined;
  const chains = {...plumbing(METER_PREFIX, version)['filter']};
  // Only IPv4 is counted.
  if (version === 6) return chains;
  chains[`${METER_PREFIX}-FORWARD`] = meters.map(({labelId}) => `-j ${meterChain('r', labelId)}`);
  for (const {labelId, rules} of meters) {
    chains[meterChain('l', labelId)] = [''];
    chains[meterChain('r', labelId)] = outer === undefined ? [] : countingRules(labelId, rules, outer);
  }
  return chains;
}

/** Exceptions stand first, each before those that were there. */
const countingRules = (labelId: string, rules: RouterMeter['rules'], outer: string): string[] => [
  ...rules
    .filter(({excluded}) => excluded)
    .toReversed()
    .map((rule) => `${matchOf(rule, outer)} -j RETURN`),
  ...rules.filter(({excluded}) => !excluded).map((rule) => `${matchOf(rule, outer)} -j ${meterChain('l', labelId)}`),
];

/** As iptables-save writes it; everywhere goes without saying. */
function matchOf({direction, remote, source, destination}: RouterMeter['rules'][number], outer: string): string {
  const isOut = direction === 'egress';
  // The old form names the address inside, whatever its name says.
  const from = source ?? (isOut ? remote : null);
  const to = destination ?? (isOut ? null : remote);
  return [
    ...(from === null || from === '0.0.0.0/0' ? [] : [`-s ${from}`]),
    ...(to === null || to === '0.0.0.0/0' ? [] : [`-d ${to}`]),
    `${isOut ? '-o' : '-i'} ${outer}`,
  ].join(' ');
}
