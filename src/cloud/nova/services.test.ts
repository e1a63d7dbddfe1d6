import {expect, test} from 'vitest';
import {testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const V2 = '/compute/v2.1';
const IMAGE = '5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90';
const why = ({status, body}: Answer): string => {
  const [key = ''] = Object.keys(body);
  return `${status} ${key}: ${body[key].message}`;
};
const boot = async (client: Client, fields: object = {}) => {
  const server = {name: 'vm', flavorRef: '1', imageRef: IMAGE, networks: 'none', ...fields};
  const {body} = await client.post(`${V2}/servers`, {server});
  return (await client.get(`${V2}/servers/${body.server.id}`)).body.server;
};
const hostOf = async (client: Client): Promise<string> => (await boot(client))['OS-EXT-SRV-ATTR:host'];
const compute = (host: string, more: object = {}) => ({host, binary: 'nova-compute', ...more});

test('a disabled nova-compute is shown with its reason, and gets no new servers', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const [, second = ''] = cloud.cloud.plan.nodes.filter((node) => node.compute).map(({name}) => name);
  const stays = await boot(admin, {availability_zone: `nova:${second}`});
  const off = await admin.put(`${V2}/os-services/disable-log-reason`, compute(second, {disabled_reason: 'new disk'}));
  expect(off.body.service).toEqual(compute(second, {status: 'disabled', disabled_reason: 'new disk'}));
  const {services} = (await admin.get(`${V2}/os-services?host=${second}&binary=nova-compute`)).body;
  expect(services).toEqual([expect.objectContaining({status: 'disabled', state: 'up', disabled_reason: 'new disk'})]);
  const {hypervisors} = (await admin.get(`${V2}/os-hypervisors/detail`)).body;
  expect(hypervisors.map(({status}: {status: string}) => status)).toContain('disabled');
  const {availabilityZoneInfo} = (await admin.get(`${V2}/os-availability-zone/detail`)).body;
  expect(availabilityZoneInfo[0].hosts[second]['nova-compute']).toMatchObject({available: true, active: false});
  for (let count = 0; count < 4; count += 1) expect(await hostOf(admin)).not.toBe(second);
  expect(await boot(admin, {availability_zone: `nova:${second}`})).toMatchObject({
    status: 'ERROR',
    fault: {message: 'No valid host was found. There are not enough hosts available.'},
  });
  expect((await admin.get(`${V2}/servers/${stays.id}`)).body.server.status).toBe('ACTIVE');
  const on = await admin.put(`${V2}/os-services/enable`, compute(second));
  expect(on.body.service).toEqual(compute(second, {status: 'enabled'}));
  expect(await hostOf(admin)).toBe(second);
});

test('with every nova-compute disabled no zone is available, and no host valid', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  for (const {name} of cloud.cloud.plan.nodes.filter((node) => node.compute))
    expect((await admin.put(`${V2}/os-services/disable`, compute(name))).body.service.status).toBe('disabled');
  expect((await admin.get(`${V2}/os-availability-zone`)).body.availabilityZoneInfo[0].zoneState.available).toBe(false);
  expect((await boot(admin)).status).toBe('ERROR');
});

test('what is no nova-compute cannot be disabled, nor by whoever is no admin', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const put = async (client: Client, action: string, body: unknown) =>
    why(await client.put(`${V2}/os-services/${action}`, body));
  const host = 'controller';
  expect(await put(admin, 'disable', {host, binary: 'nova-scheduler'})).toBe(
    '400 badRequest: Updating a nova-scheduler service is not supported. Only nova-compute services can be updated.',
  );
  expect(await put(admin, 'disable', compute('nowhere'))).toBe(
    "404 itemNotFound: Host 'nowhere' is not mapped to any cell",
  );
  expect(await put(admin, 'disable-log-reason', compute(host))).toBe('400 badRequest: Missing disabled reason field');
  expect(await put(admin, 'stop', compute(host))).toBe('404 itemNotFound: Unknown action');
  expect(await put(admin, 'disable', {})).toMatch(/^400 badRequest: .*'host' is a required property/);
  expect(await put(demo, 'disable', compute(host))).toBe(
    "403 forbidden: Policy doesn't allow os_compute_api:os-services:update to be performed.",
  );
  expect(cloud.faults).toEqual([]);
});
