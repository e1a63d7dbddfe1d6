import {expect, test} from 'vitest';
import {brokenInvariants} from '../testing/invariants.ts';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import {emptyDocument, parseDocument} from './document.ts';
import type {ProjectRecord} from './records.ts';
import {openStore} from './store.ts';
import type {CloudChange} from './store.ts';

const project = (id: string, name = id): ProjectRecord => ({id, name, description: '', enabled: true});

test('a transaction that throws leaves nothing behind, neither records nor index nor events', () => {
  const store = openStore(emptyDocument('x'));
  store.transact(({tables}) => tables.projects.put(project('a')));
  const seen: CloudChange[] = [];
  store.subscribe((changes) => seen.push(...changes));
  expect(() =>
    store.transact(({tables}) => {
      tables.projects.put(project('a', 'renamed'));
      tables.projects.put(project('b'));
      tables.projects.delete('a');
      throw new Error('refused');
    }),
  ).toThrow('refused');
  expect([...store.tables.projects.values()]).toEqual([project('a')]);
  expect(store.tables.projects.find('name', 'a')).toEqual([project('a')]);
  expect(store.tables.projects.count('name', 'renamed')).toBe(0);
  expect([seen, store.version]).toEqual([[], 1]);
});

test('what changed is told once for each record, from first to last; what came and went is not', () => {
  const store = openStore(emptyDocument('x'));
  store.transact(({tables}) => tables.projects.put(project('a')));
  const seen: CloudChange[] = [];
  store.subscribe((changes) => seen.push(...changes));
  store.transact(({tables}) => {
    tables.projects.put(project('a', 'one'));
    tables.projects.put(project('a', 'two'));
    tables.projects.put(project('b'));
    tables.projects.put(project('c'));
    tables.projects.delete('c');
  });
  expect(seen).toEqual([
    {table: 'projects', id: 'a', before: project('a'), after: project('a', 'two')},
    {table: 'projects', id: 'b', after: project('b')},
  ]);
});

test('a listener may change the cloud; everybody hears it in the order it happened', () => {
  const store = openStore(emptyDocument('x'));
  const heard: string[] = [];
  store.subscribe(([change]) => {
    if (change?.id === 'a') store.transact(({tables}) => tables.projects.put(project('b')));
  });
  store.subscribe((changes) => heard.push(...changes.map((change) => change.id)));
  store.transact(({tables}) => tables.projects.put(project('a')));
  expect(heard).toEqual(['a', 'b']);
});

test('a kept cloud is opened again with everything in it, and never repeats an id', async () => {
  const first = testCloud();
  const admin = await first.login('admin');
  const {networkId} = await makeNetwork(admin);
  const {body} = await admin.post('/networking/v2.0/ports', {port: {network_id: networkId}});
  const kept: unknown = JSON.parse(JSON.stringify(first.cloud.store.toDocument()));
  const second = testCloud({document: parseDocument(kept)});
  const again = await second.login('admin');
  expect((await again.get(`/networking/v2.0/ports/${body.port.id}`)).body.port).toEqual(
    (await admin.get(`/networking/v2.0/ports/${body.port.id}`)).body.port,
  );
  await again.post('/networking/v2.0/ports', {port: {network_id: networkId}});
  expect(second.cloud.store.tables.ports.size).toBe(3);
  expect(brokenInvariants(second.cloud.store.tables)).toEqual([]);
  expect((await again.get('/networking/v2.0/networks')).status).toBe(200);
  // The old token was for the old program.
  const old = await second.request('GET', '/networking/v2.0/networks', undefined, {'X-Auth-Token': admin.token});
  expect(old.status).toBe(401);
});

test('the same calls on the same seed give the same ids', async () => {
  const ids = async () => {
    const cloud = testCloud();
    await makeNetwork(await cloud.login('admin'));
    return [...cloud.cloud.store.tables.ports.values()].map((port) => `${port.id} ${port.macAddress}`);
  };
  expect(await ids()).toEqual(await ids());
});

test('a document of another kind is refused with the reason', () => {
  expect(() => parseDocument({version: 2})).toThrow('Not a stored cloud');
  expect(() => parseDocument(undefined)).toThrow('Not a stored cloud');
});

test('the drivers get the same object until something changes', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const before = cloud.cloud.state;
  await admin.get('/networking/v2.0/networks');
  expect(cloud.cloud.state).toBe(before);
  await makeNetwork(admin);
  expect(cloud.cloud.state).not.toBe(before);
  expect(Object.keys(before.networks)).toEqual([]);
  expect(cloud.cloud.state.subnets).not.toBe(before.subnets);
  expect(cloud.cloud.state.instances).toBe(before.instances);
});
