import {expect, test} from 'vitest';
import {testCloud} from '../testing/test-cloud.ts';

const domain = {id: 'default'};
const password = (name: string, secret: string) => ({
  methods: ['password'],
  password: {user: {name, domain, password: secret}},
});
const TOKENS = '/identity/v3/auth/tokens';

test('a password opens a token with roles and catalog; a wrong one does not', async () => {
  const cloud = testCloud();
  const scope = {project: {name: 'demo', domain: {name: 'Default'}}};
  const answer = await cloud.request('POST', TOKENS, {auth: {identity: password('demo', 'secret'), scope}});
  expect(answer.status).toBe(201);
  expect(answer.headers.get('X-Subject-Token')).toMatch(/^gAAAAA/);
  expect(answer.body.token.roles.map((role: {name: string}) => role.name)).toEqual(['member', 'reader']);
  expect(answer.body.token.catalog.map((service: {type: string}) => service.type)).toEqual([
    'identity',
    'network',
    'compute',
    'image',
    'load-balancer',
    'key-manager',
    'placement',
  ]);
  for (const identity of [
    password('demo', 'guess'),
    password('nobody', 'secret'),
    {methods: ['token'], token: {id: 'x'}},
  ]) {
    const refused = await cloud.request('POST', TOKENS, {auth: {identity}});
    expect(refused.status).toBe(401);
    expect(refused.body.error.message).toBe('The request you have made requires authentication.');
  }
  const foreign = {project: {name: 'admin', domain}};
  expect(
    (await cloud.request('POST', TOKENS, {auth: {identity: password('demo', 'secret'), scope: foreign}})).status,
  ).toBe(401);
});

test.each([
  'networking/v2.0/networks',
  'compute/v2.1/servers',
  'image/v2/images',
  'placement/x',
  'identity/v3/projects',
])('/%s wants a token that is valid now', async (path) => {
  let now = new Date('2026-11-21T02:00:00Z');
  const cloud = testCloud({now: () => now});
  const {token} = await cloud.login('admin');
  const status = async (headers: Record<string, string>) =>
    (await cloud.request('GET', `/${path}`, undefined, headers)).status;
  expect(await status({})).toBe(401);
  expect(await status({'X-Auth-Token': 'nonsense'})).toBe(401);
  expect(await status({'X-Auth-Token': token})).not.toBe(401);
  now = new Date('2026-11-21T03:00:01Z');
  expect(await status({'X-Auth-Token': token})).toBe(401);
});

test('a token opens another token, and is worthless once revoked', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const identity = {methods: ['token'], token: {id: admin.token}};
  const scope = {project: {name: 'demo', domain}};
  const second = await cloud.request('POST', TOKENS, {auth: {identity, scope}});
  expect(second.body.token.project.name).toBe('demo');
  const headers = {'X-Auth-Token': admin.token, 'X-Subject-Token': admin.token};
  expect((await cloud.request('GET', TOKENS, undefined, headers)).status).toBe(200);
  expect((await cloud.request('DELETE', TOKENS, undefined, headers)).status).toBe(204);
  expect((await cloud.request('GET', TOKENS, undefined, headers)).status).toBe(401);
});

test('an admin makes a project, a user and gives him a role; others may not', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const refused = await demo.post('/identity/v3/projects', {project: {name: 'blue'}});
  expect(refused.body.error).toMatchObject({code: 403, title: 'Forbidden'});
  const project = (await admin.post('/identity/v3/projects', {project: {name: 'blue'}})).body.project;
  const user = (await admin.post('/identity/v3/users', {user: {name: 'eve', password: 'secret'}})).body.user;
  expect((await admin.post('/identity/v3/projects', {project: {name: 'blue'}})).status).toBe(409);
  await expect(cloud.login('eve', 'blue')).rejects.toThrow('No token');
  const role = (await admin.get('/identity/v3/roles?name=member')).body.roles[0];
  const grant = `/identity/v3/projects/${project.id}/users/${user.id}/roles/${role.id}`;
  expect((await admin.put(grant)).status).toBe(204);
  const eve = await cloud.login('eve', 'blue');
  expect((await eve.post('/networking/v2.0/networks', {network: {}})).status).toBe(201);
  await admin.delete(grant);
  expect((await eve.get('/networking/v2.0/networks')).status).toBe(401);
});

