import {describe, expect, test} from 'vitest';
import {makeReports} from '../reports.ts';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const V2 = '/compute/v2.1';
const IMAGE = '5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90';
const boot = async (client: Client, fields: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const server = {name: 'vm1', flavorRef: '1', imageRef: IMAGE, ...fields};
  return (await client.post(`${V2}/servers`, {server})).body.server.id;
};
const why = ({status, body}: Answer): string => {
  const [key = ''] = Object.keys(body);
  return `${status} ${key}: ${body[key].message}`;
};

test('what no node has is ERROR without ports, and nothing but deleting can be done to it', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  const id = await boot(admin, {networks: [{uuid: networkId}], availability_zone: 'nova:nowhere'});
  const {server} = (await admin.get(`${V2}/servers/${id}`)).body;
  expect(server).toMatchObject({
    status: 'ERROR',
    addresses: {},
    fault: {code: 500, message: 'No valid host was found. There are not enough hosts available.'},
  });
  for (const action of [{reboot: {type: 'HARD'}}, {'os-stop': null}]) {
    const answer = await admin.post(`${V2}/servers/${id}/action`, action);
    expect(why(answer)).toBe(`409 conflictingRequest: Instance ${id} is not ready`);
  }
  expect((await admin.get(`${V2}/servers/${id}`)).body.server).toEqual(server);
  expect((await admin.delete(`${V2}/servers/${id}`)).status).toBe(204);
});

describe('a reboot', () => {
  test.each([
    [{}, "400 badRequest: Invalid input for field/attribute reboot. Value: {}. 'type' is a required property"],
    [
      {type: 'GENTLE'},
      "400 badRequest: Invalid input for field/attribute type. Value: GENTLE. 'GENTLE' is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']",
    ],
  ])('of %j is refused', async (reboot, words) => {
    const admin = await testCloud().login('admin');
    const id = await boot(admin);
    expect(why(await admin.post(`${V2}/servers/${id}/action`, {reboot}))).toBe(words);
  });

  test('is soft for what runs, and hard for what does not', async () => {
    const cloud = testCloud();
    const admin = await cloud.login('admin');
    const id = await boot(admin);
    const act = (action: unknown) => admin.post(`${V2}/servers/${id}/action`, action);
    expect((await act({reboot: {type: 'SOFT'}})).status).toBe(202);
    await act({'os-stop': null});
    expect(why(await act({reboot: {type: 'Soft'}}))).toBe(
      `409 conflictingRequest: Cannot 'reboot' instance ${id} while it is in vm_state stopped`,
    );
    expect((await act({reboot: {type: 'HARD'}})).status).toBe(202);
    makeReports(cloud.cloud).instance({instanceId: id, state: 'error', reason: 'no namespace left'});
    expect((await act({reboot: {type: 'SOFT'}})).status).toBe(409);
    expect((await act({reboot: {type: 'HARD'}})).status).toBe(202);
    expect((await admin.get(`${V2}/servers/${id}`)).body.server).toMatchObject({status: 'ACTIVE'});
  });
});

