import {LISTENER_PROTOCOLS} from '../../drivers/neutron/lbaas/model.ts';
import type {Certificate} from '../../drivers/neutron/lbaas/model.ts';
import type {Caller} from '../caller.ts';
import type {ListenerRecord, PoolRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {readCertificates} from '../barbican/certificates.ts';
import {mayChange, visibleBalancer} from './access.ts';
import {camelKeys} from './body.ts';
import type {Values} from './body.ts';
import {octaviaErrors} from './errors.ts';
import {claimBalancing} from './quota.ts';
import {beginChange, newPart, setStatus} from './states.ts';

/** Which pools a listener may send to (VALID_LISTENER_POOL_PROTOCOL_MAP). */
const POOLS_OF: Readonly<Record<string, readonly string[]>> = {
  TCP: ['HTTP', 'HTTPS', 'PROXY', 'PROXYV2', 'TCP'],
  HTTP: ['HTTP', 'PROXY', 'PROXYV2'],
  HTTPS: ['HTTPS', 'PROXY', 'PROXYV2', 'TCP'],
  TERMINATED_HTTPS: ['HTTP', 'PROXY', 'PROXYV2'],
};

export function refuseMismatch(listenerProtocol: string, poolProtocol: string): void {
  if (POOLS_OF[listenerProtocol]?.includes(poolProtocol) === true) return;
  throw octaviaErrors.validation(
    `The pool protocol '${poolProtocol}' is invalid while the listener protocol is '${listenerProtocol}'.`,
  );
}

const FORWARDED = ['X-Forwarded-For', 'X-Forwarded-Port', 'X-Forwarded-Proto'];
const OF_TLS = [
  'X-SSL-Client-Verify',
  'X-SSL-Client-Has-Cert',
  'X-SSL-Client-DN',
  'X-SSL-Client-CN',
  'X-SSL-Issuer',
  'X-SSL-Client-SHA1',
  'X-SSL-Client-Not-Before',
  'X-SSL-Client-Not-After',
];

function refuseHeaders(headers: readonly string[], protocol: string): void {
  if (headers.length === 0) return;
  if (protocol !== 'HTTP' && protocol !== 'TERMINATED_HTTPS')
    throw octaviaErrors.invalidOption('insert-headers', `a ${protocol} protocol listener.`);
  const list = (names: readonly string[]) => `[${names.map((header) => `'${header}'`).join(', ')}]`;
  if (headers.some((header) => ![...FORWARDED, ...OF_TLS].includes(header)))
    throw octaviaErrors.invalidOption(list(headers), 'insert_headers');
  const ofTls = headers.filter((header) => OF_TLS.includes(header));
  if (protocol === 'HTTP' && ofTls.length > 0)
    throw octaviaErrors.invalidOption(list(ofTls), `${protocol} protocol listener.`);
}

/** Client certificates, source filters and the like are Octavia's, not of HAProxy in a namespace. */
function refuseUnsupported(values: Values): void {
  const isSet = (name: string) => values[name] !== undefined && values[name] !== null;
  for (const name of ['client_ca_tls_container_ref', 'client_crl_container_ref', 'tls_ciphers', 'tls_versions'])
    if (isSet(name)) throw octaviaErrors.unsupported(name);
  for (const name of ['alpn_protocols', 'allowed_cidrs', 'default_pool'])
    if (isSet(name)) throw octaviaErrors.unsupported(name);
  const {client_authentication: authentication = 'NONE', l7policies: policies = []} = values;
  if (authentication !== 'NONE') throw octaviaErrors.unsupported('client_authentication');
  if (Array.isArray(policies) && policies.length > 0) throw octaviaErrors.unsupported('l7policies in the same request');
}

type Refs = Pick<ListenerRecord, 'defaultTlsContainerRef' | 'sniContainerRefs'>;

/** What the listener shows to clients that want TLS. @throws 400 where TLS has no certificate, or one that is of no use */
function certificatesOf(work: Work, caller: Caller, protocol: string, refs: Refs): readonly Certificate[] {
  const {defaultTlsContainerRef: first, sniContainerRefs: others} = refs;
  const all = [...(first === null ? [] : [first]), ...others];
  if (protocol !== 'TERMINATED_HTTPS') {
    if (all.length === 0) return [];
    throw octaviaErrors.validation(
      `Certificate container references are not allowed on ${protocol} protocol listeners.`,
    );
  }
  if (all.length === 0)
    throw octaviaErrors.validation(
      `An SNI or default certificate container reference must be provided for ${protocol} protocol listeners.`,
    );
  return readCertificates(work.tables, caller, all);
}

export function createListener(work: Work, caller: Caller, values: Values): ListenerRecord {
  const {tables} = work;
  const wanted = camelKeys(values) as unknown as ListenerRecord & {readonly loadbalancerId: string};
  const balancer = visibleBalancer(tables, caller, wanted.loadbalancerId);
  const {projectId} = balancer;
  mayChange(caller, balancer);
  claimBalancing(work, 'listener', projectId);
  const {protocol, protocolPort} = wanted;
  if (!LISTENER_PROTOCOLS.includes(protocol)) throw octaviaErrors.unsupported(`${protocol} listeners`);
  refuseUnsupported(values);
  refuseHeaders(Object.keys(wanted.insertHeaders), protocol);
  const refs = {
    defaultTlsContainerRef: wanted.defaultTlsContainerRef ?? null,
    sniContainerRefs: wanted.sniContainerRefs,
  };
  const certificates = certificatesOf(work, caller, protocol, refs);
  const defaultPoolId = wanted.defaultPoolId ?? null;
  if (defaultPoolId !== null) refuseMismatch(protocol, poolOn(work, balancer.id, defaultPoolId).protocol);
  const other = tables.listeners.find('balancer', balancer.id).find((one) => one.protocolPort === protocolPort);
  if (other !== undefined) throw octaviaErrors.listenerExists(other.protocol, protocolPort);
  const listener: ListenerRecord = {
    id: work.chance.uuid(),
    name: wanted.name,
    description: wanted.description,
    tags: wanted.tags,
    adminStateUp: wanted.adminStateUp,
    loadBalancerId: balancer.id,
    protocol,
    protocolPort,
    connectionLimit: wanted.connectionLimit,
    defaultPoolId,
    insertHeaders: wanted.insertHeaders,
    timeoutClientData: wanted.timeoutClientData,
    timeoutMemberConnect: wanted.timeoutMemberConnect,
    timeoutMemberData: wanted.timeoutMemberData,
    timeoutTcpInspect: wanted.timeoutTcpInspect,
    ...refs,
    certificates,
    ...newPart(work, projectId),
    provisioningStatus: 'PENDING_CREATE',
  };
  beginChange(work, balancer.id, [listener.id]);
  tables.listeners.put(listener);
  return listener;
}

/** A pool of the same load balancer. @throws 404 */
export function poolOn({tables}: Work, balancerId: string, id: string): PoolRecord {
  const pool = tables.pools.get(id);
  if (pool?.loadBalancerId !== balancerId) throw octaviaErrors.notFound('Pool', id);
  return pool;
}

export function updateListener(work: Work, caller: Caller, listener: ListenerRecord, values: Values): void {
  mayChange(caller, listener);
  refuseUnsupported(values);
  const {clientAuthentication: _none, ...rest} = camelKeys(values);
  const changed: ListenerRecord = {...listener, ...rest, updatedAt: work.now, provisioningStatus: 'PENDING_UPDATE'};
  refuseHeaders(Object.keys(changed.insertHeaders), changed.protocol);
  const {defaultPoolId} = changed;
  if (defaultPoolId !== null)
    refuseMismatch(changed.protocol, poolOn(work, changed.loadBalancerId, defaultPoolId).protocol);
  const isNewTls = 'default_tls_container_ref' in values || 'sni_container_refs' in values;
  const certificates = isNewTls ? certificatesOf(work, caller, changed.protocol, changed) : listener.certificates;
  beginChange(work, listener.loadBalancerId, [listener.id]);
  work.tables.listeners.put({...changed, certificates});
}

export function deleteListener(work: Work, caller: Caller, listener: ListenerRecord): void {
  mayChange(caller, listener);
  beginChange(work, listener.loadBalancerId, [listener.id]);
  setStatus(work, listener.id, 'PENDING_DELETE');
}
