import type {
  BalancingPart,
  HealthMonitorRecord,
  L7PolicyRecord,
  L7RuleRecord,
  ListenerRecord,
  LoadBalancerRecord,
  MemberRecord,
  PoolRecord,
} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {listenersOfPool} from './access.ts';

/** Records as Octavia shows them. */
export type View = Readonly<Record<string, unknown>>;

/** WSME writes times without a zone. */
const time = (text: string | null): string | null => text?.replace('Z', '') ?? null;
const idsOf = (records: readonly {readonly id: string}[]): readonly {readonly id: string}[] =>
  records.map(({id}) => ({id}));

type Part = BalancingPart & Pick<LoadBalancerRecord, 'id' | 'adminStateUp' | 'provisioningStatus'>;

const common = (part: Part) => ({
  id: part.id,
  name: part.name,
  provisioning_status: part.provisioningStatus,
  operating_status: part.operatingStatus,
  admin_state_up: part.adminStateUp,
  project_id: part.projectId,
  created_at: time(part.createdAt),
  updated_at: time(part.updatedAt),
  tags: part.tags,
});

export const viewBalancer = (tables: Tables, balancer: LoadBalancerRecord): View => ({
  ...common(balancer),
  description: balancer.description,
  vip_address: balancer.vipAddress,
  vip_port_id: balancer.vipPortId,
  vip_subnet_id: balancer.vipSubnetId,
  vip_network_id: balancer.vipNetworkId,
  additional_vips: [],
  listeners: idsOf(tables.listeners.find('balancer', balancer.id)),
  pools: idsOf(tables.pools.find('balancer', balancer.id)),
  provider: balancer.provider,
  flavor_id: null,
  vip_qos_policy_id: null,
  availability_zone: null,
});

export const viewListener = (tables: Tables, listener: ListenerRecord): View => ({
  ...common(listener),
  description: listener.description,
  protocol: listener.protocol,
  protocol_port: listener.protocolPort,
  connection_limit: listener.connectionLimit,
  default_tls_container_ref: listener.defaultTlsContainerRef,
  sni_container_refs: listener.sniContainerRefs,
  default_pool_id: listener.defaultPoolId,
  l7policies: idsOf(tables.l7Policies.find('listener', listener.id)),
  insert_headers: listener.insertHeaders,
  loadbalancers: [{id: listener.loadBalancerId}],
  timeout_client_data: listener.timeoutClientData,
  timeout_member_connect: listener.timeoutMemberConnect,
  timeout_member_data: listener.timeoutMemberData,
  timeout_tcp_inspect: listener.timeoutTcpInspect,
  client_ca_tls_container_ref: null,
  client_authentication: 'NONE',
  client_crl_container_ref: null,
  allowed_cidrs: null,
  tls_ciphers: null,
  tls_versions: null,
  alpn_protocols: null,
});

export const viewPool = (tables: Tables, pool: PoolRecord): View => ({
  ...common(pool),
  description: pool.description,
  protocol: pool.protocol,
  lb_algorithm: pool.lbAlgorithm,
  session_persistence: pool.sessionPersistence && {
    type: pool.sessionPersistence.type,
    cookie_name: pool.sessionPersistence.cookieName,
    persistence_timeout: null,
    persistence_granularity: null,
  },
  loadbalancers: [{id: pool.loadBalancerId}],
  listeners: idsOf(listenersOfPool(tables, pool.id)),
  healthmonitor_id: tables.healthMonitors.find('pool', pool.id)[0]?.id ?? null,
  members: idsOf(tables.members.find('pool', pool.id)),
  tls_container_ref: null,
  ca_tls_container_ref: null,
  crl_container_ref: null,
  tls_enabled: false,
  tls_ciphers: null,
  tls_versions: null,
  alpn_protocols: null,
});

export const viewMember = (member: MemberRecord): View => ({
  ...common(member),
  address: member.address,
  protocol_port: member.protocolPort,
  weight: member.weight,
  backup: member.backup,
  subnet_id: member.subnetId,
  monitor_address: member.monitorAddress,
  monitor_port: member.monitorPort,
});

export const viewMonitor = (monitor: HealthMonitorRecord): View => ({
  ...common(monitor),
  type: monitor.type,
  delay: monitor.delay,
  timeout: monitor.timeout,
  max_retries: monitor.maxRetries,
  max_retries_down: monitor.maxRetriesDown,
  http_method: monitor.httpMethod,
  url_path: monitor.urlPath,
  expected_codes: monitor.expectedCodes,
  pools: [{id: monitor.poolId}],
  http_version: monitor.httpVersion,
  domain_name: monitor.domainName,
});

export const viewPolicy = (tables: Tables, policy: L7PolicyRecord): View => ({
  ...common(policy),
  description: policy.description,
  action: policy.action,
  listener_id: policy.listenerId,
  redirect_pool_id: policy.redirectPoolId,
  redirect_url: policy.redirectUrl,
  redirect_prefix: policy.redirectPrefix,
  redirect_http_code: policy.redirectHttpCode,
  position: policy.position,
  rules: idsOf(tables.l7Rules.find('policy', policy.id)),
});

export function viewRule(rule: L7RuleRecord): View {
  const {name: _none, ...rest} = common(rule);
  return {
    ...rest,
    type: rule.type,
    compare_type: rule.compareType,
    key: rule.key,
    value: rule.value,
    invert: rule.invert,
  };
}

const status = ({id, name, operatingStatus, provisioningStatus}: Part) => ({
  id,
  name,
  operating_status: operatingStatus,
  provisioning_status: provisioningStatus,
});

/** The whole tree with nothing but how each part is. */
export const viewStatuses = (tables: Tables, balancer: LoadBalancerRecord): View => ({
  statuses: {
    loadbalancer: {
      ...status(balancer),
      listeners: tables.listeners.find('balancer', balancer.id).map((listener) => ({
        ...status(listener),
        pools: tables.pools
          .find('balancer', balancer.id)
          .filter((pool) => listenersOfPool(tables, pool.id).some(({id}) => id === listener.id))
          .map((pool) => viewPoolStatus(tables, pool)),
      })),
    },
  },
});

function viewPoolStatus(tables: Tables, pool: PoolRecord): View {
  const [monitor] = tables.healthMonitors.find('pool', pool.id);
  return {
    ...status(pool),
    ...(monitor !== undefined && {health_monitor: {...status(monitor), type: monitor.type}}),
    members: tables.members.find('pool', pool.id).map((member) => ({
      ...status(member),
      address: member.address,
      protocol_port: member.protocolPort,
    })),
  };
}

/** What came through the listeners, in all. */
export function viewTraffic(tables: Tables, listenerIds: readonly string[]): View {
  const all = listenerIds.flatMap((id) => tables.listenerTraffic.get(id) ?? []);
  const sum = (key: 'activeConnections' | 'totalConnections' | 'bytesIn' | 'bytesOut' | 'requestErrors') =>
    all.reduce((total, one) => total + one[key], 0);
  return {
    stats: {
      active_connections: sum('activeConnections'),
      bytes_in: sum('bytesIn'),
      bytes_out: sum('bytesOut'),
      request_errors: sum('requestErrors'),
      total_connections: sum('totalConnections'),
    },
  };
}
