import {firewallChain, firewallRuleText} from '../../drivers/neutron/fwaas/firewall-chains.ts';
import type {CloudState, FirewallGroup, SecurityGroupRule} from '../../drivers/neutron/model.ts';
import {chainPrefix, portChain, tapName} from '../../drivers/neutron/naming.ts';
import {isProtected} from '../../drivers/neutron/port-filter/port-rules.ts';
import {ruleText} from '../../drivers/neutron/port-filter/user-rules.ts';
import {ruleKey} from '../../state/rule-objects.ts';
import type {ObjectOfRule, ObjectsOfChain, RuleObject} from '../../state/rule-objects.ts';
import {spaced} from '../../state/text.ts';
import type {Text} from '../../state/text.ts';

/** What the API adds to the rules that drivers know. */
interface Described {
  readonly description?: string;
}

/**
 * Which API object each iptables rule of a cloud stands for: rules of security groups in the chains of instance ports,
 * rules of firewalls in those of routers. Rules that agents always write stand for none.
 * @param groupNames name by security group id
 */
export const ruleObjects = (cloud: CloudState, groupNames: Readonly<Record<string, string>>): ObjectOfRule => ({
  ...securityObjects(cloud, groupNames),
  ...firewallObjects(cloud),
});

function securityObjects(cloud: CloudState, names: Readonly<Record<string, string>>): ObjectOfRule {
  const ofGroup = Map.groupBy(Object.values(cloud.securityGroupRules ?? {}), ({securityGroupId}) => securityGroupId);
  // Ports with the same groups have the same rules: the chains of all of them share one.
  const known = new Map<string, ObjectsOfChain>();
  const rulesOf = (groups: readonly string[], direction: SecurityGroupRule['direction']): ObjectsOfChain => {
    const key = [direction, ...groups].join(' ');
    const made =
      known.get(key) ??
      Object.fromEntries(
        groups
          .flatMap((id) => ofGroup.get(id) ?? [])
          .filter((rule) => rule.direction === direction)
          .map((rule) => securityEntry(rule, names[rule.securityGroupId])),
      );
    known.set(key, made);
    return made;
  };
  return Object.fromEntries(
    Object.values(cloud.ports)
      .filter((port) => isProtected(port))
      .flatMap(({id, securityGroups, binding}) => [
        [portChain('i', tapName(id), chainPrefix(binding)), rulesOf(securityGroups, 'ingress')],
        [portChain('o', tapName(id), chainPrefix(binding)), rulesOf(securityGroups, 'egress')],
      ]),
  );
}

function securityEntry(rule: SecurityGroupRule & Described, group: string | undefined): readonly [string, RuleObject] {
  const version = rule.ethertype === 'IPv4' ? 4 : 6;
  const name = called(rule.description, rule.id);
  const owner = group ?? rule.securityGroupId.slice(0, 8);
  return [
    ruleKey(version === 4 ? 'iptables' : 'ip6tables', ruleText(rule)),
    {
      id: rule.id,
      words: {
        en: `security group rule ${name.en} of group ${owner}`,
        zh: `安全组${spaced(owner)}的规则${spaced(name.zh).trimEnd()}`,
      },
    },
  ];
}

/** People give a rule a description, or nothing; then the beginning of its id is all it is called. */
const called = (words: string | undefined, id: string): Text => {
  const given = words ?? '';
  return given === '' ? {en: id.slice(0, 8), zh: id.slice(0, 8)} : {en: `“${given}”`, zh: `“${given}”`};
};

const firewallObjects = (cloud: CloudState): ObjectOfRule =>
  Object.fromEntries(
    Object.values(cloud.firewallGroups ?? {}).flatMap((group) =>
      ([4, 6] as const).flatMap((version) => [
        [firewallChain('i', version, group.id), firewallRules(cloud, group, 'ingress')],
        [firewallChain('o', version, group.id), firewallRules(cloud, group, 'egress')],
      ]),
    ),
  );

function firewallRules(cloud: CloudState, group: FirewallGroup, direction: 'ingress' | 'egress'): ObjectsOfChain {
  const driver = cloud.options.firewallVersion ?? 'v2';
  const own = direction === 'ingress' ? group.ingressPolicyId : group.egressPolicyId;
  const ids = driver === 'v1' ? [group.ingressPolicyId, group.egressPolicyId] : [own];
  const policies = ids.flatMap((id) => (id === null ? [] : (cloud.firewallPolicies?.[id] ?? [])));
  return Object.fromEntries(
    policies
      .flatMap((policy) => policy.ruleIds.map((id) => ({policy, rule: cloud.firewallRules?.[id]})))
      .flatMap(({policy, rule}) => {
        if (rule === undefined) return [];
        const family = rule.ipVersion === 4 ? 'iptables' : 'ip6tables';
        const name = called(rule.name, rule.id);
        const [of, at] = [policy.name || policy.id.slice(0, 8), group.name || group.id.slice(0, 8)];
        const words = {
          en: `firewall rule ${name.en} of policy ${of}, group ${at}`,
          zh: `防火墙组${spaced(at).trimEnd()}、策略${spaced(of)}的规则${spaced(name.zh).trimEnd()}`,
        };
        return [[ruleKey(family, firewallRuleText(rule, driver)), {id: rule.id, words}] as const];
      })
      // Of two that say the same, the first decides.
      .toReversed(),
  );
}
