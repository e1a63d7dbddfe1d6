import {
  ALGORITHMS,
  COMPARE_TYPES,
  MONITOR_TYPES,
  PERSISTENCE_TYPES,
  POLICY_ACTIONS,
  RULE_TYPES,
} from '../../drivers/neutron/lbaas/model.ts';
import {isObject} from '../neutron/validators.ts';
import {readObject} from './body.ts';
import type {Field, Fields} from './body.ts';
import * as type from './types.ts';

/** What requests may say, attribute by attribute (octavia/api/v2/types). */

/** What Octavia's API knows, also where HAProxy in a namespace cannot do it. */
export const API_LISTENER_PROTOCOLS = [
  'TCP',
  'HTTP',
  'HTTPS',
  'TERMINATED_HTTPS',
  'UDP',
  'SCTP',
  'PROMETHEUS',
] as const;
const API_POOL_PROTOCOLS = ['TCP', 'HTTP', 'HTTPS', 'PROXY', 'PROXYV2', 'UDP', 'SCTP'] as const;
const API_ALGORITHMS = [...ALGORITHMS, 'SOURCE_IP_PORT'] as const;
const API_MONITOR_TYPES = [...MONITOR_TYPES, 'UDP-CONNECT', 'SCTP'] as const;

const PORT = type.integer(1, 65_535);
/** 24 days, in milliseconds. */
const TIME = type.integer(0, 24 * 24 * 60 * 60 * 1000);

const changeable = (of: type.Type, rest: Omit<Field, 'type' | 'put'> = {}): Field => ({type: of, put: true, ...rest});

const name = changeable(type.text(255), {default: ''});
const description = changeable(type.text(255), {default: ''});
const adminStateUp = changeable(type.truth, {default: true});
const tags = changeable(type.tags, {default: []});
/** Old clients send it; the load balancer's is taken. */
const project: Field = {type: type.text(36)};
const COMMON = {name, description, admin_state_up: adminStateUp, tags} as const;

export const LOAD_BALANCER: Fields = {
  ...COMMON,
  vip_address: {type: type.ipAddress},
  vip_port_id: {type: type.uuid},
  vip_subnet_id: {type: type.uuid},
  vip_network_id: {type: type.uuid},
  vip_qos_policy_id: changeable(type.uuid),
  additional_vips: {type: type.listOf((value) => value), default: []},
  project_id: project,
  provider: {type: type.text(64)},
  flavor_id: {type: type.uuid},
  availability_zone: {type: type.text(255)},
  listeners: {type: type.listOf(object), default: []},
  pools: {type: type.listOf(object), default: []},
};

function object(value: unknown): unknown {
  if (!isObject(value)) throw new type.BadValue('Value should be an object');
  return value;
}

export const LISTENER: Fields = {
  ...COMMON,
  project_id: project,
  loadbalancer_id: {type: type.uuid, mandatory: true},
  protocol: {type: type.oneOf(API_LISTENER_PROTOCOLS), mandatory: true},
  protocol_port: {type: PORT, mandatory: true},
  connection_limit: changeable(type.integer(-1), {default: -1}),
  default_pool_id: changeable(type.uuid),
  default_pool: {type: object},
  l7policies: {type: type.listOf(object), default: []},
  insert_headers: changeable(type.dictionary, {default: {}}),
  timeout_client_data: changeable(TIME, {default: 50_000}),
  timeout_member_connect: changeable(TIME, {default: 5000}),
  timeout_member_data: changeable(TIME, {default: 50_000}),
  timeout_tcp_inspect: changeable(TIME, {default: 0}),
  default_tls_container_ref: changeable(type.text(255)),
  sni_container_refs: changeable(type.listOf(type.text(255)), {default: []}),
  client_ca_tls_container_ref: changeable(type.text(255)),
  client_authentication: changeable(type.oneOf(['NONE', 'OPTIONAL', 'MANDATORY']), {default: 'NONE'}),
  client_crl_container_ref: changeable(type.text(255)),
  allowed_cidrs: changeable(type.listOf(type.text(64))),
  tls_ciphers: changeable(type.text(2048)),
  tls_versions: changeable(type.listOf(type.text(32))),
  alpn_protocols: changeable(type.listOf(type.text(32))),
};

