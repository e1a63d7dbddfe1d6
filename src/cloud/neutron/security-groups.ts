import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {SecurityGroupRecord, SecurityGroupRuleRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import type {Tables} from '../store/tables.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {claimQuota} from './quota.ts';
import {SECURITY_GROUP} from './group-resources.ts';

export const DEFAULT_GROUP = 'default';

/** Every project has a group `default`, made the first time somebody needs it. */
export function defaultGroup(work: Work, projectId: string): SecurityGroupRecord {
  const existing = work.tables.securityGroups.find('project', projectId).find((group) => group.name === DEFAULT_GROUP);
  return existing ?? makeGroup(work, projectId, DEFAULT_GROUP, 'Default security group', true);
}

/** Out: everything. In: nothing, but for members of the default group among themselves. */
function makeGroup(
  work: Work,
  projectId: string,
  name: string,
  description: string,
  stateful: boolean,
): SecurityGroupRecord {
  // Its first rules count as any others do.
  claimQuota(work, 'security_group_rule', projectId, name === DEFAULT_GROUP ? 4 : 2);
  const group: SecurityGroupRecord = {
    id: work.chance.uuid(),
    name,
    projectId,
    stateful,
    ...bookkeeping(work, description),
    revisionNumber: 1,
  };
  work.tables.securityGroups.put(group);
  for (const ethertype of ['IPv4', 'IPv6'] as const) {
    putRule(work, group, {direction: 'egress', ethertype});
    if (name === DEFAULT_GROUP) putRule(work, group, {direction: 'ingress', ethertype, remoteGroupId: group.id});
  }
  return group;
}

export function putRule(
  work: Work,
  group: SecurityGroupRecord,
  rule: Pick<SecurityGroupRuleRecord, 'direction' | 'ethertype'> & Partial<SecurityGroupRuleRecord>,
): SecurityGroupRuleRecord {
  const record: SecurityGroupRuleRecord = {
    id: work.chance.uuid(),
    projectId: group.projectId,
    securityGroupId: group.id,
    protocol: null,
    portRangeMin: null,
    portRangeMax: null,
    remoteIpPrefix: null,
    remoteGroupId: null,
    remoteAddressGroupId: null,
    ...bookkeeping(work),
    ...rule,
  };
  work.tables.securityGroupRules.put(record);
  return record;
}

export function createGroup(work: Work, caller: Caller, values: Values): SecurityGroupRecord {
  const projectId = String(values['project_id']);
  enforce(SECURITY_GROUP, 'create', values, caller, {owner: projectId});
  defaultGroup(work, projectId);
  claimQuota(work, 'security_group', projectId);
  return makeGroup(work, projectId, String(values['name']), String(values['description']), values['stateful'] === true);
}

export function updateGroup(
  work: Work,
  caller: Caller,
  group: SecurityGroupRecord,
  values: Values,
): SecurityGroupRecord {
  enforce(SECURITY_GROUP, 'update', values, caller, {owner: group.projectId});
  const {name, description, stateful} = values as Partial<SecurityGroupRecord>;
  // What a port already tracks, or does not, cannot be turned round.
  if (stateful !== undefined && stateful !== group.stateful && work.tables.ports.count('group', group.id) > 0) {
    throw neutronErrors.groupInUse(group.id);
  }
  if (name !== undefined && group.name === DEFAULT_GROUP) throw neutronErrors.cannotUpdateDefaultGroup();
  const changed = touched(work, {
    ...group,
    name: name ?? group.name,
    description: description ?? group.description,
    stateful: stateful ?? group.stateful,
  });
  work.tables.securityGroups.put(changed);
  return changed;
}

export function deleteGroup(work: Work, caller: Caller, group: SecurityGroupRecord): void {
  const {tables} = work;
  enforce(SECURITY_GROUP, 'delete', {}, caller, {owner: group.projectId});
  if (tables.ports.count('group', group.id) > 0) throw neutronErrors.groupInUse(group.id);
  if (group.name === DEFAULT_GROUP && !isAdmin(caller)) throw neutronErrors.cannotRemoveDefaultGroup();
  for (const rule of tables.securityGroupRules.find('remote', group.id)) tables.securityGroupRules.delete(rule.id);
  for (const rule of tables.securityGroupRules.find('group', group.id)) tables.securityGroupRules.delete(rule.id);
  tables.securityGroups.delete(group.id);
}

/**
 * The groups a port is to have.
 * @throws SecurityGroupNotFound, for those the caller may not know of too; SecurityGroupConflict where some track
 * connections and some do not
 */
export function portGroups(
  tables: Tables,
  caller: Caller,
  ids: readonly string[],
  projectId: string,
): readonly string[] {
  const groups = ids.flatMap((id) => tables.securityGroups.get(id) ?? []);
  const usable = groups.filter((group) => isAdmin(caller) || group.projectId === projectId);
  const missing = ids.filter((id) => !usable.some((group) => group.id === id));
  if (missing.length > 0) throw neutronErrors.groupNotFound(missing.join(', '));
  if (new Set(usable.map((group) => group.stateful)).size > 1) {
    throw neutronErrors.groupConflict(
      'Cannot apply both stateful and stateless security groups on the same port at the same time',
    );
  }
  return ids;
}

export const seesGroup = (caller: Caller, group: SecurityGroupRecord): boolean =>
  isAdmin(caller) || group.projectId === caller.projectId;

export function visibleGroup(tables: Tables, caller: Caller, id: string): SecurityGroupRecord {
  const group = tables.securityGroups.get(id);
  if (group === undefined || !seesGroup(caller, group)) throw neutronErrors.groupNotFound(id);
  return group;
}
