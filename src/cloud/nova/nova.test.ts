import {expect, test} from 'vitest';
import {makeReports} from '../reports.ts';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const SERVERS = '/compute/v2.1/servers';
const IMAGE = '5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90';
const boot = (client: Client, fields: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
  client.post(SERVERS, {server: {name: 'vm1', flavorRef: '1', imageRef: IMAGE, ...fields}});
const why = ({status, body}: Answer): string => {
  const [key = ''] = Object.keys(body);
  return `${status} ${key}: ${body[key].message}`;
};

test('a server is BUILD until its node reports it, with its port bound to that node', async () => {
  const cloud = testCloud({agents: false});
  const reports = makeReports(cloud.cloud);
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin, {name: 'blue'});
  const made = await boot(admin, {networks: [{uuid: networkId}], availability_zone: 'nova:compute2'});
  expect(made.status).toBe(202);
  const id: string = made.body.server.id;
  const show = async () => (await admin.get(`${SERVERS}/${id}`)).body.server;
  expect(await show()).toMatchObject({
    status: 'BUILD',
    'OS-EXT-STS:task_state': 'spawning',
    'OS-EXT-SRV-ATTR:host': 'compute2',
    'OS-EXT-SRV-ATTR:instance_name': 'instance-00000001',
  });
  const [port] = (await admin.get(`/networking/v2.0/ports?device_id=${id}`)).body.ports;
  expect(port).toMatchObject({
    device_owner: 'compute:nova',
    status: 'DOWN',
    'binding:host_id': 'compute2',
    'binding:vif_type': 'bridge',
  });
  expect(cloud.cloud.state.instances[id]).toMatchObject({host: 'compute2', power: 'running', portIds: [port.id]});
  reports.instance({instanceId: id, state: 'running'});
  const server = await show();
  expect(server).toMatchObject({status: 'ACTIVE', 'OS-EXT-STS:task_state': null, 'OS-EXT-STS:power_state': 1});
  expect(server.addresses).toEqual({
    blue: [
      {
        version: 4,
        addr: port.fixed_ips[0].ip_address,
        'OS-EXT-IPS:type': 'fixed',
        'OS-EXT-IPS-MAC:mac_addr': port.mac_address,
      },
    ],
  });
});

test('a node that gives up makes the server ERROR and says why', async () => {
  const cloud = testCloud({agents: false});
  const admin = await cloud.login('admin');
  const {body} = await boot(admin);
  makeReports(cloud.cloud).instance({instanceId: body.server.id, state: 'error', reason: 'no namespace left'});
  const {server} = (await admin.get(`${SERVERS}/${body.server.id}`)).body;
  expect(server).toMatchObject({status: 'ERROR', fault: {code: 500, message: 'no namespace left'}});
});

test('a binding that fails makes the server ERROR', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  makeReports(cloud.cloud).agent('compute1', 'Linux bridge agent', false);
  const {body} = await boot(admin, {networks: [{uuid: networkId}], availability_zone: 'nova:compute1'});
  const {server} = (await admin.get(`${SERVERS}/${body.server.id}`)).body;
  expect(server.status).toBe('ERROR');
  expect(server.fault.message).toMatch(
    /^Binding failed for port .*, please check neutron logs for more information\.$/,
  );
  // Its node finds nothing of it running, which is no news.
  makeReports(cloud.cloud).instance({instanceId: server.id, state: 'shutdown'});
  expect((await admin.get(`${SERVERS}/${server.id}`)).body.server).toEqual(server);
});

