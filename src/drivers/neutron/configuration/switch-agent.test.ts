import {describe, expect, test} from 'vitest';
import {readIni} from './ini.ts';
import {NEUTRON_CONF, ML2_CONF, SWITCH_AGENT_INI, serverFiles} from './server-files.ts';
import {switchSettings} from './switch-agent.ts';
import {configurationValues} from './values.ts';

const NODE = {
  name: 'compute1',
  managementIp: '192.168.104.11',
  tunnelIp: '172.16.16.11',
  tunnelLink: 'eth1',
  interfaceMappings: {external: 'eth2', physflat: 'eth3'},
  bridgeMappings: {external: 'br-ex', physflat: 'br-eth3'},
  agents: ['Open vSwitch agent'],
} as const;

const OPTIONS = {
  mechanism: 'openvswitch',
  firewall: 'iptables_hybrid',
  l2Population: true,
  arpResponder: true,
  vxlanGroup: '224.0.0.1',
  dnsDomain: 'openstacklocal',
  leaseSeconds: 86_400,
  isolatedMetadata: true,
} as const;

const address = {address: '172.16.16.11', prefix: 24, family: 'inet', scope: 'global'} as const;
const LINKS = {'br-vtep': {addresses: {'172.16.16.11': address}}, eth1: {addresses: {}}};
const BRIDGES = ['br-ex', 'br-eth3', 'br-vtep'];

const files = serverFiles(NODE, true, {
  options: OPTIONS,
  ml2: {typeDrivers: ['vxlan'], tenantNetworkTypes: ['vxlan'], flatNetworks: [], vlanRanges: {}, vniRanges: []},
});

const settings = (from = '', to = '') => {
  const text = files[SWITCH_AGENT_INI] ?? '';
  expect(text).toContain(from);
  const values = configurationValues(
    readIni([
      {path: NEUTRON_CONF, text: files[NEUTRON_CONF] ?? ''},
      {path: SWITCH_AGENT_INI, text: text.replace(from, to)},
    ]),
  );
  return switchSettings(values, LINKS, BRIDGES);
};

test('what is written is what is read', () => {
  expect(files[SWITCH_AGENT_INI]).toBe(`[ovs]
datapath_type = netdev
bridge_mappings = external:br-ex,physflat:br-eth3
local_ip = 172.16.16.11

[agent]
tunnel_types = vxlan
l2_population = True
arp_responder = True

[securitygroup]
firewall_driver = iptables_hybrid
`);
  expect(files[ML2_CONF]).toContain('mechanism_drivers = openvswitch,l2population');
  expect(files[NEUTRON_CONF]).not.toContain('linuxbridge');
  expect(settings()).toEqual({
    l2Population: true,
    arpResponder: true,
    firewall: 'iptables_hybrid',
    tunnelIp: '172.16.16.11',
    bridgeMappings: {external: 'br-ex', physflat: 'br-eth3'},
  });
});

test('the responder needs l2population; without tunnel types there is no tunnel end; noop is no firewall', () => {
  expect(settings('l2_population = True', 'l2_population = False')).toMatchObject({arpResponder: false});
  expect(settings('tunnel_types = vxlan', 'tunnel_types =')).not.toHaveProperty('tunnelIp');
  expect(settings('firewall_driver = iptables_hybrid', 'firewall_driver = noop')).toMatchObject({firewall: 'none'});
});

describe('what is wrong is told with its place', () => {
  test.each([
    [
      'physflat:br-eth3',
      'physflat:br-none',
      `${SWITCH_AGENT_INI}:3: [ovs] bridge_mappings = external:br-ex,physflat:br-none: Bridge br-none for physical network physflat does not exist. Agent terminated!`,
    ],
    [
      'local_ip = 172.16.16.11',
      'local_ip = 172.16.16.99',
      "Tunneling can't be enabled with invalid local_ip '172.16.16.99'",
    ],
    ['tunnel_types = vxlan', 'tunnel_types = vxlan,pigeon', 'Invalid tunnel type specified: pigeon'],
    ['firewall_driver = iptables_hybrid', 'firewall_driver = moat', 'Firewall driver moat is not one of'],
    ['l2_population = True', 'l2_population = maybe', "Unexpected boolean value 'maybe'"],
  ])('%s → %s', (from, to, message) => {
    expect(() => settings(from, to)).toThrow(message);
  });
});
