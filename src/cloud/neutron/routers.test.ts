import {expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const V2 = '/networking/v2.0';
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}: ${body.NeutronError.message}`;

const EXTERNAL = {
  name: 'ext',
  'router:external': true,
  'provider:network_type': 'flat',
  'provider:physical_network': 'external',
};
const outside = (admin: Client) => makeNetwork(admin, EXTERNAL, {cidr: '10.10.10.0/24', enable_dhcp: false});

const router = async (client: Client, values: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const made = await client.post(`${V2}/routers`, {router: {name: 'r', ...values}});
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.router.id;
};
const act = (client: Client, id: string, action: string, body: unknown): Promise<Answer> =>
  client.put(`${V2}/routers/${id}/${action}`, body);
const join = (client: Client, id: string, subnet: string) =>
  act(client, id, 'add_router_interface', {subnet_id: subnet});
const leave = (client: Client, id: string, subnet: string) =>
  act(client, id, 'remove_router_interface', {subnet_id: subnet});
const change = (client: Client, id: string, values: unknown) => client.put(`${V2}/routers/${id}`, {router: values});
const portsOf = async (admin: Client, id: string) =>
  (await admin.get(`${V2}/ports?device_id=${id}`)).body.ports as readonly Answer['body'][];

test('a new router says all that the reference cloud says, and is nowhere yet', async () => {
  const cloud = testCloud({now: () => new Date('2026-11-21T02:11:24Z')});
  const admin = await cloud.login('admin');
  const {body} = await admin.post(`${V2}/routers`, {router: {name: 'router1'}});
  expect(body.router).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: 'router1',
    tenant_id: admin.projectId,
    project_id: admin.projectId,
    admin_state_up: true,
    status: 'ACTIVE',
    external_gateway_info: null,
    description: '',
    availability_zones: [],
    distributed: false,
    ha: false,
    availability_zone_hints: [],
    routes: [],
    flavor_id: null,
    tags: [],
    created_at: '2026-11-21T02:11:24Z',
    updated_at: '2026-11-21T02:11:24Z',
    revision_number: 1,
  });
  expect(cloud.cloud.state.routerHosts).toEqual({});
  // Whether it is distributed or highly available is for admins.
  const demo = await cloud.login('demo');
  const own = (await demo.post(`${V2}/routers`, {router: {name: 'own'}})).body.router;
  expect(own).not.toHaveProperty('ha');
  expect(why(await demo.get(`${V2}/routers/${body.router.id}`))).toBe(
    `404 RouterNotFound: Router ${body.router.id} could not be found`,
  );
});

test('an interface is a port with the gateway’s address, where the router is', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {networkId, subnetId} = await makeNetwork(demo);
  const id = await router(demo);
  const answer = await join(demo, id, subnetId);
  const [port] = await portsOf(admin, id);
  expect(answer.body).toEqual({
    id,
    tenant_id: demo.projectId,
    project_id: demo.projectId,
    port_id: port.id,
    network_id: networkId,
    subnet_id: subnetId,
    subnet_ids: [subnetId],
  });
  expect(port).toMatchObject({
    name: '',
    device_owner: 'network:router_interface',
    project_id: demo.projectId,
    fixed_ips: [{subnet_id: subnetId, ip_address: '172.16.1.1'}],
    port_security_enabled: false,
    security_groups: [],
    status: 'ACTIVE',
    'binding:host_id': 'controller',
    'binding:vif_type': 'bridge',
  });
  expect((await admin.get(`${V2}/routers/${id}`)).body.router.availability_zones).toEqual(['nova']);
  expect(cloud.cloud.state.routerHosts).toEqual({[id]: ['controller']});
  // The port is the router's, its subnet is in use, and so is the router.
  expect(why(await demo.delete(`${V2}/ports/${port.id}`))).toBe(
    `409 ServicePortInUse: Port ${port.id} cannot be deleted directly via the port API: has device owner network:router_interface.`,
  );
  expect((await demo.delete(`${V2}/subnets/${subnetId}`)).body.NeutronError.type).toBe('SubnetInUse');
  expect((await demo.delete(`${V2}/networks/${networkId}`)).body.NeutronError.type).toBe('NetworkInUse');
  expect(why(await demo.put(`${V2}/subnets/${subnetId}`, {subnet: {gateway_ip: '172.16.1.254'}}))).toBe(
    `409 GatewayIpInUse: Current gateway ip 172.16.1.1 already in use by port ${port.id}. Unable to update.`,
  );
  expect(why(await demo.delete(`${V2}/routers/${id}`))).toBe(
    `409 RouterInUse: Router ${id} has ports still attached: ${port.id}`,
  );
  expect((await leave(demo, id, subnetId)).status).toBe(200);
  expect(await portsOf(admin, id)).toEqual([]);
  expect(why(await leave(demo, id, subnetId))).toBe(
    `404 RouterInterfaceNotFoundForSubnet: Router ${id} has no interface on subnet ${subnetId}`,
  );
  expect((await demo.delete(`${V2}/routers/${id}`)).status).toBe(204);
  expect((await demo.delete(`${V2}/networks/${networkId}`)).status).toBe(204);
});

test('a port that is there becomes an interface; one in use does not', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin);
  const id = await router(admin);
  const make = async (values: object) =>
    (await admin.post(`${V2}/ports`, {port: {network_id: networkId, ...values}})).body.port.id;
  const port = await make({fixed_ips: [{ip_address: '172.16.1.7'}]});
  expect((await act(admin, id, 'add_router_interface', {port_id: port})).body.port_id).toBe(port);
  expect((await portsOf(admin, id))[0]).toMatchObject({
    device_owner: 'network:router_interface',
    'binding:host_id': 'controller',
  });
  const used = await make({device_id: 'box'});
  expect(why(await act(admin, id, 'add_router_interface', {port_id: used}))).toBe(
    `409 PortInUse: Unable to complete operation on port ${used} for network ${networkId}. Port already has an attached device box.`,
  );
  const bare = await make({fixed_ips: []});
  expect(why(await act(admin, id, 'add_router_interface', {port_id: bare}))).toBe(
    '400 BadRequest: Bad router request: Router port must have at least one fixed IP.',
  );
  expect(why(await act(admin, id, 'remove_router_interface', {port_id: used}))).toBe(
    `404 RouterInterfaceNotFound: Router ${id} does not have an interface with id ${used}`,
  );
  expect((await act(admin, id, 'remove_router_interface', {port_id: port})).status).toBe(200);
  // As in Neutron, the port goes with the interface, whoever made it.
  expect((await admin.get(`${V2}/ports/${port}`)).status).toBe(404);
});

test('what cannot be an interface is refused', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const first = await makeNetwork(demo);
  const overlapping = await makeNetwork(demo, {}, {cidr: '172.16.0.0/16'});
  const withoutGateway = await makeNetwork(demo, {}, {cidr: '172.17.1.0/24', gateway_ip: null});
  const taken = await makeNetwork(demo, {}, {cidr: '172.18.1.0/24'});
  await admin.post(`${V2}/ports`, {
    port: {network_id: taken.networkId, fixed_ips: [{ip_address: '172.18.1.1'}]},
  });
  const foreign = await makeNetwork(admin, {shared: true}, {cidr: '172.19.1.0/24'});
  const id = await router(demo);
  await join(demo, id, first.subnetId);
  const refusals = [];
  for (const subnet of [first, overlapping, withoutGateway, taken, foreign])
    refusals.push(why(await join(demo, id, subnet.subnetId)));
  expect(refusals).toEqual([
    `400 BadRequest: Bad router request: Router already has a port on subnet ${first.subnetId}.`,
    `400 BadRequest: Bad router request: Cidr 172.16.0.0/16 of subnet ${overlapping.subnetId} overlaps with cidr 172.16.1.0/24 of subnet ${first.subnetId}.`,
    '400 BadRequest: Bad router request: Subnet for router interface must have a gateway IP.',
    `409 IpAddressAlreadyAllocated: IP address 172.18.1.1 already allocated in subnet ${taken.subnetId}`,
    `400 BadRequest: Bad router request: Cannot add interface to router because subnet ${foreign.subnetId} is not owned by project making the request.`,
  ]);
  expect(why(await act(demo, id, 'add_router_interface', {}))).toBe(
    '400 BadRequest: Bad router request: Either subnet_id or port_id must be specified.',
  );
  expect(why(await act(demo, id, 'add_router_interface', {subnet_id: 'x'}))).toBe(
    "400 BadRequest: Bad router request: 'x' is not a valid UUID.",
  );
  expect(await portsOf(admin, id)).toHaveLength(1);
});

test('a gateway is a port outside that belongs to nobody', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const ext = await outside(admin);
  const inside = await makeNetwork(demo);
  const id = await router(demo, {external_gateway_info: {network_id: ext.networkId}});
  const [port] = await portsOf(admin, id);
  expect(port).toMatchObject({
    device_owner: 'network:router_gateway',
    project_id: '',
    tenant_id: '',
    'binding:host_id': 'controller',
    status: 'ACTIVE',
  });
  const {external_gateway_info: info} = (await demo.get(`${V2}/routers/${id}`)).body.router;
  expect(info).toEqual({network_id: ext.networkId, external_fixed_ips: port.fixed_ips, enable_snat: true});
  // The project sees its router's address, but not the port.
  expect(await portsOf(demo, id)).toEqual([]);
  expect((await admin.delete(`${V2}/ports/${port.id}`)).body.NeutronError.type).toBe('ServicePortInUse');
  expect((await admin.put(`${V2}/ports/${port.id}`, {port: {device_id: ''}})).status).toBe(409);
  expect(why(await admin.put(`${V2}/networks/${ext.networkId}`, {network: {'router:external': false}}))).toBe(
    `409 ExternalNetworkInUse: External network ${ext.networkId} cannot be updated to be made non-external, since it has existing gateway ports.`,
  );
  expect(why(await change(demo, id, {external_gateway_info: {network_id: inside.networkId}}))).toBe(
    `400 BadRequest: Bad router request: Network ${inside.networkId} is not an external network.`,
  );
  expect((await change(demo, id, {external_gateway_info: {}})).body.router.external_gateway_info).toBeNull();
  expect(await portsOf(admin, id)).toEqual([]);
});

test('addresses outside and SNAT are for admins', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {networkId} = await outside(admin);
  const id = await router(demo, {external_gateway_info: {network_id: networkId}});
  const parts = {network_id: networkId, enable_snat: false};
  expect(why(await change(demo, id, {external_gateway_info: parts}))).toBe(
    '403 PolicyNotAuthorized: (rule:update_router and (rule:update_router:external_gateway_info and (rule:update_router:external_gateway_info:network_id and rule:update_router:external_gateway_info:enable_snat))) is disallowed by policy',
  );
  const [before] = await portsOf(admin, id);
  expect((await change(admin, id, {external_gateway_info: parts})).body.router.external_gateway_info).toMatchObject({
    enable_snat: false,
    external_fixed_ips: before.fixed_ips,
  });
  const fixed = {network_id: networkId, external_fixed_ips: [{ip_address: '10.10.10.200'}]};
  const moved = (await change(admin, id, {external_gateway_info: fixed})).body.router.external_gateway_info;
  expect(moved.external_fixed_ips.map((ip: {ip_address: string}) => ip.ip_address)).toEqual(['10.10.10.200']);
  expect((await portsOf(admin, id))[0].id).toBe(before.id);
  const gateway = {network_id: networkId, external_fixed_ips: [{ip_address: '10.10.10.1'}]};
  expect(why(await change(admin, id, {external_gateway_info: gateway}))).toBe(
    '400 BadRequest: Bad router request: External IP 10.10.10.1 is the same as the gateway IP.',
  );
});

test('extra routes lead to somebody the router can reach', async () => {
  const cloud = testCloud();
  const demo = await cloud.login('demo');
  const {subnetId} = await makeNetwork(demo);
  const id = await router(demo);
  await join(demo, id, subnetId);
  const route = (nexthop: string, destination = '203.0.113.0/24') => ({destination, nexthop});
  const [good, other] = [route('172.16.1.9'), route('172.16.1.10', '198.51.100.0/24')];
  expect(why(await change(demo, id, {routes: [route('192.0.2.1')]}))).toBe(
    "400 InvalidRoutes: Invalid format for routes: [{'destination': '203.0.113.0/24', 'nexthop': '192.0.2.1'}], the nexthop is not connected with router",
  );
  expect(why(await change(demo, id, {routes: [route('172.16.1.1')]}))).toContain('the nexthop is used by router');
  expect((await change(demo, id, {routes: [route('172.16.1.9', '203.0.113.5/24')]})).status).toBe(400);
  expect((await change(demo, id, {routes: [good]})).body.router.routes).toEqual([good]);
  const many = Array.from({length: 31}, (_, count) => route('172.16.1.9', `203.0.${count}.0/24`));
  expect(why(await change(demo, id, {routes: many}))).toBe(
    `400 RoutesExhausted: Unable to complete operation for ${id}. The number of routes exceeds the maximum 30.`,
  );
  const added = await act(demo, id, 'add_extraroutes', {router: {routes: [good, other]}});
  expect(added.body.router.routes).toEqual([good, other]);
  expect(why(await leave(demo, id, subnetId))).toBe(
    `409 RouterInterfaceInUseByRoute: Router interface for subnet ${subnetId} on router ${id} cannot be deleted, as it is required by one or more routes.`,
  );
  const removed = await act(demo, id, 'remove_extraroutes', {router: {routes: [good, route('172.16.1.99')]}});
  expect(removed.body.router.routes).toEqual([other]);
  await change(demo, id, {routes: []});
  expect((await leave(demo, id, subnetId)).status).toBe(200);
});

test('admins see which agent has a router, and give it to another', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {subnetId} = await makeNetwork(demo);
  const id = await router(demo);
  await join(demo, id, subnetId);
  const agents = (await admin.get(`${V2}/agents?agent_type=L3 agent`)).body.agents;
  const [agent] = agents;
  const on = `${V2}/agents/${agent.id}/l3-routers`;
  expect((await admin.get(on)).body.routers.map((one: {id: string}) => one.id)).toEqual([id]);
  expect((await admin.get(`${V2}/routers/${id}/l3-agents`)).body.agents[0].id).toBe(agent.id);
  expect((await admin.delete(`${on}/${id}`)).status).toBe(204);
  expect((await portsOf(admin, id))[0]).toMatchObject({'binding:vif_type': 'unbound', status: 'DOWN'});
  expect(cloud.cloud.state.routerHosts).toEqual({});
  expect((await admin.post(on, {router_id: id})).status).toBe(201);
  expect((await portsOf(admin, id))[0]).toMatchObject({'binding:host_id': 'controller', status: 'ACTIVE'});
  const [dhcp] = (await admin.get(`${V2}/agents?agent_type=DHCP agent`)).body.agents;
  expect(why(await admin.post(`${V2}/agents/${dhcp.id}/l3-routers`, {router_id: id}))).toBe(
    `404 InvalidL3Agent: Agent ${dhcp.id} is not a L3 Agent or has been disabled`,
  );
  expect((await demo.get(on)).status).toBe(404);
});

test('without a live L3 agent a router waits, and its ports with it', async () => {
  const cloud = testCloud();
  const admin = await cloud.login('admin');
  const {subnetId} = await makeNetwork(admin);
  cloud.cloud.change(({tables}) => {
    for (const agent of tables.agents.values())
      if (agent.kind === 'L3 agent') tables.agents.put({...agent, alive: false});
  });
  const id = await router(admin);
  expect((await join(admin, id, subnetId)).status).toBe(200);
  expect((await portsOf(admin, id))[0]).toMatchObject({'binding:vif_type': 'unbound', status: 'DOWN'});
  expect((await admin.get(`${V2}/routers/${id}`)).body.router.availability_zones).toEqual([]);
});

test('a project has as many routers as it may', async () => {
  const cloud = testCloud({plan: {quotas: {router: 1}}});
  const demo = await cloud.login('demo');
  await router(demo);
  expect(why(await demo.post(`${V2}/routers`, {router: {}}))).toBe(
    "409 OverQuota: Quota exceeded for resources: ['router'].",
  );
});

test('an external network for one project is for no other', async () => {
  const cloud = testCloud();
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {networkId} = await makeNetwork(admin, {name: 'theirs'});
  const see = async () => (await demo.get(`${V2}/networks/${networkId}`)).status;
  expect(await see()).toBe(404);
  const policy = {object_type: 'network', object_id: networkId, action: 'access_as_external'};
  const made = await admin.post(`${V2}/rbac-policies`, {rbac_policy: {...policy, target_tenant: demo.projectId}});
  expect((await demo.get(`${V2}/networks/${networkId}`)).body.network).toMatchObject({
    'router:external': true,
    shared: false,
  });
  const id = await router(demo, {external_gateway_info: {network_id: networkId}});
  const path = `${V2}/rbac-policies/${made.body.rbac_policy.id}`;
  expect(why(await admin.delete(path))).toBe(
    `409 RbacPolicyInUse: RBAC policy on object ${networkId} cannot be removed because other objects depend on it.\nDetails: There are routers attached to this network that depend on this policy for access.`,
  );
  await change(demo, id, {external_gateway_info: null});
  expect((await admin.delete(path)).status).toBe(204);
  expect(await see()).toBe(404);
  expect((await admin.get(`${V2}/networks/${networkId}`)).body.network['router:external']).toBe(false);
});
