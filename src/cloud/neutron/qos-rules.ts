import type {Caller} from '../caller.ts';
import type {QosRule} from '../../drivers/neutron/model.ts';
import type {QosPolicyRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import type {Values} from './body.ts';
import {touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {authorizePolicies, checkPolicyUses} from './qos-policies.ts';

/** What a request may say of a rule, after its attribute map proved it. */
interface RuleValues {
  readonly max_kbps?: number;
  readonly max_burst_kbps?: number;
  readonly min_kbps?: number;
  readonly dscp_mark?: number;
  readonly direction?: 'ingress' | 'egress';
}

function ruleOf(type: QosRule['type'], id: string, values: RuleValues, before?: QosRule): QosRule {
  const direction = values.direction ?? (before !== undefined && 'direction' in before ? before.direction : 'egress');
  switch (type) {
    case 'bandwidth_limit': {
      const old = before?.type === type ? before : undefined;
      const maxKbps = values.max_kbps ?? old?.maxKbps ?? 0;
      return {id, type, direction, maxKbps, maxBurstKbits: values.max_burst_kbps ?? old?.maxBurstKbits ?? 0};
    }
    case 'dscp_marking':
      return {id, type, dscpMark: values.dscp_mark ?? (before?.type === type ? before.dscpMark : 0)};
    case 'minimum_bandwidth':
      return {id, type, direction, minKbps: values.min_kbps ?? (before?.type === type ? before.minKbps : 0)};
  }
}

export function createQosRule(
  work: Work,
  caller: Caller,
  policy: QosPolicyRecord,
  type: QosRule['type'],
  values: Values,
): QosRule {
  authorizePolicies(caller, `create_policy_${type}_rule`);
  const rule = ruleOf(type, work.chance.uuid(), values);
  return putRule(work, policy, rule);
}

export function updateQosRule(
  work: Work,
  caller: Caller,
  policy: QosPolicyRecord,
  before: QosRule,
  values: Values,
): QosRule {
  authorizePolicies(caller, `update_policy_${before.type}_rule`);
  return putRule(work, policy, ruleOf(before.type, before.id, values, before));
}

function putRule(work: Work, policy: QosPolicyRecord, rule: QosRule): QosRule {
  const others = policy.rules.filter((other) => other.id !== rule.id);
  for (const other of others) refuseConflict(policy.id, rule, other);
  const rules = policy.rules.some((other) => other.id === rule.id)
    ? policy.rules.map((other) => (other.id === rule.id ? rule : other))
    : [...others, rule];
  work.tables.qosPolicies.put(touched(work, {...policy, rules}));
  checkPolicyUses(work.tables, policy.id);
  return rule;
}

/** One rule of a type and direction; no minimum above the maximum (neutron/objects/qos/qos_policy_validator.py). */
function refuseConflict(policyId: string, rule: QosRule, other: QosRule): void {
  if (rule.type === 'bandwidth_limit' && other.type === 'minimum_bandwidth' && other.minKbps > rule.maxKbps) {
    throw neutronErrors.qosParameterConflict(rule.maxKbps, policyId, other.type, other.minKbps);
  }
  if (rule.type === 'minimum_bandwidth' && other.type === 'bandwidth_limit' && other.maxKbps < rule.minKbps) {
    throw neutronErrors.qosParameterConflict(rule.minKbps, policyId, other.type, other.maxKbps);
  }
  const way = (one: QosRule) => ('direction' in one ? one.direction : '');
  if (rule.type === other.type && way(rule) === way(other)) {
    throw neutronErrors.qosRulesConflict(rule.type, other.id, policyId);
  }
}

export function deleteQosRule(work: Work, caller: Caller, policy: QosPolicyRecord, rule: QosRule): void {
  authorizePolicies(caller, `delete_policy_${rule.type}_rule`);
  const rules = policy.rules.filter((other) => other.id !== rule.id);
  work.tables.qosPolicies.put(touched(work, {...policy, rules}));
}

/** @throws QosRuleNotFound where the policy has no such rule of that type */
export function qosRuleOf(policy: QosPolicyRecord, type: QosRule['type'], id: string): QosRule {
  const rule = policy.rules.find((candidate) => candidate.id === id && candidate.type === type);
  if (rule === undefined) throw neutronErrors.qosRuleNotFound(id, policy.id);
  return rule;
}
