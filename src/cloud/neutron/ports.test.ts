import {expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer} from '../testing/test-cloud.ts';
import {brokenInvariants} from '../testing/invariants.ts';

const PORTS = '/networking/v2.0/ports';
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}: ${body.NeutronError.message}`;

test('a port has a MAC, an address from the pool and the default group; bound, it becomes ACTIVE', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId, subnetId} = await makeNetwork(admin);
  const {status, body} = await admin.post(PORTS, {port: {network_id: networkId, name: 'vm1'}});
  expect(status).toBe(201);
  expect(body.port).toMatchObject({status: 'DOWN', 'binding:vif_type': 'unbound', port_security_enabled: true});
  expect(body.port.mac_address).toMatch(/^fa:16:3e(:[0-9a-f]{2}){3}$/);
  expect(body.port.fixed_ips).toEqual([{subnet_id: subnetId, ip_address: expect.stringMatching(/^172\.16\.1\.\d+$/)}]);
  expect(body.port.security_groups).toHaveLength(1);
  const bound = await admin.put(`${PORTS}/${body.port.id}`, {port: {'binding:host_id': 'compute1'}});
  expect(bound.body.port).toMatchObject({
    status: 'ACTIVE',
    'binding:vif_type': 'bridge',
    'binding:vif_details': {connectivity: 'l2', port_filter: true, bound_drivers: {'0': 'linuxbridge'}},
  });
  const down = await admin.put(`${PORTS}/${body.port.id}`, {port: {admin_state_up: false}});
  expect(down.body.port.status).toBe('DOWN');
});

test('a node that cannot carry the network fails the binding', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  const vifType = async (host: string) =>
    (await admin.post(PORTS, {port: {network_id: networkId, 'binding:host_id': host}})).body.port['binding:vif_type'];
  expect(await vifType('compute1')).toBe('bridge');
  expect(await vifType('nowhere')).toBe('binding_failed');
  cloud.cloud.change(({tables}) => {
    for (const agent of tables.agents.find('host', 'compute1')) tables.agents.put({...agent, alive: false});
  });
  expect(await vifType('compute1')).toBe('binding_failed');
  expect(await vifType('compute2')).toBe('bridge');
});

test.each([
  [
    {fixed_ips: [{ip_address: '172.16.1.2'}]},
    '409 IpAddressAlreadyAllocated: IP address 172.16.1.2 already allocated in subnet SUBNET',
  ],
  [
    {fixed_ips: [{ip_address: '172.16.1.255'}]},
    '400 InvalidIpForNetwork: IP address 172.16.1.255 is not a valid IP for any of the subnets on the specified network.',
  ],
  [
    {fixed_ips: [{ip_address: '10.0.0.1'}]},
    '400 InvalidIpForNetwork: IP address 10.0.0.1 is not a valid IP for any of the subnets on the specified network.',
  ],
  [
    {fixed_ips: [{ip_address: '172.16.1.5'}, {ip_address: '172.16.1.5'}]},
    "400 HTTPBadRequest: Invalid input for fixed_ips. Reason: Duplicate IP address '172.16.1.5'.",
  ],
  [{fixed_ips: [{}]}, '400 InvalidInput: Invalid input for operation: IP allocation requires subnet_id or ip_address.'],
  [
    {mac_address: 'ff:ff:ff:ff:ff:ff'},
    "400 HTTPBadRequest: Invalid input for mac_address. Reason: 'ff:ff:ff:ff:ff:ff' is not a valid MAC address.",
  ],
  [
    {mac_address: 'FA-16-3E-00-00-01'},
    '409 MacAddressInUse: Unable to complete operation for network NETWORK. The mac address fa:16:3e:00:00:01 is in use.',
  ],
  [
    {security_groups: ['5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90']},
    '404 SecurityGroupNotFound: Security group 5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90 does not exist',
  ],
  [
    {port_security_enabled: false, allowed_address_pairs: [{ip_address: '10.0.0.0/24'}]},
    '409 AddressPairAndPortSecurityRequired: Port Security must be enabled in order to have allowed address pairs on a port.',
  ],
  [{network_id: 'x'}, "400 HTTPBadRequest: Invalid input for network_id. Reason: 'x' is not a valid UUID."],
])('%j is refused', async (fields, message) => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId, subnetId} = await makeNetwork(admin);
  await admin.post(PORTS, {port: {network_id: networkId, mac_address: 'fa:16:3e:00:00:01'}});
  const answer = await admin.post(PORTS, {port: {network_id: networkId, ...fields}});
  expect(why(answer)).toBe(message.replace('SUBNET', subnetId).replace('NETWORK', networkId));
  expect(cloud.cloud.store.tables.ports.size).toBe(2);
});

test('addresses: exact ones outside the pool, the same in another network, none, and the end of the pool', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const small = {cidr: '10.0.0.0/24', allocation_pools: [{start: '10.0.0.10', end: '10.0.0.12'}], enable_dhcp: false};
  const one = await makeNetwork(admin, {}, small);
  const two = await makeNetwork(admin, {}, small);
  const addresses = async (networkId: string, wanted?: unknown) => {
    const {body} = await admin.post(PORTS, {
      port: {network_id: networkId, ...(wanted !== undefined && {fixed_ips: wanted})},
    });
    return body.port?.fixed_ips.map((ip: {ip_address: string}) => ip.ip_address) ?? body.NeutronError.message;
  };
  expect(await addresses(one.networkId, [{ip_address: '10.0.0.200'}])).toEqual(['10.0.0.200']);
  expect(await addresses(two.networkId, [{ip_address: '10.0.0.200'}])).toEqual(['10.0.0.200']);
  expect(await addresses(one.networkId, [])).toEqual([]);
  const given = [await addresses(one.networkId), await addresses(one.networkId), await addresses(one.networkId)].flat();
  expect(given.toSorted((a, b) => a.localeCompare(b))).toEqual(['10.0.0.10', '10.0.0.11', '10.0.0.12']);
  expect(await addresses(one.networkId)).toBe(`No more IP addresses available on network ${one.networkId}.`);
});

test('in the older order addresses come one after the other', async () => {
  const cloud = testCloud({plan: {addressOrder: 'next'}});
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  const {body} = await admin.post(PORTS, {
    ports: [{network_id: networkId}, {network_id: networkId}, {network_id: networkId}],
  });
  expect(body.ports.map((port: {fixed_ips: {ip_address: string}[]}) => port.fixed_ips[0]?.ip_address)).toEqual([
    '172.16.1.3',
    '172.16.1.4',
    '172.16.1.5',
  ]);
});

test('a bulk create is all or nothing', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  const twin = {network_id: networkId, fixed_ips: [{ip_address: '172.16.1.77'}]};
  expect((await admin.post(PORTS, {ports: [{network_id: networkId}, twin, twin]})).status).toBe(409);
  expect(cloud.cloud.store.tables.ports.size).toBe(1);
  expect((await admin.post(PORTS, {ports: [{network_id: networkId}, twin]})).status).toBe(201);
  expect(cloud.cloud.store.tables.ports.size).toBe(3);
});

test('an update keeps the addresses that stay and gives new ones beside them', async () => {
  const admin = await testCloud().login('admin');
  const {networkId, subnetId} = await makeNetwork(admin);
  const {body} = await admin.post(PORTS, {port: {network_id: networkId, fixed_ips: [{ip_address: '172.16.1.9'}]}});
  const path = `${PORTS}/${body.port.id}`;
  const wanted = [{ip_address: '172.16.1.9'}, {ip_address: '172.16.1.10'}];
  const both = await admin.put(path, {port: {fixed_ips: wanted}});
  expect(both.body.port.fixed_ips).toEqual(wanted.map((ip) => ({...ip, subnet_id: subnetId})));
  const same = await admin.put(path, {port: {fixed_ips: [{subnet_id: subnetId}]}});
  expect(same.body.port.fixed_ips).toEqual([{subnet_id: subnetId, ip_address: '172.16.1.9'}]);
  expect((await admin.put(path, {port: {fixed_ips: [{ip_address: '172.16.1.2'}]}})).status).toBe(409);
  expect((await admin.get(path)).body.port.fixed_ips).toHaveLength(1);
});

test('on a shared network others choose no address, no MAC and no host', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {networkId, subnetId} = await makeNetwork(admin, {shared: true});
  const port = (fields: object) => demo.post(PORTS, {port: {network_id: networkId, ...fields}});
  expect((await port({})).status).toBe(201);
  expect((await port({fixed_ips: [{subnet_id: subnetId}]})).status).toBe(201);
  expect(why(await port({mac_address: 'fa:16:3e:00:00:09'}))).toBe(
    '403 PolicyNotAuthorized: (rule:create_port and rule:create_port:mac_address) is disallowed by policy',
  );
  expect((await port({'binding:host_id': 'compute1'})).status).toBe(403);
  expect((await port({device_owner: 'network:dhcp'})).status).toBe(403);
  const {body} = await demo.get(PORTS);
  expect(body.ports).toHaveLength(2);
  expect(Object.keys(body.ports[0])).not.toContain('binding:host_id');
  expect((await admin.get(PORTS)).body.ports).toHaveLength(3);
});

test('lists are filtered, sorted, cut to fields and paged', async () => {
  const admin = await testCloud().login('admin');
  const {networkId} = await makeNetwork(admin, {}, {enable_dhcp: false});
  for (const [name, ip] of [
    ['b', '172.16.1.20'],
    ['a', '172.16.1.30'],
    ['c', '172.16.1.10'],
  ] as const) {
    await admin.post(PORTS, {port: {network_id: networkId, name, fixed_ips: [{ip_address: ip}]}});
  }
  const names = async (query: string) =>
    (await admin.get(`${PORTS}?${query}`)).body.ports.map((port: {name: string}) => port.name);
  expect(await names('name=a&name=c')).toEqual(['a', 'c']);
  expect(await names('fixed_ips=ip_address=172.16.1.10')).toEqual(['c']);
  expect(await names('fixed_ips=ip_address_substr=1.3')).toEqual(['a']);
  expect(await names('sort_key=name&sort_dir=desc')).toEqual(['c', 'b', 'a']);
  expect((await admin.get(`${PORTS}?name=a&fields=name&fields=status`)).body.ports).toEqual([
    {name: 'a', status: 'DOWN'},
  ]);
  const page = await admin.get(`${PORTS}?sort_key=name&sort_dir=asc&limit=2`);
  expect(page.body.ports.map((port: {name: string}) => port.name)).toEqual(['a', 'b']);
  const next = new URL(page.body.ports_links[0].href);
  expect(page.body.ports_links[0].rel).toBe('next');
  expect(await names(next.search.slice(1))).toEqual(['c']);
  expect(why(await admin.get(`${PORTS}?foo=1`))).toBe("400 HTTPBadRequest: ['foo'] is invalid attribute for filtering");
  expect(why(await admin.get(`${PORTS}?limit=2&marker=nope`))).toBe('404 PortNotFound: Port nope could not be found.');
  expect((await admin.get(`${PORTS}?marker=nope`)).status).toBe(200);
  const label = '/networking/v2.0/metering/metering-labels';
  expect((await admin.get(`${label}?limit=2&marker=nope`)).body.metering_labels).toEqual([]);
  expect(why(await admin.get(`${PORTS}?limit=-1`))).toBe(
    "400 BadRequest: Bad limit request: Limit must be an integer 0 or greater and not '-1'.",
  );
  expect((await admin.get(`${PORTS}?sort_key=name`)).status).toBe(400);
});

test('tags are put, listed, filtered by and taken away', async () => {
  const admin = await testCloud().login('admin');
  const {networkId} = await makeNetwork(admin);
  const path = `/networking/v2.0/networks/${networkId}/tags`;
  expect((await admin.put(path, {tags: ['red', 'blue']})).body.tags).toEqual(['red', 'blue']);
  expect((await admin.put(`${path}/green`)).status).toBe(201);
  const count = async (query: string) => (await admin.get(`/networking/v2.0/networks?${query}`)).body.networks.length;
  expect([await count('tags=red,green'), await count('tags=red,pink'), await count('tags-any=pink,red')]).toEqual([
    1, 0, 1,
  ]);
  expect([await count('not-tags=red'), await count('not-tags-any=pink')]).toEqual([0, 1]);
  expect((await admin.delete(`${path}/green`)).status).toBe(204);
  expect((await admin.delete(`${path}/green`)).status).toBe(404);
  expect((await admin.put(path, {tags: ['a', 'a']})).status).toBe(400);
});

test('fifty ports asked for at once get fifty addresses', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin, {}, {cidr: '10.0.0.0/26'});
  const answers = await Promise.all(
    Array.from({length: 50}, () => admin.post(PORTS, {port: {network_id: networkId, 'binding:host_id': 'compute1'}})),
  );
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({length: 50}, () => 201));
  const addresses = answers.map((answer) => answer.body.port.fixed_ips[0].ip_address);
  expect(new Set(addresses).size).toBe(50);
  expect(brokenInvariants(cloud.cloud.store.tables)).toEqual([]);
});
