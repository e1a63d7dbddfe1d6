import {UNSET} from './attribute.ts';
import type {Attribute} from './attribute.ts';
import type {Resource} from './body.ts';
import {neutronErrors} from './errors.ts';
import * as check from './validators.ts';
import {show} from './python-text.ts';

/** The attribute maps of network, subnet and port: neutron-lib's core ones and the extensions this cloud has. */

const NAME = 255;
const IPV6_MODES = ['slaac', 'dhcpv6-stateful', 'dhcpv6-stateless'];

export const readOnly: Attribute = {post: false, put: false, filter: true, sort: true};
const hiddenList: Attribute = {post: false, put: false};
export const named: Attribute = {
  post: true,
  put: true,
  default: '',
  validate: check.string(NAME),
  filter: true,
  sort: true,
};
const project: Attribute = {post: true, put: false, validate: check.string(255), filter: true, sort: true};
export const flag = (value: boolean): Attribute => ({
  post: true,
  put: true,
  default: value,
  convert: check.toBoolean,
  filter: true,
  sort: true,
});

/** What every object with standard attributes has. */
export const STANDARD = {
  tenant_id: project,
  project_id: project,
  description: {...named, default: '', sort: false},
  tags: {post: false, put: false, filter: false},
  created_at: {...readOnly},
  updated_at: {...readOnly},
  revision_number: {...readOnly},
} as const satisfies Readonly<Record<string, Attribute>>;

const qosPolicy: Attribute = {post: true, put: true, default: null, validate: check.uuidOrNone};

const provider = (attribute: Partial<Attribute>): Attribute => ({
  post: true,
  put: true,
  default: UNSET,
  policy: 'admin',
  visible: 'admin',
  filter: true,
  ...attribute,
});

export const NETWORK: Resource = {
  name: 'network',
  plural: 'networks',
  attributes: {
    id: readOnly,
    name: named,
    subnets: hiddenList,
    admin_state_up: flag(true),
    status: readOnly,
    shared: {...flag(false), policy: 'admin', sort: false},
    'router:external': {...flag(false), policy: 'admin', sort: false},
    'provider:network_type': provider({validate: check.string(32)}),
    'provider:physical_network': provider({validate: check.stringOrNone(64)}),
    'provider:segmentation_id': provider({convert: check.toIntegerOrNone}),
    mtu: {post: true, put: true, default: 0, convert: check.toInteger, validate: atLeast(0), filter: true, sort: true},
    port_security_enabled: {...flag(true), sort: false},
    availability_zone_hints: {post: true, put: false, default: [], validate: check.listOf(check.string())},
    availability_zones: hiddenList,
    is_default: {post: true, put: true, default: false, convert: check.toBoolean, policy: 'admin', visible: 'nobody'},
    qos_policy_id: qosPolicy,
    ...STANDARD,
  },
};

export const SUBNET: Resource = {
  name: 'subnet',
  plural: 'subnets',
  attributes: {
    id: readOnly,
    name: named,
    ip_version: {
      post: true,
      put: false,
      convert: check.toInteger,
      validate: check.oneOf([4, 6]),
      filter: true,
      sort: true,
    },
    network_id: {post: true, put: false, validate: check.uuid, filter: true, sort: true},
    subnetpool_id: {post: true, put: false, default: UNSET, validate: check.uuidOrNone, filter: true, sort: true},
    prefixlen: {post: true, put: false, default: UNSET, convert: check.toInteger, visible: 'nobody'},
    cidr: {
      post: true,
      put: false,
      default: UNSET,
      validate: (value) => (value === null ? undefined : check.subnet(value)),
      filter: true,
      sort: true,
    },
    gateway_ip: {
      post: true,
      put: true,
      default: UNSET,
      convert: check.canonicalIp,
      validate: check.ipAddressOrNone,
      filter: true,
      sort: true,
    },
    allocation_pools: {post: true, put: true, default: UNSET, validate: pools},
    dns_nameservers: {post: true, put: true, default: UNSET, convert: check.noneToEmptyList, validate: nameservers},
    host_routes: {post: true, put: true, default: UNSET, convert: check.noneToEmptyList, validate: hostRoutes},
    enable_dhcp: flag(true),
    ipv6_ra_mode: ipv6Mode(),
    ipv6_address_mode: ipv6Mode(),
    service_types: {post: true, put: true, default: UNSET, validate: check.listOf(check.string())},
    ...STANDARD,
  },
};

