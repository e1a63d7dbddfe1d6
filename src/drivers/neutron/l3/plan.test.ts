import {expect, test} from 'vitest';
import type {CloudState, Network, Port, Router, Subnet} from '../model.ts';
import {planL3} from './plan.ts';
import {routerTables} from './router-rules.ts';
import {changeWays} from './router-ways.ts';

const network = (id: string, external: boolean): Network => ({
  id,
  name: id,
  projectId: 'demo',
  adminStateUp: true,
  shared: false,
  external,
  mtu: external ? 1500 : 1450,
  networkType: external ? 'flat' : 'vxlan',
  physicalNetwork: external ? 'external' : null,
  segmentationId: external ? null : 100,
  portSecurityEnabled: true,
});

const subnet = (id: string, networkId: string, cidr: string, gatewayIp: string): Subnet => ({
  id,
  name: id,
  projectId: 'demo',
  networkId,
  ipVersion: cidr.includes(':') ? 6 : 4,
  cidr,
  gatewayIp,
  enableDhcp: false,
  allocationPools: [],
  dnsNameservers: [],
  hostRoutes: [],
  ipv6RaMode: null,
  ipv6AddressMode: null,
});

const port = (id: string, networkId: string, deviceOwner: string, ...ips: readonly [string, string][]): Port => ({
  id,
  name: '',
  projectId: 'demo',
  networkId,
  macAddress: 'fa:16:3e:00:00:01',
  adminStateUp: true,
  status: 'ACTIVE',
  deviceId: 'r1',
  deviceOwner,
  fixedIps: ips.map(([subnetId, ipAddress]) => ({subnetId, ipAddress})),
  binding: {host: 'controller', vifType: 'bridge'},
  portSecurityEnabled: false,
  securityGroups: [],
  allowedAddressPairs: [],
  extraDhcpOpts: [],
});

const ROUTER: Router = {
  id: 'r1',
  name: 'r1',
  projectId: 'demo',
  adminStateUp: true,
  gatewayPortId: 'gateway-port',
  enableSnat: true,
  routes: [],
};

const byId = <T extends {readonly id: string}>(...list: readonly T[]) =>
  Object.fromEntries(list.map((one) => [one.id, one]));

/** IPv4 and IPv6 inside and outside; the IPv4 gateway outside is in no subnet. */
const CLOUD: CloudState = {
  networks: byId(network('blue', false), network('ext', true)),
  subnets: byId(
    subnet('blue4', 'blue', '172.16.1.0/24', '172.16.1.1'),
    subnet('blue6', 'blue', '2001:db8:1::/64', '2001:db8:1::1'),
    subnet('ext4', 'ext', '10.10.10.0/24', '192.0.2.254'),
    subnet('ext6', 'ext', '2001:db8:ff::/64', '2001:db8:ff::1'),
  ),
  ports: byId(
    port('inside4-port', 'blue', 'network:router_interface', ['blue4', '172.16.1.1']),
    port('inside6-port', 'blue', 'network:router_interface', ['blue6', '2001:db8:1::1']),
    port('gateway-port', 'ext', 'network:router_gateway', ['ext4', '10.10.10.85'], ['ext6', '2001:db8:ff::5']),
  ),
  agents: {},
  instances: {},
  nodes: {},
  dhcpHosts: {},
  routers: byId(ROUTER),
  routerHosts: {r1: ['controller']},
  options: {
    l2Population: true,
    arpResponder: true,
    vxlanGroup: '224.0.0.1',
    dnsDomain: '',
    leaseSeconds: 1,
    isolatedMetadata: true,
  },
};

const itemOf = (cloud: CloudState, node = 'controller') => planL3(cloud, node).present['router r1'];
const planned = (cloud: CloudState) => {
  const item = itemOf(cloud);
  if (item === undefined) throw new Error('The router is not planned');
  return item;
};

test('a router is where its agent is, while it is up, and nowhere before it has one', () => {
  expect(itemOf(CLOUD)).toBeDefined();
  expect(itemOf(CLOUD, 'compute1')).toBeUndefined();
  expect(itemOf({...CLOUD, routerHosts: {}})).toBeUndefined();
  expect(itemOf({...CLOUD, routers: byId({...ROUTER, adminStateUp: false})})).toBeUndefined();
});

test('interfaces in the order they were made, the gateway last; none that is bound elsewhere', () => {
  const {interfaces} = planned(CLOUD);
  expect(interfaces.map(({link, mtu, addresses}) => [link, mtu, ...addresses])).toEqual([
    ['qr-inside4-por', 1450, '172.16.1.1/24'],
    ['qr-inside6-por', 1450, '2001:db8:1::1/64'],
    ['qg-gateway-por', 1500, '10.10.10.85/24', '2001:db8:ff::5/64'],
  ]);
  const elsewhere = {
    ...port('inside4-port', 'blue', 'network:router_interface'),
    binding: {host: '', vifType: 'unbound' as const},
  };
  expect(planned({...CLOUD, ports: {...CLOUD.ports, ...byId(elsewhere)}}).interfaces).toHaveLength(2);
});

test('what concerns a port’s status alone is no reason to touch the router', () => {
  const ports = Object.fromEntries(
    Object.entries(CLOUD.ports).map(([id, one]) => [id, {...one, status: 'DOWN' as const}]),
  );
  expect(planned({...CLOUD, ports})).toEqual(planned(CLOUD));
});

test('the rules of each version know the links that have addresses of it', () => {
  const item = planned(CLOUD);
  const [four, six] = [routerTables(item, 4), routerTables(item, 6)];
  const scope = 'neutron-l3-agent-scope';
  expect(four['mangle']?.[scope]).toHaveLength(2);
  expect(six['mangle']?.[scope]).toHaveLength(2);
  // There is no SNAT in IPv6, so nobody leaves by the gateway with an address that is not known outside.
  expect(six['filter']?.[scope]?.some((rule) => rule.startsWith('-o qg-'))).toBe(true);
  expect(four['filter']?.[scope]?.some((rule) => rule.startsWith('-o qg-'))).toBe(false);
  expect(Object.keys(six['nat'] ?? {})).toEqual(['PREROUTING', 'neutron-l3-agent-PREROUTING']);
});

test('a far gateway is reached on the link first; IPv6 has its own way out', () => {
  const lines = changeWays(planned(CLOUD), [], new Set()).map((command) =>
    command.kind === 'run' ? command.argv.join(' ') : '',
  );
  expect(lines).toEqual([
    'ip route replace 192.0.2.254 dev qg-gateway-por scope link',
    'ip route replace default via 192.0.2.254 dev qg-gateway-por proto static',
    'ip route replace ::/0 via 2001:db8:ff::1 dev qg-gateway-por proto static',
  ]);
});
