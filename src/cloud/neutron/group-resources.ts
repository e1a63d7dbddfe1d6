import {UNSET} from './attribute.ts';
import type {Resource} from './body.ts';
import {STANDARD} from './resources.ts';
import * as check from './validators.ts';

/** The attribute maps of security groups and their rules. */

export const SECURITY_GROUP: Resource = {
  name: 'security_group',
  plural: 'security_groups',
  attributes: {
    id: {post: false, put: false, filter: true, sort: true},
    name: {post: true, put: true, default: '', validate: check.string(255), filter: true, sort: true},
    security_group_rules: {post: false, put: false},
    stateful: {post: true, put: true, default: true, convert: check.toBoolean, filter: true},
    shared: {post: false, put: false, filter: true},
    ...STANDARD,
  },
};

const fixed = {post: true, put: false, filter: true, sort: true} as const;

export const SECURITY_GROUP_RULE: Resource = {
  name: 'security_group_rule',
  plural: 'security_group_rules',
  attributes: {
    id: {post: false, put: false, filter: true, sort: true},
    security_group_id: {...fixed, validate: check.uuid},
    direction: {...fixed, validate: check.oneOf(['ingress', 'egress'])},
    ethertype: {...fixed, default: 'IPv4', convert: ethertype, validate: check.oneOf(['IPv4', 'IPv6'])},
    protocol: {...fixed, default: null, convert: protocol},
    port_range_min: {...fixed, default: null, convert: check.toIntegerOrNone},
    port_range_max: {...fixed, default: null, convert: check.toIntegerOrNone},
    remote_ip_prefix: {...fixed, default: null, convert: prefix},
    remote_group_id: {...fixed, default: null, validate: check.uuidOrNone},
    remote_address_group_id: {...fixed, default: UNSET, validate: check.oneOf([null])},
    normalized_cidr: {post: false, put: false},
    belongs_to_default_sg: {post: false, put: false, visible: 'nobody'},
    ...STANDARD,
  },
};

function ethertype(value: unknown): unknown {
  const known = ['IPv4', 'IPv6'].find(
    (type) => typeof value === 'string' && type.toLowerCase() === value.toLowerCase(),
  );
  return known ?? value;
}

/** A name in lower case, or a number as text. `any` and `null` are every protocol. */
function protocol(value: unknown): unknown {
  if (value === null || value === 'any' || value === '') return null;
  return typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : null;
}

function prefix(value: unknown): unknown {
  return typeof value === 'string' && value !== '' ? value : null;
}