test('servers are found by address, state and key, and sorted; others may not ask for everything', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {networkId} = await makeNetwork(demo, {}, {cidr: '172.16.1.0/24'});
  await demo.post(`${V2}/os-keypairs`, {keypair: {name: 'mine', public_key: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ'}});
  const at = (address: string) => ({networks: [{uuid: networkId, fixed_ip: address}]});
  await boot(demo, {name: 'b', ...at('172.16.1.77'), key_name: 'mine'});
  const stopped = await boot(demo, {name: 'a', ...at('172.16.1.8')});
  await demo.post(`${V2}/servers/${stopped}/action`, {'os-stop': null});
  const names = async (client: Client, query: string) =>
    (await client.get(`${V2}/servers?${query}`)).body.servers.map((server: {name: string}) => server.name);
  const all = (query: string) => names(admin, `all_tenants=1&${query}`);
  expect(await all('ip=172.16.1.77')).toEqual(['b']);
  expect(await all('ip=172%5C.16%5C.1%5C.8')).toEqual(['a']);
  expect(await all('power_state=4')).toEqual(['a']);
  expect(await all('key_name=mine')).toEqual(['b']);
  expect(await all('sort_key=display_name&sort_dir=asc')).toEqual(['a', 'b']);
  expect(await all('sort_key=display_name&sort_dir=desc')).toEqual(['b', 'a']);
  expect(await all('host=nowhere')).toEqual([]);
  expect(await names(demo, 'host=nowhere')).toEqual(['a', 'b']);
  expect(await names(demo, 'ip=172.16.1.77')).toEqual(['b']);
});

test.each([
  ['limit=x', "400 badRequest: Invalid input for query parameters limit. Value: x. 'x' does not match '^[0-9]*$'"],
  [
    'changes-since=banana',
    "400 badRequest: Invalid input for query parameters changes-since. Value: banana. 'banana' is not a 'date-time'",
  ],
  ['marker=x', '400 badRequest: marker [x] not found'],
])('a list with %s is refused', async (query, words) => {
  const admin = await testCloud().login('admin');
  expect(why(await admin.get(`${V2}/servers?${query}`))).toBe(words);
});

test('metadata of a server is added, replaced and taken away', async () => {
  const admin = await testCloud().login('admin');
  const id = await boot(admin, {metadata: {a: '1'}});
  const path = `${V2}/servers/${id}/metadata`;
  const now = async () => (await admin.get(path)).body.metadata;
  expect((await admin.post(path, {metadata: {b: '2'}})).body).toEqual({metadata: {a: '1', b: '2'}});
  expect((await admin.put(`${path}/a`, {meta: {a: '3'}})).body).toEqual({meta: {a: '3'}});
  expect((await admin.get(`${path}/a`)).body).toEqual({meta: {a: '3'}});
  expect((await admin.delete(`${path}/a`)).status).toBe(204);
  expect(await now()).toEqual({b: '2'});
  expect(why(await admin.delete(`${path}/a`))).toBe('404 itemNotFound: Metadata item was not found');
  expect(why(await admin.get(`${path}/__proto__`))).toBe('404 itemNotFound: Metadata item was not found');
  expect(why(await admin.put(`${path}/a`, {meta: {b: '1'}}))).toBe('400 badRequest: Request body and URI mismatch');
  expect(why(await admin.post(path, {metadata: {a: 5}}))).toBe(
    "400 badRequest: Invalid input for field/attribute a. Value: 5. 5 is not of type 'string'",
  );
  await admin.put(path, {metadata: {c: '4'}});
  expect((await admin.get(`${V2}/servers/${id}`)).body.server.metadata).toEqual({c: '4'});
});

test('limits of a project are set by admins, not below what is used, and forgotten again', async () => {
  const cloud = testCloud({plan: {quotas: {instances: 10, cores: 20, ram: 51_200, key_pairs: 100}}});
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  await boot(demo);
  const path = `${V2}/os-quota-sets/${demo.projectId}`;
  const set = (quota: Readonly<Record<string, unknown>>) => admin.put(path, {quota_set: quota});
  expect((await set({instances: 1, cores: '5'})).body.quota_set).toMatchObject({instances: 1, cores: 5, ram: 51_200});
  expect((await demo.post(`${V2}/servers`, {server: {name: 'b', flavorRef: '1', imageRef: IMAGE}})).status).toBe(403);
  expect(why(await set({instances: 0}))).toBe(
    '400 badRequest: Quota limit 0 for instances must be greater than or equal to already used and reserved 1.',
  );
  expect((await set({instances: 0, force: true})).status).toBe(200);
  expect(why(await set({walls: 1}))).toContain("Additional properties are not allowed ('walls' was unexpected)");
  expect((await demo.put(path, {quota_set: {instances: 99}})).status).toBe(403);
  expect((await demo.get(`${path}/detail`)).body.quota_set.instances).toEqual({limit: 0, in_use: 1, reserved: 0});
  expect((await demo.get(`${path}/defaults`)).body.quota_set.instances).toBe(10);
  await admin.put(`/networking/v2.0/quotas/${demo.projectId}`, {quota: {network: 7}});
  expect((await admin.delete(path)).status).toBe(202);
  expect((await demo.get(path)).body.quota_set.instances).toBe(10);
  // Neutron's own limits are another matter.
  expect((await demo.get(`/networking/v2.0/quotas/${demo.projectId}`)).body.quota.network).toBe(7);
});

test('flavors stay as they are; what there is none of is an empty list', async () => {
  const admin = await testCloud().login('admin');
  expect(why(await admin.post(`${V2}/flavors`, {flavor: {}}))).toBe(
    '403 forbidden: The flavors of this cloud cannot be changed.',
  );
  expect((await admin.delete(`${V2}/flavors/1`)).status).toBe(403);
  for (const [path, key] of [
    ['os-server-groups', 'server_groups'],
    ['os-migrations', 'migrations'],
    [`servers/${await boot(admin)}/os-volume_attachments`, 'volumeAttachments'],
  ] as const)
    expect((await admin.get(`${V2}/${path}`)).body).toEqual({[key]: []});
});

test('nodes are counted together; how long one is up its driver cannot say', async () => {
  const admin = await testCloud().login('admin');
  await boot(admin);
  expect((await admin.get(`${V2}/os-hypervisors/statistics`)).body.hypervisor_statistics).toMatchObject({
    count: 3,
    running_vms: 1,
    vcpus: 192,
    vcpus_used: 1,
  });
  expect(why(await admin.get(`${V2}/os-hypervisors/1/uptime`))).toBe(
    '501 notImplemented: Virt driver does not implement uptime function.',
  );
});

test('a version that is no number is told from one that is too high', async () => {
  const cloud = testCloud();
  const {token} = await cloud.login('admin');
  const headers = {'X-Auth-Token': token, 'OpenStack-API-Version': 'compute banana'};
  expect(why(await cloud.request('GET', `${V2}/servers`, undefined, headers))).toBe(
    '400 badRequest: API Version String banana is of invalid format. Must be of format MajorNum.MinorNum.',
  );
});
