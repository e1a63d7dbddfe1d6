import {expect, test} from 'vitest';
import {makeReports} from '../reports.ts';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';

const AGENTS = '/networking/v2.0/agents';

test('agents are listed to admins, with what they report', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {body} = await admin.get(AGENTS);
  expect(body.agents.map((agent: {host: string; agent_type: string}) => `${agent.host} ${agent.agent_type}`)).toEqual([
    'controller Linux bridge agent',
    'controller DHCP agent',
    'controller L3 agent',
    'controller Metadata agent',
    'controller Loadbalancerv2 agent',
    'compute1 Linux bridge agent',
    'compute2 Linux bridge agent',
  ]);
  expect(body.agents[5]).toMatchObject({
    binary: 'neutron-linuxbridge-agent',
    alive: true,
    admin_state_up: true,
    configurations: {tunneling_ip: '172.16.16.11', interface_mappings: {external: 'eth2', physflat: 'eth3'}},
  });
  expect((await demo.get(AGENTS)).body.agents).toEqual([]);
  expect((await demo.get(`${AGENTS}/${body.agents[0].id}`)).status).toBe(404);
});

test('a stopped agent is seen as such, and a DHCP agent that starts again catches up', async () => {
  const cloud = testCloud();
  const reports = makeReports(cloud.cloud);
  const admin = await cloud.login('admin');
  reports.agent('controller', 'DHCP agent', false);
  const alive = async () =>
    (await admin.get(`${AGENTS}?binary=neutron-dhcp-agent`)).body.agents.map((agent: {alive: boolean}) => agent.alive);
  expect(await alive()).toEqual([false]);
  const {networkId} = await makeNetwork(admin);
  expect(cloud.cloud.store.tables.ports.size).toBe(0);
  reports.agent('controller', 'DHCP agent', true);
  expect(await alive()).toEqual([true]);
  expect(cloud.cloud.store.tables.ports.size).toBe(1);
  expect(cloud.cloud.state.dhcpHosts).toEqual({[networkId]: ['controller']});

  const [agent] = (await admin.get(`${AGENTS}?binary=neutron-dhcp-agent`)).body.agents;
  const networks = `${AGENTS}/${agent.id}/dhcp-networks`;
  expect((await admin.post(networks, {network_id: networkId})).status).toBe(409);
  expect((await admin.delete(`${networks}/${networkId}`)).status).toBe(204);
  expect(cloud.cloud.store.tables.ports.size).toBe(0);
  expect((await admin.post(networks, {network_id: networkId})).status).toBe(201);
  expect((await admin.get(networks)).body.networks.map((network: {id: string}) => network.id)).toEqual([networkId]);
  expect(cloud.cloud.store.tables.ports.size).toBe(1);
});

test('a deleted agent reports itself when it is started, and takes up its work', async () => {
  const cloud = testCloud();
  const reports = makeReports(cloud.cloud);
  const admin = await cloud.login('admin');
  const {networkId, subnetId} = await makeNetwork(admin);
  const router = (await admin.post('/networking/v2.0/routers', {router: {name: 'r'}})).body.router.id;
  await admin.put(`/networking/v2.0/routers/${router}/add_router_interface`, {subnet_id: subnetId});
  for (const kind of ['DHCP agent', 'L3 agent'] as const) {
    const at = `${AGENTS}?host=controller&agent_type=${encodeURIComponent(kind)}`;
    const [agent] = (await admin.get(at)).body.agents;
    expect((await admin.delete(`${AGENTS}/${agent.id}`)).status).toBe(204);
    expect((await admin.get(at)).body.agents).toEqual([]);
    reports.agent('controller', kind, false);
    reports.agent('controller', kind, true);
    const [again] = (await admin.get(at)).body.agents;
    expect(again).toMatchObject({host: 'controller', alive: true, admin_state_up: true});
    expect(again.id).not.toBe(agent.id);
  }
  expect(cloud.cloud.state.dhcpHosts).toEqual({[networkId]: ['controller']});
  const {body} = await admin.get(`/networking/v2.0/routers/${router}/l3-agents`);
  expect(body.agents.map((agent: {host: string}) => agent.host)).toEqual(['controller']);
  // A node has only the agents that run there.
  reports.agent('compute1', 'DHCP agent', true);
  expect((await admin.get(`${AGENTS}?host=compute1`)).body.agents).toHaveLength(1);
});

test('what an agent reports is the status of its port, with the reason where it failed', async () => {
  const cloud = testCloud({agents: false});
  const reports = makeReports(cloud.cloud);
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin, {}, {enable_dhcp: false});
  const port = {network_id: networkId, 'binding:host_id': 'compute1'};
  const {body} = await admin.post('/networking/v2.0/ports', {port});
  const portId: string = body.port.id;
  const status = async () => (await admin.get(`/networking/v2.0/ports/${portId}`)).body.port.status;
  const seen = [await status()];
  for (const report of [
    {portId, status: 'BUILD'},
    {portId, status: 'ERROR', reason: 'ip link add failed'},
    {portId, status: 'ACTIVE'},
    {portId: 'gone', status: 'ACTIVE'},
  ] as const) {
    reports.ports([report]);
    seen.push(await status());
  }
  expect(seen).toEqual(['DOWN', 'BUILD', 'ERROR', 'ACTIVE', 'ACTIVE']);
  expect(cloud.cloud.store.tables.ports.get(portId)?.error).toBeUndefined();
});
