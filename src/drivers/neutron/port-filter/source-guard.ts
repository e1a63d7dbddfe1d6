import {UnreadableOutput} from '../../kernel/unreadable-output.ts';
import type {GuardItem} from './plan.ts';

/** Rules by chain of ebtables' nat table, as `ebtables-save` prints them. */
export type GuardChains = Readonly<Record<string, readonly string[]>>;

/**
 * The chains of table nat that `ebtables-save` printed.
 * @throws {UnreadableOutput}
 */
export function parseEbtablesSave(text: string): GuardChains {
  const chains: Record<string, string[]> = {};
  let table = '';
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('*')) table = line.slice(1);
    else if (table !== 'nat') continue;
    else if (line.startsWith(':')) chains[line.slice(1).split(' ')[0] ?? ''] = [];
    else {
      const match = /^-A (\S+) (.*)$/.exec(line);
      const rules = chains[match?.[1] ?? ''];
      if (match === null || rules === undefined)
        throw new UnreadableOutput('ebtables-save', index + 1, line, 'expected a chain or a rule of one');
      rules.push(match[2]?.trim() ?? '');
    }
  }
  return chains;
}

/** ebtables prints MACs of `--among-src` without leading zeros: `fa:16:3e:8:77:9b`. */
const shortMac = (mac: string): string =>
  mac
    .split(':')
    .map((part) => part.replace(/^0(?=.)/, ''))
    .join(':');

const chainsOf = ({tap}: Pick<GuardItem, 'tap'>) => ({mac: `neutronMAC-${tap}`, arp: `neutronARP-${tap}`});

function wantedRules({tap, macs, addresses}: GuardItem) {
  const chains = chainsOf({tap});
  return {
    jumps: [`-i ${tap} -j ${chains.mac}`, `-p ARP -i ${tap} -j ${chains.arp}`] as const,
    [chains.mac]: [`-i ${tap} --among-src ${macs.map(shortMac).join(',')} -j RETURN`, '-j DROP'],
    [chains.arp]: [...addresses.map((address) => `-p ARP --arp-ip-src ${address} -j ACCEPT`), '-j DROP'],
  };
}

/** What is missing of a port's guard, as lines for `ebtables-restore --noflush`; none where all is there. */
export function guardEdits(item: GuardItem, found: GuardChains): readonly string[] {
  const {jumps, ...chains} = wantedRules(item);
  const lines: string[] = [];
  for (const [chain, rules] of Object.entries(chains)) {
    const there = found[chain];
    if (there !== undefined && there.length === rules.length && rules.every((rule, at) => rule === there[at])) continue;
    // A rule with --among-src cannot be deleted by its text (ebtables-nft 1.8.9), so the chain is emptied.
    lines.push(there === undefined ? `:${chain} RETURN` : `-F ${chain}`, ...rules.map((rule) => `-A ${chain} ${rule}`));
  }
  const entry = found['PREROUTING'] ?? [];
  // The agent puts the MAC test of the newest port first and its ARP test last.
  if (!entry.includes(jumps[0])) lines.push(`-I PREROUTING ${jumps[0]}`);
  if (!entry.includes(jumps[1])) lines.push(`-A PREROUTING ${jumps[1]}`);
  return lines;
}

/** What is left of a port's guard. */
export function guardRemoval({tap}: GuardItem, found: GuardChains): readonly string[] {
  const {mac, arp} = chainsOf({tap});
  const there = [mac, arp].filter((chain) => found[chain] !== undefined);
  const jumps = (found['PREROUTING'] ?? []).filter((rule) => there.some((chain) => rule.endsWith(`-j ${chain}`)));
  return [...jumps.map((rule) => `-D PREROUTING ${rule}`), ...there.flatMap((chain) => [`-F ${chain}`, `-X ${chain}`])];
}

/** Input of `ebtables-restore --noflush`. */
export const ebtablesInput = (lines: readonly string[]): string => ['*nat', ...lines, 'COMMIT', ''].join('\n');
