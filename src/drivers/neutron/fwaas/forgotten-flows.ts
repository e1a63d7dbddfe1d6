import type {FilterTable} from '../../../state/snapshot.ts';
import {firewallChain, firewallChains} from './firewall-chains.ts';
import type {FirewallVersion} from './firewall-chains.ts';
import type {RouterFirewall} from './router-firewall.ts';

type Tables = Readonly<Record<string, FilterTable>>;

/**
 * The conntrack commands that make flows new again when firewalls change, so that the rules are asked about them: all
 * flows of the router for a firewall that comes, and for one that changes those that a rule which came or went is
 * about, by protocol and port. Addresses are not looked at, as upstream does not; a range of ports counts as any.
 * @param found the filter tables as they are before the rules are written
 */
export function forgottenFlows(
  firewalls: readonly RouterFirewall[],
  found: Readonly<Record<4 | 6, Tables>>,
  driver: FirewallVersion = 'v2',
): readonly string[] {
  const commands = firewalls
    .filter(({adminStateUp}) => adminStateUp)
    .flatMap((firewall) =>
      ([4, 6] as const).flatMap((version) => ofFirewall(firewall, version, found[version], driver)),
    );
  return commands.includes(FLUSH) ? [FLUSH] : [...new Set(commands)];
}

const FLUSH = 'conntrack -F';

function ofFirewall(firewall: RouterFirewall, version: 4 | 6, found: Tables, driver: FirewallVersion) {
  const names = (['i', 'o'] as const).map((direction) => firewallChain(direction, version, firewall.groupId));
  const there = names.map((name) => found['filter']?.chains[name]?.rules.map(({spec}) => spec));
  if (there.includes(undefined)) return [FLUSH];
  const {chains} = firewallChains([firewall], version, driver);
  return names.flatMap((name, index) => {
    const [before, after] = [there[index] ?? [], chains[name] ?? []];
    const changed = [
      ...before.filter((rule) => !after.includes(rule)),
      ...after.filter((rule) => !before.includes(rule)),
    ];
    return changed.map((rule) => forgetting(rule, version));
  });
}

/** The flows a rule is about. */
function forgetting(rule: string, version: 4 | 6): string {
  const words = rule.split(' ');
  const after = (option: string) => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined);
  const port = (option: string) => {
    const value = after(option);
    return value === undefined || value.includes(':') ? [] : [`${option} ${value}`];
  };
  const protocol = after('-p');
  return [
    `conntrack -D -f ipv${version}`,
    ...(protocol === undefined ? [] : [`-p ${protocol === 'ipv6-icmp' ? 'icmpv6' : protocol}`]),
    ...port('--sport'),
    ...port('--dport'),
  ].join(' ');
}
