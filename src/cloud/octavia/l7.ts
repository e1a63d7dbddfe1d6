import type {Caller} from '../caller.ts';
import type {L7PolicyRecord, L7RuleRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {mayChange, visibleListener} from './access.ts';
import {camelKeys} from './body.ts';
import type {Values} from './body.ts';
import {octaviaErrors} from './errors.ts';
import {poolOn, refuseMismatch} from './listeners.ts';
import {claimBalancing} from './quota.ts';
import {refuseRule} from './rule-values.ts';
import {beginChange, newPart, setStatus, statusOfUnwatched} from './states.ts';

/** What the action needs, and only that (octavia/common/validate.py `sanitize_l7policy_api_args`). */
function targetOf(policy: L7PolicyRecord): L7PolicyRecord {
  const {action, redirectPoolId, redirectUrl, redirectPrefix} = policy;
  const nothing = {redirectPoolId: null, redirectUrl: null, redirectPrefix: null, redirectHttpCode: null};
  const redirectHttpCode = policy.redirectHttpCode ?? 302;
  switch (action) {
    case 'REJECT':
      return {...policy, ...nothing};
    case 'REDIRECT_TO_URL':
      if (redirectUrl === null) throw octaviaErrors.badPolicy('redirect_url must not be None');
      return {...policy, ...nothing, redirectUrl, redirectHttpCode};
    case 'REDIRECT_PREFIX':
      if (redirectPrefix === null) throw octaviaErrors.badPolicy('redirect_prefix must not be None');
      return {...policy, ...nothing, redirectPrefix, redirectHttpCode};
    case 'REDIRECT_TO_POOL':
      if (redirectPoolId === null) throw octaviaErrors.badPolicy('redirect_pool_id or redirect_pool must not be None');
      return {...policy, ...nothing, redirectPoolId};
  }
}

export function createPolicy(work: Work, caller: Caller, values: Values): L7PolicyRecord {
  const {tables} = work;
  const wanted = camelKeys(values) as unknown as L7PolicyRecord;
  const listener = visibleListener(tables, caller, wanted.listenerId);
  mayChange(caller, listener);
  if ((values['redirect_pool'] ?? null) !== null || (values['rules'] as readonly unknown[]).length > 0)
    throw octaviaErrors.unsupported('rules and pools in the same request');
  claimBalancing(work, 'l7policy', listener.projectId);
  const policy = targetOf({
    id: work.chance.uuid(),
    name: wanted.name,
    description: wanted.description,
    tags: wanted.tags,
    adminStateUp: wanted.adminStateUp,
    listenerId: listener.id,
    action: wanted.action,
    redirectPoolId: wanted.redirectPoolId,
    redirectUrl: wanted.redirectUrl,
    redirectPrefix: wanted.redirectPrefix,
    redirectHttpCode: wanted.redirectHttpCode,
    position: wanted.position,
    ...newPart(work, listener.projectId),
    operatingStatus: statusOfUnwatched(wanted.adminStateUp),
    provisioningStatus: 'PENDING_CREATE',
  });
  refusePool(work, policy);
  beginChange(work, listener.loadBalancerId, [policy.id], [listener.id]);
  insertAt(work, policy);
  return policy;
}

function refusePool(work: Work, {redirectPoolId, listenerId}: L7PolicyRecord): void {
  const listener = work.tables.listeners.get(listenerId);
  if (redirectPoolId === null || listener === undefined) return;
  refuseMismatch(listener.protocol, poolOn(work, listener.loadBalancerId, redirectPoolId).protocol);
}

/** Positions of a listener's policies have no gaps: the others make room, and one too high is the last. */
function insertAt({tables}: Work, policy: L7PolicyRecord): void {
  const others = tables.l7Policies
    .find('listener', policy.listenerId)
    .filter(({id}) => id !== policy.id)
    .toSorted((a, b) => a.position - b.position);
  const place = Math.min(policy.position - 1, others.length);
  const order = [...others.slice(0, place), policy, ...others.slice(place)];
  for (const [index, one] of order.entries())
    if (one.position !== index + 1 || one.id === policy.id) tables.l7Policies.put({...one, position: index + 1});
}

export function updatePolicy(work: Work, caller: Caller, policy: L7PolicyRecord, values: Values): void {
  mayChange(caller, policy);
  const changed = targetOf({
    ...policy,
    ...camelKeys(values),
    updatedAt: work.now,
    provisioningStatus: 'PENDING_UPDATE',
  });
  refusePool(work, changed);
  beginPolicyChange(work, policy, [policy.id]);
  insertAt(work, {...changed, operatingStatus: statusOfUnwatched(changed.adminStateUp)});
}

function beginPolicyChange(work: Work, policy: L7PolicyRecord, subjects: readonly string[]): void {
  const listener = work.tables.listeners.get(policy.listenerId);
  if (listener === undefined) throw octaviaErrors.notFound('Listener', policy.listenerId);
  const above = subjects.includes(policy.id) ? [] : [policy.id];
  beginChange(work, listener.loadBalancerId, subjects, [listener.id, ...above]);
}

export function deletePolicy(work: Work, caller: Caller, policy: L7PolicyRecord): void {
  mayChange(caller, policy);
  beginPolicyChange(work, policy, [policy.id]);
  setStatus(work, policy.id, 'PENDING_DELETE');
}

/** HAProxy reads no more conditions in a line. */
const MOST_RULES = 50;

export function createRule(work: Work, caller: Caller, policy: L7PolicyRecord, values: Values): L7RuleRecord {
  mayChange(caller, policy);
  const wanted = camelKeys(values) as unknown as L7RuleRecord;
  refuseRule(wanted);
  if (work.tables.l7Rules.count('policy', policy.id) >= MOST_RULES) throw octaviaErrors.tooManyRules(policy.id);
  claimBalancing(work, 'l7rule', policy.projectId);
  const rule: L7RuleRecord = {
    id: work.chance.uuid(),
    name: '',
    description: '',
    tags: wanted.tags,
    adminStateUp: wanted.adminStateUp,
    policyId: policy.id,
    type: wanted.type,
    compareType: wanted.compareType,
    key: wanted.key,
    value: wanted.value,
    invert: wanted.invert,
    ...newPart(work, policy.projectId),
    operatingStatus: statusOfUnwatched(wanted.adminStateUp),
    provisioningStatus: 'PENDING_CREATE',
  };
  beginInPolicy(work, policy, [rule.id]);
  work.tables.l7Rules.put(rule);
  return rule;
}

function beginInPolicy(work: Work, policy: L7PolicyRecord, subjects: readonly string[]): void {
  if (policy.provisioningStatus !== 'ACTIVE') throw octaviaErrors.immutable('L7Policy', policy.id);
  beginPolicyChange(work, policy, subjects);
}

export function updateRule(
  work: Work,
  caller: Caller,
  policy: L7PolicyRecord,
  rule: L7RuleRecord,
  values: Values,
): void {
  mayChange(caller, rule);
  const changed: L7RuleRecord = {
    ...rule,
    ...camelKeys(values),
    updatedAt: work.now,
    provisioningStatus: 'PENDING_UPDATE',
  };
  refuseRule(changed);
  beginInPolicy(work, policy, [rule.id]);
  work.tables.l7Rules.put({...changed, operatingStatus: statusOfUnwatched(changed.adminStateUp)});
}

export function deleteRule(work: Work, caller: Caller, policy: L7PolicyRecord, rule: L7RuleRecord): void {
  mayChange(caller, rule);
  beginInPolicy(work, policy, [rule.id]);
  setStatus(work, rule.id, 'PENDING_DELETE');
}
