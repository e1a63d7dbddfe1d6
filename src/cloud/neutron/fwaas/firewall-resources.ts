import type {Attribute} from '../attribute.ts';
import type {Resource} from '../body.ts';
import {show} from '../python-text.ts';
import * as check from '../validators.ts';

/** The attribute maps of FWaaS v2 (neutron-lib, api/definitions/firewall_v2.py). */

const readOnly: Attribute = {post: false, put: false, filter: true, sort: true};
const named = (longest: number): Attribute => ({
  post: true,
  put: true,
  default: '',
  validate: check.string(longest),
  filter: true,
  sort: true,
});
const project: Attribute = {post: true, put: false, validate: check.string(255), filter: true, sort: true};
const flag = (value: boolean): Attribute => ({
  post: true,
  put: true,
  default: value,
  convert: check.toBoolean,
  filter: true,
  sort: true,
});
const ids: Attribute = {
  post: true,
  put: true,
  default: [],
  convert: check.noneToEmptyList,
  validate: check.listOf(check.uuid),
};

const COMMON = {
  id: readOnly,
  tenant_id: project,
  project_id: project,
  name: named(255),
  description: named(255),
  shared: {...flag(false), policy: 'admin'},
} as const satisfies Readonly<Record<string, Attribute>>;

export const FIREWALL_RULE: Resource = {
  name: 'firewall_rule',
  plural: 'firewall_rules',
  attributes: {
    ...COMMON,
    firewall_policy_id: {post: false, put: false, filter: true},
    protocol: {
      post: true,
      put: true,
      default: null,
      convert: lowerCase,
      validate: check.oneOf([null, 'tcp', 'udp', 'icmp']),
      filter: true,
    },
    ip_version: {
      post: true,
      put: true,
      default: 4,
      convert: check.toInteger,
      validate: check.oneOf([4, 6]),
      filter: true,
    },
    source_ip_address: {post: true, put: true, default: null, validate: addressOrNone, filter: true},
    destination_ip_address: {post: true, put: true, default: null, validate: addressOrNone, filter: true},
    source_port: {post: true, put: true, default: null, convert: text, validate: portRange, filter: true},
    destination_port: {post: true, put: true, default: null, convert: text, validate: portRange, filter: true},
    action: {
      post: true,
      put: true,
      default: 'deny',
      convert: lowerCase,
      validate: check.oneOf(['allow', 'deny', 'reject']),
      filter: true,
    },
    enabled: flag(true),
  },
};

export const FIREWALL_POLICY: Resource = {
  name: 'firewall_policy',
  plural: 'firewall_policies',
  attributes: {...COMMON, firewall_rules: ids, audited: flag(false)},
};

const policyId: Attribute = {post: true, put: true, default: null, validate: check.uuidOrNone, filter: true};

export const FIREWALL_GROUP: Resource = {
  name: 'firewall_group',
  plural: 'firewall_groups',
  attributes: {
    ...COMMON,
    admin_state_up: flag(true),
    status: readOnly,
    ports: ids,
    ingress_firewall_policy_id: policyId,
    egress_firewall_policy_id: policyId,
  },
};

function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function text(value: unknown): unknown {
  return value === null ? null : show(value);
}

function addressOrNone(value: unknown): string | undefined {
  return value === null ? undefined : check.addressOrSubnet(value);
}

const HIGHEST_PORT = 65_535;

function portRange(value: unknown): string | undefined {
  if (value === null) return undefined;
  const ports = show(value).split(':');
  if (ports.length > 2 || ports.includes('')) return 'Port range must be two integers separated by a colon';
  const bad = ports.find((port) => !/^\d{1,5}$/.test(port) || Number(port) > HIGHEST_PORT);
  if (bad !== undefined) return `Invalid port: ${bad}`;
  return ports[1] !== undefined && Number(ports[0]) > Number(ports[1])
    ? 'First port in a port range must be lower than the second port'
    : undefined;
}
