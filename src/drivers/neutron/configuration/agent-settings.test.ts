import {describe, expect, test} from 'vitest';
import {bridgeSettings} from './bridge-agent.ts';
import {dhcpSettings} from './dhcp-agent.ts';
import {readIni} from './ini.ts';
import {BRIDGE_AGENT_INI, DHCP_AGENT_INI, ML2_CONF, NEUTRON_CONF, serverFiles} from './server-files.ts';
import {configurationValues} from './values.ts';

const NODE = {
  name: 'compute1',
  managementIp: '192.168.104.11',
  tunnelIp: '172.16.16.11',
  tunnelLink: 'eth1',
  interfaceMappings: {external: 'eth2', physflat: 'eth3'},
  agents: ['Linux bridge agent', 'DHCP agent'],
} as const;

const OPTIONS = {
  l2Population: true,
  arpResponder: false,
  vxlanGroup: '239.1.1.1',
  dnsDomain: 'example.org',
  leaseSeconds: 600,
  isolatedMetadata: false,
};

const ML2 = {
  typeDrivers: ['flat', 'vxlan'],
  tenantNetworkTypes: ['vxlan'],
  flatNetworks: ['external'],
  vlanRanges: {physflat: {from: 100, to: 199}, other: null},
  vniRanges: [{from: 100, to: 1000}],
} as const;

const files = serverFiles(NODE, true, {options: OPTIONS, ml2: ML2});

const address = (text: string) => ({[text]: {address: text, prefix: 24, family: 'inet', scope: 'global'} as const});
const LINKS = {eth1: {addresses: address('172.16.16.11')}, eth2: {addresses: {}}, eth3: {addresses: {}}};

const valuesOf = (own: string, text = files[own] ?? '') =>
  configurationValues(
    readIni([
      {path: NEUTRON_CONF, text: files[NEUTRON_CONF] ?? ''},
      {path: own, text},
    ]),
  );
const bridge = (from: string, to: string, links: Parameters<typeof bridgeSettings>[1] = LINKS) => {
  const text = files[BRIDGE_AGENT_INI] ?? '';
  expect(text).toContain(from);
  return bridgeSettings(valuesOf(BRIDGE_AGENT_INI, text.replace(from, to)), links);
};

test('agents may be told less than the server knows', () => {
  const agents = {...OPTIONS, l2Population: false};
  const told = serverFiles(NODE, true, {options: OPTIONS, agents, ml2: ML2});
  expect(told[BRIDGE_AGENT_INI]).toContain('l2_population = False');
  expect(told[ML2_CONF]).toContain('mechanism_drivers = linuxbridge,l2population');
  expect(files[BRIDGE_AGENT_INI]).toContain('l2_population = True');
});

test('what is written is what is read', () => {
  expect(bridge('', '')).toEqual({
    l2Population: true,
    arpResponder: false,
    vxlanGroup: '239.1.1.1',
    tunnel: {ip: '172.16.16.11', link: 'eth1'},
    interfaceMappings: {external: 'eth2', physflat: 'eth3'},
  });
  expect(dhcpSettings(valuesOf(DHCP_AGENT_INI))).toEqual({
    isolatedMetadata: false,
    leaseSeconds: 600,
    dnsDomain: 'example.org',
  });
  expect(files[ML2_CONF]).toBe(`[ml2]
type_drivers = flat,vxlan
tenant_network_types = vxlan
mechanism_drivers = linuxbridge,l2population
extension_drivers = port_security

[ml2_type_flat]
flat_networks = external

[ml2_type_vlan]
network_vlan_ranges = physflat:100:199,other

[ml2_type_vxlan]
vni_ranges = 100:1000
`);
});

test('each server has the files of what runs on it', () => {
  const only = serverFiles({...NODE, agents: ['Linux bridge agent']}, false, {options: OPTIONS, ml2: ML2});
  expect(Object.keys(only)).toEqual([NEUTRON_CONF, BRIDGE_AGENT_INI]);
  const {tunnelIp: _ip, ...without} = NODE;
  expect(serverFiles(without, false, {options: OPTIONS})[BRIDGE_AGENT_INI]).toContain('enable_vxlan = False');
});

