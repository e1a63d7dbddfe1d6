import {isAdmin} from '../../caller.ts';
import type {Caller} from '../../caller.ts';
import type {Cloud} from '../../cloud.ts';
import type {Collection} from '../collections.ts';
import {DEFAULT_FIREWALL_GROUP, defaultFirewallGroup} from './default-firewall-group.ts';
import {createFirewallGroup, deleteFirewallGroup, updateFirewallGroup} from './firewall-groups.ts';
import {createPolicy, deletePolicy, updatePolicy} from './firewall-policies.ts';
import {FIREWALL_GROUP, FIREWALL_POLICY, FIREWALL_RULE} from './firewall-resources.ts';
import {createFirewallRule, deleteFirewallRule, updateFirewallRule} from './firewall-rules.ts';
import {viewFirewallGroup, viewFirewallRule, viewPolicy} from './firewall-views.ts';
import {seesFirewall, visibleFirewallGroup, visibleFirewallRule, visiblePolicy} from './firewall-visibility.ts';

/** FWaaS v2. Its objects cannot be made in bulk. */
export const FIREWALL_COLLECTIONS: readonly Collection[] = [
  {
    path: 'fwaas/firewall_rules',
    resource: FIREWALL_RULE,
    bulk: false,
    operations: {
      list: (tables, caller) =>
        [...tables.firewallRules.values()]
          .filter((rule) => seesFirewall(caller, rule))
          .map((rule) => viewFirewallRule(tables, rule)),
      show: (tables, caller, id) => viewFirewallRule(tables, visibleFirewallRule(tables, caller, id)),
      create: (work, caller, values) => createFirewallRule(work, caller, values).id,
      update: (work, caller, id, values) =>
        updateFirewallRule(work, caller, visibleFirewallRule(work.tables, caller, id), values),
      delete: (work, caller, id) => deleteFirewallRule(work, caller, visibleFirewallRule(work.tables, caller, id)),
      beforeList: ensureDefault,
    },
  },
  {
    path: 'fwaas/firewall_policies',
    resource: FIREWALL_POLICY,
    bulk: false,
    operations: {
      list: (tables, caller) =>
        [...tables.firewallPolicies.values()].filter((policy) => seesFirewall(caller, policy)).map(viewPolicy),
      show: (tables, caller, id) => viewPolicy(visiblePolicy(tables, caller, id)),
      create: (work, caller, values) => createPolicy(work, caller, values).id,
      update: (work, caller, id, values) => updatePolicy(work, caller, visiblePolicy(work.tables, caller, id), values),
      delete: (work, caller, id) => deletePolicy(work, caller, visiblePolicy(work.tables, caller, id)),
      beforeList: ensureDefault,
    },
  },
  {
    path: 'fwaas/firewall_groups',
    resource: FIREWALL_GROUP,
    bulk: false,
    operations: {
      list: (tables, caller) =>
        [...tables.firewallGroups.values()]
          .filter((group) => seesFirewall(caller, group))
          .map((group) => viewFirewallGroup(tables, group)),
      show: (tables, caller, id) => viewFirewallGroup(tables, visibleFirewallGroup(tables, caller, id)),
      create: (work, caller, values) => createFirewallGroup(work, caller, values).id,
      update: (work, caller, id, values) =>
        updateFirewallGroup(work, caller, visibleFirewallGroup(work.tables, caller, id), values),
      delete: (work, caller, id) => deleteFirewallGroup(work, caller, visibleFirewallGroup(work.tables, caller, id)),
      beforeList: ensureDefault,
    },
  },
];

/** Who looks at firewalls gets his project's default group, admins all of them. */
function ensureDefault(cloud: Cloud, caller: Caller): void {
  const {tables} = cloud.store;
  const projects = isAdmin(caller) ? [...tables.projects.values()].map(({id}) => id) : [caller.projectId];
  const missing = projects.filter(
    (id) => !tables.firewallGroups.find('project', id).some(({name}) => name === DEFAULT_FIREWALL_GROUP),
  );
  if (missing.length > 0) cloud.change((work) => missing.forEach((id) => defaultFirewallGroup(work, id)));
}