export const PORT: Resource = {
  name: 'port',
  plural: 'ports',
  attributes: {
    id: readOnly,
    name: named,
    network_id: {post: true, put: false, validate: check.uuid, filter: true, sort: true},
    admin_state_up: flag(true),
    mac_address: {
      post: true,
      put: true,
      default: UNSET,
      convert: check.canonicalMac,
      validate: check.macAddress,
      policy: 'network-owner',
      filter: true,
      sort: true,
    },
    fixed_ips: {
      post: true,
      put: true,
      default: UNSET,
      validate: fixedIps,
      policy: 'network-owner-or-shared',
      filter: true,
    },
    device_id: {...named},
    device_owner: {...named},
    status: readOnly,
    'binding:vnic_type': {
      post: true,
      put: true,
      default: 'normal',
      validate: check.oneOf(['normal', 'direct', 'macvtap']),
    },
    'binding:host_id': {
      post: true,
      put: true,
      default: UNSET,
      convert: check.noneToEmptyString,
      validate: check.string(255),
      policy: 'admin',
      visible: 'admin',
      filter: true,
    },
    'binding:profile': {
      post: true,
      put: true,
      default: UNSET,
      convert: check.noneToEmptyDictionary,
      validate: check.dictionaryOrNone,
      policy: 'admin',
      visible: 'admin',
    },
    'binding:vif_type': {post: false, put: false, visible: 'admin'},
    'binding:vif_details': {post: false, put: false, visible: 'admin'},
    port_security_enabled: {post: true, put: true, default: UNSET, convert: check.toBoolean, policy: 'network-owner'},
    security_groups: {
      post: true,
      put: true,
      default: UNSET,
      convert: check.noneToEmptyList,
      validate: check.listOf(check.uuid),
      filter: true,
    },
    allowed_address_pairs: {
      post: true,
      put: true,
      default: UNSET,
      convert: check.noneToEmptyList,
      validate: addressPairs,
      policy: 'network-owner',
    },
    qos_policy_id: qosPolicy,
    qos_network_policy_id: hiddenList,
    resource_request: hiddenList,
    extra_dhcp_opts: {post: true, put: true, default: UNSET, convert: check.noneToEmptyList, validate: dhcpOptions},
    ...STANDARD,
  },
};

function ipv6Mode(): Attribute {
  return {post: true, put: false, default: UNSET, validate: check.oneOf(IPV6_MODES), filter: true, sort: true};
}

function atLeast(least: number): (value: unknown) => string | undefined {
  return (value) =>
    typeof value === 'number' && value >= least
      ? undefined
      : `'${show(value)}' is too small - must be at least '${least}'`;
}

function pools(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for IP pool: '${show(value)}'`;
  return check.firstFault(
    value,
    (pool) =>
      check.keysAre(['start', 'end'], pool) ??
      (check.isObject(pool) ? (check.ipAddress(pool['start']) ?? check.ipAddress(pool['end'])) : undefined),
  );
}

function nameservers(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for nameserver: '${show(value)}'`;
  return check.firstFault(
    value.map((host: unknown, place) => ({host, again: value.indexOf(host) < place})),
    (entry) => {
      const {host, again} = entry as {host: unknown; again: boolean};
      const why = check.ipAddress(host);
      if (why !== undefined) return `'${show(host)}' is not a valid nameserver. ${why}`;
      return again ? `Duplicate nameserver '${show(host)}'` : undefined;
    },
  );
}

export function hostRoutes(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for hostroute: '${show(value)}'`;
  const seen = new Set<string>();
  return check.firstFault(value, (route) => {
    const why = check.keysAre(['destination', 'nexthop'], route);
    if (why !== undefined || !check.isObject(route)) return why;
    const key = `${show(route['destination'])} ${show(route['nexthop'])}`;
    const again = seen.has(key) ? `Duplicate hostroute '${show(route)}'` : undefined;
    seen.add(key);
    return check.subnet(route['destination']) ?? check.ipAddress(route['nexthop']) ?? again;
  });
}

export function fixedIps(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for fixed IP: '${show(value)}'`;
  const seen = new Set<unknown>();
  return check.firstFault(value, (fixed) => {
    if (!check.isObject(fixed)) return `Invalid data format for fixed IP: '${show(fixed)}'`;
    const ip = fixed['ip_address'];
    if ('ip_address' in fixed) {
      if (seen.has(ip)) return `Duplicate IP address '${show(ip)}'`;
      seen.add(ip);
    }
    return (
      ('ip_address' in fixed ? check.ipAddress(ip) : undefined) ??
      ('subnet_id' in fixed ? check.uuid(fixed['subnet_id']) : undefined)
    );
  });
}

/** `max_allowed_address_pair` */
const MOST_PAIRS = 10;

function addressPairs(value: unknown): string | undefined {
  if (!Array.isArray(value)) throw neutronErrors.httpBadRequest('Allowed address pairs must be a list.');
  if (value.length > MOST_PAIRS) throw neutronErrors.tooManyPairs(MOST_PAIRS);
  const seen = new Set<string>();
  for (const pair of value as readonly unknown[]) {
    if (!check.isObject(pair)) return `'${show(pair)}' is not a dictionary`;
    const {ip_address: ip, mac_address: mac, ...others} = pair;
    const badMac = mac === undefined ? undefined : check.macAddress(mac);
    if (badMac !== undefined) throw neutronErrors.httpBadRequest(badMac);
    if (ip === undefined) throw neutronErrors.pairWithoutAddress();
    const key = `${show(mac)} ${show(ip)}`;
    if (seen.has(key)) throw neutronErrors.duplicatePair(show(mac), show(ip));
    seen.add(key);
    const unknown = Object.keys(others);
    if (unknown.length > 0) throw neutronErrors.httpBadRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
    const badIp = typeof ip === 'string' && ip.includes('/') ? check.subnet(ip) : check.ipAddress(ip);
    if (badIp !== undefined) throw neutronErrors.httpBadRequest(badIp);
  }
  return undefined;
}

function dhcpOptions(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `Invalid data format for extra dhcp options: '${show(value)}'`;
  return check.firstFault(value, (option) => {
    if (!check.isObject(option)) return `'${show(option)}' is not a dictionary`;
    const version = option['ip_version'];
    return (
      check.string(64)(option['opt_name']) ??
      check.stringOrNone(255)(option['opt_value'] ?? null) ??
      (version === undefined || version === 4 || version === 6 || version === '4' || version === '6'
        ? undefined
        : `${show(version)} is not in valid_values`)
    );
  });
}
