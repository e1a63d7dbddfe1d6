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

/** Chains with their jumps; without addresses to hold it to, a port's ARP is not looked at. */
function wantedRules({tap, macs, addresses}: GuardItem) {
  const chains = chainsOf({tap});
  const mac = {
    jump: `-i ${tap} -j ${chains.mac}`,
    chain: chains.mac,
    rules: [`-i ${tap} --among-src ${macs.map(shortMac).join(',')} -j RETURN`, '-j DROP'],
  };
  const arp = {
    jump: `-p ARP -i ${tap} -j ${chains.arp}`,
    chain: chains.arp,
    rules: [...(addresses ?? []).map((address) => `-p ARP --arp-ip-src ${address} -j ACCEPT`), '-j DROP'],
  };
  return addresses === undefined ? [mac] : [mac, arp];
}

/** What is missing of a port's guard, as lines for `ebtables-restore --noflush`; none where all is there. */
export function guardEdits(item: GuardItem, found: GuardChains): readonly string[] {
  const wanted = wantedRules(item);
  const lines: string[] = item.addresses === undefined ? [...chainRemoval(chainsOf(item).arp, found)] : [];
  for (const {chain, rules} of wanted) {
    const there = found[chain];
    if (there !== undefined && there.length === rules.length && rules.every((rule, at) => rule === there[at])) continue;
    // A rule with --among-src cannot be deleted by its text (ebtables-nft 1.8.9), so the chain is emptied.
    lines.push(there === undefined ? `:${chain} RETURN` : `-F ${chain}`, ...rules.map((rule) => `-A ${chain} ${rule}`));
  }
  const entry = found['PREROUTING'] ?? [];
  const [mac, arp] = wanted;
  // The agent puts the MAC test of the newest port first and its ARP test last.
  if (mac !== undefined && !entry.includes(mac.jump)) lines.push(`-I PREROUTING ${mac.jump}`);
  if (arp !== undefined && !entry.includes(arp.jump)) lines.push(`-A PREROUTING ${arp.jump}`);
  return lines;
}

/** What is left of a port's guard. */
export function guardRemoval({tap}: GuardItem, found: GuardChains): readonly string[] {
  const {mac, arp} = chainsOf({tap});
  return [...chainRemoval(mac, found), ...chainRemoval(arp, found)];
}

function chainRemoval(chain: string, found: GuardChains): readonly string[] {
  if (found[chain] === undefined) return [];
  const jumps = (found['PREROUTING'] ?? []).filter((rule) => rule.endsWith(`-j ${chain}`));
  return [...jumps.map((rule) => `-D PREROUTING ${rule}`), `-F ${chain}`, `-X ${chain}`];
}

/** Input of `ebtables-restore --noflush`. */
export const ebtablesInput = (lines: readonly string[]): string => ['*nat', ...lines, 'COMMIT', ''].join('\n');
