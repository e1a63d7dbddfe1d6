/** Rules as iptables-save writes them, without `-A CHAIN`; built-in chains hold only the rules that must come first. */
export type Chains = Readonly<Record<string, readonly string[]>>;
/** By table: raw, mangle, filter. */
export type Tables = Readonly<Record<string, Chains>>;

export const BUILT_IN_CHAINS: ReadonlySet<string> = new Set([
  'PREROUTING',
  'INPUT',
  'FORWARD',
  'OUTPUT',
  'POSTROUTING',
]);

/**
 * The chains that Neutron's iptables manager makes for a program, empty: each built-in chain jumps to the program's
 * own. All programs of a node share `neutron-filter-top`, which comes before all of them.
 * @param prefix the program's name cut to 16 characters
 */
export function plumbing(prefix: string, version: 4 | 6): Record<string, Record<string, string[]>> {
  const own = (chain: string) => `${prefix}-${chain}`;
  const tables: Record<string, Record<string, string[]>> = {mangle: {}, raw: {}, filter: {}};
  const jumps: Readonly<Record<string, readonly string[]>> = {
    mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
    raw: ['PREROUTING', 'OUTPUT'],
    filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  };
  for (const [table, chains] of Object.entries(jumps)) {
    for (const chain of chains) {
      tables[table] = {...tables[table], [chain]: [`-j ${own(chain)}`], [own(chain)]: []};
    }
  }
  const {filter = {}, mangle = {}} = tables;
  filter['FORWARD'] = ['-j neutron-filter-top', `-j ${own('FORWARD')}`];
  filter['OUTPUT'] = ['-j neutron-filter-top', `-j ${own('OUTPUT')}`];
  filter['neutron-filter-top'] = [`-j ${own('local')}`];
  filter[own('local')] = [];
  if (version === 4) {
    mangle[own('mark')] = [];
    mangle[own('PREROUTING')] = [`-j ${own('mark')}`];
  }
  return tables;
}
