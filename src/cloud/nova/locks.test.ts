import {expect, test} from 'vitest';
import {makeReports} from '../reports.ts';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const SERVERS = '/compute/v2.1/servers';
const IMAGE = '5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90';
const why = ({status, body}: Answer): string => {
  if (body === undefined) return String(status);
  const [key = ''] = Object.keys(body);
  return `${status} ${key}: ${body[key].message}`;
};
const boot = async (client: Client): Promise<string> => {
  const server = {name: 'vm', flavorRef: '1', imageRef: IMAGE};
  return (await client.post(SERVERS, {server})).body.server.id;
};

test('a locked server stays as it is, until it is unlocked', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {networkId} = await makeNetwork(demo);
  const id = await boot(demo);
  const act = async (client: Client, action: object) => why(await client.post(`${SERVERS}/${id}/action`, action));
  expect(await act(demo, {lock: null})).toBe('202');
  const locked = `409 conflictingRequest: Instance ${id} is locked`;
  for (const action of [{'os-stop': null}, {reboot: {type: 'HARD'}}, {pause: null}])
    expect(await act(demo, action)).toBe(locked);
  expect(why(await demo.delete(`${SERVERS}/${id}`))).toBe(locked);
  expect(why(await demo.post(`${SERVERS}/${id}/metadata`, {metadata: {a: 'b'}}))).toBe(locked);
  const port = await demo.post(`${SERVERS}/${id}/os-interface`, {interfaceAttachment: {net_id: networkId}});
  expect(why(port)).toBe(locked);
  expect(await act(admin, {reboot: {type: 'HARD'}})).toBe('202');
  expect((await demo.get(`${SERVERS}/${id}`)).body.server.status).toBe('ACTIVE');
  expect(await act(demo, {unlock: null})).toBe('202');
  expect(await act(demo, {unlock: null})).toBe('202');
  expect(await act(demo, {'os-stop': null})).toBe('202');
});

test('what an admin locked only an admin unlocks', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const id = await boot(demo);
  const act = async (client: Client, action: object) => why(await client.post(`${SERVERS}/${id}/action`, action));
  await act(admin, {lock: null});
  expect(await act(demo, {lock: null})).toBe('202');
  expect(await act(demo, {unlock: null})).toBe(
    "403 forbidden: Policy doesn't allow os_compute_api:os-lock-server:unlock:unlock_override to be performed.",
  );
  expect(await act(admin, {unlock: null})).toBe('202');
  expect((await demo.delete(`${SERVERS}/${id}`)).status).toBe(204);
});

test('what only a real guest can is refused with the reason, after the state', async () => {
  const cloud = testCloud();
  const demo = await cloud.login('demo');
  const id = await boot(demo);
  const act = async (action: object) => why(await demo.post(`${SERVERS}/${id}/action`, action));
  for (const action of ['pause', 'suspend'])
    expect(await act({[action]: null})).toMatch(/^501 notImplemented: .*is not supported\. .* namespace.*would go on/);
  expect(await act({resize: {flavorRef: '2'}})).toMatch(/^501 notImplemented: .* quota\.$/);
  expect(await act({unpause: null})).toBe(
    `409 conflictingRequest: Cannot 'unpause' instance ${id} while it is in vm_state active`,
  );
  makeReports(cloud.cloud).instance({instanceId: id, state: 'error', reason: 'no'});
  expect(await act({suspend: null})).toMatch(/^409 .* vm_state error$/);
  expect(await act({fly: null})).toBe('400 badRequest: There is no such action: fly');
  expect(await act({constructor: null})).toBe('400 badRequest: There is no such action: constructor');
  expect(cloud.faults).toEqual([]);
});
