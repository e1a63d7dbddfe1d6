import {ALGORITHMS, POOL_PROTOCOLS} from '../../drivers/neutron/lbaas/model.ts';
import type {Caller} from '../caller.ts';
import {isObject} from '../neutron/validators.ts';
import type {ListenerRecord, PoolRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {listenersOfPool, mayChange, visibleBalancer} from './access.ts';
import {camelKeys} from './body.ts';
import type {Values} from './body.ts';
import {octaviaErrors} from './errors.ts';
import {refuseMismatch} from './listeners.ts';
import {claimBalancing} from './quota.ts';
import {beginChange, newPart, setStatus} from './states.ts';

/** octavia/common/validate.py: what RFC 6265 has no place for in a cookie's name. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const BAD_COOKIE = /[\u0000-\u0020"()\u002c/:-@[-\]{}\u007f]/;

/** @param before the type it has, for an update that does not name one */
function persistenceOf(value: unknown, before?: string): PoolRecord['sessionPersistence'] {
  if (!isObject(value)) return null;
  const {type = before, cookie_name: cookie = null, persistence_timeout: time, persistence_granularity: mask} = value;
  if ((time ?? mask ?? null) !== null)
    throw octaviaErrors.validation(
      'persistence_timeout and persistence_granularity is only for UDP and SCTP protocol pools.',
    );
  if (type === undefined || type === null) throw octaviaErrors.validation('Invalid session_persistence provided.');
  const cookieName = typeof cookie === 'string' ? cookie : null;
  if (cookieName !== null && type !== 'APP_COOKIE')
    throw octaviaErrors.validation(
      'Field "cookie_name" can only be specified with session persistence of type "APP_COOKIE".',
    );
  if (cookieName !== null && BAD_COOKIE.test(cookieName))
    throw octaviaErrors.validation('Supplied "cookie_name" is invalid.');
  if (type === 'APP_COOKIE' && cookieName === null)
    throw octaviaErrors.validation(
      'Field "cookie_name" must be specified when using the "APP_COOKIE" session persistence type.',
    );
  return {type: type as NonNullable<PoolRecord['sessionPersistence']>['type'], cookieName};
}

function refuseUnsupported(values: Values): void {
  const names = ['tls_container_ref', 'ca_tls_container_ref', 'crl_container_ref', 'tls_ciphers', 'tls_versions'];
  for (const name of [...names, 'alpn_protocols', 'healthmonitor'])
    if ((values[name] ?? null) !== null) throw octaviaErrors.unsupported(name);
  if (values['tls_enabled'] === true) throw octaviaErrors.unsupported('tls_enabled');
  if (Array.isArray(values['members']) && values['members'].length > 0)
    throw octaviaErrors.unsupported('members in the same request');
  const algorithm = values['lb_algorithm'];
  if (typeof algorithm === 'string' && !ALGORITHMS.some((known) => known === algorithm))
    throw octaviaErrors.unsupported(algorithm);
}

export function createPool(work: Work, caller: Caller, values: Values): PoolRecord {
  const {tables} = work;
  const wanted = camelKeys(values) as unknown as PoolRecord & {
    readonly loadbalancerId?: string | null;
    readonly listenerId?: string | null;
  };
  const listener = (wanted.listenerId ?? null) === null ? undefined : tables.listeners.get(wanted.listenerId ?? '');
  if ((wanted.listenerId ?? null) !== null && listener === undefined)
    throw octaviaErrors.notFound('Listener', wanted.listenerId ?? '');
  const balancerId = wanted.loadbalancerId ?? listener?.loadBalancerId;
  if (balancerId === undefined)
    throw octaviaErrors.validation('Must provide at least one of: loadbalancer_id, listener_id');
  const balancer = visibleBalancer(tables, caller, balancerId);
  mayChange(caller, balancer);
  if (listener !== undefined && listener.loadBalancerId !== balancer.id)
    throw octaviaErrors.notFound('Listener', listener.id);
  const {protocol} = wanted;
  if (!POOL_PROTOCOLS.includes(protocol)) throw octaviaErrors.unsupported(`${protocol} pools`);
  refuseUnsupported(values);
  if (listener !== undefined) refuseMismatch(listener.protocol, protocol);
  const sessionPersistence = persistenceOf(values['session_persistence']);
  claimBalancing(work, 'pool', balancer.projectId);
  if (listener !== undefined && listener.defaultPoolId !== null) throw octaviaErrors.poolExists();
  const pool: PoolRecord = {
    id: work.chance.uuid(),
    name: wanted.name,
    description: wanted.description,
    tags: wanted.tags,
    adminStateUp: wanted.adminStateUp,
    loadBalancerId: balancer.id,
    protocol,
    lbAlgorithm: wanted.lbAlgorithm,
    sessionPersistence,
    ...newPart(work, balancer.projectId),
    provisioningStatus: 'PENDING_CREATE',
  };
  beginChange(work, balancer.id, [pool.id], listener === undefined ? [] : [listener.id]);
  tables.pools.put(pool);
  if (listener !== undefined) setDefault(work, listener, pool.id);
  return pool;
}

function setDefault({tables}: Work, {id}: ListenerRecord, defaultPoolId: string): void {
  const listener = tables.listeners.get(id);
  if (listener !== undefined) tables.listeners.put({...listener, defaultPoolId});
}

export function updatePool(work: Work, caller: Caller, pool: PoolRecord, values: Values): void {
  mayChange(caller, pool);
  refuseUnsupported(values);
  const {session_persistence: persistence, tls_enabled: _plain, ...rest} = values;
  const sessionPersistence =
    persistence === undefined ? pool.sessionPersistence : persistenceOf(persistence, pool.sessionPersistence?.type);
  beginPoolChange(work, pool, [pool.id]);
  work.tables.pools.put({
    ...pool,
    ...camelKeys(rest),
    sessionPersistence,
    updatedAt: work.now,
    provisioningStatus: 'PENDING_UPDATE',
  });
}

/** A change in a pool also holds the listeners that use it. */
export const beginPoolChange = (work: Work, pool: PoolRecord, subjects: readonly string[]): void =>
  beginChange(work, pool.loadBalancerId, subjects, [
    ...listenersOfPool(work.tables, pool.id).map(({id}) => id),
    ...(subjects.includes(pool.id) ? [] : [pool.id]),
  ]);

/** A change of what is in a pool: not where the pool itself was refused. */
export function beginInPool(work: Work, pool: PoolRecord, subjects: readonly string[]): void {
  if (pool.provisioningStatus !== 'ACTIVE') throw octaviaErrors.immutable('Pool', pool.id);
  beginPoolChange(work, pool, subjects);
}

export function deletePool(work: Work, caller: Caller, pool: PoolRecord): void {
  mayChange(caller, pool);
  const [policy] = work.tables.l7Policies.find('pool', pool.id);
  if (policy !== undefined) throw octaviaErrors.poolInUse(pool.id, policy.id);
  beginPoolChange(work, pool, [pool.id]);
  setStatus(work, pool.id, 'PENDING_DELETE');
}