test('stop and start follow the state; a wrong one is refused', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {body} = await boot(admin);
  const path = `${SERVERS}/${body.server.id}`;
  const act = (action: string) => admin.post(`${path}/action`, {[action]: null});
  const status = async () => (await admin.get(path)).body.server.status;
  expect(why(await act('os-start'))).toBe(
    `409 conflictingRequest: Cannot 'start' instance ${body.server.id} while it is in vm_state active`,
  );
  expect((await act('os-stop')).status).toBe(202);
  expect(await status()).toBe('SHUTOFF');
  expect(cloud.cloud.state.instances[body.server.id]?.power).toBe('shutdown');
  expect((await act('os-start')).status).toBe(202);
  expect(await status()).toBe('ACTIVE');
  expect(why(await act('fly'))).toBe('400 badRequest: There is no such action: fly');
  const console = await admin.post(`${path}/action`, {'os-getConsoleOutput': {length: 1}});
  expect(console.body.output).toBe(`console of ${body.server.id}`);
});

test('a server takes its own ports with it and frees the others', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  const port = (await admin.post('/networking/v2.0/ports', {port: {network_id: networkId, name: 'mine'}})).body.port;
  const {body} = await boot(admin, {networks: [{port: port.id}, {uuid: networkId}]});
  const ports = async () =>
    (await admin.get('/networking/v2.0/ports?sort_key=name&sort_dir=asc')).body.ports.filter(
      (one: {device_owner: string}) => one.device_owner !== 'network:dhcp',
    );
  expect(await ports()).toHaveLength(2);
  expect(why(await boot(admin, {networks: [{port: port.id}]}))).toBe(
    `409 conflictingRequest: Port ${port.id} is still in use.`,
  );
  expect((await admin.delete(`${SERVERS}/${body.server.id}`)).status).toBe(204);
  expect(await ports()).toEqual([
    expect.objectContaining({name: 'mine', device_id: '', device_owner: '', 'binding:vif_type': 'unbound'}),
  ]);
  expect((await admin.get(`${SERVERS}/${body.server.id}`)).body).toEqual({
    itemNotFound: {code: 404, message: `Instance ${body.server.id} could not be found.`},
  });
});

test('interfaces come and go while it runs', async () => {
  const admin = await testCloud().login('admin');
  const {networkId} = await makeNetwork(admin);
  const {body} = await boot(admin, {networks: 'none'});
  const path = `${SERVERS}/${body.server.id}/os-interface`;
  const added = await admin.post(path, {interfaceAttachment: {net_id: networkId}});
  expect(added.body.interfaceAttachment).toMatchObject({net_id: networkId, port_state: 'DOWN'});
  expect((await admin.get(path)).body.interfaceAttachments).toEqual([
    expect.objectContaining({net_id: networkId, port_state: 'ACTIVE'}),
  ]);
  expect((await admin.delete(`${path}/${added.body.interfaceAttachment.port_id}`)).status).toBe(202);
  expect((await admin.get(path)).body.interfaceAttachments).toEqual([]);
});

test.each([
  [{flavorRef: '99'}, '400 badRequest: Flavor 99 could not be found.'],
  [{imageRef: 'x'}, '400 badRequest: Invalid imageRef provided.'],
  [{name: ''}, "400 badRequest: Invalid input for field/attribute name. Value: . '' is too short"],
  [{name: 5}, "400 badRequest: Invalid input for field/attribute name. Value: 5. 5 is not of type 'string'"],
  [
    {name: undefined},
    `400 badRequest: Invalid input for field/attribute server. Value: {'flavorRef': '1', 'imageRef': '${IMAGE}'}. 'name' is a required property`,
  ],
  [
    {flavour: 1},
    `400 badRequest: Invalid input for field/attribute server. Value: {'name': 'vm1', 'flavorRef': '1', 'imageRef': '${IMAGE}', 'flavour': 1}. Additional properties are not allowed ('flavour' was unexpected)`,
  ],
  [{networks: [{uuid: 'x'}]}, "400 badRequest: Invalid input for field/attribute uuid. Value: x. 'x' is not a 'uuid'"],
  [{networks: [{port: IMAGE}]}, `404 itemNotFound: Port id ${IMAGE} could not be found.`],
  [{networks: [{uuid: IMAGE}]}, `400 badRequest: Network ${IMAGE} could not be found.`],
  [{key_name: 'none'}, '400 badRequest: Invalid key_name provided.'],
  [{availability_zone: 'mars'}, '400 badRequest: The requested availability zone is not available'],
])('%j is refused', async (fields, message) => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  expect(why(await boot(admin, fields))).toBe(message);
  expect(cloud.cloud.store.tables.servers.size).toBe(0);
});

