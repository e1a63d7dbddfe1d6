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

test('a router, its namespace and its ends are known, also when they are gone', async () => {
  const {things, admin} = await blueCloud();
  const {networkId} = await makeNetwork(
    admin,
    {name: 'ext', 'provider:network_type': 'flat', 'provider:physical_network': 'external', 'router:external': true},
    {name: 'ext-a', cidr: '10.10.10.0/24', enable_dhcp: false},
  );
  const {body} = await admin.post('/networking/v2.0/routers', {
    router: {name: 'r1', external_gateway_info: {network_id: networkId}},
  });
  const routerId = body.router.id as string;
  expect(resolved('[[qr r1:blue]]', things)).toBe('? there is no port of r1 in blue');
  const path = `/networking/v2.0/routers/${routerId}`;
  const subnet = {subnet_id: resolved('[[subnet blue-a]]', things)};
  await admin.put(`${path}/add_router_interface`, subnet);
  const own = (await admin.get(`/networking/v2.0/ports?device_id=${routerId}`)).body.ports as {
    readonly id: string;
    readonly network_id: string;
  }[];
  const idOn = (isOutside: boolean) =>
    own.find((port) => (port.network_id === networkId) === isOutside)?.id.slice(0, 11);
  const text = '[[router r1]] [[qrouter r1]] [[qr r1:blue]] [[tap r1:blue]] [[qg r1:ext]] [[ip r1:ext]]';
  const expected = `${routerId} qrouter-${routerId} qr-${idOn(false)} tap${idOn(false)} qg-${idOn(true)} 10.10.10.2`;
  expect(resolved(text, things)).toBe(expected);
  await admin.put(`${path}/remove_router_interface`, subnet);
  await admin.delete(path);
  expect(resolved(text, things)).toBe(expected);
  expect(resolved('[[qrouter r2]]', things)).toBe('? there is no router r2');
});

test('a load balancer, its namespace, its address and what hangs on it are known, also when they are gone', async () => {
  const {things, admin} = await blueCloud();
  const base = '/load-balancer/v2.0/lbaas';
  expect(resolved('[[qlbaas lb1]]', things)).toBe('? there is no load balancer lb1');
  const {loadbalancer: lb} = (
    await admin.post(`${base}/loadbalancers`, {
      loadbalancer: {name: 'lb1', vip_subnet_id: resolved('[[subnet blue-a]]', things)},
    })
  ).body;
  const {listener} = (
    await admin.post(`${base}/listeners`, {
      listener: {name: 'front', loadbalancer_id: lb.id, protocol: 'HTTP', protocol_port: 80},
    })
  ).body;
  const {pool} = (
    await admin.post(`${base}/pools`, {
      pool: {name: 'web', listener_id: listener.id, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN'},
    })
  ).body;
  const {member} = (
    await admin.post(`${base}/pools/${pool.id}/members`, {
      member: {name: 'web1', address: '172.16.1.9', protocol_port: 80},
    })
  ).body;
  const text =
    '[[loadbalancer lb1]] [[listener front]] [[pool web]] [[member web1]] [[qlbaas lb1]] [[lbaas-files lb1]]';
  const expected = `${lb.id} ${listener.id} ${pool.id} ${member.id} qlbaas-${lb.id} /var/lib/neutron/lbaas/v2/${lb.id}`;
  expect(resolved(text, things)).toBe(expected);
  const vip = `ns-${lb.vip_port_id.slice(0, 11)} ${lb.vip_address}`;
  expect(resolved('[[ns lb1]] [[ip lb1]]', things)).toBe(vip);
  expect((await admin.delete(`${base}/loadbalancers/${lb.id}?cascade=true`)).status).toBe(204);
  expect(resolved(text, things)).toBe(expected);
  expect(resolved('[[ns lb1]] [[ip lb1]]', things)).toBe(vip);
  expect(resolved('[[member web2]]', things)).toBe('? there is no member web2');
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
  expect(resolveAll('[[tap r1:blue]]', things)).toMatchObject({
    wanted: {zh: '有 r1 在网络 blue 中的端口'},
    why: {zh: '没有 r1 在网络 blue 中的端口'},
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

test('ids are told by names, a port without one by its instance', async () => {
  const {things, admin, cloud, serverId} = await blueCloud();
  const {router} = (await admin.post('/networking/v2.0/routers', {router: {name: 'r1'}})).body;
  const {security_group: group} = (
    await admin.post('/networking/v2.0/security-groups', {security_group: {name: 'web'}})
  ).body;
  const port = [...cloud.cloud.store.tables.ports.values()].find(({deviceId}) => deviceId === serverId);
  expect([router.id, group.id, serverId, port?.id].map(nameIn(things))).toEqual(['r1', 'web', 'vm1', 'vm1']);
});

test("bash's own double brackets stay, and every kind has a sample that needs no cloud", async () => {
  const {things} = await blueCloud();
  expect(resolved('[[ -e /run/x ]] && echo [[vxlan blue]]', things)).toBe('[[ -e /run/x ]] && echo vxlan-77');
  for (const kind of REFERENCE_KINDS) expect(sampleReferences(`[[${kind} x]]`)).not.toContain('[[');
  expect(cloudReferences('a [[bridge blue]]')).toEqual([{kind: 'bridge', name: 'blue', offset: 2}]);
});

test('what guards instances and networks is known, with the names it has in a kernel', async () => {
  const {things, admin} = await blueCloud();
  const {security_group: group} = (
    await admin.post('/networking/v2.0/security-groups', {security_group: {name: 'web'}})
  ).body;
  const {firewall_policy: policy} = (
    await admin.post('/networking/v2.0/fwaas/firewall_policies', {firewall_policy: {name: 'in'}})
  ).body;
  const {firewall_group: firewall} = (
    await admin.post('/networking/v2.0/fwaas/firewall_groups', {
      firewall_group: {name: 'fw', ingress_firewall_policy_id: policy.id},
    })
  ).body;
  const suffix = resolved('[[port vm1]]', things).slice(0, 10);
  expect(resolved('[[security-group web]] [[ipset web]] [[chain-i vm1]] [[chain-o vm1]] [[chain-s vm1]]', things)).toBe(
    `${group.id} ${`NIPv4${group.id}`.slice(0, 29)} ${['i', 'o', 's'].map((side) => `neutron-linuxbri-${side}${suffix}`).join(' ')}`,
  );
  const cut = firewall.id.slice(0, 8);
  expect(resolved('[[firewall-policy in]] [[firewall-i fw]] [[firewall-o fw]]', things)).toBe(
    `${policy.id} neutron-l3-agent-iv4${cut} neutron-l3-agent-ov4${cut}`,
  );
  await admin.delete(`/networking/v2.0/security-groups/${group.id}`);
  expect(resolved('[[security-group web]]', things)).toBe(group.id);
  expect(resolved('[[firewall-rule ssh]]', things)).toBe('? there is no firewall rule ssh');
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
