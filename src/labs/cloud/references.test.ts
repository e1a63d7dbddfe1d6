import {expect, test} from 'vitest';
import {testCloud, makeNetwork} from '../../cloud/testing/test-cloud.ts';
import {rememberThings} from './known-things.ts';
import {
  cloudReferences,
  nameIn,
  REFERENCE_KINDS,
  referenceTo,
  resolveAll,
  resolveReferences,
  sampleReferences,
  showReferences,
  type KnownThings,
} from './references.ts';

async function blueCloud() {
  const cloud = testCloud({plan: {addressOrder: 'next'}});
  const things = rememberThings(cloud.cloud);
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(
    admin,
    {name: 'blue', 'provider:network_type': 'vxlan', 'provider:segmentation_id': 77},
    {name: 'blue-a'},
  );
  const {body} = await admin.post('/compute/v2.1/servers', {
    server: {
      name: 'vm1',
      imageRef: (await admin.get('/image/v2/images')).body.images[0].id,
      flavorRef: '1',
      networks: [{uuid: networkId}],
      availability_zone: 'nova:compute1',
    },
  });
  return {cloud, admin, things, networkId, serverId: body.server.id as string};
}

const resolved = (text: string, things: Parameters<typeof resolveReferences>[1]): string => {
  const result = resolveReferences(text, things);
  return result.ok ? result.value : `? ${result.why.en}`;
};

test('names of devices, namespaces, addresses are what Neutron cuts them to', async () => {
  const {things, networkId, serverId, cloud} = await blueCloud();
  const port = [...cloud.cloud.store.tables.ports.values()].find(({deviceId}) => deviceId === serverId);
  const dhcp = [...cloud.cloud.store.tables.ports.values()].find(({deviceOwner}) => deviceOwner === 'network:dhcp');
  expect(resolved('ip link set [[tap vm1]] master [[bridge blue]]', things)).toBe(
    `ip link set tap${port?.id.slice(0, 11)} master brq${networkId.slice(0, 11)}`,
  );
  expect(resolved('[[qdhcp blue]] [[ns dhcp:blue]] [[ip dhcp:blue]]', things)).toBe(
    `qdhcp-${networkId} ns-${dhcp?.id.slice(0, 11)} 172.16.1.2`,
  );
  expect(
    resolved('[[vxlan blue]] [[segment blue]] [[guest vm1]] [[host vm1]] [[ip vm1:blue]] [[mac vm1]]', things),
  ).toBe(`vxlan-77 77 instance-00000001 compute1 172.16.1.3 ${port?.macAddress}`);
});

test('what is not there says so, and shows as a placeholder; a deleted thing is still known', async () => {
  const {things, admin, networkId, serverId} = await blueCloud();
  expect(resolved('[[bridge red]]', things)).toBe('? there is no network red');
  expect(resolved('[[tap vm2]]', things)).toBe('? there is no port vm2');
  expect(showReferences({text: 'see [[bridge red]] and [[guest vm1]]'}, things)).toEqual({
    text: 'see brq… and instance-00000001',
  });
  const before = resolved('[[bridge blue]] [[tap vm1]]', things);
  await admin.delete(`/compute/v2.1/servers/${serverId}`);
  await admin.delete(`/networking/v2.0/networks/${networkId}`);
  expect(resolved('[[bridge blue]]', things)).toBe(before.split(' ')[0]);
});

test('a value with a missing reference is not filled in half', async () => {
  const {things} = await blueCloud();
  expect(resolveAll({a: '[[bridge blue]]', b: ['[[tap vm9]]']}, things)).toEqual({
    ok: false,
    wanted: {en: 'there is the port vm9', zh: '有端口 vm9'},
    why: {en: 'there is no port vm9', zh: '没有端口 vm9'},
  });
});

test('what would have to be there is said in words, and ids have names', async () => {
  const {things, networkId} = await blueCloud();
  const wanted = (text: string) => {
    const result = resolveReferences(text, things);
    return result.ok ? undefined : result.wanted;
  };
  expect(wanted('[[tap dhcp:red]]')).toEqual({
    en: 'there is the port of the DHCP server in red',
    zh: '有网络 red 中 DHCP 服务器的端口',
  });
  expect(wanted('[[tap vm1:red]]')?.en).toBe('there is the port of vm1 in red');
  expect(wanted('[[guest vm1]] [[guest vm2]]')?.en).toBe('there is an instance vm2');
  expect(wanted('[[guest vm1]]')).toBeUndefined();
  expect([networkId, 'nothing'].map(nameIn(things))).toEqual(['blue', undefined]);
});

test("bash's own double brackets stay, and every kind has a sample that needs no cloud", async () => {
  const {things} = await blueCloud();
  expect(resolved('[[ -e /run/x ]] && echo [[vxlan blue]]', things)).toBe('[[ -e /run/x ]] && echo vxlan-77');
  for (const kind of REFERENCE_KINDS) expect(sampleReferences(`[[${kind} x]]`)).not.toContain('[[');
  expect(cloudReferences('a [[bridge blue]]')).toEqual([{kind: 'bridge', name: 'blue', offset: 2}]);
});

test('an id leads back to a reference, also of what has no name of its own and of what is gone', async () => {
  const {things, admin, networkId, serverId, cloud} = await blueCloud();
  const port = [...cloud.cloud.store.tables.ports.values()].find(({deviceId}) => deviceId === serverId);
  const {body} = await admin.get('/networking/v2.0/subnets');
  expect(
    [networkId, body.subnets[0].id as string, serverId, port?.id ?? ''].map((id) => referenceTo(id, things)),
  ).toEqual(['[[network blue]]', '[[subnet blue-a]]', '[[server vm1]]', '[[port vm1]]']);
  expect(referenceTo('11111111-2222-4333-8444-555555555555', things)).toBeUndefined();
  await admin.delete(`/compute/v2.1/servers/${serverId}`);
  expect(referenceTo(serverId, things)).toBe('[[server vm1]]');
});

test('a floating IP is known by its address', () => {
  const [id, address] = ['31111111-2222-4333-8444-555555555555', '10.10.10.5'];
  const nothing = {networks: {}, subnets: {}, ports: {}, instances: {}};
  const things = {
    state: {...nothing, floatingIps: {[id]: {id, floatingIpAddress: address}}},
    gone: nothing,
  } as unknown as KnownThings;
  expect(resolved(`[[floating-ip ${address}]]`, things)).toBe(id);
  expect(referenceTo(id, things)).toBe(`[[floating-ip ${address}]]`);
  expect(resolved('[[floating-ip 10.10.10.6]]', things)).toBe('? there is no floating IP 10.10.10.6');
});
