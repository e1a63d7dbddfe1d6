import {MONITOR_TYPES} from '../../drivers/neutron/lbaas/model.ts';
import type {Caller} from '../caller.ts';
import type {HealthMonitorRecord, PoolRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {mayChange, visiblePool} from './access.ts';
import {camelKeys} from './body.ts';
import type {Values} from './body.ts';
import {octaviaErrors} from './errors.ts';
import {beginInPool} from './pools.ts';
import {claimBalancing} from './quota.ts';
import {newPart, setStatus, statusOfUnwatched} from './states.ts';

const isHttp = ({type}: Pick<HealthMonitorRecord, 'type'>): boolean => type === 'HTTP' || type === 'HTTPS';

function refuseHttpOptions(type: string, values: Values): void {
  for (const name of ['http_method', 'url_path', 'expected_codes'])
    if ((values[name] ?? null) !== null) throw octaviaErrors.invalidOption(name, `health monitors of type ${type}`);
}

function refuseDomain({domainName, httpVersion}: Pick<HealthMonitorRecord, 'domainName' | 'httpVersion'>): void {
  if (domainName === null) return;
  if (httpVersion === null)
    throw octaviaErrors.validation("'http_version' must be specified when 'domain_name' is provided.");
  if (httpVersion < 1.1)
    throw octaviaErrors.invalidOption(
      `http_version ${httpVersion.toFixed(1)}`,
      'health monitors HTTP 1.1 domain name health check',
    );
}

/** HAProxy looks at most every millisecond, and knows no time without length. */
function refuseTimes({delay, timeout}: Pick<HealthMonitorRecord, 'delay' | 'timeout'>): void {
  if (delay < 1) throw octaviaErrors.invalidOption(String(delay), 'delay');
  if (timeout < 1) throw octaviaErrors.invalidOption(String(timeout), 'timeout');
  if (timeout > delay) throw octaviaErrors.validation(TIMEOUT_TOO_LONG);
}
const TIMEOUT_TOO_LONG = 'The delay value must be greater than or equal to the timeout value.';

export function createMonitor(work: Work, caller: Caller, values: Values): HealthMonitorRecord {
  const {tables} = work;
  const wanted = camelKeys(values) as unknown as HealthMonitorRecord;
  const pool = visiblePool(tables, caller, wanted.poolId);
  mayChange(caller, pool);
  const {type} = wanted;
  if (!MONITOR_TYPES.includes(type))
    throw octaviaErrors.validation(`The ${type} type is only supported for pools of type UDP/SCTP.`);
  if (!isHttp(wanted)) refuseHttpOptions(type, values);
  refuseDomain(wanted);
  refuseTimes(wanted);
  claimBalancing(work, 'healthmonitor', pool.projectId);
  if (tables.healthMonitors.count('pool', pool.id) > 0) throw octaviaErrors.monitorExists();
  const http = isHttp(wanted);
  const monitor: HealthMonitorRecord = {
    id: work.chance.uuid(),
    name: wanted.name,
    description: '',
    tags: wanted.tags,
    adminStateUp: wanted.adminStateUp,
    poolId: pool.id,
    type,
    delay: wanted.delay,
    timeout: wanted.timeout,
    maxRetries: wanted.maxRetries,
    maxRetriesDown: wanted.maxRetriesDown,
    httpMethod: http ? (wanted.httpMethod ?? 'GET') : null,
    urlPath: http ? (wanted.urlPath ?? '/') : null,
    expectedCodes: http ? (wanted.expectedCodes ?? '200') : null,
    httpVersion: wanted.httpVersion,
    domainName: wanted.domainName,
    ...newPart(work, pool.projectId),
    operatingStatus: statusOfUnwatched(wanted.adminStateUp),
    provisioningStatus: 'PENDING_CREATE',
  };
  beginInPool(work, pool, [monitor.id]);
  tables.healthMonitors.put(monitor);
  return monitor;
}

export function updateMonitor(work: Work, caller: Caller, monitor: HealthMonitorRecord, values: Values): void {
  mayChange(caller, monitor);
  if (!isHttp(monitor)) refuseHttpOptions(monitor.type, values);
  const changed: HealthMonitorRecord = {
    ...monitor,
    ...camelKeys(values),
    updatedAt: work.now,
    provisioningStatus: 'PENDING_UPDATE',
  };
  refuseDomain(changed);
  refuseTimes(changed);
  beginInPool(work, poolOf(work, monitor), [monitor.id]);
  work.tables.healthMonitors.put({...changed, operatingStatus: statusOfUnwatched(changed.adminStateUp)});
}

function poolOf({tables}: Work, {poolId}: HealthMonitorRecord): PoolRecord {
  const pool = tables.pools.get(poolId);
  if (pool === undefined) throw octaviaErrors.notFound('Pool', poolId);
  return pool;
}

export function deleteMonitor(work: Work, caller: Caller, monitor: HealthMonitorRecord): void {
  mayChange(caller, monitor);
  beginInPool(work, poolOf(work, monitor), [monitor.id]);
  setStatus(work, monitor.id, 'PENDING_DELETE');
}
