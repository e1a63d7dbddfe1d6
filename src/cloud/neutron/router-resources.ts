import {UNSET} from './attribute.ts';
import type {Attribute} from './attribute.ts';
import type {Resource} from './body.ts';
import {fixedIps, hostRoutes} from './list-validators.ts';
import {STANDARD, flag, named, readOnly} from './resources.ts';
import {show} from './python-text.ts';
import * as check from './validators.ts';

/** The attribute maps of routers, floating IPs and port forwardings (neutron-lib's l3 and its extensions). */

export const ROUTER: Resource = {
  name: 'router',
  plural: 'routers',
  attributes: {
    id: readOnly,
    name: named,
    admin_state_up: flag(true),
    status: {...readOnly, filter: false},
    external_gateway_info: {post: true, put: true, default: null, convert: gatewayBooleans, validate: gatewayInfo},
    routes: {post: false, put: true, convert: check.noneToEmptyList, validate: hostRoutes},
    availability_zone_hints: {post: true, put: false, default: [], validate: check.listOf(check.string())},
    availability_zones: {post: false, put: false},
    distributed: unsupported(),
    ha: {
      post: true,
      put: true,
      default: UNSET,
      convert: (value) => (value === null ? false : check.toBoolean(value)),
      policy: 'admin',
      visible: 'admin',
    },
    flavor_id: {post: true, put: false, default: UNSET, validate: check.uuidOrNone, filter: true},
    ...STANDARD,
  },
};

const address = {validate: check.ipAddressOrNone, convert: check.canonicalIp, filter: true, sort: true} as const;
const reference = {validate: check.uuidOrNone, filter: true, sort: true} as const;

export const FLOATING_IP: Resource = {
  name: 'floatingip',
  plural: 'floatingips',
  attributes: {
    id: readOnly,
    floating_ip_address: {...address, post: true, put: false, default: null, policy: 'admin'},
    subnet_id: {...reference, post: true, put: false, default: null, visible: 'nobody', filter: false, sort: false},
    floating_network_id: {post: true, put: false, validate: check.uuid, filter: true, sort: true},
    router_id: {...reference, post: false, put: false},
    port_id: {...reference, post: true, put: true, default: null, sort: false},
    fixed_ip_address: {...address, post: true, put: true, default: null},
    status: readOnly,
    port_details: {post: false, put: false},
    port_forwardings: {post: false, put: false},
    qos_policy_id: {post: true, put: true, default: UNSET, validate: check.oneOf([null])},
    ...STANDARD,
  },
};

const port = {post: true, put: true, convert: check.toInteger, validate: portNumber} as const;

export const PORT_FORWARDING: Resource = {
  name: 'port_forwarding',
  plural: 'port_forwardings',
  attributes: {
    id: readOnly,
    external_port: {...port, filter: true, sort: true},
    internal_port: port,
    internal_ip_address: {
      post: true,
      put: true,
      default: UNSET,
      convert: check.canonicalIp,
      validate: check.ipAddress,
    },
    protocol: {
      post: true,
      put: true,
      convert: (value) => (typeof value === 'string' ? value.toLowerCase() : value),
      validate: check.oneOf(['tcp', 'udp', 'sctp', 'dccp', 'udplite']),
      filter: true,
      sort: true,
    },
    internal_port_id: {post: true, put: true, validate: check.uuid, filter: true, sort: true},
    description: STANDARD.description,
    tenant_id: {...STANDARD.tenant_id, visible: 'nobody'},
    project_id: {...STANDARD.project_id, visible: 'nobody'},
  },
};

/** Shown to admins, and false: this cloud has no distributed routers. */
function unsupported(): Attribute {
  return {
    post: true,
    put: true,
    default: UNSET,
    convert: (value) => (value === null ? false : check.toBoolean(value)),
    validate: (value) => (value === true ? 'no L3 agent of this cloud can do it' : undefined),
    policy: 'admin',
    visible: 'admin',
  };
}

const GATEWAY_KEYS = ['network_id', 'external_fixed_ips', 'enable_snat'];

function gatewayBooleans(value: unknown): unknown {
  if (!check.isObject(value) || value['enable_snat'] === undefined) return value;
  return {...value, enable_snat: check.toBoolean(value['enable_snat'])};
}

/** Nothing (null or an empty dictionary) takes the gateway away. */
function gatewayInfo(value: unknown): string | undefined {
  if (value === null || (check.isObject(value) && Object.keys(value).length === 0)) return undefined;
  if (!check.isObject(value)) return `'${show(value)}' is not a dictionary`;
  const unknown = Object.keys(value).filter((key) => !GATEWAY_KEYS.includes(key));
  if (unknown.length > 0 || value['network_id'] === undefined) return check.keysAre(['network_id'], value);
  return (
    check.uuid(value['network_id']) ??
    (value['external_fixed_ips'] === undefined ? undefined : fixedIps(value['external_fixed_ips']))
  );
}

function portNumber(value: unknown): string | undefined {
  if (typeof value !== 'number' || value < 1) return `'${show(value)}' is too small - must be at least '1'`;
  return value > 65_535 ? `'${show(value)}' is too large - must be no larger than '65535'` : undefined;
}
