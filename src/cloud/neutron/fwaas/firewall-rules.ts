import {formatCidr, formatIp, parseCidr, parseIp} from '../../addresses/ip.ts';
import type {Caller} from '../../caller.ts';
import type {FirewallRuleRecord} from '../../store/records.ts';
import type {Work} from '../../work.ts';
import {enforce} from '../body.ts';
import type {Values} from '../body.ts';
import {claimQuota} from '../quota.ts';
import {firewallErrors} from './firewall-errors.ts';
import {FIREWALL_RULE} from './firewall-resources.ts';
import {ensurePolicySettled, tellPolicyChanged} from './firewall-telling.ts';

/** The fields of a record that a request may name, by the names it gives them. */
const FIELDS = {
  name: 'name',
  description: 'description',
  shared: 'shared',
  enabled: 'enabled',
  action: 'action',
  protocol: 'protocol',
  ip_version: 'ipVersion',
  source_ip_address: 'sourceIpAddress',
  destination_ip_address: 'destinationIpAddress',
  source_port: 'sourcePort',
  destination_port: 'destinationPort',
} as const satisfies Readonly<Record<string, keyof FirewallRuleRecord>>;

type Named = Partial<Pick<FirewallRuleRecord, (typeof FIELDS)[keyof typeof FIELDS]>>;

const named = (values: Values): Named =>
  Object.fromEntries(
    Object.entries(FIELDS).flatMap(([name, field]) => (name in values ? [[field, values[name]]] : [])),
  );

export function createFirewallRule(work: Work, caller: Caller, values: Values): FirewallRuleRecord {
  const projectId = String(values['project_id']);
  enforce(FIREWALL_RULE, 'create', values, caller, {owner: projectId});
  claimQuota(work, 'firewall_rule', projectId);
  return putFirewallRule(work, projectId, named(values));
}

/** Makes a rule without asking who may: also those of a project's default group. */
export function putFirewallRule(work: Work, projectId: string, fields: Named): FirewallRuleRecord {
  const rule: FirewallRuleRecord = {
    id: work.chance.uuid(),
    projectId,
    name: '',
    description: '',
    shared: false,
    enabled: true,
    action: 'deny',
    protocol: null,
    ipVersion: 4,
    sourceIpAddress: null,
    destinationIpAddress: null,
    sourcePort: null,
    destinationPort: null,
    ...fields,
  };
  const canonical = checked(rule);
  work.tables.firewallRules.put(canonical);
  return canonical;
}

export function updateFirewallRule(work: Work, caller: Caller, rule: FirewallRuleRecord, values: Values): void {
  enforce(FIREWALL_RULE, 'update', values, caller, {owner: rule.projectId});
  const {tables} = work;
  const policies = tables.firewallPolicies.find('rule', rule.id);
  for (const policy of policies) ensurePolicySettled(tables, policy.id);
  tables.firewallRules.put(checked({...rule, ...named(values)}));
  for (const policy of policies) {
    tables.firewallPolicies.put({...policy, audited: false});
    tellPolicyChanged(work, policy.id);
  }
}

/** @throws FirewallRuleInUse while a policy has it */
export function deleteFirewallRule({tables}: Work, caller: Caller, rule: FirewallRuleRecord): void {
  enforce(FIREWALL_RULE, 'delete', {}, caller, {owner: rule.projectId});
  if (tables.firewallPolicies.count('rule', rule.id) > 0) throw firewallErrors.ruleInUse(rule.id);
  tables.firewallRules.delete(rule.id);
}

/**
 * Refuses fields that contradict each other; a rule that came by is kept as the kernel writes it.
 * @throws FirewallRuleInvalidICMPParameter, FirewallRuleWithPortWithoutProtocolInvalid, FirewallIpAddressConflict
 */
function checked(rule: FirewallRuleRecord): FirewallRuleRecord {
  const hasPorts = rule.sourcePort !== null || rule.destinationPort !== null;
  if (hasPorts && rule.protocol === null) throw firewallErrors.portsWithoutProtocol();
  if (hasPorts && rule.protocol === 'icmp') throw firewallErrors.portsOfIcmp();
  return {
    ...rule,
    sourceIpAddress: checkedAddress(rule.sourceIpAddress, rule.ipVersion),
    destinationIpAddress: checkedAddress(rule.destinationIpAddress, rule.ipVersion),
    sourcePort: oneOrRange(rule.sourcePort),
    destinationPort: oneOrRange(rule.destinationPort),
  };
}

function checkedAddress(address: string | null, version: 4 | 6): string | null {
  if (address === null) return null;
  const ip = parseIp(address);
  const cidr = ip === undefined ? parseCidr(address) : undefined;
  if ((ip ?? cidr)?.version !== version) throw firewallErrors.versionConflict();
  return ip !== undefined ? formatIp(ip) : cidr !== undefined ? formatCidr(cidr) : address;
}

/** `0022` is 22, and a range of one port is that port. */
function oneOrRange(range: string | null): string | null {
  if (range === null) return null;
  const [from = 0, to = from] = range.split(':').map(Number);
  if (from > to) throw firewallErrors.invalidPorts(range);
  return from === to ? String(from) : `${from}:${to}`;
}
