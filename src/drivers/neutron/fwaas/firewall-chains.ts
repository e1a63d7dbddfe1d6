import type {FirewallRule} from '../model.ts';
import {L3_PREFIX} from '../naming.ts';
import type {RouterFirewall} from './router-firewall.ts';

/** What firewalls add to a router's filter table. */
export interface FirewallChains {
  /** Rules of the agent's FORWARD chain, behind those that it has anyway. */
  readonly forward: readonly string[];
  /** By name; rules as iptables-save writes them, without `-A CHAIN`. */
  readonly chains: Readonly<Record<string, readonly string[]>>;
}

/**
 * Which driver writes them. `v2`: groups on router ports, one list of rules into the networks and one out of them.
 * `v1`: one firewall for the whole router (its ports only say which), the same list both ways, and no chains for what
 * is accepted and dropped.
 */
export type FirewallVersion = 'v1' | 'v2';

/** Chain names have 11 characters behind the agent's name. */
const chain = (name: string): string => `${L3_PREFIX}-${name.slice(0, 11)}`;
const DEFAULT = chain('fwaas-default-policy');
const ACCEPTED = chain('accepted');
const DROPPED = chain('dropped');
const REJECTED = chain('rejected');

/** `i` what goes into the networks behind the router's interfaces, `o` what comes out of them. */
export const firewallChain = (direction: 'i' | 'o', version: 4 | 6, groupId: string): string =>
  chain(`${direction}v${version}${groupId}`);

const ANY_INTERFACE = ['qr-+'] as const;

/**
 * The chains of a router's firewalls, in the order and the words of neutron_fwaas (drivers/linux/iptables_fwaas_v2.py
 * of Zed, iptables_fwaas.py of Liberty). A group that is administratively down has only the default, which drops all.
 * Two groups on one router: upstream's second loses the first one's default jumps; here both keep theirs.
 */
export function firewallChains(
  firewalls: readonly RouterFirewall[],
  version: 4 | 6,
  driver: FirewallVersion = 'v2',
): FirewallChains {
  if (firewalls.length === 0) return {forward: [], chains: {}};
  const isV1 = driver === 'v1';
  const chains: Record<string, readonly string[]> = {[DEFAULT]: [`-j ${isV1 ? 'DROP' : DROPPED}`]};
  if (!isV1) {
    const answer = version === 4 ? 'icmp-port-unreachable' : 'icmp6-port-unreachable';
    chains[ACCEPTED] = ['-j ACCEPT'];
    chains[DROPPED] = ['-j DROP'];
    chains[REJECTED] = [`-j REJECT --reject-with ${answer}`];
  }
  const asked: string[] = [];
  for (const {groupId, adminStateUp, links, ingress, egress} of firewalls) {
    if (!adminStateUp) continue;
    const [into, from] = [firewallChain('i', version, groupId), firewallChain('o', version, groupId)];
    const at = isV1 ? ANY_INTERFACE : links;
    // The first firewall service knew one policy; it is asked whichever way a flow begins.
    const both = ingress.length > 0 ? ingress : egress;
    chains[into] = ruleChain(isV1 ? both : ingress, version, driver);
    chains[from] = ruleChain(isV1 ? both : egress, version, driver);
    asked.push(...at.map((link) => `-o ${link} -j ${into}`), ...at.map((link) => `-i ${link} -j ${from}`));
  }
  const everywhere = isV1 ? ANY_INTERFACE : firewalls.flatMap(({links}) => links);
  return {
    forward: [
      ...asked,
      ...everywhere.map((link) => `-o ${link} -j ${DEFAULT}`),
      ...everywhere.map((link) => `-i ${link} -j ${DEFAULT}`),
    ],
    chains,
  };
}

const ACTIONS: Readonly<Record<FirewallRule['action'], string>> = {allow: ACCEPTED, deny: DROPPED, reject: REJECTED};

const target = (action: FirewallRule['action'], version: 4 | 6, driver: FirewallVersion): string => {
  if (driver === 'v2') return ACTIONS[action];
  if (action === 'reject') return `REJECT --reject-with ${version === 4 ? 'icmp' : 'icmp6'}-port-unreachable`;
  return action === 'allow' ? 'ACCEPT' : 'DROP';
};

/** Flows that are known pass before any rule is asked: rules decide about new ones. */
const ruleChain = (rules: readonly FirewallRule[], version: 4 | 6, driver: FirewallVersion): readonly string[] => [
  `-m state --state INVALID -j ${driver === 'v1' ? 'DROP' : DROPPED}`,
  '-m state --state RELATED,ESTABLISHED -j ACCEPT',
  ...rules.filter(({ipVersion}) => ipVersion === version).map((rule) => firewallRuleText(rule, driver)),
];

/** One rule as iptables-save writes it: what is any is not said. */
export function firewallRuleText(rule: FirewallRule, driver: FirewallVersion = 'v2'): string {
  const {protocol, ipVersion, sourcePort, destinationPort} = rule;
  const ports = [...portWords('sport', sourcePort), ...portWords('dport', destinationPort)];
  return [
    ...addressWords('-s', rule.sourceIpAddress),
    ...addressWords('-d', rule.destinationIpAddress),
    ...(protocol === null ? [] : [`-p ${protocol === 'icmp' && ipVersion === 6 ? 'ipv6-icmp' : protocol}`]),
    ...(ports.length === 0 ? [] : [`-m ${protocol}`, ...ports]),
    `-j ${target(rule.action, ipVersion, driver)}`,
  ].join(' ');
}

const addressWords = (option: '-s' | '-d', address: string | null): readonly string[] => {
  if (address === null || address.endsWith('/0')) return [];
  return [`${option} ${address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`}`];
};

const portWords = (option: 'sport' | 'dport', ports: string | null): readonly string[] =>
  ports === null || ports === '0:65535' ? [] : [`--${option} ${ports}`];