test('a reader looks and changes nothing', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const user = (await admin.post('/identity/v3/users', {user: {name: 'eve', password: 'secret'}})).body.user;
  const role = (await admin.get('/identity/v3/roles?name=reader')).body.roles[0];
  const {projectId} = await cloud.login('demo');
  await admin.put(`/identity/v3/projects/${projectId}/users/${user.id}/roles/${role.id}`);
  const eve = await cloud.login('eve', 'demo');
  expect((await eve.get('/networking/v2.0/networks')).status).toBe(200);
  expect((await eve.post('/networking/v2.0/networks', {network: {}})).status).toBe(403);
  const server = {name: 'x', flavorRef: '1', imageRef: '5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90'};
  expect((await eve.post('/compute/v2.1/servers', {server})).status).toBe(403);
});

test.each([
  [{}, "'auth' is a required property"],
  [{auth: {}}, "Invalid input for field 'auth': 'identity' is a required property"],
  [{auth: {identity: 5}}, "Invalid input for field 'auth/identity': 5 is not of type 'object'"],
])('a login with %j says what it lacks', async (body, words) => {
  const {body: answer} = await testCloud().request('POST', TOKENS, body);
  expect(answer.error).toEqual({code: 400, title: 'Bad Request', message: words});
});

test('projects and users are changed and deleted; those that every lab has stay', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const headers = {'X-Auth-Token': admin.token};
  const patch = (path: string, body: unknown) => cloud.request('PATCH', `/identity/v3/${path}`, body, headers);
  const project = (await admin.post('/identity/v3/projects', {project: {name: 'blue'}})).body.project;
  const user = (await admin.post('/identity/v3/users', {user: {name: 'eve', password: 'x'}})).body.user;
  const changed = await patch(`projects/${project.id}`, {project: {name: 'green', description: 'd'}});
  expect(changed.body.project).toMatchObject({name: 'green', description: 'd', enabled: true});
  expect((await patch(`projects/${project.id}`, {project: {name: 'demo'}})).status).toBe(409);
  const role = (await admin.get('/identity/v3/roles?name=member')).body.roles[0];
  const grant = `/identity/v3/projects/${project.id}/users/${user.id}/roles/${role.id}`;
  expect((await admin.delete(grant)).body.error.message).toMatch(/^Could not find role assignment with role: member0/);
  await admin.put(grant);
  expect((await patch(`users/${user.id}`, {user: {password: 'secret', enabled: true}})).status).toBe(200);
  const eve = await cloud.login('eve', 'green');
  const own = await eve.get(`/identity/v3/users/${user.id}/projects`);
  expect(own.body.projects.map((one: {name: string}) => one.name)).toEqual(['green']);
  expect((await eve.get(`/identity/v3/users/${user.id.replaceAll(/./g, '0')}/projects`)).status).toBe(403);
  expect((await eve.delete(`/identity/v3/projects/${project.id}`)).status).toBe(403);
  expect((await admin.delete(`/identity/v3/projects/${project.id}`)).status).toBe(204);
  expect((await eve.get('/networking/v2.0/networks')).status).toBe(401);
  expect((await admin.delete(`/identity/v3/users/${user.id}`)).status).toBe(204);
  await expect(cloud.login('eve', 'green')).rejects.toThrow('No token');
  expect((await admin.delete(`/identity/v3/users/${user.id}`)).status).toBe(404);

  const fixed = await admin.delete(`/identity/v3/projects/${demo.projectId}`);
  expect(fixed.body.error).toMatchObject({code: 403, message: 'The account demo of this cloud cannot be changed.'});
  expect((await patch(`projects/${demo.projectId}`, {project: {description: 'mine'}})).status).toBe(200);
});
