import {expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const V2 = '/networking/v2.0';
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}: ${body.NeutronError.message}`;

const EXTERNAL = {'router:external': true, 'provider:network_type': 'flat', 'provider:physical_network': 'external'};

/** A network outside, one inside with a router between, and a port on it. */
async function routed() {
  const cloud = testCloud({now: () => new Date('2026-11-21T02:12:20Z')});
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const ext = await makeNetwork(admin, EXTERNAL, {cidr: '10.10.10.0/24', enable_dhcp: false});
  const inside = await makeNetwork(demo);
  const made = await demo.post(`${V2}/routers`, {router: {external_gateway_info: {network_id: ext.networkId}}});
  const routerId: string = made.body.router.id;
  await demo.put(`${V2}/routers/${routerId}/add_router_interface`, {subnet_id: inside.subnetId});
  return {cloud, admin, demo, ext, inside, routerId, port: await portOn(demo, inside.networkId, '172.16.1.11')};
}

const portOn = async (client: Client, networkId: string, ...addresses: readonly string[]): Promise<string> => {
  const fixed = addresses.map((ip) => ({ip_address: ip}));
  const made = await client.post(`${V2}/ports`, {port: {name: 'vm', network_id: networkId, fixed_ips: fixed}});
  return made.body.port.id;
};
const create = (client: Client, networkId: string, values: object = {}): Promise<Answer> =>
  client.post(`${V2}/floatingips`, {floatingip: {floating_network_id: networkId, ...values}});
const change = (client: Client, id: string, values: object): Promise<Answer> =>
  client.put(`${V2}/floatingips/${id}`, {floatingip: values});
const forward = (client: Client, id: string, values: object): Promise<Answer> =>
  client.post(`${V2}/floatingips/${id}/port_forwardings`, {
    port_forwarding: {protocol: 'tcp', external_port: 2222, internal_port: 22, ...values},
  });

test('a floating IP with a port says all that the reference cloud says', async () => {
  const {cloud, admin, demo, ext, inside, routerId, port} = await routed();
  const {status, body} = await create(demo, ext.networkId, {port_id: port});
  expect(status).toBe(201);
  const floating = (await demo.get(`${V2}/floatingips/${body.floatingip.id}`)).body.floatingip;
  const own = (await demo.get(`${V2}/ports/${port}`)).body.port;
  expect(floating).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    tenant_id: demo.projectId,
    project_id: demo.projectId,
    floating_ip_address: expect.stringMatching(/^10\.10\.10\.\d+$/),
    floating_network_id: ext.networkId,
    router_id: routerId,
    port_id: port,
    fixed_ip_address: '172.16.1.11',
    status: 'ACTIVE',
    description: '',
    qos_policy_id: null,
    port_forwardings: [],
    port_details: {
      name: 'vm',
      network_id: inside.networkId,
      mac_address: own.mac_address,
      admin_state_up: true,
      status: 'DOWN',
      device_id: '',
      device_owner: '',
    },
    tags: [],
    created_at: '2026-11-21T02:12:20Z',
    updated_at: '2026-11-21T02:12:20Z',
    revision_number: 1,
  });
  const [holder] = (await admin.get(`${V2}/ports?device_owner=network:floatingip`)).body.ports;
  expect(holder).toMatchObject({
    device_id: floating.id,
    project_id: '',
    status: 'N/A',
    'binding:vif_type': 'unbound',
    fixed_ips: [{ip_address: floating.floating_ip_address}],
  });
  expect((await admin.delete(`${V2}/ports/${holder.id}`)).body.NeutronError.type).toBe('ServicePortInUse');
  expect((await demo.delete(`${V2}/floatingips/${floating.id}`)).status).toBe(204);
  expect(cloud.cloud.store.tables.ports.get(holder.id)).toBeUndefined();
  expect((await demo.get(`${V2}/ports/${port}`)).status).toBe(200);
});

test('it goes from port to port, is let go, and goes with neither', async () => {
  const {demo, ext, inside, port} = await routed();
  const {id} = (await create(demo, ext.networkId)).body.floatingip;
  const show = async () => (await demo.get(`${V2}/floatingips/${id}`)).body.floatingip;
  expect(await show()).toMatchObject({status: 'DOWN', port_id: null, router_id: null, port_details: null});
  await change(demo, id, {port_id: port});
  expect(await show()).toMatchObject({status: 'ACTIVE', port_id: port, fixed_ip_address: '172.16.1.11'});
  const other = await portOn(demo, inside.networkId, '172.16.1.12');
  await change(demo, id, {port_id: other});
  expect(await show()).toMatchObject({port_id: other, fixed_ip_address: '172.16.1.12'});
  await change(demo, id, {description: 'words'});
  expect(await show()).toMatchObject({port_id: other, description: 'words'});
  await change(demo, id, {port_id: null});
  expect(await show()).toMatchObject({status: 'DOWN', port_id: null, fixed_ip_address: null, router_id: null});
  await change(demo, id, {port_id: other});
  await demo.delete(`${V2}/ports/${other}`);
  expect(await show()).toMatchObject({status: 'DOWN', port_id: null, router_id: null});
});

test('what cannot have a floating IP is refused', async () => {
  const {admin, demo, ext, inside, port} = await routed();
  const lonely = await makeNetwork(demo, {}, {cidr: '172.20.1.0/24'});
  const far = await portOn(demo, lonely.networkId, '172.20.1.5');
  expect(why(await create(demo, ext.networkId, {port_id: far}))).toBe(
    `404 ExternalGatewayForFloatingIPNotFound: External network ${ext.networkId} is not reachable from subnet ${lonely.subnetId}.  Therefore, cannot associate Port ${far} with a Floating IP.`,
  );
  expect(why(await create(demo, inside.networkId))).toBe(
    `400 BadRequest: Bad floatingip request: Network ${inside.networkId} is not a valid external network.`,
  );
  expect(why(await create(demo, ext.networkId, {floating_ip_address: '10.10.10.99'}))).toBe(
    '403 PolicyNotAuthorized: (rule:create_floatingip and rule:create_floatingip:floating_ip_address) is disallowed by policy',
  );
  const chosen = await create(admin, ext.networkId, {floating_ip_address: '10.10.10.99'});
  expect(chosen.body.floatingip.floating_ip_address).toBe('10.10.10.99');
  expect((await create(admin, ext.networkId, {floating_ip_address: '10.10.10.99'})).body.NeutronError.type).toBe(
    'IpAddressAlreadyAllocated',
  );
  await create(demo, ext.networkId, {port_id: port});
  const second = (await create(demo, ext.networkId)).body.floatingip;
  expect(why(await change(demo, second.id, {port_id: port}))).toBe(
    `409 FloatingIPPortAlreadyAssociated: Cannot associate floating IP ${second.floating_ip_address} (${second.id}) with port ${port} using fixed IP 172.16.1.11, as that fixed IP already has a floating IP on external network ${ext.networkId}.`,
  );
  const double = await portOn(demo, inside.networkId, '172.16.1.21', '172.16.1.22');
  expect(why(await change(demo, second.id, {port_id: double}))).toContain('has multiple fixed IPv4 addresses.');
  const chosenFixed = await change(demo, second.id, {port_id: double, fixed_ip_address: '172.16.1.22'});
  expect(chosenFixed.body.floatingip.fixed_ip_address).toBe('172.16.1.22');
  expect(why(await change(demo, second.id, {port_id: null, fixed_ip_address: '172.16.1.22'}))).toContain(
    'fixed_ip_address cannot be specified without a port_id',
  );
  expect(why(await demo.get(`${V2}/floatingips/${chosen.body.floatingip.id}`))).toContain('404 FloatingIPNotFound');
});

test('a floating IP holds its router’s gateway and interface', async () => {
  const {admin, demo, ext, inside, routerId, port} = await routed();
  const {id} = (await create(demo, ext.networkId, {port_id: port})).body.floatingip;
  expect(why(await demo.put(`${V2}/routers/${routerId}`, {router: {external_gateway_info: null}}))).toBe(
    `409 RouterExternalGatewayInUseByFloatingIp: Gateway cannot be updated for router ${routerId}, since a gateway to external network ${ext.networkId} is required by one or more floating IPs.`,
  );
  const leave = () => demo.put(`${V2}/routers/${routerId}/remove_router_interface`, {subnet_id: inside.subnetId});
  expect(why(await leave())).toBe(
    `409 RouterInterfaceInUseByFloatingIP: Router interface for subnet ${inside.subnetId} on router ${routerId} cannot be deleted, as it is required by one or more floating IPs.`,
  );
  await change(demo, id, {port_id: null});
  expect((await leave()).status).toBe(200);
  expect((await demo.put(`${V2}/routers/${routerId}`, {router: {external_gateway_info: null}})).status).toBe(200);
  // Idle floating IPs go with the network outside.
  expect((await admin.delete(`${V2}/networks/${ext.networkId}`)).status).toBe(204);
  expect((await demo.get(`${V2}/floatingips`)).body.floatingips).toEqual([]);
});

test('ports are forwarded one by one', async () => {
  const {demo, ext, inside, routerId, port} = await routed();
  const {id, floating_ip_address: address} = (await create(demo, ext.networkId)).body.floatingip;
  const made = await forward(demo, id, {internal_port_id: port});
  expect([made.status, made.body]).toEqual([
    201,
    {
      port_forwarding: {
        id: expect.any(String),
        protocol: 'tcp',
        internal_ip_address: '172.16.1.11',
        internal_port: 22,
        internal_port_id: port,
        external_port: 2222,
        description: '',
      },
    },
  ]);
  const forwardingId: string = made.body.port_forwarding.id;
  const show = async () => (await demo.get(`${V2}/floatingips/${id}`)).body.floatingip;
  expect(await show()).toMatchObject({
    router_id: routerId,
    port_id: null,
    status: 'ACTIVE',
    port_forwardings: [{id: forwardingId, external_port: 2222}],
  });
  expect(why(await change(demo, id, {port_id: port}))).toBe(
    `409 FipInUseByPortForwarding: Floating IP ${id} in use by Port Forwarding resources.`,
  );
  expect((await demo.delete(`${V2}/floatingips/${id}`)).body.NeutronError.type).toBe('FipInUseByPortForwarding');
  expect(why(await forward(demo, id, {internal_port_id: port, internal_port: 23}))).toBe(
    '400 BadRequest: Bad port_forwarding request: There is a port collision with the external_port_range. The following ranges collide: 2222:2222 and 2222:2222.',
  );
  expect(why(await forward(demo, id, {internal_port_id: port, external_port: 1}))).toContain('internal_port_range');
  expect((await forward(demo, id, {internal_port_id: port, protocol: 'udp'})).status).toBe(201);
  expect(why(await forward(demo, id, {internal_port_id: port, external_port: 0}))).toBe(
    "400 HTTPBadRequest: Invalid input for external_port. Reason: '0' is too small - must be at least '1'.",
  );
  const path = `${V2}/floatingips/${id}/port_forwardings/${forwardingId}`;
  const changed = await demo.put(path, {port_forwarding: {external_port: 2223}});
  expect(changed.body.port_forwarding).toMatchObject({external_port: 2223, internal_port: 22});
  expect((await demo.get(`${V2}/floatingips/${id}/port_forwardings`)).body.port_forwardings).toHaveLength(2);
  // Whoever has a whole floating IP needs no forwarding.
  const whole = await portOn(demo, inside.networkId, '172.16.1.30');
  const own = (await create(demo, ext.networkId, {port_id: whole})).body.floatingip;
  expect(why(await forward(demo, id, {internal_port_id: whole, external_port: 80}))).toContain(
    `409 PortHasBindingFloatingIP: Cannot create port forwarding to floating IP ${own.floating_ip_address}`,
  );
  expect((await demo.delete(path)).status).toBe(204);
  expect(why(await demo.get(path))).toBe(
    `404 PortForwardingNotFound: Port Forwarding ${forwardingId} could not be found.`,
  );
  // The port goes, and with its last forwarding the router.
  await demo.delete(`${V2}/ports/${port}`);
  expect(await show()).toMatchObject({
    floating_ip_address: address,
    router_id: null,
    status: 'DOWN',
    port_forwardings: [],
  });
});
