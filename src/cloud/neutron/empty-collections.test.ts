import {expect, test} from 'vitest';
import {testCloud} from '../testing/test-cloud.ts';
import type {Answer} from '../testing/test-cloud.ts';

const V2 = '/networking/v2.0';
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}: ${body.NeutronError.message}`;

test.each([
  ['subnetpools', 'subnetpools', 'subnet_allocation', 'SubnetPoolNotFound: Subnet pool', 'a range of its own'],
  ['address-scopes', 'address_scopes', 'address-scope', 'AddressScopeNotFound: Address scope', 'no address scopes'],
  ['flavors', 'flavors', 'flavors', 'FlavorNotFound: Flavor', 'no network flavors'],
  ['service_profiles', 'service_profiles', 'flavors', 'ServiceProfileNotFound: Service Profile', 'no service profiles'],
])('there are no %s, and none can be made', async (path, plural, extension, unknown, refusal) => {
  const cloud = testCloud();
  const demo = await cloud.login('demo');
  expect(await demo.get(`${V2}/${path}`)).toMatchObject({status: 200, body: {[plural]: []}});
  expect((await demo.get(`${V2}/extensions/${extension}`)).status).toBe(200);
  expect(why(await demo.get(`${V2}/${path}/nope`))).toBe(`404 ${unknown} nope could not be found.`);
  expect(why(await demo.delete(`${V2}/${path}/nope`))).toBe(`404 ${unknown} nope could not be found.`);
  expect(why(await demo.post(`${V2}/${path}`, {}))).toMatch(
    new RegExp(`^403 HTTPForbidden: This cloud has .*${refusal}`),
  );
  expect((await demo.put(`${V2}/${path}`, {})).status).toBe(405);
  expect(cloud.faults).toEqual([]);
});

test('the providers of routers are those that the L3 plugin has of itself', async () => {
  const demo = await testCloud().login('demo');
  const names = async (query: string): Promise<readonly string[]> =>
    (await demo.get(`${V2}/service-providers${query}`)).body.service_providers.map(({name}: {name: string}) => name);
  expect(await names('')).toEqual(['dvrha', 'dvr', 'ha', 'single_node']);
  expect(await names('?service_type=VPN')).toEqual([]);
});

test('what plugins that are not there would have is not found', async () => {
  const demo = await testCloud().login('demo');
  for (const path of ['trunks', 'segments']) expect((await demo.get(`${V2}/${path}`)).status).toBe(404);
});

test('a topology is not allocated by itself, and it is said what is missing first', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const topology = `${V2}/auto-allocated-topology/${demo.projectId}`;
  expect(why(await demo.get(topology))).toBe(
    '409 AutoAllocationFailure: Deployment error: No default router:external network.',
  );
  expect(why(await demo.get(`${V2}/auto-allocated-topology/${admin.projectId}`))).toMatch(/^403 NotAuthorized/);
  await admin.post(`${V2}/networks`, {network: {name: 'out', 'router:external': true, is_default: true}});
  expect(why(await demo.get(`${topology}?fields=dry-run`))).toBe(
    '409 AutoAllocationFailure: Deployment error: No default subnetpools defined.',
  );
  expect(why(await demo.get(topology))).toBe(
    '409 AutoAllocationFailure: Deployment error: Unable to provide tenant private network.',
  );
  expect((await demo.delete(topology)).status).toBe(204);
});
