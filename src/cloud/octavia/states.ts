import type {LoadBalancerReport, ProvisioningStatus} from '../../drivers/neutron/lbaas/model.ts';
import {deletePortRecord} from '../neutron/port-records.ts';
import type {BalancingPart, LoadBalancerRecord, OperatingStatus} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {octaviaErrors} from './errors.ts';

/**
 * How changes run, as in Octavia: a change makes the object PENDING and, with it, all above it, so that no other change
 * can begin; when the agent has reported, what was changed is ACTIVE, gone or ERROR, and all above it ACTIVE again.
 */

/** The tables below a load balancer, children after their parents. */
const PART_TABLES = ['listeners', 'pools', 'members', 'healthMonitors', 'l7Policies', 'l7Rules'] as const;
type PartTable = (typeof PART_TABLES)[number];

/** What every table here has in common. */
interface AnyPart extends BalancingPart {
  readonly id: string;
  readonly provisioningStatus: ProvisioningStatus;
}
interface AnyTable {
  get(id: string): AnyPart | undefined;
  put(record: AnyPart): void;
  delete(id: string): void;
}
const tableOf = (tables: Tables, name: PartTable): AnyTable => tables[name];

/** What a new object starts with. */
export const newPart = ({now}: Work, projectId: string): Omit<BalancingPart, 'name' | 'description' | 'tags'> => ({
  projectId,
  operatingStatus: 'OFFLINE',
  createdAt: now,
  updatedAt: null,
});

/** Octavia says ONLINE at once of what no HAProxy reports on. */
export const statusOfUnwatched = (adminStateUp: boolean): OperatingStatus => (adminStateUp ? 'ONLINE' : 'OFFLINE');

/**
 * Begins a change of something below the load balancer.
 * @param subjects ids of what is changed
 * @param waiting ids of what is above it and waits, apart from the load balancer
 * @throws 409 where another change runs, or the last one of the load balancer itself failed
 */
export function beginChange(
  work: Work,
  balancerId: string,
  subjects: readonly string[],
  waiting: readonly string[] = [],
): void {
  const balancer = work.tables.loadBalancers.get(balancerId);
  if (balancer === undefined) throw octaviaErrors.notFound('Load Balancer', balancerId);
  if (balancer.provisioningStatus !== 'ACTIVE') throw octaviaErrors.immutable('Load Balancer', balancerId);
  for (const id of waiting) setStatus(work, id, 'PENDING_UPDATE');
  putPending(work, balancer, 'PENDING_UPDATE', subjects);
}

/** Begins a change of the load balancer itself. @throws 409 where it is not in one of the states */
export function beginBalancerChange(
  work: Work,
  balancer: LoadBalancerRecord,
  status: 'PENDING_UPDATE' | 'PENDING_DELETE',
  from: readonly ProvisioningStatus[] = ['ACTIVE'],
): void {
  if (!from.includes(balancer.provisioningStatus))
    throw octaviaErrors.pending(balancer.id, balancer.provisioningStatus);
  putPending(work, balancer, status, [balancer.id]);
}

function putPending(
  work: Work,
  balancer: LoadBalancerRecord,
  provisioningStatus: ProvisioningStatus,
  changing: readonly string[],
): void {
  work.tables.loadBalancers.put({...balancer, provisioningStatus, changing, revision: balancer.revision + 1});
}

/** Of an object below a load balancer, whatever it is. */
export function setStatus(work: Work, id: string, provisioningStatus: ProvisioningStatus): void {
  for (const name of PART_TABLES) {
    const table = tableOf(work.tables, name);
    const part = table.get(id);
    if (part !== undefined) table.put({...part, provisioningStatus, updatedAt: work.now});
  }
}

