import {expect, test} from 'vitest';
import type {Network, Port, Subnet} from '../model.ts';
import {dnsmasqArguments} from './dnsmasq-arguments.ts';
import {dnsmasqFiles} from './dnsmasq-files.ts';
import type {ServedNetwork} from './dnsmasq-files.ts';

const network: Network = {
  id: 'n',
  name: 'blue',
  projectId: 'demo',
  adminStateUp: true,
  shared: false,
  external: false,
  mtu: 1450,
  networkType: 'vxlan',
  physicalNetwork: null,
  segmentationId: 100,
  portSecurityEnabled: true,
};
const subnet = (id: string, cidr: string, change: Partial<Subnet> = {}): Subnet => ({
  id,
  name: '',
  projectId: 'demo',
  networkId: 'n',
  ipVersion: 4,
  cidr,
  gatewayIp: cidr.replace(/\d+\/\d+$/, '1'),
  enableDhcp: true,
  allocationPools: [],
  dnsNameservers: [],
  hostRoutes: [],
  ipv6RaMode: null,
  ipv6AddressMode: null,
  ...change,
});
const port = (id: string, deviceOwner: string, addresses: Readonly<Record<string, string>>): Port => ({
  id,
  name: '',
  projectId: 'demo',
  networkId: 'n',
  macAddress: `fa:16:3e:00:00:${id}`,
  adminStateUp: true,
  status: 'ACTIVE',
  deviceId: '',
  deviceOwner,
  fixedIps: Object.entries(addresses).map(([subnetId, ipAddress]) => ({subnetId, ipAddress})),
  binding: {host: 'controller', vifType: 'bridge'},
  portSecurityEnabled: true,
  securityGroups: [],
  allowedAddressPairs: [],
  extraDhcpOpts: [],
});
const served = (subnets: readonly Subnet[], ports: readonly Port[], isolatedMetadata = true): ServedNetwork => ({
  network,
  subnets,
  ports,
  options: {
    l2Population: true,
    arpResponder: true,
    vxlanGroup: '224.0.0.1',
    dnsDomain: 'openstacklocal',
    leaseSeconds: 86_400,
    isolatedMetadata,
  },
});
const DHCP = port('01', 'network:dhcp', {a: '10.0.0.2'});

test('name servers, routes of the subnet, and the metadata address', () => {
  const options = dnsmasqFiles(
    served(
      [
        subnet('a', '10.0.0.0/24', {
          dnsNameservers: ['9.9.9.9', '1.1.1.1'],
          hostRoutes: [{destination: '192.0.2.0/24', nexthop: '10.0.0.9'}],
        }),
      ],
      [DHCP],
    ),
  ).opts;
  expect(options.split('\n')).toEqual([
    'tag:subnet-a,option:dns-server,9.9.9.9,1.1.1.1',
    'tag:subnet-a,option:classless-static-route,192.0.2.0/24,10.0.0.9,169.254.169.254/32,10.0.0.2,0.0.0.0/0,10.0.0.1',
    'tag:subnet-a,249,192.0.2.0/24,10.0.0.9,169.254.169.254/32,10.0.0.2,0.0.0.0/0,10.0.0.1',
    'tag:subnet-a,option:router,10.0.0.1',
  ]);
});

test('metadata goes through the router where there is one', () => {
  const router = port('02', 'network:router_interface', {a: '10.0.0.1'});
  const files = dnsmasqFiles(served([subnet('a', '10.0.0.0/24')], [DHCP, router]));
  expect(files.opts).toContain('169.254.169.254/32,10.0.0.1,');
  expect(files.host).toBe('fa:16:3e:00:00:02,host-10-0-0-1.openstacklocal,10.0.0.1\n');
});

test('without a gateway an empty router option, and no default route', () => {
  expect(dnsmasqFiles(served([subnet('a', '10.0.0.0/24', {gatewayIp: null})], [DHCP], false)).opts).toBe(
    'tag:subnet-a,option:router',
  );
});

test('two subnets: a range each, a route to each other, no host of one without DHCP', () => {
  const two = served(
    [subnet('a', '10.0.0.0/24'), subnet('b', '10.0.4.0/22'), subnet('c', '10.9.0.0/24', {enableDhcp: false})],
    [DHCP, port('03', 'compute:nova', {a: '10.0.0.7', c: '10.9.0.7'})],
  );
  expect(dnsmasqArguments(two).filter((word) => /range|lease-max/.test(word))).toEqual([
    '--dhcp-range=set:subnet-a,10.0.0.0,static,255.255.255.0,86400s',
    '--dhcp-range=set:subnet-b,10.0.4.0,static,255.255.252.0,86400s',
    '--dhcp-lease-max=1280',
  ]);
  const {host, opts} = dnsmasqFiles(two);
  expect(host).toBe('fa:16:3e:00:00:03,host-10-0-0-7.openstacklocal,10.0.0.7\n');
  expect(opts).toContain(
    'tag:subnet-b,option:classless-static-route,10.9.0.0/24,0.0.0.0,10.0.0.0/24,0.0.0.0,0.0.0.0/0,10.0.4.1',
  );
});

test('options of a single port', () => {
  const own: Port = {
    ...port('04', 'compute:nova', {a: '10.0.0.8'}),
    extraDhcpOpts: [
      {name: 'bootfile-name', value: 'pxelinux.0', ipVersion: 4},
      {name: '150', value: '10.0.0.3', ipVersion: 4},
    ],
  };
  const {host, opts} = dnsmasqFiles(served([subnet('a', '10.0.0.0/24')], [own]));
  expect(host).toBe('fa:16:3e:00:00:04,host-10-0-0-8.openstacklocal,10.0.0.8,set:port-04\n');
  expect(opts.split('\n').slice(-2)).toEqual([
    'tag:port-04,option:bootfile-name,pxelinux.0',
    'tag:port-04,150,10.0.0.3',
  ]);
});
