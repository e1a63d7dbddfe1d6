import {cidrOf, formatCidr, parseCidr, parseIp} from '../addresses/ip.ts';
import type {Caller} from '../caller.ts';
import type {SecurityGroupRuleRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {SECURITY_GROUP_RULE} from './group-resources.ts';
import {claimQuota} from './quota.ts';
import {putRule, seesGroup, visibleGroup} from './security-groups.ts';

/** The protocols Neutron knows by name. */
const PROTOCOLS: readonly string[] =
  'ah dccp egp esp gre icmp icmpv6 igmp ipip ipv6-encap ipv6-frag ipv6-icmp ipv6-nonxt ipv6-opts ipv6-route ospf pgm rsvp sctp tcp udp udplite vrrp'.split(
    ' ',
  );
const WITH_PORTS: readonly string[] = ['tcp', 'udp', 'dccp', 'sctp', 'udplite', '6', '17', '33', '132', '136'];
const ICMP: readonly string[] = ['icmp', 'icmpv6', 'ipv6-icmp', '1', '58'];

interface RuleValues {
  readonly security_group_id: string;
  readonly direction: 'ingress' | 'egress';
  readonly ethertype: 'IPv4' | 'IPv6';
  readonly protocol: string | null;
  readonly port_range_min: number | null;
  readonly port_range_max: number | null;
  readonly remote_ip_prefix: string | null;
  readonly remote_group_id: string | null;
  readonly description: string;
}

export function createRule(work: Work, caller: Caller, values: Values): SecurityGroupRuleRecord {
  const wanted = values as unknown as RuleValues;
  const group = visibleGroup(work.tables, caller, wanted.security_group_id);
  enforce(SECURITY_GROUP_RULE, 'create', values, caller, {owner: group.projectId});
  claimQuota(work, 'security_group_rule', group.projectId);
  checkProtocol(wanted.protocol);
  checkPorts(wanted);
  if (wanted.remote_ip_prefix !== null && wanted.remote_group_id !== null) throw neutronErrors.twoRemotes();
  if (wanted.remote_group_id !== null) visibleGroup(work.tables, caller, wanted.remote_group_id);
  const rule = {
    direction: wanted.direction,
    ethertype: wanted.ethertype,
    protocol: wanted.protocol,
    portRangeMin: wanted.port_range_min,
    portRangeMax: wanted.port_range_max,
    remoteIpPrefix: checkedPrefix(wanted),
    remoteGroupId: wanted.remote_group_id,
    description: wanted.description,
  } as const;
  const twin = work.tables.securityGroupRules
    .find('group', group.id)
    .find((other) => identity(other) === identity({...rule, securityGroupId: group.id}));
  if (twin !== undefined) throw neutronErrors.ruleExists(twin.id);
  const made = putRule(work, group, rule);
  work.tables.securityGroups.put(touched(work, group));
  return made;
}

type Identified = Pick<
  SecurityGroupRuleRecord,
  | 'securityGroupId'
  | 'direction'
  | 'ethertype'
  | 'protocol'
  | 'portRangeMin'
  | 'portRangeMax'
  | 'remoteIpPrefix'
  | 'remoteGroupId'
>;
const identity = (rule: Identified): string =>
  [
    rule.securityGroupId,
    rule.direction,
    rule.ethertype,
    rule.protocol,
    rule.portRangeMin,
    rule.portRangeMax,
    rule.remoteIpPrefix,
    rule.remoteGroupId,
  ].join(' ');

function checkProtocol(protocol: string | null): void {
  if (protocol === null || PROTOCOLS.includes(protocol)) return;
  if (/^\d{1,3}$/.test(protocol) && Number(protocol) <= 255) return;
  throw neutronErrors.unknownProtocol(protocol, PROTOCOLS);
}

function checkPorts({protocol, port_range_min: min, port_range_max: max}: RuleValues): void {
  if (min === null && max === null) return;
  if (protocol === null) throw neutronErrors.portsWithoutProtocol();
  if (ICMP.includes(protocol)) {
    if (min === null) throw neutronErrors.missingIcmpType(max);
    const bad = [min, max].find((value) => value !== null && (value < 0 || value > 255));
    if (bad !== undefined) throw neutronErrors.invalidIcmpValue(bad);
    return;
  }
  if (!WITH_PORTS.includes(protocol)) throw neutronErrors.invalidPortRange();
  if (min === null || max === null || min > max || min < 1 || max > 65_535) throw neutronErrors.invalidPortRange();
}

function checkedPrefix({remote_ip_prefix: prefix, ethertype}: RuleValues): string | null {
  if (prefix === null) return null;
  const ip = parseIp(prefix);
  const cidr = ip === undefined ? parseCidr(prefix) : cidrOf(ip, ip.version === 4 ? 32 : 128);
  if (cidr === undefined) throw neutronErrors.invalidCidr(prefix);
  if (`IPv${cidr.version}` !== ethertype) throw neutronErrors.prefixMismatch(ethertype, prefix);
  return formatCidr(cidr);
}

export const seesRule = (tables: Tables, caller: Caller, rule: SecurityGroupRuleRecord): boolean => {
  const group = tables.securityGroups.get(rule.securityGroupId);
  return group !== undefined && seesGroup(caller, group);
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
