import {isAdmin} from '../../caller.ts';
import type {Caller} from '../../caller.ts';
import type {FirewallGroupRecord, FirewallPolicyRecord, FirewallRuleRecord} from '../../store/records.ts';
import type {Tables} from '../../store/tables.ts';
import {firewallErrors} from './firewall-errors.ts';

/** One's own, and what is shared with everybody. */
export const seesFirewall = (caller: Caller, one: {readonly projectId: string; readonly shared: boolean}): boolean =>
  isAdmin(caller) || one.shared || one.projectId === caller.projectId;

/** @throws FirewallRuleNotFound, also where the caller may not know of it */
export function visibleFirewallRule(tables: Tables, caller: Caller, id: string): FirewallRuleRecord {
  const rule = tables.firewallRules.get(id);
  if (rule === undefined || !seesFirewall(caller, rule)) throw firewallErrors.ruleNotFound(id);
  return rule;
}

/** @throws FirewallPolicyNotFound */
export function visiblePolicy(tables: Tables, caller: Caller, id: string): FirewallPolicyRecord {
  const policy = tables.firewallPolicies.get(id);
  if (policy === undefined || !seesFirewall(caller, policy)) throw firewallErrors.policyNotFound(id);
  return policy;
}

/** @throws FirewallGroupNotFound */
export function visibleFirewallGroup(tables: Tables, caller: Caller, id: string): FirewallGroupRecord {
  const group = tables.firewallGroups.get(id);
  if (group === undefined || !seesFirewall(caller, group)) throw firewallErrors.groupNotFound(id);
  return group;
}