const PERSISTENCE: Fields = {
  type: changeable(type.oneOf(PERSISTENCE_TYPES)),
  cookie_name: changeable(type.text(255, /^[^\s,;\\]+$/)),
  persistence_timeout: changeable(type.integer()),
  persistence_granularity: changeable(type.ipAddress),
};

function persistence(value: unknown): unknown {
  if (!isObject(value)) throw new type.BadValue('Value should be an object');
  return readObject(PERSISTENCE, 'pool_.pool.session_persistence', value, 'put');
}

export const POOL: Fields = {
  ...COMMON,
  project_id: project,
  listener_id: {type: type.uuid},
  loadbalancer_id: {type: type.uuid},
  protocol: {type: type.oneOf(API_POOL_PROTOCOLS), mandatory: true},
  lb_algorithm: changeable(type.oneOf(API_ALGORITHMS), {mandatory: true}),
  session_persistence: changeable(persistence),
  members: {type: type.listOf(object), default: []},
  healthmonitor: {type: object},
  tls_container_ref: changeable(type.text(255)),
  ca_tls_container_ref: changeable(type.text(255)),
  crl_container_ref: changeable(type.text(255)),
  tls_enabled: changeable(type.truth, {default: false}),
  tls_ciphers: changeable(type.text(2048)),
  tls_versions: changeable(type.listOf(type.text(32))),
  alpn_protocols: changeable(type.listOf(type.text(32))),
};

export const MEMBER: Fields = {
  name,
  admin_state_up: adminStateUp,
  tags,
  project_id: project,
  address: {type: type.ipAddress, mandatory: true},
  protocol_port: {type: PORT, mandatory: true},
  weight: changeable(type.integer(0, 256), {default: 1}),
  backup: changeable(type.truth, {default: false}),
  subnet_id: {type: type.uuid},
  monitor_port: changeable(PORT, {default: null}),
  monitor_address: changeable(type.ipAddress, {default: null}),
};

const RETRIES = type.integer(1, 10);
const DOMAIN = /^(?=.{1,253}\.?$)(?:(?!-|[^.]+_)[A-Za-z0-9-_]{1,63}(?<!-)(?:\.|$))+$/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'OPTIONS', 'CONNECT', 'PATCH'] as const;

export const HEALTH_MONITOR: Fields = {
  name,
  admin_state_up: adminStateUp,
  tags,
  project_id: project,
  pool_id: {type: type.uuid, mandatory: true},
  type: {type: type.oneOf(API_MONITOR_TYPES), mandatory: true},
  delay: changeable(type.integer(0), {mandatory: true}),
  timeout: changeable(type.integer(0), {mandatory: true}),
  max_retries: changeable(RETRIES, {mandatory: true}),
  max_retries_down: changeable(RETRIES, {default: 3}),
  http_method: changeable(type.oneOf(METHODS), {default: null}),
  url_path: changeable(type.urlPath, {default: null}),
  expected_codes: changeable(type.text(64, /^(\d{3}(\s*,\s*\d{3})*)$|^(\d{3}-\d{3})$/), {default: null}),
  http_version: changeable(type.oneOf([1.0, 1.1]), {default: null}),
  domain_name: changeable(type.text(255, DOMAIN), {default: null}),
};

export const L7_POLICY: Fields = {
  ...COMMON,
  project_id: project,
  listener_id: {type: type.uuid, mandatory: true},
  action: changeable(type.oneOf(POLICY_ACTIONS), {mandatory: true}),
  redirect_pool_id: changeable(type.uuid, {default: null}),
  redirect_pool: {type: object},
  redirect_url: changeable(type.url, {default: null}),
  redirect_prefix: changeable(type.url, {default: null}),
  redirect_http_code: changeable(type.oneOf([301, 302, 303, 307, 308]), {default: null}),
  position: changeable(type.integer(1, 2_147_483_647), {default: 2_147_483_647}),
  rules: {type: type.listOf(object), default: []},
};

const LINE = /^[^\r\n]*$/;

export const L7_RULE: Fields = {
  admin_state_up: adminStateUp,
  tags,
  project_id: project,
  type: changeable(type.oneOf(RULE_TYPES), {mandatory: true}),
  compare_type: changeable(type.oneOf(COMPARE_TYPES), {mandatory: true}),
  key: changeable(type.text(255, LINE), {default: null}),
  value: changeable(type.text(255, LINE), {mandatory: true}),
  invert: changeable(type.truth, {default: false}),
};