test('without a wish a server gets the only network, and none can be chosen among several', async () => {
  const cloud = testCloud();
  const demo = await cloud.login('demo');
  const ports = () =>
    [...cloud.cloud.store.tables.ports.values()].filter((port) => port.deviceOwner === 'compute:nova').length;
  await boot(demo);
  expect(ports()).toBe(0);
  await makeNetwork(demo);
  await boot(demo);
  expect(ports()).toBe(1);
  await makeNetwork(demo);
  expect(why(await boot(demo))).toBe(
    '409 conflictingRequest: Multiple possible networks found, use a Network ID to be more specific.',
  );
  expect(why(await boot(demo, {availability_zone: 'nova:compute1', networks: 'none'}))).toContain('403 forbidden');
});

test('instances spread over the nodes, up to the quota', async () => {
  const cloud = testCloud({plan: {quotas: {instances: 3}}});
  const admin = await cloud.login('admin');
  await boot(admin, {min_count: 3});
  const {body} = await admin.get(`${SERVERS}/detail`);
  const hosts = body.servers.map(
    (server: Record<string, string>) => `${server['name']} ${server['OS-EXT-SRV-ATTR:host']}`,
  );
  expect(hosts).toEqual(['vm1-3 compute2', 'vm1-2 compute1', 'vm1-1 controller']);
  expect(why(await boot(admin))).toBe(
    '403 forbidden: Quota exceeded for instances: Requested 1, but already used 3 of 3 instances',
  );
});

test('others do not see a server; admins see it when they ask for all', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {body} = await boot(demo);
  const count = async (client: Client, query = '') =>
    (await client.get(`${SERVERS}/detail${query}`)).body.servers.length;
  expect([await count(demo), await count(admin), await count(admin, '?all_tenants=1')]).toEqual([1, 0, 1]);
  expect((await demo.get(`${SERVERS}?all_tenants=1`)).status).toBe(403);
  expect(Object.keys((await demo.get(`${SERVERS}/${body.server.id}`)).body.server)).not.toContain(
    'OS-EXT-SRV-ATTR:host',
  );
});

test('a microversion that is not there is refused', async () => {
  const cloud = testCloud();
  const {token} = await cloud.login('admin');
  const ask = (version: string) =>
    cloud.request('GET', SERVERS, undefined, {'X-Auth-Token': token, 'OpenStack-API-Version': `compute ${version}`});
  expect((await ask('2.1')).headers.get('OpenStack-API-Version')).toBe('compute 2.1');
  expect(why(await ask('2.90'))).toBe(
    '406 computeFault: Version 2.90 is not supported by the API. Minimum is 2.1 and maximum is 2.1.',
  );
});

test('keys are made, imported and taken away', async () => {
  const admin = await testCloud().login('admin');
  const keys = '/compute/v2.1/os-keypairs';
  const made = await admin.post(keys, {keypair: {name: 'k1'}});
  expect(made.body.keypair.private_key).toContain('PRIVATE KEY');
  expect(made.body.keypair.public_key).toMatch(/^ssh-rsa AAAAB3NzaC1yc2E/);
  const imported = await admin.post(keys, {keypair: {name: 'k2', public_key: made.body.keypair.public_key}});
  expect(imported.body.keypair.fingerprint).toBe(made.body.keypair.fingerprint);
  expect((await admin.post(keys, {keypair: {name: 'k2'}})).status).toBe(409);
  expect((await admin.post(keys, {keypair: {name: 'k3', public_key: 'nonsense'}})).status).toBe(400);
  expect((await admin.delete(`${keys}/k1`)).status).toBe(202);
  expect((await admin.get(keys)).body.keypairs).toHaveLength(1);
});
