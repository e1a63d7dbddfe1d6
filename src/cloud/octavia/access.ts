import {isAdmin, isMember} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {
  HealthMonitorRecord,
  L7PolicyRecord,
  L7RuleRecord,
  ListenerRecord,
  LoadBalancerRecord,
  MemberRecord,
  PoolRecord,
} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {octaviaErrors} from './errors.ts';

export const sees = (caller: Caller, {projectId}: {readonly projectId: string}): boolean =>
  isAdmin(caller) || projectId === caller.projectId;

/** @throws 403 where the project is another's, or the caller may only look */
export function mayChange(caller: Caller, part: {readonly projectId: string}): void {
  if (!sees(caller, part) || !isMember(caller)) throw octaviaErrors.forbidden();
}

/** Octavia's names of the tables' objects. */
export const RESOURCE_NAMES = {
  loadBalancers: 'Load Balancer',
  listeners: 'Listener',
  pools: 'Pool',
  members: 'Member',
  healthMonitors: 'Health Monitor',
  l7Policies: 'L7 Policy',
  l7Rules: 'L7 Rule',
} as const;

function visible<R extends {readonly projectId: string}>(
  caller: Caller,
  name: string,
  id: string,
  record: R | undefined,
): R {
  if (record === undefined) throw octaviaErrors.notFound(name, id);
  if (!sees(caller, record)) throw octaviaErrors.forbidden();
  return record;
}

/** An object that the caller may see. @throws 404, or 403 where it is another project's */
export const visibleBalancer = (tables: Tables, caller: Caller, id: string): LoadBalancerRecord =>
  visible(caller, RESOURCE_NAMES.loadBalancers, id, tables.loadBalancers.get(id));
export const visibleListener = (tables: Tables, caller: Caller, id: string): ListenerRecord =>
  visible(caller, RESOURCE_NAMES.listeners, id, tables.listeners.get(id));
export const visiblePool = (tables: Tables, caller: Caller, id: string): PoolRecord =>
  visible(caller, RESOURCE_NAMES.pools, id, tables.pools.get(id));
export const visibleMonitor = (tables: Tables, caller: Caller, id: string): HealthMonitorRecord =>
  visible(caller, RESOURCE_NAMES.healthMonitors, id, tables.healthMonitors.get(id));
export const visiblePolicy = (tables: Tables, caller: Caller, id: string): L7PolicyRecord =>
  visible(caller, RESOURCE_NAMES.l7Policies, id, tables.l7Policies.get(id));

export function visibleMember(tables: Tables, caller: Caller, poolId: string, id: string): MemberRecord {
  visiblePool(tables, caller, poolId);
  const member = tables.members.get(id);
  return visible(caller, RESOURCE_NAMES.members, id, member?.poolId === poolId ? member : undefined);
}

export function visibleRule(tables: Tables, caller: Caller, policyId: string, id: string): L7RuleRecord {
  visiblePolicy(tables, caller, policyId);
  const rule = tables.l7Rules.get(id);
  return visible(caller, RESOURCE_NAMES.l7Rules, id, rule?.policyId === policyId ? rule : undefined);
}

/** The listeners that send requests to a pool: by default, or by a policy. */
export function listenersOfPool(tables: Tables, poolId: string): readonly ListenerRecord[] {
  const ids = new Set([
    ...tables.listeners.find('pool', poolId).map(({id}) => id),
    ...tables.l7Policies.find('pool', poolId).map(({listenerId}) => listenerId),
  ]);
  return [...ids].flatMap((id) => tables.listeners.get(id) ?? []);
}
