import type {Caller} from '../../caller.ts';
import type {FirewallPolicyRecord, FirewallRuleRecord} from '../../store/records.ts';
import type {Tables} from '../../store/tables.ts';
import type {Work} from '../../work.ts';
import {enforce} from '../body.ts';
import type {Values} from '../body.ts';
import {claimQuota} from '../quota.ts';
import {firewallErrors} from './firewall-errors.ts';
import {FIREWALL_POLICY} from './firewall-resources.ts';
import {ensurePolicySettled, tellPolicyChanged} from './firewall-telling.ts';

export const DEFAULT_INGRESS = 'default ingress';
export const DEFAULT_EGRESS = 'default egress';
const isReserved = (name: string): boolean => name === DEFAULT_INGRESS || name === DEFAULT_EGRESS;

export function createPolicy(work: Work, caller: Caller, values: Values): FirewallPolicyRecord {
  const projectId = String(values['project_id']);
  enforce(FIREWALL_POLICY, 'create', values, caller, {owner: projectId});
  claimQuota(work, 'firewall_policy', projectId);
  const name = String(values['name']);
  if (isReserved(name)) throw firewallErrors.reservedName(name, 'Firewall Policy');
  const policy = newPolicy(work, projectId, name, {
    description: String(values['description']),
    shared: values['shared'] === true,
    audited: values['audited'] === true,
  });
  const filled = {...policy, ruleIds: usableRules(work.tables, policy, idsOf(values['firewall_rules']))};
  work.tables.firewallPolicies.put(filled);
  return filled;
}

/** A policy that nobody was asked about: also those of a project's default group. It is not stored. */
export const newPolicy = (
  work: Work,
  projectId: string,
  name: string,
  fields: Partial<FirewallPolicyRecord> = {},
): FirewallPolicyRecord => ({
  id: work.chance.uuid(),
  projectId,
  name,
  description: '',
  shared: false,
  audited: false,
  ruleIds: [],
  ...fields,
});

const idsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** @throws FirewallRuleNotFound, FirewallRuleSharingConflict, FirewallRuleConflict */
function usableRules(tables: Tables, policy: FirewallPolicyRecord, ids: readonly string[]): readonly string[] {
  for (const id of ids) {
    const rule = tables.firewallRules.get(id);
    if (rule === undefined) throw firewallErrors.ruleNotFound(id);
    if (policy.shared && !rule.shared) throw firewallErrors.ruleNotShared(policy.id, id);
    ensureOwn(rule, policy);
  }
  return ids;
}

function ensureOwn(rule: FirewallRuleRecord, policy: FirewallPolicyRecord): void {
  if (!rule.shared && rule.projectId !== policy.projectId) throw firewallErrors.ruleConflict(rule.id, rule.projectId);
}

export function updatePolicy(work: Work, caller: Caller, policy: FirewallPolicyRecord, values: Values): void {
  const {tables} = work;
  enforce(FIREWALL_POLICY, 'update', values, caller, {owner: policy.projectId});
  ensurePolicySettled(tables, policy.id);
  if (isReserved(policy.name)) throw firewallErrors.cannotUpdateDefault(policy.id);
  const shared = 'shared' in values ? values['shared'] === true : policy.shared;
  if (!shared) ensureUsedAtHome(tables, policy);
  if (shared && !('firewall_rules' in values)) ensureRulesShared(tables, policy);
  const changed: FirewallPolicyRecord = {
    ...policy,
    name: typeof values['name'] === 'string' ? values['name'] : policy.name,
    description: typeof values['description'] === 'string' ? values['description'] : policy.description,
    shared,
    // Whatever else is changed, somebody has to look again.
    audited: values['audited'] === true,
  };
  const ruleIds =
    'firewall_rules' in values ? usableRules(tables, changed, idsOf(values['firewall_rules'])) : policy.ruleIds;
  tables.firewallPolicies.put({...changed, ruleIds});
  tellPolicyChanged(work, policy.id);
}

/** @throws FirewallPolicyInUse where a group of another project uses it */
function ensureUsedAtHome({firewallGroups}: Tables, policy: FirewallPolicyRecord): void {
  if (firewallGroups.find('policy', policy.id).some((group) => group.projectId !== policy.projectId))
    throw firewallErrors.policyInUse(policy.id);
}

function ensureRulesShared({firewallRules}: Tables, policy: FirewallPolicyRecord): void {
  const own = policy.ruleIds.find((id) => firewallRules.get(id)?.shared === false);
  if (own !== undefined) throw firewallErrors.shareRuleFirst(policy.id, own);
}

/** @throws FirewallPolicyInUse while a group has it */
export function deletePolicy({tables}: Work, caller: Caller, policy: FirewallPolicyRecord): void {
  enforce(FIREWALL_POLICY, 'delete', {}, caller, {owner: policy.projectId});
  if (tables.firewallGroups.count('policy', policy.id) > 0) throw firewallErrors.policyInUse(policy.id);
  tables.firewallPolicies.delete(policy.id);
}

/** Where a rule goes: before or after another; without either, to the top. */
export interface Insertion {
  readonly ruleId: string;
  readonly before?: string;
  readonly after?: string;
}

/** @throws FirewallRuleAlreadyAssociated, FirewallRuleNotFound, FirewallRuleConflict, FirewallRuleNotAssociatedWithPolicy */
export function insertRule(work: Work, policy: FirewallPolicyRecord, {ruleId, before, after}: Insertion): void {
  const {tables} = work;
  ensurePolicySettled(tables, policy.id);
  if (policy.ruleIds.includes(ruleId)) throw firewallErrors.ruleAlreadyThere(policy.id, ruleId);
  const rule = tables.firewallRules.get(ruleId);
  if (rule === undefined) throw firewallErrors.ruleNotFound(ruleId);
  ensureOwn(rule, policy);
  // `before` wins where both are given.
  const beside = before ?? after;
  const at = beside === undefined ? 0 : placeOf(policy, beside) + (before === undefined ? 1 : 0);
  putRules(work, policy, policy.ruleIds.toSpliced(at, 0, ruleId));
}

/** @throws FirewallRuleNotFound, FirewallRuleNotAssociatedWithPolicy */
export function removeRule(work: Work, policy: FirewallPolicyRecord, ruleId: string): void {
  ensurePolicySettled(work.tables, policy.id);
  if (work.tables.firewallRules.get(ruleId) === undefined) throw firewallErrors.ruleNotFound(ruleId);
  putRules(work, policy, policy.ruleIds.toSpliced(placeOf(policy, ruleId), 1));
}

function placeOf(policy: FirewallPolicyRecord, ruleId: string): number {
  const place = policy.ruleIds.indexOf(ruleId);
  if (place === -1) throw firewallErrors.ruleNotThere(policy.id, ruleId);
  return place;
}

function putRules(work: Work, policy: FirewallPolicyRecord, ruleIds: readonly string[]): void {
  work.tables.firewallPolicies.put({...policy, ruleIds, audited: false});
  tellPolicyChanged(work, policy.id);
}
