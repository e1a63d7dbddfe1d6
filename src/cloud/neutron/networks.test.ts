import {expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const NETWORKS = '/networking/v2.0/networks';
const create = (client: Client, network: Readonly<Record<string, unknown>>): Promise<Answer> =>
  client.post(NETWORKS, {network});
const provider = (type: string, physical?: string | null, id?: number | string) => ({
  'provider:network_type': type,
  ...(physical !== undefined && {'provider:physical_network': physical}),
  ...(id !== undefined && {'provider:segmentation_id': id}),
});
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}: ${body.NeutronError.message}`;

test('a new network says all that the reference cloud says', async () => {
  const admin = await testCloud({now: () => new Date('2026-11-21T02:04:29.5Z')}).login('admin');
  const {status, body} = await create(admin, {name: 'local-net', ...provider('local')});
  expect(status).toBe(201);
  expect(body.network).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: 'local-net',
    tenant_id: admin.projectId,
    project_id: admin.projectId,
    admin_state_up: true,
    mtu: 1500,
    status: 'ACTIVE',
    subnets: [],
    shared: false,
    port_security_enabled: true,
    qos_policy_id: null,
    'router:external': false,
    'provider:network_type': 'local',
    'provider:physical_network': null,
    'provider:segmentation_id': null,
    availability_zone_hints: [],
    availability_zones: [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    description: '',
    tags: [],
    created_at: '2026-11-21T02:04:29Z',
    updated_at: '2026-11-21T02:04:29Z',
    revision_number: 1,
  });
});

test('ordinary users get the next free id of the range, and do not see it', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const ids = [];
  for (const name of ['a', 'b', 'c']) {
    const {body} = await create(demo, {name});
    expect(Object.keys(body.network).filter((key) => key.startsWith('provider:'))).toEqual([]);
    expect(body.network.mtu).toBe(1450);
    ids.push(body.network.id);
  }
  const vni = async (id: string) => (await admin.get(`${NETWORKS}/${id}`)).body.network['provider:segmentation_id'];
  expect(await Promise.all(ids.map(vni))).toEqual([100, 101, 102]);
  await demo.delete(`${NETWORKS}/${ids[1]}`);
  expect(await vni((await create(demo, {name: 'd'})).body.network.id)).toBe(101);
});

test('ordinary users may not choose what the wire carries, nor share', async () => {
  const demo = await testCloud().login('demo');
  expect(why(await create(demo, {...provider('vxlan', undefined, 100)}))).toBe(
    '403 PolicyNotAuthorized: ((rule:create_network and rule:create_network:provider:network_type) and rule:create_network:provider:segmentation_id) is disallowed by policy',
  );
  expect(why(await create(demo, {shared: true}))).toBe(
    '403 PolicyNotAuthorized: (rule:create_network and rule:create_network:shared) is disallowed by policy',
  );
  expect((await create(demo, {shared: false})).status).toBe(201);
});

test.each([
  [provider('vxlan', 'physflat', 5), 'InvalidInput', 'provider:physical_network specified for vxlan network'],
  [provider('vxlan', undefined, 2 ** 24), 'InvalidInput', 'segmentation_id out of range (1 through 16777215)'],
  [provider('vlan', 'physflat', 4095), 'InvalidInput', 'segmentation_id out of range (1 through 4094)'],
  [provider('vlan', 'physflat', 0), 'InvalidInput', 'segmentation_id out of range (1 through 4094)'],
  [provider('vlan', 'Physflat', 5), 'InvalidInput', "physical_network 'Physflat' unknown for VLAN provider network"],
  [
    provider('vlan', undefined, 5),
    'InvalidInput',
    'segmentation_id requires physical_network for VLAN provider network',
  ],
  [provider('flat'), 'InvalidInput', 'physical_network required for flat provider network'],
  [provider('flat', 'nowhere'), 'InvalidInput', "physical_network 'nowhere' unknown for flat provider network"],
  [provider('flat', 'physflat', 5), 'InvalidInput', 'segmentation_id prohibited for flat provider network'],
  [provider('local', 'physflat'), 'InvalidInput', 'physical_network prohibited for local provider network'],
  [provider('gre'), 'InvalidInput', "network_type value 'gre' not supported"],
  [{'provider:segmentation_id': 5}, 'InvalidInput', 'network_type required'],
  [{mtu: 1501}, 'InvalidInput', 'Requested MTU is too big, maximum is 1450'],
])('%j is refused', async (network, type, message) => {
  const admin = await testCloud().login('admin');
  expect(why(await create(admin, network))).toBe(`400 ${type}: Invalid input for operation: ${message}.`);
  expect((await admin.get(NETWORKS)).body.networks).toEqual([]);
});

test('what one network occupies no other gets', async () => {
  const admin = await testCloud().login('admin');
  for (const network of [
    provider('vxlan', undefined, 7),
    provider('vlan', 'physflat', 7),
    provider('flat', 'external'),
  ]) {
    expect((await create(admin, network)).status).toBe(201);
  }
  expect(why(await create(admin, provider('vxlan', undefined, '7')))).toBe(
    '409 TunnelIdInUse: Unable to create the network. The tunnel ID 7 is in use.',
  );
  expect(why(await create(admin, provider('vlan', 'physflat', 7)))).toBe(
    '409 VlanIdInUse: Unable to create the network. The VLAN 7 on physical network physflat is in use.',
  );
  expect(why(await create(admin, provider('flat', 'external')))).toBe(
    '409 FlatNetworkInUse: Unable to create the flat network. Physical network external is in use.',
  );
  expect((await create(admin, provider('local'))).status).toBe(201);
  expect((await create(admin, provider('local'))).status).toBe(201);
});

test('types are tried from left to right until none is left', async () => {
  const ml2 = {
    typeDrivers: ['local', 'flat', 'vlan', 'vxlan'],
    tenantNetworkTypes: ['vlan', 'vxlan'],
    flatNetworks: [],
    vlanRanges: {physflat: {from: 100, to: 100}},
    vniRanges: [{from: 9, to: 9}],
    physicalMtu: 1500,
  } as const;
  const admin = await testCloud({plan: {ml2}}).login('admin');
  const types = [];
  for (const name of ['first', 'second'])
    types.push((await create(admin, {name})).body.network['provider:network_type']);
  expect(types).toEqual(['vlan', 'vxlan']);
  expect(why(await create(admin, {}))).toBe(
    '503 NoNetworkAvailable: Unable to create the network. No tenant network is available for allocation.',
  );
  expect(why(await create(admin, provider('flat', 'physflat')))).toContain('Flat provider networks are disabled');
});

test("a network with a port in use stays; Neutron's own ports and the subnets go with it", async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  const {body} = await admin.post('/networking/v2.0/ports', {port: {network_id: networkId}});
  expect(why(await admin.delete(`${NETWORKS}/${networkId}`))).toBe(
    `409 NetworkInUse: Unable to complete operation on network ${networkId}. There are one or more ports still in use on the network, id for these ports is: ${body.port.id}.`,
  );
  await admin.delete(`/networking/v2.0/ports/${body.port.id}`);
  expect(cloud.cloud.store.tables.ports.size).toBe(1);
  expect((await admin.delete(`${NETWORKS}/${networkId}`)).status).toBe(204);
  const {networks, subnets, ports, dhcpBindings} = cloud.cloud.store.tables;
  expect([networks.size, subnets.size, ports.size, dhcpBindings.size]).toEqual([0, 0, 0, 0]);
});

test('others see a network only when it is shared with them, and cannot change it then', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {networkId} = await makeNetwork(admin);
  const path = `${NETWORKS}/${networkId}`;
  expect(why(await demo.get(path))).toBe(`404 NetworkNotFound: Network ${networkId} could not be found.`);
  expect(why(await demo.delete(path))).toBe(`404 NetworkNotFound: Network ${networkId} could not be found.`);

  const policy = {
    object_type: 'network',
    object_id: networkId,
    action: 'access_as_shared',
    target_project: demo.projectId,
  };
  const {body} = await admin.post('/networking/v2.0/rbac-policies', {rbac_policy: policy});
  expect((await demo.get(path)).body.network.shared).toBe(true);
  expect((await admin.get(path)).body.network.shared).toBe(false);
  expect(why(await demo.delete(path))).toBe('403 PolicyNotAuthorized: rule:delete_network is disallowed by policy');
  const port = await demo.post('/networking/v2.0/ports', {port: {network_id: networkId}});
  expect(port.status).toBe(201);
  expect(why(await admin.delete(`/networking/v2.0/rbac-policies/${body.rbac_policy.id}`))).toBe(
    `409 InvalidSharedSetting: Unable to reconfigure sharing settings for network ${networkId}. Multiple tenants are using it.`,
  );

  await admin.put(path, {network: {shared: true}});
  expect((await admin.delete(`/networking/v2.0/rbac-policies/${body.rbac_policy.id}`)).status).toBe(204);
  expect((await admin.put(path, {network: {shared: false}})).status).toBe(409);
  await demo.delete(`/networking/v2.0/ports/${port.body.port.id}`);
  expect((await admin.put(path, {network: {shared: false}})).status).toBe(200);
  expect((await demo.get(path)).status).toBe(404);
});

test('a project has no more than its quota; an admin sets it', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const quota = `/networking/v2.0/quotas/${demo.projectId}`;
  expect((await demo.put(quota, {quota: {network: 9}})).status).toBe(403);
  expect((await admin.put(quota, {quota: {network: 1}})).body.quota.network).toBe(1);
  expect((await create(demo, {})).status).toBe(201);
  expect(why(await create(demo, {}))).toBe("409 OverQuota: Quota exceeded for resources: ['network'].");
  expect((await create(admin, {})).status).toBe(201);
  expect((await demo.get(`${quota}/details`)).body.quota.network).toEqual({limit: 1, used: 1, reserved: 0});
  await admin.delete(quota);
  expect((await create(demo, {})).status).toBe(201);
});

test('one external network is the default; an inner one never', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const external = (more: object = {}) => create(admin, {'router:external': true, ...more});
  const first = (await external({is_default: true})).body.network;
  expect(first.is_default).toBe(true);
  expect(why(await external({is_default: true}))).toBe(
    `409 DefaultExternalNetworkExists: A default external network already exists: ${first.id}.`,
  );
  const second = (await external()).body.network;
  expect(second.is_default).toBe(false);
  const set = async (client: Client, id: string, network: object) => client.put(`${NETWORKS}/${id}`, {network});
  expect((await set(admin, second.id, {is_default: true})).status).toBe(409);
  expect((await set(admin, first.id, {is_default: true})).status).toBe(200);
  await set(admin, first.id, {is_default: false});
  expect((await set(admin, second.id, {is_default: true})).body.network.is_default).toBe(true);
  expect((await demo.get(`${NETWORKS}/${second.id}`)).body.network.is_default).toBe(true);
  await set(admin, second.id, {'router:external': false});
  const inner = (await set(admin, second.id, {is_default: true})).body.network;
  expect(inner).not.toHaveProperty('is_default');
  expect((await external({is_default: true})).status).toBe(201);
  expect(why(await create(demo, {is_default: true}))).toBe(
    '403 PolicyNotAuthorized: (rule:create_network and rule:create_network:is_default) is disallowed by policy',
  );
});
