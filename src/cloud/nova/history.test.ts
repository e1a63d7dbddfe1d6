import {expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const V2 = '/compute/v2.1';
const IMAGE = '5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90';
const boot = (client: Client, name = 'vm', more: object = {}): Promise<Answer> =>
  client.post(`${V2}/servers`, {server: {name, flavorRef: '2', imageRef: IMAGE, ...more}});
const why = ({status, body}: Answer): string => {
  const [key = ''] = Object.keys(body);
  return `${status} ${key}: ${body[key].message}`;
};

test('what was done with a server is listed, the newest first, by the requests that did it', async () => {
  const cloud = testCloud({now: () => new Date('2026-11-21T02:04:29.5Z')});
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  await makeNetwork(demo);
  const made = await boot(demo);
  const {id} = made.body.server;
  const act = (action: object) => demo.post(`${V2}/servers/${id}/action`, action);
  const stopped = await act({'os-stop': null});
  await act({'os-stop': null});
  await act({'os-start': null});
  const [{port_id: port}] = (await demo.get(`${V2}/servers/${id}/os-interface`)).body.interfaceAttachments;
  await demo.delete(`${V2}/servers/${id}/os-interface/${port}`);
  await act({lock: null});
  await act({lock: null});
  const {instanceActions} = (await demo.get(`${V2}/servers/${id}/os-instance-actions`)).body;
  expect(instanceActions.map(({action}: {action: string}) => action)).toEqual([
    'lock',
    'detach_interface',
    'start',
    'stop',
    'create',
  ]);
  const request = stopped.headers.get('X-Openstack-Request-Id') ?? '';
  const one = await admin.get(`${V2}/servers/${id}/os-instance-actions/${request}`);
  expect(one.body.instanceAction).toEqual({
    action: 'stop',
    instance_uuid: id,
    request_id: request,
    user_id: expect.any(String),
    project_id: demo.projectId,
    start_time: '2026-11-21T02:04:29.000000',
    message: null,
  });
  expect(instanceActions[4].request_id).toBe(made.headers.get('X-Openstack-Request-Id'));
  expect(why(await demo.get(`${V2}/servers/${id}/os-instance-actions/req-nope`))).toBe(
    '404 itemNotFound: Action req-nope not found',
  );
  await act({unlock: null});
  await demo.delete(`${V2}/servers/${id}`);
  expect((await demo.get(`${V2}/servers/${id}/os-instance-actions`)).status).toBe(404);
  expect(cloud.cloud.store.tables.serverActions.size).toBe(0);
});

test('several servers of one request have that request each', async () => {
  const demo = await testCloud().login('demo');
  await boot(demo, 'many', {min_count: 2});
  const {servers} = (await demo.get(`${V2}/servers`)).body;
  for (const {id} of servers) {
    const {instanceActions} = (await demo.get(`${V2}/servers/${id}/os-instance-actions`)).body;
    expect(instanceActions).toHaveLength(1);
  }
});

test('a project used what its servers had while they ran, also those that are gone', async () => {
  let now = new Date('2026-11-21T00:00:00Z');
  const cloud = testCloud({now: () => now});
  const first = (await boot(await cloud.login('demo'), 'first')).body.server.id;
  now = new Date('2026-11-21T01:00:00Z');
  let demo = await cloud.login('demo');
  await demo.delete(`${V2}/servers/${first}`);
  await boot(demo, 'second');
  await boot(demo, 'nowhere', {networks: 'none', availability_zone: 'moon'});
  now = new Date('2026-11-21T03:00:00Z');
  demo = await cloud.login('demo');
  const admin = await cloud.login('admin');
  const month = 'start=2026-11-01T00:00:00&end=2026-12-01T00:00:00.123456';
  const usage = async (client: Client, period: string) =>
    (await client.get(`${V2}/os-simple-tenant-usage/${demo.projectId}?${period}`)).body.tenant_usage;
  const used = await usage(demo, month);
  // One hour of the first, two of the second: 2048 MiB, 20 GiB and one processor each.
  expect(used).toMatchObject({
    total_hours: 3,
    total_vcpus_usage: 3,
    total_memory_mb_usage: 6144,
    total_local_gb_usage: 60,
    start: '2026-11-01T00:00:00',
    stop: '2026-11-21T03:00:00',
    tenant_id: demo.projectId,
  });
  expect(used.server_usages).toEqual([
    expect.objectContaining({name: 'first', state: 'terminated', hours: 1, ended_at: '2026-11-21T01:00:00.000000'}),
    expect.objectContaining({name: 'second', state: 'active', hours: 2, ended_at: null, uptime: 7200}),
  ]);
  expect((await usage(demo, 'start=2026-11-21T02:00:00')).total_hours).toBe(1);
  expect(await usage(demo, 'start=2026-10-01T00:00:00&end=2026-10-02T00:00:00')).toEqual({});
  const {tenant_usages} = (await admin.get(`${V2}/os-simple-tenant-usage?${month}&detailed=1`)).body;
  expect(tenant_usages).toEqual([used]);
  const [brief] = (await admin.get(`${V2}/os-simple-tenant-usage?${month}`)).body.tenant_usages;
  expect(brief).not.toHaveProperty('server_usages');
});

test('usage of others is for admins, and a period has an end after its start', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const usage = '/os-simple-tenant-usage';
  expect(why(await demo.get(`${V2}${usage}`))).toMatch(/^403 .*os-simple-tenant-usage:list/);
  expect(why(await demo.get(`${V2}${usage}/${admin.projectId}`))).toMatch(/^403 .*os-simple-tenant-usage:show/);
  expect(why(await admin.get(`${V2}${usage}?start=yesterday`))).toBe('400 badRequest: Datetime is in invalid format');
  expect(why(await admin.get(`${V2}${usage}?start=2026-11-02T00:00:00&end=2026-11-01T00:00:00`))).toBe(
    '400 badRequest: Invalid start time. The start time cannot occur after the end time.',
  );
  expect(cloud.faults).toEqual([]);
});
