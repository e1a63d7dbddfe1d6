import {expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const SUBNETS = '/networking/v2.0/subnets';
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}: ${body.NeutronError.message}`;

async function network(client: Client): Promise<string> {
  return (await client.post('/networking/v2.0/networks', {network: {name: 'net'}})).body.network.id;
}

test('the first address is the gateway, the rest is the pool; the DHCP port takes the first of it', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId, subnetId} = await makeNetwork(admin, {}, {cidr: '172.16.1.0/24'});
  expect((await admin.get(`${SUBNETS}/${subnetId}`)).body.subnet).toMatchObject({
    cidr: '172.16.1.0/24',
    gateway_ip: '172.16.1.1',
    allocation_pools: [{start: '172.16.1.2', end: '172.16.1.254'}],
    enable_dhcp: true,
    ip_version: 4,
    revision_number: 0,
  });
  const {body} = await admin.get(`/networking/v2.0/ports?network_id=${networkId}`);
  expect(body.ports).toHaveLength(1);
  expect(body.ports[0]).toMatchObject({
    name: '',
    device_owner: 'network:dhcp',
    device_id: `dhcpd3377d3c-a0d1-5d71-9947-f17125c357bb-${networkId}`,
    fixed_ips: [{subnet_id: subnetId, ip_address: '172.16.1.2'}],
    'binding:host_id': 'controller',
    'binding:vif_type': 'bridge',
    port_security_enabled: false,
    security_groups: [],
    status: 'ACTIVE',
  });
  expect((await admin.get(`/networking/v2.0/networks/${networkId}`)).body.network).toMatchObject({
    subnets: [subnetId],
    availability_zones: ['nova'],
    revision_number: 2,
  });
});

test('blocks may not overlap within a network, whatever their pools; across networks they may', async () => {
  const admin = await testCloud().login('admin');
  const first = await network(admin);
  const subnet = (networkId: string, cidr: string, from: string, to: string) =>
    admin.post(SUBNETS, {
      subnet: {network_id: networkId, ip_version: 4, cidr, allocation_pools: [{start: from, end: to}]},
    });
  expect((await subnet(first, '10.10.1.0/24', '10.10.1.2', '10.10.1.50')).status).toBe(201);
  expect(why(await subnet(first, '10.10.1.0/24', '10.10.1.51', '10.10.1.100'))).toBe(
    `400 InvalidInput: Invalid input for operation: Requested subnet with cidr: 10.10.1.0/24 for network: ${first} overlaps with another subnet.`,
  );
  expect((await subnet(first, '10.10.0.0/16', '10.10.9.2', '10.10.9.9')).status).toBe(400);
  expect((await subnet(first, '10.10.2.0/24', '10.10.2.2', '10.10.2.50')).status).toBe(201);
  const second = await network(admin);
  expect((await subnet(second, '10.10.1.0/24', '10.10.1.2', '10.10.1.50')).status).toBe(201);
});

test('host bits of a block are cut off; a block with the same bits left overlaps it', async () => {
  const admin = await testCloud().login('admin');
  const networkId = await network(admin);
  const ask = (cidr: string) => admin.post(SUBNETS, {subnet: {network_id: networkId, ip_version: 4, cidr}});
  expect((await ask('172.16.1.5/24')).body.subnet).toMatchObject({cidr: '172.16.1.0/24', gateway_ip: '172.16.1.1'});
  expect((await ask('172.16.1.9/24')).body.NeutronError.message).toContain('overlaps with another subnet');
});

const pool = (start: string, end: string) => ({start, end});
test.each([
  [
    {cidr: '172.16.1.0'},
    '400 InvalidInput: Invalid input for operation: Subnet has a prefix length that is incompatible with DHCP service enabled.',
  ],
  [{cidr: 'x'}, '400 InvalidInput: Invalid input for operation: x is not in a CIDR format.'],
  [{cidr: 5}, '400 InvalidInput: Invalid input for operation: 5 is not in a CIDR format.'],
  [
    {cidr: '0.0.0.0/0', enable_dhcp: false},
    '400 InvalidInput: Invalid input for operation: 0 is not allowed as CIDR prefix length.',
  ],
  [
    {cidr: '172.16.1.0/31'},
    '400 InvalidInput: Invalid input for operation: Subnet has a prefix length that is incompatible with DHCP service enabled.',
  ],
  [
    {cidr: '224.0.1.0/24'},
    '400 InvalidInput: Invalid input for operation: Multicast IP subnet is not supported if enable_dhcp is True.',
  ],
  [
    {cidr: '127.0.1.0/24'},
    '400 InvalidInput: Invalid input for operation: Loopback IP subnet is not supported if enable_dhcp is True.',
  ],
  [
    {cidr: '2001:db8::/64'},
    "400 InvalidInput: Invalid input for operation: cidr '2001:db8::/64' does not match the ip_version '4'.",
  ],
  [{gateway_ip: '172.16.1.255'}, '400 InvalidInput: Invalid input for operation: Gateway is not valid on subnet.'],
  [
    {gateway_ip: '2001:db8::1'},
    "400 InvalidInput: Invalid input for operation: gateway_ip '2001:db8::1' does not match the ip_version '4'.",
  ],
  [{gateway_ip: 'x'}, "400 HTTPBadRequest: Invalid input for gateway_ip. Reason: 'x' is not a valid IP address."],
  [
    {allocation_pools: [pool('172.16.1.1', '172.16.1.9')]},
    '409 GatewayConflictWithAllocationPools: Gateway ip 172.16.1.1 conflicts with allocation pool 172.16.1.1-172.16.1.9.',
  ],
  [
    {allocation_pools: [pool('172.16.1.200', '172.16.2.9')]},
    '400 OutOfBoundsAllocationPool: The allocation pool 172.16.1.200-172.16.2.9 spans beyond the subnet cidr 172.16.1.0/24.',
  ],
  [
    {allocation_pools: [pool('172.16.1.0', '172.16.1.9')], gateway_ip: null},
    '400 OutOfBoundsAllocationPool: The allocation pool 172.16.1.0-172.16.1.9 spans beyond the subnet cidr 172.16.1.0/24.',
  ],
  [
    {allocation_pools: [pool('172.16.1.9', '172.16.1.2')]},
    '400 InvalidAllocationPool: The allocation pool 172.16.1.9-172.16.1.2 is not valid.',
  ],
  [
    {allocation_pools: [pool('172.16.1.2', '172.16.1.9'), pool('172.16.1.9', '172.16.1.12')]},
    '409 OverlappingAllocationPools: Found overlapping allocation pools: 172.16.1.2-172.16.1.9 172.16.1.9-172.16.1.12 for subnet 172.16.1.0/24.',
  ],
  [
    {allocation_pools: [{start: '172.16.1.2'}]},
    "400 HTTPBadRequest: Invalid input for allocation_pools. Reason: Validation of dictionary's keys failed. Expected keys: {'start', 'end'} Provided keys: {'start'}.",
  ],
  [
    {allocation_pools: ['x']},
    "400 HTTPBadRequest: Invalid input for allocation_pools. Reason: Invalid input. 'x' must be a dictionary with keys: ['start', 'end'].",
  ],
  [
    {gateway_ip: '172.016.1.1'},
    "400 HTTPBadRequest: Invalid input for gateway_ip. Reason: '172.016.1.1' is not an accepted IP address, '172.16.1.1' is recommended.",
  ],
  [
    {host_routes: [{destination: '10.0.0.5/8', nexthop: '172.16.1.9'}]},
    "400 HTTPBadRequest: Invalid input for host_routes. Reason: '10.0.0.5/8' is not a recognized CIDR, '10.0.0.0/8' is recommended.",
  ],
  [
    {host_routes: [{destination: '127.0.0.0/8', nexthop: '172.16.1.9'}]},
    "400 HTTPBadRequest: Invalid input for host_routes. Reason: '127.0.0.0/8' is not a routable CIDR.",
  ],
  [
    {service_types: ['nonsense']},
    '400 InvalidSubnetServiceType: Subnet service type nonsense does not correspond to a valid device owner.',
  ],
  [{service_types: [5]}, '400 InvalidInputSubnetServiceType: Subnet service type 5 is not a string.'],
  [{service_types: 'x'}, '400 HTTPBadRequest: Subnet service types must be a list.'],
  [
    {dns_nameservers: ['9.9.9.9', '9.9.9.9']},
    "400 HTTPBadRequest: Invalid input for dns_nameservers. Reason: Duplicate nameserver '9.9.9.9'.",
  ],
  [
    {dns_nameservers: ['::1']},
    "400 InvalidInput: Invalid input for operation: dns_nameserver '::1' does not match the ip_version '4'.",
  ],
  [
    {host_routes: [{destination: '10.0.0.0/8', nexthop: '::1'}]},
    "400 InvalidInput: Invalid input for operation: nexthop '::1' does not match the ip_version '4'.",
  ],
  [
    {ipv6_ra_mode: 'slaac'},
    '400 InvalidInput: Invalid input for operation: ipv6_ra_mode is not valid when ip_version is 4.',
  ],
  [{nonsense: 1}, "400 HTTPBadRequest: Unrecognized attribute(s) 'nonsense'"],
  [{id: 'x'}, "400 HTTPBadRequest: Attribute 'id' not allowed in POST"],
  [{ip_version: 5}, '400 HTTPBadRequest: Invalid input for ip_version. Reason: 5 is not in valid_values.'],
  [
    {enable_dhcp: 'perhaps'},
    "400 InvalidInput: Invalid input for operation: 'perhaps' cannot be converted to boolean.",
  ],
])('%j is refused', async (fields, message) => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const subnet = {network_id: await network(admin), ip_version: 4, cidr: '172.16.1.0/24', ...fields};
  expect(why(await admin.post(SUBNETS, {subnet}))).toBe(message);
  expect(cloud.cloud.store.tables.subnets.size).toBe(0);
  expect(cloud.cloud.store.tables.ports.size).toBe(0);
});

test('a gateway in the middle splits the pool, one outside leaves it whole, none is none', async () => {
  const admin = await testCloud().login('admin');
  const pools = async (gateway: string | null) => {
    const subnet = {network_id: await network(admin), ip_version: 4, cidr: '10.0.0.0/29', gateway_ip: gateway};
    const {body} = await admin.post(SUBNETS, {subnet});
    return body.subnet.allocation_pools.map((one: {start: string; end: string}) => `${one.start}-${one.end}`);
  };
  expect(await pools('10.0.0.3')).toEqual(['10.0.0.1-10.0.0.2', '10.0.0.4-10.0.0.6']);
  expect(await pools('10.9.9.9')).toEqual(['10.0.0.1-10.0.0.6']);
  expect(await pools(null)).toEqual(['10.0.0.1-10.0.0.6']);
});

test('IPv6: addresses of a SLAAC subnet come from the MAC, for older ports too', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const networkId = await network(admin);
  const port = {network_id: networkId, mac_address: 'fa:16:3e:c1:66:a5'};
  const {body} = await admin.post('/networking/v2.0/ports', {port});
  const slaac = {ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac'};
  const subnet = {network_id: networkId, ip_version: 6, cidr: '2001:DB8:0::/64', ...slaac};
  const made = await admin.post(SUBNETS, {subnet});
  expect(made.body.subnet).toMatchObject({cidr: '2001:db8::/64', gateway_ip: '2001:db8::1'});
  const shown = await admin.get(`/networking/v2.0/ports/${body.port.id}`);
  expect(shown.body.port.fixed_ips[0].ip_address).toBe('2001:db8::f816:3eff:fec1:66a5');
  const exact = {network_id: networkId, fixed_ips: [{ip_address: '2001:db8::9'}]};
  expect((await admin.post('/networking/v2.0/ports', {port: exact})).body.NeutronError.type).toBe(
    'AllocationOnAutoAddressSubnet',
  );
  expect((await admin.delete(`${SUBNETS}/${made.body.subnet.id}`)).status).toBe(204);
  expect((await admin.get(`/networking/v2.0/ports/${body.port.id}`)).body.port.fixed_ips).toEqual([]);
});

test('a subnet in use stays; DHCP switched off takes its port away, switched on brings it back', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId, subnetId} = await makeNetwork(admin);
  const path = `${SUBNETS}/${subnetId}`;
  const {body} = await admin.post('/networking/v2.0/ports', {port: {network_id: networkId}});
  expect(why(await admin.delete(path))).toBe(
    `409 SubnetInUse: Unable to complete operation on subnet ${subnetId}: One or more ports have an IP allocation from this subnet.`,
  );
  const owners = () => [...cloud.cloud.store.tables.ports.values()].map((port) => port.deviceOwner);
  await admin.put(path, {subnet: {enable_dhcp: false}});
  expect(owners()).toEqual(['']);
  await admin.put(path, {subnet: {enable_dhcp: true}});
  expect(owners()).toEqual(['', 'network:dhcp']);
  expect(why(await admin.put(path, {subnet: {gateway_ip: '172.16.1.9'}}))).toBe(
    '409 GatewayConflictWithAllocationPools: Gateway ip 172.16.1.9 conflicts with allocation pool 172.16.1.2-172.16.1.254.',
  );
  expect(why(await admin.put(path, {subnet: {cidr: '10.0.0.0/8'}}))).toBe(
    '400 HTTPBadRequest: Cannot update read-only attribute cidr',
  );
  await admin.delete(`/networking/v2.0/ports/${body.port.id}`);
  expect((await admin.delete(path)).status).toBe(204);
  expect(owners()).toEqual([]);
});

test('a second subnet gives the DHCP port a second address', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  await admin.post(SUBNETS, {subnet: {network_id: networkId, ip_version: 4, cidr: '172.16.2.0/24'}});
  const [port] = cloud.cloud.store.tables.ports.values();
  expect(port?.fixedIps.map((ip) => ip.ipAddress)).toEqual(['172.16.1.2', '172.16.2.2']);
});
