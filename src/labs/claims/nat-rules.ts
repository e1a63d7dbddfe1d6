import type {Condition} from '../../drivers/kernel/iptables-rule.ts';
import type {FilterChain} from '../../state/snapshot.ts';
import {type Tables, chainOf} from './iptables-chains.ts';
import {covers, overlap} from './ip-values.ts';
import {understood} from './understood-rule.ts';

/** A rule of table nat that ends the way of a packet through it, with the conditions of the jumps that lead there. */
export interface NatRule {
  readonly chain: string;
  /** Counted from 0. */
  readonly index: number;
  readonly spec: string;
  readonly target: string;
  readonly options: Readonly<Record<string, string>>;
  readonly conditions: readonly (readonly [name: string, condition: Condition])[];
}

/** Packets that a claim is about, by the names that `parseRule` gives conditions. */
export interface Traffic {
  readonly 'out-interface'?: string | undefined;
  readonly source?: string | undefined;
  readonly destination?: string | undefined;
  readonly protocol?: string | undefined;
  readonly dport?: string | undefined;
}

const ENDS: ReadonlySet<string> = new Set(['ACCEPT', 'RETURN', 'MASQUERADE', 'SNAT', 'DNAT', 'REDIRECT', 'NETMAP']);

/** What packets meet from a built-in chain on, through the chains it jumps to, in their order. Unreadable rules are left out. */
export const natRules = (tables: Tables, hook: string): readonly NatRule[] => {
  const chain = chainOf(tables, 'nat', hook);
  return chain === undefined ? [] : walk(tables, chain, {conditions: [], callers: [hook]});
};

const walk = (
  tables: Tables,
  chain: FilterChain,
  way: {readonly conditions: NatRule['conditions']; readonly callers: readonly string[]},
): readonly NatRule[] => {
  const found: NatRule[] = [];
  for (const [index, {spec}] of chain.rules.entries()) {
    const rule = understood(spec)?.rule;
    const target = rule?.target;
    if (rule === undefined || target === undefined) continue;
    const own = Object.entries(rule.conditions);
    const conditions = [...way.conditions, ...own];
    const called = tables['nat']?.chains[target];
    if (called !== undefined && !way.callers.includes(target)) {
      found.push(...walk(tables, called, {conditions, callers: [...way.callers, target]}));
    } else if (ENDS.has(target) && (target !== 'RETURN' || way.callers.length === 1)) {
      found.push({chain: chain.name, index, spec, target, options: rule.options, conditions});
    }
    if (own.length === 0 && target === 'RETURN') break;
  }
  return found;
};

/** The rule takes all of this traffic as far as this key goes: it has no condition on it, or one that covers the value. */
export const takes = (rule: NatRule, key: keyof Traffic, value: string): boolean =>
  rule.conditions.every(([name, condition]) => name !== key || satisfies(key, condition, value));

/** The rule takes all of the traffic, whatever else is true of a packet: no later rule sees any of it. */
export const takesAll = (rule: NatRule, traffic: Traffic): boolean =>
  rule.conditions.every(([name, condition]) => {
    if (!isKey(name)) return false;
    const value = traffic[name];
    return value !== undefined && satisfies(name, condition, value);
  });

const KEYS: readonly string[] = [
  'out-interface',
  'source',
  'destination',
  'protocol',
  'dport',
] satisfies (keyof Traffic)[];
const isKey = (name: string): name is keyof Traffic => KEYS.includes(name);

const satisfies = (key: keyof Traffic, {value, negated}: Condition, wanted: string): boolean => {
  switch (key) {
    case 'out-interface':
      return (value.endsWith('+') ? wanted.startsWith(value.slice(0, -1)) : wanted === value) !== negated;
    case 'source':
    case 'destination': {
      const list = value.split(',');
      return negated ? !list.some((one) => overlap(one, wanted)) : list.some((one) => covers(one, wanted));
    }
    case 'protocol':
      return (value === wanted) !== negated;
    case 'dport':
      return value.split(',').some((part) => inPorts(part, Number(wanted))) !== negated;
  }
};

const inPorts = (part: string, port: number): boolean => {
  const [from, to = from] = part.split(':').map(Number);
  return from !== undefined && to !== undefined && port >= from && port <= to;
};