test("a key that is not there has Neutron's default, an empty file is a file", () => {
  expect(bridge('l2_population = True\n', '')).toMatchObject({l2Population: false, arpResponder: false});
  expect(bridge('vxlan_group = 239.1.1.1', '')).toMatchObject({vxlanGroup: '224.0.0.1'});
  expect(dhcpSettings(valuesOf(DHCP_AGENT_INI, ''))).toEqual({
    isolatedMetadata: false,
    leaseSeconds: 86_400,
    dnsDomain: 'openstacklocal',
  });
  expect(
    bridge('enable_vxlan = True', 'enable_vxlan = 0', {eth2: {addresses: {}}, eth3: {addresses: {}}}),
  ).not.toHaveProperty('tunnel');
});

test('the responder needs l2population; the device is whatever has the address', () => {
  expect(bridge('arp_responder = False', 'arp_responder = yes')).toMatchObject({arpResponder: true});
  expect(bridge('l2_population = True\narp_responder = False', 'arp_responder = True')).toMatchObject({
    arpResponder: false,
  });
  expect(bridge('', '', {...LINKS, eth1: {addresses: {}}, bond0: {addresses: address('172.16.16.11')}})).toMatchObject({
    tunnel: {link: 'bond0'},
  });
});

describe('what is wrong is told with its place', () => {
  const at = (line: number) => `${BRIDGE_AGENT_INI}:${line}: `;
  test.each([
    [
      'l2_population = True',
      'l2_population = maybe',
      `${at(7)}[vxlan] l2_population = maybe: Unexpected boolean value 'maybe'`,
    ],
    [
      'physflat:eth3',
      'physflat:eth9',
      `${at(2)}[linux_bridge] physical_interface_mappings = external:eth2,physflat:eth9: Interface eth9 for physical network physflat does not exist. Agent terminated!`,
    ],
    [
      'physflat:eth3',
      'physflat',
      `Parsing physical_interface_mappings failed: Invalid mapping: 'physflat'. Agent terminated!`,
    ],
    ['physflat:eth3', 'external:eth3', 'Key external in mapping'],
    ['physflat:eth3', 'physflat:eth2', 'Value eth2 in mapping'],
    [
      'local_ip = 172.16.16.11',
      'local_ip = 172.16.16.99',
      'Please configure local_ip 172.16.16.99 on the host interface',
    ],
    ['local_ip = 172.16.16.11', '', 'Tunneling cannot be enabled without the local_ip bound'],
    ['local_ip = 172.16.16.11', 'local_ip = eth1', `${at(6)}[vxlan] local_ip = eth1: eth1 is not IPv4 address`],
    ['vxlan_group = 239.1.1.1', 'vxlan_group = 10.0.0.1', 'Invalid VXLAN Group: 10.0.0.1'],
  ])('%s → %s', (from, to, message) => {
    expect(() => bridge(from, to)).toThrow(message);
  });

  test('of the DHCP agent', () => {
    const dhcp = (text: string) => () => dhcpSettings(valuesOf(DHCP_AGENT_INI, `[DEFAULT]\n${text}`));
    expect(dhcp('dhcp_lease_duration = 1 day')).toThrow(
      `${DHCP_AGENT_INI}:2: [DEFAULT] dhcp_lease_duration = 1 day: invalid literal for int() with base 10: '1 day'`,
    );
    expect(dhcp('dns_domain = a b')).toThrow("'a b' not a valid PQDN or FQDN");
    expect(dhcp('enable_isolated_metadata =')).toThrow("Unexpected boolean value ''");
    expect(dhcp('dhcp_lease_duration = -1')()).toMatchObject({leaseSeconds: -1});
  });

  test('Zed wants to be told that linuxbridge is meant', () => {
    const values = configurationValues(readIni([{path: BRIDGE_AGENT_INI, text: files[BRIDGE_AGENT_INI] ?? ''}]));
    expect(() => bridgeSettings(values, LINKS)).toThrow(/'linuxbridge' is experimental/);
  });
});
