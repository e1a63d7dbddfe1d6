import {expect, test} from 'vitest';
import {openChance} from './store/chance.ts';
import {brokenInvariants} from './testing/invariants.ts';
import {makeNetwork, testCloud} from './testing/test-cloud.ts';
import type {Client, TestCloud} from './testing/test-cloud.ts';

const REQUESTS = 1500;
const V2 = '/networking/v2.0';

/** Few objects that know each other, so that most requests meet what others left behind. */
async function furnish(admin: Client, demo: Client) {
  const outside = await makeNetwork(
    admin,
    {name: 'ext', 'router:external': true, 'provider:network_type': 'flat', 'provider:physical_network': 'external'},
    {cidr: '10.10.10.0/28', enable_dhcp: false},
  );
  const inside = [];
  for (const cidr of ['172.16.1.0/24', '172.16.2.0/24', '172.16.2.128/25', '172.16.3.0/29'])
    inside.push(await makeNetwork(demo, {}, {cidr}));
  return {outside, inside};
}

interface Request {
  readonly what: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** The next thing to ask, drawn from what there is. */
function draw(chance: ReturnType<typeof openChance>, cloud: TestCloud, outsideId: string): Request {
  const {tables} = cloud.cloud.store;
  const one = <T>(items: readonly T[], otherwise: T): T => items[chance.integer(items.length)] ?? otherwise;
  const idOf = (records: Iterable<{readonly id: string}>) =>
    one(
      [...records].map(({id}) => id),
      chance.uuid(),
    );
  const [router, floating] = [idOf(tables.routers.values()), idOf(tables.floatingIps.values())];
  const [subnet, port] = [idOf(tables.subnets.values()), idOf(tables.ports.values())];
  const forwarding = [...tables.portForwardings.values()].find(() => chance.integer(2) === 0);
  const gateway = one<unknown>([null, {network_id: outsideId}, {network_id: outsideId}], null);
  const routes = [{destination: '203.0.113.0/24', nexthop: `172.16.${1 + chance.integer(3)}.9`}];
  const network = one(
    [...tables.networks.values()].map(({id}) => id),
    '',
  );
  const ask = (what: string, method: Request['method'], path: string, body?: unknown): Request => ({
    what,
    method,
    path: `${V2}/${path}`,
    ...(body !== undefined && {body}),
  });
  const all: readonly Request[] = [
    ask('make router', 'POST', 'routers', {router: {name: 'r', external_gateway_info: gateway}}),
    ask('change gateway', 'PUT', `routers/${router}`, {router: {external_gateway_info: gateway}}),
    ask('change router', 'PUT', `routers/${router}`, {router: {routes: one([[], routes], []), admin_state_up: true}}),
    ask('delete router', 'DELETE', `routers/${router}`),
    ask('add interface', 'PUT', `routers/${router}/add_router_interface`, {subnet_id: subnet}),
    ask('add interface', 'PUT', `routers/${router}/add_router_interface`, {subnet_id: subnet}),
    ask('add port', 'PUT', `routers/${router}/add_router_interface`, {port_id: port}),
    ask('remove interface', 'PUT', `routers/${router}/remove_router_interface`, {subnet_id: subnet}),
    ask('add route', 'PUT', `routers/${router}/add_extraroutes`, {router: {routes}}),
    ask('remove route', 'PUT', `routers/${router}/remove_extraroutes`, {router: {routes}}),
    ask('make floating IP', 'POST', 'floatingips', {floatingip: {floating_network_id: outsideId}}),
    ask('associate', 'PUT', `floatingips/${floating}`, {floatingip: {port_id: port}}),
    ask('associate', 'PUT', `floatingips/${floating}`, {floatingip: {port_id: port}}),
    ask('disassociate', 'PUT', `floatingips/${floating}`, {floatingip: {port_id: null}}),
    ask('delete floating IP', 'DELETE', `floatingips/${floating}`),
    ask('forward', 'POST', `floatingips/${floating}/port_forwardings`, {
      port_forwarding: {
        protocol: 'tcp',
        external_port: 1 + chance.integer(4),
        internal_port: 22,
        internal_port_id: port,
      },
    }),
    ask('forward elsewhere', 'PUT', `floatingips/${forwarding?.floatingIpId}/port_forwardings/${forwarding?.id}`, {
      port_forwarding: {internal_port_id: port, internal_port: 1 + chance.integer(80)},
    }),
    ask('stop forwarding', 'DELETE', `floatingips/${forwarding?.floatingIpId}/port_forwardings/${forwarding?.id}`),
    ask('make port', 'POST', 'ports', {port: {network_id: network}}),
    ask('make port', 'POST', 'ports', {port: {network_id: network}}),
    ask('move port', 'PUT', `ports/${port}`, {port: {fixed_ips: [{subnet_id: subnet}]}}),
    ask('take port', 'PUT', `ports/${port}`, {port: {device_id: router, device_owner: 'network:router_interface'}}),
    ask('delete port', 'DELETE', `ports/${port}`),
    ask('close network', 'PUT', `networks/${network}`, {network: {'router:external': chance.integer(3) > 0}}),
    ask('move gateway', 'PUT', `subnets/${subnet}`, {subnet: {gateway_ip: one([null, '172.16.1.1'], null)}}),
    ask('delete agent’s router', 'DELETE', `agents/${idOf(tables.agents.values())}/l3-routers/${router}`),
    ask('give agent router', 'POST', `agents/${idOf(tables.agents.values())}/l3-routers`, {router_id: router}),
  ];
  return one(all, all[0] as Request);
}

test.each(['one', 'two', 'three'])(
  'random things done to routers leave the cloud whole (seed %s)',
  {timeout: 60_000},
  async (seed) => {
    const cloud = testCloud({plan: {quotas: {port: 40, router: 6, floatingip: 8}}});
    const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
    const chance = openChance(seed);
    const {outside} = await furnish(admin, demo);
    const accepted = new Map<string, number>();
    const refused = new Set<string>();
    for (let count = 0; count < REQUESTS; count += 1) {
      const {what, method, path, body} = draw(chance, cloud, outside.networkId);
      const token = chance.integer(4) === 0 ? demo.token : admin.token;
      const answer = await cloud.request(method, path, body, {'X-Auth-Token': token});
      if (answer.status < 300) accepted.set(what, (accepted.get(what) ?? 0) + 1);
      else refused.add(`${answer.status} ${answer.body.NeutronError.type}`);
      expect(cloud.faults, `${method} ${path}`).toEqual([]);
      expect(brokenInvariants(cloud.cloud.store.tables), `after ${method} ${path} ${JSON.stringify(body)}`).toEqual([]);
    }
    // Everything was done now and then, and refused for many reasons; otherwise it would prove little.
    for (const what of ['add interface', 'add port', 'associate', 'disassociate', 'forward', 'stop forwarding'])
      expect(accepted.get(what), what).toBeGreaterThan(2);
    for (const what of ['delete router', 'delete floating IP', 'remove interface', 'add route', 'change gateway'])
      expect(accepted.get(what), what).toBeGreaterThan(0);
    for (const why of ['400 BadRequest', '409 ServicePortInUse']) expect(refused).toContain(why);
    expect(refused.size).toBeGreaterThan(10);
  },
);
