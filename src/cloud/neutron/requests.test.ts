import {describe, expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const V2 = '/networking/v2.0';
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}: ${body.NeutronError.message}`;
const named = (answer: Answer): readonly string[] =>
  Object.values(answer.body)
    .flat()
    .map((item) => (item as {name: string}).name);

const NOT_ALLOWED =
  '405 HTTPMethodNotAllowed: The server could not comply with the request since it is either malformed or otherwise incorrect.';

test.each([
  ['PUT', 'networks'],
  ['DELETE', 'networks'],
  ['PATCH', 'networks/x'],
  ['POST', 'ports/x'],
  ['POST', 'agents'],
  ['DELETE', 'quotas'],
  ['POST', 'rbac-policies/x'],
])('%s %s: the address is right, the method is not', async (method, path) => {
  const cloud = testCloud();
  const {token} = await cloud.login('admin');
  expect(why(await cloud.request(method, `${V2}/${path}`, {}, {'X-Auth-Token': token}))).toBe(NOT_ALLOWED);
});

test('a slash at the end of an address is nothing', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  for (const path of ['/identity/', '/networking/', '/compute/', '/image/', '/networking/v2.0/', `${V2}/networks/`])
    expect((await admin.get(path)).status, path).toBeLessThan(301);
});

test('a body that is missing, for many, or for a DELETE is refused', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  const headers = {'X-Auth-Token': admin.token};
  const missing = "400 HTTPBadRequest: Unable to find 'network' in request body";
  expect(why(await cloud.request('POST', `${V2}/networks`, undefined, headers))).toBe(missing);
  expect(why(await admin.put(`${V2}/networks/${networkId}`))).toBe(missing);
  expect(why(await admin.put(`${V2}/networks/${networkId}`, {networks: [{name: 'a'}]}))).toBe(
    '400 HTTPBadRequest: Bulk operation not supported',
  );
  expect(why(await cloud.request('DELETE', `${V2}/networks/${networkId}`, {network: {}}, headers))).toBe(
    '400 HTTPBadRequest: Request body is not supported in DELETE.',
  );
});

test('If-Match: a change is only for the revision that its author saw', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  const path = `${V2}/networks/${networkId}`;
  const {revision_number: seen} = (await admin.get(path)).body.network;
  const ask = (method: string, match: string) =>
    cloud.request(method, path, method === 'PUT' ? {network: {name: 'b'}} : undefined, {
      'X-Auth-Token': admin.token,
      'If-Match': match,
    });
  expect((await ask('PUT', `revision_number=${seen}`)).status).toBe(200);
  for (const method of ['PUT', 'DELETE'])
    expect(why(await ask(method, `"revision_number=${seen}"`))).toBe(
      `412 RevisionNumberConstraintFailed: Constrained to ${seen}, but current revision is ${seen + 1}`,
    );
  expect(why(await ask('PUT', 'revision_number=x'))).toBe(
    '400 BadRequest: Bad if-match request: Revision number etag must be in the format of revision_number=<int>.',
  );
  expect((await ask('DELETE', `revision_number=${seen + 1}`)).status).toBe(204);
});

test('a filter is read as the attribute is', async () => {
  const admin = await testCloud().login('admin');
  for (const network of [{name: 'on'}, {name: 'off', admin_state_up: false}]) {
    await admin.post(`${V2}/networks`, {network});
  }
  expect(named(await admin.get(`${V2}/networks?admin_state_up=FALSE`))).toEqual(['off']);
  expect(named(await admin.get(`${V2}/networks?provider:segmentation_id=100`))).toEqual(['on']);
  expect(why(await admin.get(`${V2}/networks?admin_state_up=banana`))).toBe(
    "400 InvalidInput: Invalid input for operation: 'banana' cannot be converted to boolean.",
  );
  expect(why(await admin.get(`${V2}/networks?mtu=x`))).toBe(
    "400 InvalidInput: Invalid input for operation: 'x' is not an integer.",
  );
});

test('addresses of networks are counted by project, network and version', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  await makeNetwork(admin, {name: 'a'});
  const {networkId} = await makeNetwork(demo, {name: 'd'}, {cidr: '172.16.1.0/29'});
  await demo.post(`${V2}/subnets`, {subnet: {network_id: networkId, ip_version: 6, cidr: '2001:db8::/126'}});
  const list = async (query: string) =>
    (await admin.get(`${V2}/network-ip-availabilities${query}`)).body.network_ip_availabilities.map(
      (one: {network_name: string; total_ips: number}) => `${one.network_name} ${one.total_ips}`,
    );
  expect(await list(`?project_id=${demo.projectId}`)).toEqual(['d 7']);
  expect(await list(`?network_name=d&ip_version=4`)).toEqual(['d 5']);
  expect(await list('?ip_version=6')).toEqual(['a 0', 'd 2']);
  expect(why(await admin.get(`${V2}/network-ip-availabilities?foo=1`))).toContain('invalid attribute for filtering');
});

describe('quotas', () => {
  const set = (admin: Client, quota: Readonly<Record<string, unknown>>) =>
    admin.put(`${V2}/quotas/${admin.projectId}`, {quota});

  test.each([
    [{port: -2}, "400 HTTPBadRequest: Invalid input for port. Reason: '-2' is too small - must be at least '-1'."],
    [
      {port: 2 ** 31},
      "400 HTTPBadRequest: Invalid input for port. Reason: '2147483648' is too large - must be no larger than '2147483647'.",
    ],
    [{port: 'x'}, "400 InvalidInput: Invalid input for operation: 'x' is not an integer."],
    [{foo: 1}, "400 HTTPBadRequest: Unrecognized attribute(s) 'foo'"],
    [
      {network: 0, check_limit: true},
      '400 HTTPBadRequest: Quota limit 0 for network must be greater than or equal to already used 1',
    ],
  ])('%j is refused', async (quota, words) => {
    const admin = await testCloud().login('admin');
    await makeNetwork(admin);
    expect(why(await set(admin, quota))).toBe(words);
  });

  test('may be set below what is there, and then nothing more is made', async () => {
    const admin = await testCloud().login('admin');
    await makeNetwork(admin);
    expect((await set(admin, {network: 0})).status).toBe(200);
    expect(why(await admin.post(`${V2}/networks`, {network: {}}))).toBe(
      "409 OverQuota: Quota exceeded for resources: ['network'].",
    );
    expect(why(await admin.post(`${V2}/quotas`, {}))).toBe(
      '501 HTTPNotImplemented: POST requests are not supported on this resource.',
    );
    expect((await admin.get(`${V2}/quotas/project`)).body).toEqual({project: {project_id: admin.projectId}});
  });
});

describe('tags', () => {
  test('raise the revision of their object when they change', async () => {
    const admin = await testCloud().login('admin');
    const {subnetId} = await makeNetwork(admin);
    const path = `${V2}/subnets/${subnetId}`;
    const seen = async () => {
      const {tags, revision_number: revision} = (await admin.get(path)).body.subnet;
      return [tags, revision];
    };
    expect(await seen()).toEqual([[], 0]);
    await admin.put(`${path}/tags`, {tags: ['a', 'b']});
    expect(await seen()).toEqual([['a', 'b'], 1]);
    await admin.put(`${path}/tags`, {tags: ['b', 'a']});
    await admin.put(`${path}/tags/a`);
    expect(await seen()).toEqual([['a', 'b'], 1]);
    await admin.delete(`${path}/tags/a`);
    expect(await seen()).toEqual([['b'], 2]);
  });

  test('may stand in the body of a new port', async () => {
    const admin = await testCloud().login('admin');
    const {networkId} = await makeNetwork(admin);
    const make = (tags: unknown) => admin.post(`${V2}/ports`, {port: {network_id: networkId, tags}});
    expect((await make(['a', 'b'])).body.port.tags).toEqual(['a', 'b']);
    expect(why(await make(['a', 'a']))).toBe(
      "400 HTTPBadRequest: Invalid input for tags. Reason: Duplicate items in the list: 'a'.",
    );
  });

  test.each([
    [{}, 'Invalid tags body'],
    [[], 'Invalid tags body'],
    [{tags: 'x'}, "'x' is not a list"],
    [{tags: [5]}, "'5' is not a valid string"],
  ])('%j are refused', async (body, words) => {
    const admin = await testCloud().login('admin');
    const {networkId} = await makeNetwork(admin);
    expect(why(await admin.put(`${V2}/networks/${networkId}/tags`, body))).toBe(
      `400 InvalidInput: Invalid input for operation: ${words}.`,
    );
  });
});

test('on a network that is seen but not shared nobody else puts anything', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {networkId} = await makeNetwork(admin, {'router:external': true});
  const tenant = `Tenant ${demo.projectId} not allowed to create`;
  expect(why(await demo.post(`${V2}/ports`, {port: {network_id: networkId}}))).toBe(
    `403 HTTPForbidden: ${tenant} port on this network`,
  );
  const subnet = {network_id: networkId, ip_version: 4, cidr: '10.9.0.0/24'};
  expect(why(await demo.post(`${V2}/subnets`, {subnet}))).toBe(`403 HTTPForbidden: ${tenant} subnet on this network`);
});

test('a port that wants a card of its own is not bound here', async () => {
  const admin = await testCloud().login('admin');
  const {networkId} = await makeNetwork(admin);
  const port = {network_id: networkId, 'binding:host_id': 'compute1', 'binding:vnic_type': 'direct'};
  const made = (await admin.post(`${V2}/ports`, {port})).body.port;
  expect(made['binding:vif_type']).toBe('binding_failed');
  const changed = await admin.put(`${V2}/ports/${made.id}`, {port: {'binding:vnic_type': 'normal'}});
  expect(changed.body.port['binding:vif_type']).toBe('bridge');
});

test('a network is shared with a project once, however the second policy came about', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {networkId} = await makeNetwork(admin);
  const share = async (target: string) => {
    const policy = {object_type: 'network', object_id: networkId, action: 'access_as_shared', target_tenant: target};
    return (await admin.post(`${V2}/rbac-policies`, {rbac_policy: policy})).body.rbac_policy.id as string;
  };
  await share(demo.projectId);
  const other = `${V2}/rbac-policies/${await share(admin.projectId)}`;
  expect(why(await admin.put(other, {rbac_policy: {target_tenant: demo.projectId}}))).toBe(
    '409 DuplicateRbacPolicy: An RBAC policy already exists with those values.',
  );
  expect((await admin.put(other, {rbac_policy: {target_tenant: '*'}})).status).toBe(200);
});
