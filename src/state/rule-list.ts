import {align} from './diff/align.ts';
import {valueOf} from './snapshot.ts';
import type {FilterChain, FilterRule, FilterTable, NamespaceSnapshot, Reading, Snapshot} from './snapshot.ts';
import type {RuleFamily} from './rule-objects.ts';

/** One iptables table of one namespace. */
export interface TablePlace {
  readonly node: string;
  readonly namespace: string;
  readonly family: RuleFamily;
  readonly table: string;
}

/** How far the counters of a rule went since another snapshot. */
export interface CounterChange {
  readonly packets: number;
  readonly bytes: number;
}

export interface ListedRule extends FilterRule {
  /** Counts from 1. */
  readonly position: number;
  /** `new`: was not there before. Undefined where nothing is known from before, or somebody zeroed the counters. */
  readonly since?: CounterChange | 'new';
}

export interface ListedChain {
  readonly name: string;
  readonly policy?: string;
  readonly packets: number;
  readonly bytes: number;
  readonly since?: CounterChange | 'new';
  readonly rules: readonly ListedRule[];
}

const FAMILIES = ['iptables', 'ip6tables'] as const;
/** In the order in which packets meet them; others follow. */
const TABLES = ['filter', 'nat', 'mangle', 'raw'];

const byUse = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1);
const rank = (table: string): number => (TABLES.includes(table) ? TABLES.indexOf(table) : TABLES.length);

const namespaceAt = (snapshot: Snapshot, place: Pick<TablePlace, 'node' | 'namespace'>) =>
  snapshot.nodes[place.node]?.namespaces[place.namespace];

const tableAt = (snapshot: Snapshot, place: TablePlace): FilterTable | undefined => {
  const namespace = namespaceAt(snapshot, place);
  return namespace === undefined ? undefined : valueOf(namespace[place.family])?.[place.table];
};

/** The tables that decide anything: with a rule, or with a policy that is not to accept. */
export const tablesWithRules = (snapshot: Snapshot): readonly TablePlace[] =>
  Object.values(snapshot.nodes).flatMap(({name: node, namespaces}) =>
    Object.values(namespaces).flatMap((namespace) =>
      FAMILIES.flatMap((family) =>
        Object.values(valueOf(namespace[family]) ?? {})
          .filter((table) => Object.values(table.chains).some((chain) => decides(chain)))
          .map((table) => table.name)
          .toSorted(byUse)
          .map((table) => ({node, namespace: namespace.name, family, table})),
      ),
    ),
  );

const decides = ({rules, policy = 'ACCEPT'}: FilterChain): boolean => rules.length > 0 || policy !== 'ACCEPT';

/** Namespaces whose rules could not be read, and why. */
export const unreadRules = (snapshot: Snapshot): readonly (Pick<TablePlace, 'node' | 'namespace'> & {why: string})[] =>
  Object.values(snapshot.nodes).flatMap(({name: node, namespaces}) =>
    Object.values(namespaces).flatMap((namespace) =>
      FAMILIES.flatMap((family) => whyNot(namespace, family)).map((why) => ({node, namespace: namespace.name, why})),
    ),
  );

const whyNot = (namespace: NamespaceSnapshot, family: RuleFamily): readonly string[] => {
  const reading: Reading<unknown> = namespace[family];
  return reading.ok ? [] : [`${family}: ${reading.why}`];
};

/**
 * The chains of a table that decide anything, those that packets enter by first, with what their counters did.
 * @param before an earlier moment to compare with; its namespace may not have been there
 */
export const listRules = (
  snapshot: Snapshot,
  before: Snapshot | undefined,
  place: TablePlace,
): readonly ListedChain[] => {
  const chains = Object.values(tableAt(snapshot, place)?.chains ?? {}).filter((chain) => decides(chain));
  const old = before === undefined ? undefined : (tableAt(before, place)?.chains ?? {});
  const entries = chains.filter(({policy}) => policy !== undefined);
  const others = chains.filter(({policy}) => policy === undefined).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [...entries, ...others].map((chain) => listed(chain, old));
};

const listed = (chain: FilterChain, old: Readonly<Record<string, FilterChain>> | undefined): ListedChain => ({
  ...chain,
  ...(old !== undefined && sinceThen(chain, old[chain.name])),
  rules: listedRules(chain.rules, old === undefined ? undefined : (old[chain.name]?.rules ?? [])),
});

const listedRules = (rules: readonly FilterRule[], old: readonly FilterRule[] | undefined): readonly ListedRule[] => {
  if (old === undefined) return rules.map((rule, index) => ({...rule, position: index + 1}));
  const specs = (list: readonly FilterRule[]) => list.map(({spec}) => spec);
  const from = new Map(
    align(specs(old), specs(rules)).flatMap((step) => (step.how === 'kept' ? [[step.after, old[step.before]]] : [])),
  );
  return rules.map((rule, index) => ({...rule, position: index + 1, ...sinceThen(rule, from.get(index))}));
};

type Counters = Pick<FilterRule, 'packets' | 'bytes'>;

/** How far counters went; nothing where somebody zeroed them. */
export const sinceThen = (now: Counters, then: Counters | undefined): {readonly since?: CounterChange | 'new'} => {
  if (then === undefined) return {since: 'new'};
  const since = {packets: now.packets - then.packets, bytes: now.bytes - then.bytes};
  return since.packets < 0 || since.bytes < 0 ? {} : {since};
};

/** Whether packets met the rule since then. */
export const wasHit = ({since, packets}: Pick<ListedRule, 'since' | 'packets'>): boolean =>
  since === 'new' ? packets > 0 : (since?.packets ?? 0) > 0;
