import {expect, test} from 'vitest';
import {testCloud} from '../testing/test-cloud.ts';

test.each([
  [
    '/networking/v2.0/networks',
    {NeutronError: {type: 'HTTPBadRequest', message: 'Body contains invalid data', detail: ''}},
  ],
  ['/compute/v2.1/servers', {badRequest: {code: 400, message: 'Malformed request body'}}],
  ['/identity/v3/auth/tokens', {error: {code: 400, message: 'Malformed json in request body', title: 'Bad Request'}}],
])('%s answers malformed JSON in its own shape', async (path, body) => {
  const cloud = testCloud();
  const {token} = await cloud.login('admin');
  const answer = await cloud.request('POST', path, '{"half', {'X-Auth-Token': token});
  expect([answer.status, answer.body]).toEqual([400, body]);
});

test('a huge body is refused before it is read, and changes nothing', async () => {
  const cloud = testCloud();
  const {token} = await cloud.login('admin');
  const answer = await cloud.request(
    'POST',
    '/networking/v2.0/networks',
    {network: {name: 'x'.repeat(200_000)}},
    {'X-Auth-Token': token},
  );
  expect(answer.status).toBe(413);
  expect(cloud.cloud.store.tables.networks.size).toBe(0);
});

test('what is not there is 404 in the shape of its service', async () => {
  const cloud = testCloud();
  const {token} = await cloud.login('admin');
  const get = async (path: string) => (await cloud.request('GET', path, undefined, {'X-Auth-Token': token})).body;
  expect(await get('/networking/v2.0/nothing')).toEqual({
    NeutronError: {type: 'HTTPNotFound', message: 'The resource could not be found.', detail: ''},
  });
  expect(await get('/compute/v2.1/nothing')).toEqual({
    itemNotFound: {code: 404, message: 'The resource could not be found.'},
  });
  expect((await get('/image/v2/images/nothing')).title).toBe('Not Found');
});

test('every answer names its request', async () => {
  const answer = await testCloud().request('GET', '/networking/');
  expect(answer.headers.get('X-Openstack-Request-Id')).toMatch(/^req-/);
});

test('the same call makes the same id, in whatever blanks and order of keys a client writes it', async () => {
  const idOf = async (body: string): Promise<unknown> => {
    const cloud = testCloud();
    const {token} = await cloud.login('admin');
    const answer = await cloud.request('POST', '/networking/v2.0/networks', body, {'X-Auth-Token': token});
    return answer.body.network.id;
  };
  const id = await idOf('{"network":{"name":"blue","admin_state_up":true}}');
  expect(await idOf('{"network": {"admin_state_up": true, "name": "blue"}}')).toBe(id);
  expect(await idOf('{"network": {"admin_state_up": true, "name": "green"}}')).not.toBe(id);
});
