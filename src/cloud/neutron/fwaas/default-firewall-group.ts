import type {FirewallGroupRecord} from '../../store/records.ts';
import type {Work} from '../../work.ts';
import {DEFAULT_EGRESS, DEFAULT_INGRESS, newPolicy} from './firewall-policies.ts';
import {putFirewallRule} from './firewall-rules.ts';

export const DEFAULT_FIREWALL_GROUP = 'default';

/**
 * Every project has a group `default` with its policies and rules, made the first time somebody looks: nothing may
 * come in, everything may go out. It has no ports until somebody gives it one. Quotas are not asked.
 */
export function defaultFirewallGroup(work: Work, projectId: string): FirewallGroupRecord {
  const {tables} = work;
  const known = tables.firewallGroups.find('project', projectId).find(({name}) => name === DEFAULT_FIREWALL_GROUP);
  if (known !== undefined) return known;
  const policyId = (direction: 'ingress' | 'egress'): string => {
    const rules = ([4, 6] as const).map((ipVersion) =>
      putFirewallRule(work, projectId, {
        name: `default ${direction} ipv${ipVersion}`,
        description: `default ${direction} rule for IPv${ipVersion}`,
        action: direction === 'ingress' ? 'deny' : 'allow',
        ipVersion,
      }),
    );
    const policy = newPolicy(work, projectId, direction === 'ingress' ? DEFAULT_INGRESS : DEFAULT_EGRESS, {
      description: `${direction === 'ingress' ? 'Ingress' : 'Egress'} firewall policy`,
      ruleIds: rules.map(({id}) => id),
    });
    tables.firewallPolicies.put(policy);
    return policy.id;
  };
  const group: FirewallGroupRecord = {
    id: work.chance.uuid(),
    projectId,
    name: DEFAULT_FIREWALL_GROUP,
    description: 'Default firewall group',
    shared: false,
    adminStateUp: true,
    ingressPolicyId: policyId('ingress'),
    egressPolicyId: policyId('egress'),
    portIds: [],
    status: 'INACTIVE',
    told: null,
  };
  tables.firewallGroups.put(group);
  return group;
}
