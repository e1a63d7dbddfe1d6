import {ApiError} from '../api-error.ts';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {QosRule} from '../../drivers/neutron/model.ts';
import type {NetworkRecord, PortRecord, QosPolicyRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {LINUXBRIDGE_RULES, QOS_POLICY} from './qos-resources.ts';

/** Making policies is for admins (`create_policy: rule:admin_only`); using them is for whoever sees them. */
export function authorizePolicies(caller: Caller, action: string): void {
  if (!isAdmin(caller)) throw neutronErrors.notAuthorized(`rule:${action}`);
}

export function createPolicy(work: Work, caller: Caller, values: Values): QosPolicyRecord {
  authorizePolicies(caller, 'create_policy');
  const projectId = String(values['project_id']);
  enforce(QOS_POLICY, 'create', values, caller, {owner: projectId});
  const isDefault = values['is_default'] === true;
  if (isDefault) refuseSecondDefault(work.tables, projectId);
  const policy: QosPolicyRecord = {
    id: work.chance.uuid(),
    name: String(values['name']),
    projectId,
    shared: values['shared'] === true,
    isDefault,
    rules: [],
    ...bookkeeping(work, String(values['description'])),
  };
  work.tables.qosPolicies.put(policy);
  return policy;
}

export function updatePolicy(work: Work, caller: Caller, policy: QosPolicyRecord, values: Values): void {
  authorizePolicies(caller, 'update_policy');
  const isDefault = values['is_default'] === undefined ? policy.isDefault : values['is_default'] === true;
  if (isDefault && !policy.isDefault) refuseSecondDefault(work.tables, policy.projectId);
  const {name, description, shared} = values as Partial<QosPolicyRecord>;
  work.tables.qosPolicies.put(
    touched(work, {
      ...policy,
      name: name ?? policy.name,
      description: description ?? policy.description,
      shared: shared ?? policy.shared,
      isDefault,
    }),
  );
}

function refuseSecondDefault(tables: Tables, projectId: string): void {
  if (defaultPolicy(tables, projectId) !== undefined) throw neutronErrors.policyDefaultExists(projectId);
}

const defaultPolicy = (tables: Tables, projectId: string): QosPolicyRecord | undefined =>
  tables.qosPolicies.find('project', projectId).find((policy) => policy.isDefault);

export function deletePolicy({tables}: Work, caller: Caller, policy: QosPolicyRecord): void {
  authorizePolicies(caller, 'delete_policy');
  const [port] = tables.ports.find('policy', policy.id);
  if (port !== undefined) throw neutronErrors.policyInUse(policy.id, 'port', port.id);
  const [network] = tables.networks.find('policy', policy.id);
  if (network !== undefined) throw neutronErrors.policyInUse(policy.id, 'network', network.id);
  tables.qosPolicies.delete(policy.id);
}

export const seesPolicy = (caller: Caller, policy: QosPolicyRecord): boolean =>
  isAdmin(caller) || policy.shared || policy.projectId === caller.projectId;

export function visiblePolicy(tables: Tables, caller: Caller, id: string): QosPolicyRecord {
  const policy = tables.qosPolicies.get(id);
  if (policy === undefined || !seesPolicy(caller, policy)) throw neutronErrors.policyNotFound(id);
  return policy;
}

/** The policy a new network has: the one asked for, else its project's default. */
export function policyOfNewNetwork(
  tables: Tables,
  caller: Caller,
  wanted: string | null,
  projectId: string,
): string | null {
  if (wanted === null) return defaultPolicy(tables, projectId)?.id ?? null;
  return visiblePolicy(tables, caller, wanted).id;
}

/** The policy after a change. Whoever may not know of a policy cannot take it away either. */
export function changedPolicy(
  tables: Tables,
  caller: Caller,
  before: string | null | undefined,
  wanted: string | null | undefined,
): string | null {
  if (wanted === undefined) return before ?? null;
  const old = tables.qosPolicies.get(before ?? '');
  if (old !== undefined && !seesPolicy(caller, old)) {
    throw new ApiError(
      403,
      'PolicyRemoveAuthorizationError',
      `Failed to remove provided policy ${old.id} because you are not authorized.`,
    );
  }
  return wanted === null ? null : visiblePolicy(tables, caller, wanted).id;
}

const unsupported = (rules: readonly QosRule[] | undefined): QosRule | undefined =>
  rules?.find((rule) => LINUXBRIDGE_RULES[rule.type] === undefined);

/** @throws QosRuleNotSupported where its policy, or its network's, has what the Linux bridge driver cannot do */
export function checkPortPolicy(
  tables: Tables,
  {id, qosPolicyId, networkId}: Pick<PortRecord, 'id' | 'qosPolicyId' | 'networkId'>,
): void {
  const policyId = qosPolicyId ?? tables.networks.get(networkId)?.qosPolicyId ?? '';
  const rule = unsupported(tables.qosPolicies.get(policyId)?.rules);
  if (rule !== undefined) throw neutronErrors.qosRuleNotSupported(rule.type, id);
}

export function checkNetworkPolicy(tables: Tables, {id, qosPolicyId}: Pick<NetworkRecord, 'id' | 'qosPolicyId'>): void {
  const rule = unsupported(tables.qosPolicies.get(qosPolicyId ?? '')?.rules);
  if (rule !== undefined) throw neutronErrors.qosRuleNotSupportedByNetwork(rule.type, id);
}

/** After a change of its rules: every port and network that has it must still be able to. */
export function checkPolicyUses(tables: Tables, policyId: string): void {
  const networks = tables.networks.find('policy', policyId);
  const ports = [
    ...tables.ports.find('policy', policyId),
    ...networks.flatMap((network) => tables.ports.find('network', network.id).filter((port) => !port.qosPolicyId)),
  ];
  for (const port of ports) checkPortPolicy(tables, port);
  for (const network of networks) checkNetworkPolicy(tables, network);
}
