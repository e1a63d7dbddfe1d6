import type {Item} from '../change.ts';
import type {FilterChain, FilterRule, FilterTable} from '../snapshot.ts';
import {align} from './align.ts';
import {fieldChanged, fieldChanges, itemAdded, itemRemoved} from './items.ts';
import {differingPairs} from './pairs.ts';
import type {Pair, Sides} from './pairs.ts';

export type FilterFamily = 'iptables' | 'ip6tables';

/** Where a chain is. Keys of ip6tables begin with `ip6tables`, because both families have the same chains. */
interface ChainPlace {
  readonly family: FilterFamily;
  readonly table: string;
  readonly chain: string;
}

const keyOf = ({family, table, chain}: ChainPlace) =>
  family === 'ip6tables' ? `ip6tables ${table} ${chain}` : `${table} ${chain}`;

/** Chains, then rules, of all tables of one family. */
export const diffFilter = (family: FilterFamily, sides: Sides<FilterTable>): readonly Item[] => {
  const chains = differingPairs(sides.before, sides.after).flatMap((table) =>
    differingChains(table).map((pair) => ({pair, place: {family, table: table.key, chain: pair.key}})),
  );
  return [
    ...chains.flatMap(({place, pair}) => diffChain(place, pair)),
    ...chains.flatMap(({place, pair}) => diffRulesOf(place, pair.before?.rules ?? [], pair.after?.rules ?? [])),
  ];
};

/** In the order of iptables-save (which is the order packets meet the built-in chains), those that went last. */
const differingChains = ({before, after}: Pair<FilterTable>): readonly Pair<FilterChain>[] => {
  const old = before?.chains ?? {};
  const now = after?.chains ?? {};
  const names = new Set([...Object.keys(now), ...Object.keys(old)]);
  return [...names]
    .map((key) => ({key, before: old[key], after: now[key]}))
    .filter((pair) => pair.before !== pair.after);
};

const diffChain = (place: ChainPlace, pair: Pair<FilterChain>): readonly Item[] => {
  const about = {what: 'chain', key: keyOf(place), details: {...place}} as const;
  const before = pair.before ?? unasked(pair.after);
  const after = pair.after ?? unasked(pair.before);
  if (before === undefined) return [itemAdded(about)];
  if (after === undefined) return [itemRemoved(about)];
  return [...fieldChanges(about, {policy: before.policy}, {policy: after.policy}), ...counted(about, before, after)];
};

/**
 * What a built-in chain is before anybody asks for it: iptables makes all those of a table as soon as one is used,
 * which changes nothing for packets.
 */
const unasked = (chain: FilterChain | undefined): FilterChain | undefined =>
  chain?.policy === undefined ? undefined : {name: chain.name, policy: 'ACCEPT', packets: 0, bytes: 0, rules: []};

type About = Parameters<typeof fieldChanged>[0];
type Counters = Pick<FilterRule, 'packets' | 'bytes'>;

const counted = (about: About, before: Counters, after: Counters): readonly Item[] => {
  const field = before.packets === after.packets ? 'bytes' : 'packets';
  if (before[field] === after[field]) return [];
  const values = {before: String(before[field]), after: String(after[field])};
  return [fieldChanged(about, field, values, true)];
};

const diffRulesOf = (
  place: ChainPlace,
  before: readonly FilterRule[],
  after: readonly FilterRule[],
): readonly Item[] => {
  if (before === after) return [];
  const aboutRule = (rule: FilterRule, index: number) =>
    ({
      what: 'filter-rule',
      key: `${keyOf(place)} ${rule.spec}`,
      details: {...place, position: String(index + 1), spec: rule.spec},
    }) as const;
  const specs = (rules: readonly FilterRule[]) => rules.map((rule) => rule.spec);
  const steps = align(specs(before), specs(after));
  const added = steps.flatMap((step) => (step.how === 'added' ? [step.after] : []));
  const moved = new Map<number, number>();
  for (const step of steps) {
    if (step.how !== 'removed') continue;
    const to = added.find((index) => after[index]?.spec === before[step.before]?.spec && !moved.has(index));
    if (to !== undefined) moved.set(to, step.before);
  }
  const left = new Set(moved.values());
  return steps.flatMap((step): readonly Item[] => {
    if (step.how === 'removed') {
      const rule = before[step.before];
      return rule === undefined || left.has(step.before) ? [] : [itemRemoved(aboutRule(rule, step.before))];
    }
    const rule = after[step.after];
    if (rule === undefined) return [];
    const about = aboutRule(rule, step.after);
    const from = step.how === 'kept' ? step.before : moved.get(step.after);
    const old = from === undefined ? undefined : before[from];
    if (from === undefined || old === undefined) return [itemAdded(about)];
    const values = {before: String(from + 1), after: String(step.after + 1)};
    const shifted = step.how === 'added' ? [fieldChanged(about, 'position', values)] : [];
    return [...shifted, ...counted(about, old, rule)];
  });
};
