import {UNSET} from './attribute.ts';
import type {Attribute} from './attribute.ts';
import type {Resource} from './body.ts';
import {addressPairs, dhcpOptions, fixedIps, hostRoutes, nameservers, pools} from './list-validators.ts';
import * as check from './validators.ts';

/** The attribute maps of network, subnet and port: neutron-lib's core ones and the extensions this cloud has. */

const NAME = 255;
const LONGEST_TAG = 255;
/** neutron-lib's; the agents here plug only the first. */
const VNIC_TYPES = [
  'normal',
  'direct',
  'macvtap',
  'baremetal',
  'direct-physical',
  'virtio-forwarder',
  'smart-nic',
  'accelerator-direct',
  'accelerator-direct-physical',
  'vdpa',
  'remote-managed',
];
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
    mtu: {
      post: true,
      put: true,
      default: 0,
      convert: check.toInteger,
      validate: check.nonNegative,
      filter: true,
      sort: true,
    },
    port_security_enabled: {...flag(true), sort: false},
    availability_zone_hints: {post: true, put: false, default: [], validate: check.listOf(check.string())},
    availability_zones: hiddenList,
    is_default: {post: true, put: true, default: false, convert: check.toBoolean, policy: 'admin'},
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
    prefixlen: {
      post: true,
      put: false,
      default: UNSET,
      convert: check.toInteger,
      validate: check.nonNegative,
      visible: 'nobody',
    },
    cidr: {
      post: true,
      put: false,
      default: UNSET,
      convert: check.canonicalCidr,
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
    service_types: {post: true, put: true, default: UNSET, validate: check.serviceTypes},
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
      validate: check.oneOf(VNIC_TYPES),
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
    tags: {post: true, put: false, default: [], validate: check.listOf(check.string(LONGEST_TAG))},
  },
};

function ipv6Mode(): Attribute {
  return {post: true, put: false, default: UNSET, validate: check.oneOf(IPV6_MODES), filter: true, sort: true};
}
