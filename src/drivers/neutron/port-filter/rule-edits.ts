import type {FilterTable} from '../../../state/snapshot.ts';
import {BUILT_IN_CHAINS} from './rule-lists.ts';
import type {Chains, Tables} from './rule-lists.ts';

/**
 * Input of `iptables-restore --noflush` that turns the found into the wanted, rule by rule, so that the counters of
 * rules that stay go on counting; empty where nothing differs. Rules of others in built-in chains are left alone.
 * @param owns whether a chain that is not wanted is ours and goes
 */
export function ruleEdits(
  wanted: Tables,
  found: Readonly<Record<string, FilterTable>>,
  owns: (chain: string) => boolean,
): string {
  return Object.entries(wanted)
    .map(([table, chains]) => {
      const there = found[table]?.chains ?? {};
      const rulesIn = (chain: string) => there[chain]?.rules.map((rule) => rule.spec) ?? [];
      const names = leavesFirst(chains);
      const made = names.filter((chain) => !BUILT_IN_CHAINS.has(chain) && there[chain] === undefined);
      const gone = Object.keys(there).filter((chain) => owns(chain) && chains[chain] === undefined);
      const lines = [
        ...made.toSorted().map((chain) => `:${chain} - [0:0]`),
        ...names.flatMap((chain) =>
          BUILT_IN_CHAINS.has(chain)
            ? topRules(chain, chains[chain] ?? [], rulesIn(chain))
            : chainEdits(chain, chains[chain] ?? [], rulesIn(chain)),
        ),
        // Jumps to them are gone by now, their own jumps must go before any of them can.
        ...gone.map((chain) => `-F ${chain}`),
        ...gone.map((chain) => `-X ${chain}`),
      ];
      return transactions(lines)
        .map((part) => [`*${table}`, ...part, 'COMMIT', ''].join('\n'))
        .join('');
    })
    .join('');
}

/** Chains in an order in which each is complete before anything jumps to it: no packet meets half a chain. */
function leavesFirst(chains: Chains): readonly string[] {
  const ordered = new Set<string>();
  const visited = new Set<string>();
  const visit = (chain: string): void => {
    if (visited.has(chain)) return;
    visited.add(chain);
    for (const rule of chains[chain] ?? []) {
      const target = rule.slice(rule.lastIndexOf('-j ') + 3);
      if (chains[target] !== undefined) visit(target);
    }
    ordered.add(chain);
  };
  for (const chain of Object.keys(chains).toSorted()) visit(chain);
  return [...ordered];
}

/**
 * What goes to the kernel at once. A whole table would be best, but a transaction is one netlink message, and without
 * the machine's CAP_NET_ADMIN it must fit into a socket's default buffer (net.core.wmem_default, 208 KiB).
 */
function transactions(lines: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let room = 0;
  for (const line of lines) {
    const size = sizeOf(line);
    if (size > room) {
      parts.push([]);
      room = MOST_BYTES;
    }
    room -= size;
    parts.at(-1)?.push(line);
  }
  return parts;
}

const MOST_BYTES = 128 * 1024;

/** About what a line takes in the message, rather more: a comment alone has 256 bytes, whatever it says. */
const sizeOf = (line: string): number =>
  256 + 128 * (line.split(' -m ').length - 1) + (line.includes('--comment') ? 256 : 0);

/** Our jumps at the top, in their order, whatever else somebody put into the chain. */
function topRules(chain: string, wanted: readonly string[], found: readonly string[]): readonly string[] {
  const ours = found.filter((rule) => wanted.includes(rule));
  if (ours.length === wanted.length && ours.every((rule, index) => rule === wanted[index])) return [];
  return [
    ...ours.map((rule) => `-D ${chain} ${rule}`),
    ...wanted.map((rule, index) => `-I ${chain} ${index + 1} ${rule}`),
  ];
}

/** Deletions and insertions by number, in an order in which every number is right at its turn. */
export function chainEdits(chain: string, wanted: readonly string[], found: readonly string[]): readonly string[] {
  let start = 0;
  while (start < wanted.length && start < found.length && wanted[start] === found[start]) start += 1;
  let end = 0;
  while (
    end < wanted.length - start &&
    end < found.length - start &&
    wanted[wanted.length - 1 - end] === found[found.length - 1 - end]
  )
    end += 1;
  const [to, from] = [wanted.slice(start, wanted.length - end), found.slice(start, found.length - end)];
  const stays = commonRules(to, from);
  const edits: string[] = [];
  let position = start + 1;
  let [next, old] = [0, 0];
  for (const [keptTo, keptFrom] of [...stays, [to.length, from.length] as const]) {
    for (; old < keptFrom; old += 1) edits.push(`-D ${chain} ${position}`);
    for (; next < keptTo; next += 1, position += 1) edits.push(`-I ${chain} ${position} ${to[next]}`);
    [next, old, position] = [keptTo + 1, keptFrom + 1, position + 1];
  }
  return edits;
}

/** More comparisons than this are not worth the counters they would save. */
const MAX_COMPARISONS = 4_000_000;

/** Pairs of indexes of a longest common subsequence, in order. */
function commonRules(to: readonly string[], from: readonly string[]): readonly (readonly [number, number])[] {
  if (to.length * from.length > MAX_COMPARISONS) return [];
  const width = from.length + 1;
  const lengths = new Uint32Array((to.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = to.length - 1; row >= 0; row -= 1)
    for (let column = from.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        to[row] === from[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  const pairs: [number, number][] = [];
  let [row, column] = [0, 0];
  while (row < to.length && column < from.length) {
    if (to[row] === from[column]) pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}
