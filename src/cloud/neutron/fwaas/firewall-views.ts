import type {FirewallGroupRecord, FirewallPolicyRecord, FirewallRuleRecord} from '../../store/records.ts';
import type {Tables} from '../../store/tables.ts';
import type {View} from '../views.ts';
import {portsOfGroup} from './firewall-telling.ts';

/** Records as the API shows them, attribute by attribute in the order of neutron-fwaas. */

export const viewFirewallRule = (tables: Tables, rule: FirewallRuleRecord): View => ({
  id: rule.id,
  tenant_id: rule.projectId,
  name: rule.name,
  description: rule.description,
  protocol: rule.protocol,
  firewall_policy_id: tables.firewallPolicies.find('rule', rule.id).map(({id}) => id),
  ip_version: rule.ipVersion,
  source_ip_address: rule.sourceIpAddress,
  destination_ip_address: rule.destinationIpAddress,
  source_port: rule.sourcePort,
  destination_port: rule.destinationPort,
  action: rule.action,
  enabled: rule.enabled,
  shared: rule.shared,
  project_id: rule.projectId,
});

export const viewPolicy = (policy: FirewallPolicyRecord): View => ({
  id: policy.id,
  tenant_id: policy.projectId,
  name: policy.name,
  description: policy.description,
  audited: policy.audited,
  firewall_rules: policy.ruleIds,
  shared: policy.shared,
  project_id: policy.projectId,
});

export const viewFirewallGroup = (tables: Tables, group: FirewallGroupRecord): View => ({
  id: group.id,
  tenant_id: group.projectId,
  name: group.name,
  description: group.description,
  ingress_firewall_policy_id: group.ingressPolicyId,
  egress_firewall_policy_id: group.egressPolicyId,
  admin_state_up: group.adminStateUp,
  ports: portsOfGroup(tables, group),
  status: group.status,
  shared: group.shared,
  project_id: group.projectId,
});
