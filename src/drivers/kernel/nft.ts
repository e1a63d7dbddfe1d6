import type {NftTable} from '../../state/snapshot.ts';
import {UnreadableOutput} from './unreadable-output.ts';

/** Question to `nft -i`, and the question whose one-line answer ends it: it asks the kernel nothing and never fails. */
export const RULESET_COMMAND = 'list ruleset';
export const SENTINEL_COMMAND = 'describe meta mark';
export const SENTINEL_ANSWER = /^meta expression, datatype mark/;

export interface Ruleset {
  /** Tables that iptables does not own, keyed by `family name`. */
  readonly native: Readonly<Record<string, NftTable>>;
  /** Tables of iptables-nft; iptables-save knows what is in them. */
  readonly owned: {readonly ip: readonly NftTable[]; readonly ip6: readonly NftTable[]};
}

/**
 * What `nft list ruleset` printed.
 * @throws {UnreadableOutput} also for output that was cut off inside a table.
 */
export const parseRuleset = (text: string): Ruleset => {
  const native: Record<string, NftTable> = {};
  const owned: {readonly ip: NftTable[]; readonly ip6: NftTable[]} = {ip: [], ip6: []};
  for (const table of tablesOf(text)) {
    if (isOwnedByIptables(table)) owned[table.family === 'ip' ? 'ip' : 'ip6'].push(table);
    else native[`${table.family} ${table.name}`] = table;
  }
  return {native, owned};
};

const tablesOf = function* (text: string): Generator<NftTable> {
  let open: {readonly family: string; readonly name: string; readonly lines: string[]} | undefined;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (open !== undefined) {
      open.lines.push(line);
      if (line !== '}') continue;
      yield open;
      open = undefined;
    } else if (line !== '' && !line.startsWith('#')) {
      const match = /^table (\S+) (\S+) \{/.exec(line);
      if (match === null) throw new UnreadableOutput('nft list ruleset', index + 1, line, 'expected a table');
      open = {family: match[1] ?? '', name: match[2] ?? '', lines: [line]};
    }
  }
  if (open !== undefined) {
    throw new UnreadableOutput(
      'nft list ruleset',
      lines.length,
      open.lines.at(-1) ?? '',
      `table ${open.family} ${open.name} has no end`,
    );
  }
};

const IPTABLES_TABLES: ReadonlySet<string> = new Set(['filter', 'nat', 'mangle', 'raw', 'security']);
const BUILT_IN_CHAINS: ReadonlySet<string> = new Set(['INPUT', 'FORWARD', 'OUTPUT', 'PREROUTING', 'POSTROUTING']);

/**
 * nft marks tables as iptables' own only where a rule uses an xtables extension, on stderr. So this goes by what
 * iptables can make: its table names, chains and nothing else, every chain with a hook under its built-in name. It
 * also is what iptables itself accepts as its own, whoever made it.
 */
const isOwnedByIptables = (table: NftTable): boolean => {
  if ((table.family !== 'ip' && table.family !== 'ip6') || !IPTABLES_TABLES.has(table.name)) return false;
  let chains = 0;
  let chain = '';
  for (const line of table.lines.slice(1, -1)) {
    if (line.startsWith('\t\ttype ') && line.includes(' hook ') && !BUILT_IN_CHAINS.has(chain)) return false;
    if (!/^\t\S/.test(line) || line === '\t}') continue;
    const name = /^\tchain (\S+) \{/.exec(line)?.[1];
    if (name === undefined) return false;
    chain = name;
    chains++;
  }
  return chains > 0;
};

/** A table's text without its counters: what changes only when somebody changes the rules. */
export const structureOf = (table: NftTable): string =>
  table.lines.join('\n').replaceAll(/counter packets \d+ bytes \d+/g, 'counter');
