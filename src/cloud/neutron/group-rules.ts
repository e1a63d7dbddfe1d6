import type {Caller} from '../caller.ts';
import {formatCidr, hasHostBits, parseCidr} from '../addresses/ip.ts';
import type {SecurityGroupRuleRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {visibleAddressGroup} from './address-groups.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {SECURITY_GROUP_RULE} from './group-resources.ts';
import {claimQuota} from './quota.ts';
import {protocolNumber} from './rule-values.ts';
import {putRule, seesGroup, visibleGroup} from './security-groups.ts';

interface RuleValues {
  readonly security_group_id: string;
  readonly project_id: string;
  readonly direction: 'ingress' | 'egress';
  readonly ethertype: 'IPv4' | 'IPv6';
  readonly protocol: string | null;
  readonly port_range_min: number | null;
  readonly port_range_max: number | null;
  readonly remote_ip_prefix: string | null;
  readonly remote_group_id: string | null;
  readonly remote_address_group_id: string | null;
  readonly description: string;
}

/** What a rule allows, without who made it and when. */
type RuleWords = Omit<
  SecurityGroupRuleRecord,
  'id' | 'projectId' | 'tags' | 'createdAt' | 'updatedAt' | 'revisionNumber' | 'description'
>;

export function createRule(work: Work, caller: Caller, values: Values): SecurityGroupRuleRecord {
  const wanted = values as unknown as RuleValues;
  enforce(SECURITY_GROUP_RULE, 'create', values, caller, {owner: wanted.project_id});
  claimQuota(work, 'security_group_rule', wanted.project_id);
  const rule = checkedRule(wanted);
  const remotes = [wanted.remote_ip_prefix, wanted.remote_group_id, wanted.remote_address_group_id];
  if (remotes.filter((remote) => remote !== null && remote !== '').length > 1) throw neutronErrors.twoRemotes();
  if (rule.remoteGroupId !== null) visibleGroup(work.tables, caller, rule.remoteGroupId);
  if (wanted.remote_address_group_id !== null) visibleAddressGroup(work.tables, caller, wanted.remote_address_group_id);
  const group = visibleGroup(work.tables, caller, rule.securityGroupId);
  const twin = work.tables.securityGroupRules.find('group', group.id).find((other) => keyOf(other) === keyOf(rule));
  if (twin !== undefined) throw neutronErrors.ruleExists(twin.id);
  const made = putRule(work, group, {...rule, projectId: wanted.project_id, description: wanted.description});
  work.tables.securityGroups.put(touched(work, group));
  return made;
}

/** The rule in Neutron's own form: the whole range is no range, ICMP of IPv6 has one name. */
function checkedRule(wanted: RuleValues): RuleWords {
  const {remote_ip_prefix: given} = wanted;
  const cidr = given === null ? undefined : parseCidr(given);
  const isWhole = wanted.port_range_min === 1 && wanted.port_range_max === 65_535;
  const rule: RuleWords = {
    securityGroupId: wanted.security_group_id,
    direction: wanted.direction,
    ethertype: wanted.ethertype,
    protocol: wanted.ethertype === 'IPv6' ? icmpOfIpv6(wanted.protocol) : wanted.protocol,
    portRangeMin: isWhole ? null : wanted.port_range_min,
    portRangeMax: isWhole ? null : wanted.port_range_max,
    remoteIpPrefix: cidr === undefined ? null : formatCidr(cidr),
    ...(given !== null && hasHostBits(given) && {givenPrefix: given}),
    remoteGroupId: wanted.remote_group_id === '' ? null : wanted.remote_group_id,
    remoteAddressGroupId: wanted.remote_address_group_id,
  };
  checkPorts(rule);
  if (cidr !== undefined && `IPv${cidr.version}` !== rule.ethertype) {
    throw neutronErrors.prefixMismatch(rule.ethertype, given ?? '');
  }
  if (rule.ethertype === 'IPv4' && rule.protocol !== null && ONLY_IPV6.has(rule.protocol)) {
    throw neutronErrors.protocolOfOtherVersion(rule.ethertype, rule.protocol);
  }
  return rule;
}

const icmpOfIpv6 = (protocol: string | null): string | null => {
  if (protocol === 'icmp' || protocol === 'icmpv6') return 'ipv6-icmp';
  return protocol === '1' ? '58' : protocol;
};

const ONLY_IPV6: ReadonlySet<string> = new Set(
  'ipv6-encap ipv6-frag ipv6-icmp icmpv6 ipv6-nonxt ipv6-opts ipv6-route 41 44 58 59 60 43'.split(' '),
);

/** DCCP, SCTP, TCP, UDP, UDP-Lite */
const WITH_PORTS: ReadonlySet<number> = new Set([33, 132, 6, 17, 136]);
const ICMP: ReadonlySet<number> = new Set([1, 58]);

function checkPorts({protocol, portRangeMin: min, portRangeMax: max}: RuleWords): void {
  if (min === null && max === null) return;
  if (protocol === null) throw neutronErrors.portsWithoutProtocol();
  const number = protocolNumber(protocol);
  if (WITH_PORTS.has(number)) {
    if (min === 0 || max === 0) throw neutronErrors.invalidPort('0');
    if (min === null || max === null || min > max) throw neutronErrors.invalidPortRange();
    return;
  }
  if (!ICMP.has(number)) throw neutronErrors.protocolWithoutPorts(number);
  if (min !== null && min > 255) throw neutronErrors.invalidIcmpValue('type', min);
  if (max !== null && max > 255) throw neutronErrors.invalidIcmpValue('code', max);
  if (min === null) throw neutronErrors.missingIcmpType(max);
}

/** Rules of equal keys allow the same: a protocol's name is as good as its number, every address as none. */
function keyOf(rule: RuleWords): string {
  const {protocol, ethertype} = rule;
  const prefix = rule.givenPrefix ?? rule.remoteIpPrefix;
  const number = protocol === null ? '+' : protocolNumber(protocol);
  return [
    rule.direction,
    ethertype,
    rule.portRangeMax,
    rule.portRangeMin,
    number,
    rule.remoteGroupId,
    rule.remoteAddressGroupId,
    prefix === '0.0.0.0/0' || prefix === '::/0' ? null : prefix,
  ].join(' ');
}

/** What many rules in one request are refused for. */
export function checkRulesTogether(items: readonly Values[]): void {
  const rules = items.map((item) => item as unknown as RuleValues);
  const differ = (of: (rule: RuleValues) => string) => new Set(rules.map(of)).size > 1;
  if (differ((rule) => rule.security_group_id)) throw neutronErrors.rulesOfManyGroups();
  if (differ((rule) => rule.project_id)) throw neutronErrors.rulesOfManyProjects();
  if (new Set(rules.map((rule) => keyOf(checkedRule(rule)))).size < rules.length) {
    throw neutronErrors.duplicateRuleInPost();
  }
}

export const seesRule = (tables: Tables, caller: Caller, rule: SecurityGroupRuleRecord): boolean => {
  const group = tables.securityGroups.get(rule.securityGroupId);
  return rule.projectId === caller.projectId || (group !== undefined && seesGroup(caller, group));
};

export function visibleRule(tables: Tables, caller: Caller, id: string): SecurityGroupRuleRecord {
  const rule = tables.securityGroupRules.get(id);
  if (rule === undefined || !seesRule(tables, caller, rule)) throw neutronErrors.ruleNotFound(id);
  return rule;
}

export function deleteRule(work: Work, caller: Caller, rule: SecurityGroupRuleRecord): void {
  enforce(SECURITY_GROUP_RULE, 'delete', {}, caller, {owner: rule.projectId});
  work.tables.securityGroupRules.delete(rule.id);
  const group = work.tables.securityGroups.get(rule.securityGroupId);
  if (group !== undefined) work.tables.securityGroups.put(touched(work, group));
}
