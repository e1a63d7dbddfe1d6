import {expect, test} from 'vitest';
import {textbookPlan} from '../cloud-plan.ts';
import {makeReports} from '../reports.ts';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const V2 = '/networking/v2.0';
const PLAN = {plan: textbookPlan(2, ['compute1'])};
const create = async (client: Client, values: object = {}): Promise<Answer['body']> => {
  const made = await client.post(`${V2}/routers`, {router: {name: 'r', ha: true, ...values}});
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.router;
};
const list = async (client: Client, what: string) => (await client.get(`${V2}/${what}`)).body;
const agentsOf = async (admin: Client, id: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await list(admin, `routers/${id}/l3-agents`)).agents.map((agent: {host: string; ha_state: string}) => [
      agent.host,
      agent.ha_state,
    ]),
  );

test('it brings a network of nobody, and a port on it for every agent that gets a copy', async () => {
  const cloud = testCloud(PLAN);
  const admin = await cloud.login('admin');
  const router = await create(admin);
  expect(router.ha).toBe(true);
  const name = `HA network tenant ${admin.projectId}`;
  const [network] = (await list(admin, `networks?name=${encodeURIComponent(name)}`)).networks;
  expect(network).toMatchObject({'provider:network_type': 'vxlan', project_id: '', mtu: 1450, shared: false});
  const {subnet} = await list(admin, `subnets/${network.subnets[0]}`);
  expect(subnet).toMatchObject({
    name: `HA subnet tenant ${admin.projectId}`,
    cidr: '169.254.192.0/18',
    gateway_ip: null,
    enable_dhcp: false,
    allocation_pools: [{start: '169.254.192.1', end: '169.254.255.254'}],
  });
  const {ports} = await list(admin, `ports?device_id=${router.id}`);
  expect(ports).toHaveLength(2);
  for (const port of ports)
    expect(port).toMatchObject({
      name: `HA port tenant ${admin.projectId}`,
      device_owner: 'network:router_ha_interface',
      network_id: network.id,
      project_id: '',
      'binding:vif_type': 'bridge',
    });
  expect(await agentsOf(admin, router.id)).toEqual({controller: 'unknown', compute1: 'unknown'});
  const demo = await cloud.login('demo');
  expect((await demo.get(`${V2}/networks/${network.id}`)).status).toBe(404);
  // The next one of the project shares the network, and has another number.
  const second = await create(admin);
  const state = cloud.cloud.state.routers ?? {};
  const ids = [router.id, second.id].map((id) => state[id]?.vrId);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toBeGreaterThan(0);
  await admin.delete(`${V2}/routers/${router.id}`);
  expect((await admin.get(`${V2}/networks/${network.id}`)).status).toBe(200);
  await admin.delete(`${V2}/routers/${second.id}`);
  expect((await admin.get(`${V2}/networks/${network.id}`)).status).toBe(404);
  expect(cloud.faults).toEqual([]);
});

test('its ports are bound to where it is active, which its agents tell; a dead agent tells nothing', async () => {
  const cloud = testCloud(PLAN);
  const admin = await cloud.login('admin');
  const {subnetId} = await makeNetwork(admin, {name: 'blue'}, {cidr: '172.16.1.0/24'});
  const router = await create(admin);
  await admin.put(`${V2}/routers/${router.id}/add_router_interface`, {subnet_id: subnetId});
  const owner = 'network:ha_router_replicated_interface';
  const bound = async () => (await list(admin, `ports?device_owner=${owner}`)).ports[0];
  expect(await bound()).toMatchObject({'binding:host_id': 'controller', device_id: router.id});
  const reports = makeReports(cloud.cloud);
  reports.haState('controller', router.id, 'standby');
  reports.haState('compute1', router.id, 'active');
  expect(await agentsOf(admin, router.id)).toEqual({controller: 'standby', compute1: 'active'});
  expect((await bound())['binding:host_id']).toBe('compute1');
  expect(cloud.cloud.state.haStates).toEqual({[router.id]: {controller: 'standby', compute1: 'active'}});
  reports.haState('compute2', router.id, 'active');
  expect((await bound())['binding:host_id']).toBe('compute1');
  reports.agent('compute1', 'L3 agent', false);
  expect(await agentsOf(admin, router.id)).toEqual({controller: 'standby', compute1: 'unknown'});
  expect((await admin.delete(`${V2}/ports/${(await bound()).id}`)).status).toBe(409);
});

test('agents take and give copies one by one', async () => {
  const cloud = testCloud(PLAN);
  const admin = await cloud.login('admin');
  const router = await create(admin);
  const {agents} = await list(admin, 'agents?agent_type=L3%20agent&host=compute1');
  const path = `${V2}/agents/${agents[0].id}/l3-routers`;
  expect((await admin.delete(`${path}/${router.id}`)).status).toBe(204);
  expect(await agentsOf(admin, router.id)).toEqual({controller: 'unknown'});
  expect((await list(admin, `ports?device_id=${router.id}`)).ports).toHaveLength(1);
  expect((await admin.post(path, {router_id: router.id})).status).toBe(201);
  expect(await agentsOf(admin, router.id)).toEqual({controller: 'unknown', compute1: 'unknown'});
  expect((await list(admin, `ports?device_id=${router.id}`)).ports).toHaveLength(2);
});

test('only an admin asks for it, and only a router that is down changes its kind', async () => {
  const cloud = testCloud(PLAN);
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  expect((await demo.post(`${V2}/routers`, {router: {name: 'r', ha: true}})).status).toBe(403);
  const {subnetId} = await makeNetwork(admin, {name: 'blue'}, {cidr: '172.16.1.0/24'});
  const router = await create(admin, {ha: false});
  await admin.put(`${V2}/routers/${router.id}/add_router_interface`, {subnet_id: subnetId});
  const change = (values: object) => admin.put(`${V2}/routers/${router.id}`, {router: values});
  const refused = await change({ha: true});
  expect(refused.body.NeutronError.message).toBe(
    'Bad router request: Cannot change HA attribute of active routers. Please set router admin_state_up to False prior to upgrade.',
  );
  const ownersOf = async () =>
    (await list(admin, `ports?device_id=${router.id}`)).ports
      .map((port: Answer['body']) => port.device_owner)
      .toSorted();
  expect((await change({admin_state_up: false, ha: true})).body.router.ha).toBe(true);
  const ha = 'network:router_ha_interface';
  expect(await ownersOf()).toEqual(['network:ha_router_replicated_interface', ha, ha]);
  expect((await change({ha: false})).body.router.ha).toBe(false);
  expect(await ownersOf()).toEqual(['network:router_interface']);
  expect((await list(admin, 'networks')).networks).toHaveLength(1);
  expect(Object.values(cloud.cloud.state.routerHosts ?? {})).toEqual([['controller']]);
  expect(cloud.faults).toEqual([]);
});
