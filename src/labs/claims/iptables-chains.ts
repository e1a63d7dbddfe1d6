import type {FilterChain, FilterTable, Snapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import type {Place, Placed} from './fields.ts';
import {othersInstead} from './look.ts';
import {placeWords, sentence} from './sentences.ts';

/** Chains that the kernel has by itself. iptables-save leaves out a table that nobody has used: it is open and empty. */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  raw: ['PREROUTING', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
};

export type Tables = Readonly<Record<string, FilterTable>>;

/** @returns undefined where the table has no such chain */
export const chainOf = (tables: Tables, table: string, chain: string): FilterChain | undefined => {
  const found = tables[table]?.chains[chain];
  if (found !== undefined || BUILT_IN[table]?.includes(chain) !== true) return found;
  return {name: chain, policy: 'ACCEPT', packets: 0, bytes: 0, rules: []};
};

/** Every chain with rules, where one may have been put by mistake. */
export const allChains = (tables: Tables): readonly {readonly table: string; readonly chain: FilterChain}[] =>
  Object.values(tables).flatMap((table) => Object.values(table.chains).map((chain) => ({table: table.name, chain})));

/** `chain FORWARD`, `chain POSTROUTING of table nat` */
export const chainWords = (table: string, chain: string): Text =>
  table === 'filter' ? sentence(`chain ${chain}`, `链 ${chain}`) : inTable(table, chain);

/** The same with its table also where that is filter: for chains of two tables beside each other. */
export const inTable = (table: string, chain: string): Text =>
  sentence(`chain ${chain} of table ${table}`, `${table} 表链 ${chain}`);

/** `chain FORWARD in nat1` */
export const chainAt = (snapshot: Snapshot, place: Place, table: string, chain: string): Text => {
  const where = placeWords(snapshot, place);
  const words = chainWords(table, chain);
  return sentence(`${words.en} ${where.en}`, `${where.zh}的${words.zh}`);
};

export const missingChain = (
  snapshot: Snapshot,
  claim: Placed<{readonly in?: string | undefined; readonly chain: string}>,
  table: string,
  tables: Tables,
): Text => {
  const words = chainWords(table, claim.chain);
  const where = placeWords(snapshot, claim);
  const none = sentence(`there is no ${words.en} ${where.en}`, `${where.zh}中没有${words.zh}`);
  const other =
    allChains(tables).find(({chain}) => chain.name === claim.chain)?.table ??
    Object.keys(BUILT_IN).find((name) => BUILT_IN[name]?.includes(claim.chain));
  if (other !== undefined) return sentence(`${none.en}, but table ${other} has one`, `${none.zh}，但 ${other} 表有`);
  const names = new Set([...(BUILT_IN[table] ?? []), ...Object.keys(tables[table]?.chains ?? {})]);
  return othersInstead(none, claim.chain, [...names]);
};

/** A rule in quotation marks, with its number as `iptables -L --line-numbers` counts. */
export const quotedRule = (spec: string, index?: number): Text =>
  index === undefined
    ? sentence(`"${spec}"`, `“${spec}”`)
    : sentence(`rule ${index + 1} "${spec}"`, `第 ${index + 1} 条规则“${spec}”`);