/** Ends the change that runs as the agent says; what it says of an older revision is of no interest any more. */
export function endChange(work: Work, report: LoadBalancerReport): void {
  const {tables, now} = work;
  const balancer = tables.loadBalancers.get(report.loadBalancerId);
  if (balancer?.revision !== report.revision || !isPending(balancer)) return;
  const {error: _before, ...rest} = balancer;
  const isSubject = balancer.changing.includes(balancer.id);
  const reason = report.status === 'ERROR' ? report.reason : undefined;
  if (reason === undefined && balancer.provisioningStatus === 'PENDING_DELETE') {
    removeBalancer(work, balancer);
    return;
  }
  for (const [table, part] of partsOf(tables, balancer.id)) {
    if (isPending(part)) endPart(work, table, part, reason, balancer.changing.includes(part.id));
  }
  const isIdle = tables.listeners.count('balancer', balancer.id) === 0;
  tables.loadBalancers.put({
    ...rest,
    provisioningStatus: isSubject && reason !== undefined ? 'ERROR' : 'ACTIVE',
    changing: [],
    updatedAt: now,
    ...(isIdle && {operatingStatus: statusOfUnwatched(balancer.adminStateUp)}),
    ...(isSubject && reason !== undefined && {error: reason}),
  });
}

const isPending = ({provisioningStatus}: {readonly provisioningStatus: ProvisioningStatus}): boolean =>
  provisioningStatus.startsWith('PENDING_');

function endPart(
  {tables}: Work,
  table: PartTable,
  part: AnyPart,
  reason: string | undefined,
  isSubject: boolean,
): void {
  const {error: _before, ...rest} = part;
  if (reason !== undefined && isSubject)
    tableOf(tables, table).put({...rest, provisioningStatus: 'ERROR', error: reason});
  else if (part.provisioningStatus === 'PENDING_DELETE') removePart(tables, table, part.id);
  else tableOf(tables, table).put({...rest, provisioningStatus: 'ACTIVE'});
}

/** With what hangs on it; what only points to it points to nothing. */
function removePart(tables: Tables, table: PartTable, id: string): void {
  const listenerId = tables.l7Policies.get(id)?.listenerId;
  tableOf(tables, table).delete(id);
  if (listenerId !== undefined) closeGaps(tables, listenerId);
  if (table === 'listeners') {
    tables.listenerTraffic.delete(id);
    for (const policy of tables.l7Policies.find('listener', id)) removePart(tables, 'l7Policies', policy.id);
  }
  if (table === 'l7Policies') for (const rule of tables.l7Rules.find('policy', id)) tables.l7Rules.delete(rule.id);
  if (table !== 'pools') return;
  for (const member of tables.members.find('pool', id)) tables.members.delete(member.id);
  for (const monitor of tables.healthMonitors.find('pool', id)) tables.healthMonitors.delete(monitor.id);
  for (const listener of tables.listeners.find('pool', id)) tables.listeners.put({...listener, defaultPoolId: null});
}

/** Takes a load balancer away with all it has; a port that it did not make is left as it was found. */
export function removeBalancer(work: Work, balancer: LoadBalancerRecord): void {
  const {tables} = work;
  for (const [table, part] of partsOf(tables, balancer.id)) removePart(tables, table, part.id);
  tables.loadBalancers.delete(balancer.id);
  const port = tables.ports.get(balancer.vipPortId);
  if (port === undefined) return;
  if (balancer.ownsPort) deletePortRecord(work, port);
  else
    tables.ports.put({
      ...port,
      deviceId: '',
      deviceOwner: '',
      status: 'DOWN',
      binding: {host: '', vifType: 'unbound'},
    });
}

/** Positions of a listener's policies go on from 1 without gaps. */
function closeGaps(tables: Tables, listenerId: string): void {
  const policies = tables.l7Policies.find('listener', listenerId).toSorted((a, b) => a.position - b.position);
  for (const [index, policy] of policies.entries())
    if (policy.position !== index + 1) tables.l7Policies.put({...policy, position: index + 1});
}

function partsOf(tables: Tables, balancerId: string): readonly (readonly [PartTable, AnyPart])[] {
  const listeners = tables.listeners.find('balancer', balancerId);
  const pools = tables.pools.find('balancer', balancerId);
  const policies = listeners.flatMap(({id}) => tables.l7Policies.find('listener', id));
  const all: Readonly<Record<PartTable, readonly AnyPart[]>> = {
    listeners,
    pools,
    members: pools.flatMap(({id}) => tables.members.find('pool', id)),
    healthMonitors: pools.flatMap(({id}) => tables.healthMonitors.find('pool', id)),
    l7Policies: policies,
    l7Rules: policies.flatMap(({id}) => tables.l7Rules.find('policy', id)),
  };
  return PART_TABLES.flatMap((table) => all[table].map((part) => [table, part] as const));
}
