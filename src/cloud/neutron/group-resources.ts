import type {Resource} from './body.ts';
import {neutronErrors} from './errors.ts';
import {STANDARD} from './resources.ts';
import {ethertype, portNumber, prefix, protocol} from './rule-values.ts';
import * as check from './validators.ts';

/** The attribute maps of security groups, their rules, and address groups. */

export const SECURITY_GROUP: Resource = {
  name: 'security_group',
  plural: 'security_groups',
  attributes: {
    id: {post: false, put: false, filter: true, sort: true},
    name: {post: true, put: true, default: '', validate: nameOfGroup, filter: true, sort: true},
    security_group_rules: {post: false, put: false},
    stateful: {post: true, put: true, default: true, convert: check.toBoolean, filter: true},
    shared: {post: false, put: false, filter: true},
    ...STANDARD,
  },
};

/** `default` is the name of the one that every project has anyway. */
function nameOfGroup(value: unknown): string | undefined {
  const why = check.string(255)(value);
  if (why === undefined && String(value).toLowerCase() === 'default') throw neutronErrors.defaultGroupExists();
  return why;
}

const fixed = {post: true, put: false, filter: true, sort: true} as const;

export const SECURITY_GROUP_RULE: Resource = {
  name: 'security_group_rule',
  plural: 'security_group_rules',
  attributes: {
    id: {post: false, put: false, filter: true, sort: true},
    security_group_id: {...fixed, validate: check.string(36)},
    direction: {...fixed, validate: check.oneOf(['ingress', 'egress'])},
    ethertype: {...fixed, default: 'IPv4', convert: ethertype},
    protocol: {...fixed, default: null, convert: protocol},
    port_range_min: {...fixed, default: null, convert: portNumber},
    port_range_max: {...fixed, default: null, convert: portNumber},
    remote_ip_prefix: {...fixed, default: null, convert: prefix},
    remote_group_id: {...fixed, default: null, validate: check.stringOrNone(36)},
    remote_address_group_id: {...fixed, default: null, validate: check.uuidOrNone},
    normalized_cidr: {post: false, put: false},
    ...STANDARD,
  },
};

export const ADDRESS_GROUP: Resource = {
  name: 'address_group',
  plural: 'address_groups',
  attributes: {
    id: {post: false, put: false, filter: true, sort: true},
    name: {post: true, put: true, default: '', validate: check.string(255), filter: true, sort: true},
    addresses: {post: true, put: false, default: [], convert: check.noneToEmptyList, validate: addresses},
    shared: {post: false, put: false, visible: 'nobody'},
    ...STANDARD,
  },
};

/** What a list of addresses is refused for. */
export function addresses(value: unknown): string | undefined {
  return check.listOf(check.subnet)(value);
}
