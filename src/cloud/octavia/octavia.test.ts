import {beforeEach, expect, test} from 'vitest';
import {makeReports} from '../reports.ts';
import {brokenInvariants} from '../testing/invariants.ts';
import {CERTIFICATE, KEY, OTHER_KEY} from '../testing/certificate.ts';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client, TestCloud} from '../testing/test-cloud.ts';

const BASE = '/load-balancer/v2.0/lbaas';
let cloud: TestCloud;
let demo: Client;
let subnetId: string;

const setUp = async (options = {}) => {
  cloud = testCloud(options);
  demo = await cloud.login('demo');
  ({subnetId} = await makeNetwork(demo));
};
beforeEach(async () => setUp());

const make = async (kind: string, root: string, values: object, client = demo): Promise<Answer['body']> => {
  const answer = await client.post(`${BASE}/${kind}`, {[root]: values});
  expect(answer.body).toHaveProperty(root);
  expect(answer.status).toBe(201);
  return answer.body[root];
};
const show = async (path: string) => (await demo.get(`${BASE}/${path}`)).body;
const balancer = async () => make('loadbalancers', 'loadbalancer', {name: 'lb', vip_subnet_id: subnetId});
const whole = async () => {
  const lb = await balancer();
  const listener = await make('listeners', 'listener', {loadbalancer_id: lb.id, protocol: 'HTTP', protocol_port: 80});
  const pool = await make('pools', 'pool', {listener_id: listener.id, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN'});
  const member = await make(`pools/${pool.id}/members`, 'member', {address: '172.16.1.9', protocol_port: 80});
  return {lb, listener, pool, member};
};
const refusal = async (method: 'post' | 'put', path: string, body: object) => {
  const {status, body: said} = await demo[method](`${BASE}/${path}`, body);
  expect(said).toEqual({faultcode: 'Client', faultstring: expect.any(String) as string, debuginfo: null});
  return `${status} ${said.faultstring}`;
};

test('a load balancer has a port on the network node, and everything becomes active', async () => {
  const lb = await balancer();
  expect(lb).toMatchObject({provisioning_status: 'PENDING_CREATE', operating_status: 'OFFLINE', provider: 'haproxy'});
  expect(lb.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  const {port} = (await demo.get(`/networking/v2.0/ports/${lb.vip_port_id}`)).body;
  expect(port).toMatchObject({name: `octavia-lb-${lb.id}`, device_owner: 'Octavia', device_id: `lb-${lb.id}`});
  expect(cloud.cloud.state.ports[port.id]?.binding).toEqual({host: 'controller', vifType: 'bridge'});
  expect((await show(`loadbalancers/${lb.id}`)).loadbalancer).toMatchObject({
    provisioning_status: 'ACTIVE',
    operating_status: 'ONLINE',
    vip_address: port.fixed_ips[0].ip_address,
  });
});

test('while a change runs everything is pending, and nothing else can begin', async () => {
  await setUp({agents: false});
  const reports = makeReports(cloud.cloud);
  const lb = await balancer();
  const listener = {listener: {loadbalancer_id: lb.id, protocol: 'HTTP', protocol_port: 80}};
  expect(await refusal('post', 'listeners', listener)).toBe(
    `409 Load Balancer ${lb.id} is immutable and cannot be updated.`,
  );
  expect(await refusal('put', `loadbalancers/${lb.id}`, {loadbalancer: {name: 'x'}})).toBe(
    `409 Invalid state PENDING_CREATE of loadbalancer resource ${lb.id}`,
  );
  reports.loadBalancers([{loadBalancerId: lb.id, revision: 1, status: 'ACTIVE'}]);
  const made = await make('listeners', 'listener', listener.listener);
  // What an agent says of an older state is of no interest.
  reports.loadBalancers([{loadBalancerId: lb.id, revision: 1, status: 'ACTIVE'}]);
  expect((await show(`listeners/${made.id}`)).listener.provisioning_status).toBe('PENDING_CREATE');
  reports.loadBalancers([{loadBalancerId: lb.id, revision: 2, status: 'ERROR', reason: 'no'}]);
  expect((await show(`listeners/${made.id}`)).listener.provisioning_status).toBe('ERROR');
  expect((await show(`loadbalancers/${lb.id}`)).loadbalancer.provisioning_status).toBe('ACTIVE');
  expect((await demo.delete(`${BASE}/listeners/${made.id}`)).status).toBe(204);
  reports.loadBalancers([{loadBalancerId: lb.id, revision: 3, status: 'ACTIVE'}]);
  expect((await demo.get(`${BASE}/listeners/${made.id}`)).status).toBe(404);
});

test('what HAProxy says becomes the operating status, and the traffic is counted', async () => {
  const {lb, listener, pool, member} = await whole();
  const second = await make(`pools/${pool.id}/members`, 'member', {address: '172.16.1.10', protocol_port: 80});
  const reports = makeReports(cloud.cloud);
  const health = (first: string, other: string, ofPool: string) => ({
    loadBalancerId: lb.id,
    isRunning: true,
    listeners: {[listener.id]: 'OPEN'},
    pools: {[pool.id]: ofPool},
    members: {[member.id]: first, [second.id]: other},
    traffic: {
      [listener.id]: {activeConnections: 1, totalConnections: 2, bytesIn: 30, bytesOut: 40, requestErrors: 0},
    },
  });
  const statuses = async () => {
    const {loadbalancer: tree} = (await show(`loadbalancers/${lb.id}/status`)).statuses;
    const [one] = tree.listeners;
    const of = one.pools[0].members.map((each: {operating_status: string}) => each.operating_status);
    return [tree.operating_status, one.operating_status, one.pools[0].operating_status, ...of].join(' ');
  };
  reports.health(health('UP', 'UP', 'UP'));
  expect(await statuses()).toBe('ONLINE ONLINE ONLINE ONLINE ONLINE');
  reports.health(health('UP 1/3', 'DOWN', 'UP'));
  expect(await statuses()).toBe('DEGRADED ONLINE DEGRADED ONLINE ERROR');
  reports.health(health('DRAIN', 'MAINT', 'DOWN'));
  expect(await statuses()).toBe('ERROR ONLINE ERROR DRAINING OFFLINE');
  expect((await show(`loadbalancers/${lb.id}/stats`)).stats).toMatchObject({total_connections: 6, bytes_in: 90});
  reports.health({loadBalancerId: lb.id, isRunning: false, listeners: {}, pools: {}, members: {}, traffic: {}});
  expect(await statuses()).toBe('ERROR ERROR OFFLINE OFFLINE OFFLINE');
});

test("refusals in Octavia's words", async () => {
  const {lb, listener, pool, member} = await whole();
  const of = (values: object) => ({listener: {loadbalancer_id: lb.id, protocol: 'HTTP', protocol_port: 81, ...values}});
  expect(await refusal('post', 'listeners', of({protocol_port: 80}))).toBe(
    '409 Another Listener on this Load Balancer is already using protocol HTTP and protocol_port 80',
  );
  expect(await refusal('post', 'listeners', of({protocol: 'FTP'}))).toMatch(
    /^400 Invalid input for field\/attribute protocol. Value: 'FTP'. Value should be one of: TCP, HTTP, /,
  );
  expect(await refusal('post', 'listeners', of({protocol: 'UDP'}))).toMatch(/^501 Provider 'haproxy' does not support/);
  expect(await refusal('post', 'listeners', of({protocol: 'TERMINATED_HTTPS'}))).toBe(
    '400 Validation failure: An SNI or default certificate container reference must be provided for TERMINATED_HTTPS protocol listeners.',
  );
  const ref = 'http://controller/key-manager/v1/containers/none';
  expect(await refusal('post', 'listeners', of({protocol: 'TERMINATED_HTTPS', default_tls_container_ref: ref}))).toBe(
    `400 Could not retrieve certificate: ['${ref}']`,
  );
  expect(await refusal('post', 'listeners', of({protocol: 'TCP', default_pool_id: pool.id, colour: 1}))).toBe(
    '400 Unknown attribute for argument listener_.listener: colour',
  );
  expect(await refusal('post', 'loadbalancers', {loadbalancer: {}})).toBe(
    '400 Validation failure: VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.',
  );
  expect(await refusal('post', 'loadbalancers', {loadbalancer: {vip_subnet_id: lb.id}})).toBe(
    `400 Subnet ${lb.id} not found.`,
  );
  const ofPool = (values: object) => ({
    pool: {loadbalancer_id: lb.id, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', ...values},
  });
  expect(await refusal('post', 'pools', ofPool({session_persistence: {type: 'APP_COOKIE'}}))).toContain(
    'Field "cookie_name" must be specified when using the "APP_COOKIE" session persistence type.',
  );
  expect(await refusal('post', 'pools', ofPool({listener_id: listener.id, protocol: 'TCP'}))).toContain(
    "The pool protocol 'TCP' is invalid while the listener protocol is 'HTTP'.",
  );
  expect(await refusal('post', 'pools', ofPool({listener_id: listener.id}))).toBe(
    '409 This listener already has a default pool',
  );
  const ofMember = (values: object) => ({member: {address: '172.16.1.9', protocol_port: 80, ...values}});
  expect(await refusal('post', `pools/${pool.id}/members`, ofMember({}))).toBe(
    '409 Another member on this pool is already using ip 172.16.1.9 on protocol_port 80',
  );
  expect(await refusal('put', `pools/${pool.id}/members/${member.id}`, {member: {weight: 257}})).toBe(
    "400 Invalid input for field/attribute weight. Value: '257'. Value should be lower or equal to 256",
  );
  expect(await refusal('post', `pools/${pool.id}/members`, ofMember({address: '1.2.3.4', subnet_id: lb.id}))).toBe(
    `400 Subnet ${lb.id} not found.`,
  );
  const monitor = {pool_id: pool.id, type: 'TCP', delay: 5, timeout: 3, max_retries: 3};
  expect(await refusal('post', 'healthmonitors', {healthmonitor: {...monitor, url_path: '/'}})).toBe(
    '400 url_path is not a valid option for health monitors of type TCP',
  );
  expect(await refusal('post', 'healthmonitors', {healthmonitor: {...monitor, timeout: 6}})).toContain('timeout');
  await make('healthmonitors', 'healthmonitor', monitor);
  expect(await refusal('post', 'healthmonitors', {healthmonitor: monitor})).toBe(
    '409 This pool already has a health monitor',
  );
  const {status, body} = await demo.delete(`${BASE}/loadbalancers/${lb.id}`);
  expect([status, body.faultstring]).toEqual([
    400,
    `Validation failure: Cannot delete Load Balancer ${lb.id} - it has children`,
  ]);
});

test('policies keep their order, and a pool in use stays', async () => {
  const {lb, listener} = await whole();
  const other = await make('pools', 'pool', {loadbalancer_id: lb.id, protocol: 'HTTP', lb_algorithm: 'SOURCE_IP'});
  const policy = (values: object) => make('l7policies', 'l7policy', {listener_id: listener.id, ...values});
  const a = await policy({name: 'a', action: 'REJECT'});
  const b = await policy({name: 'b', action: 'REDIRECT_TO_POOL', redirect_pool_id: other.id, position: 1});
  await policy({name: 'c', action: 'REDIRECT_TO_URL', redirect_url: 'http://example.org/', position: 2});
  const order = async () =>
    (await show('l7policies?sort=position')).l7policies
      .map((one: {name: string; position: number}) => one.name)
      .join('');
  expect(await order()).toBe('bca');
  expect((await demo.put(`${BASE}/l7policies/${a.id}`, {l7policy: {position: 1}})).status).toBe(200);
  expect(await order()).toBe('abc');
  const {status, body} = await demo.delete(`${BASE}/pools/${other.id}`);
  expect([status, body.faultstring]).toEqual([409, `Pool ${other.id} is in use by L7 policy ${b.id}`]);
  await demo.delete(`${BASE}/l7policies/${b.id}`);
  expect(await order()).toBe('ac');
  const rules = `l7policies/${a.id}/rules`;
  await make(rules, 'rule', {type: 'PATH', compare_type: 'STARTS_WITH', value: '/deny'});
  expect(await refusal('post', rules, {rule: {type: 'HEADER', compare_type: 'EQUAL_TO', value: 'x'}})).toBe(
    '400 Error parsing L7Rule: Invalid L7 Rule: L7 rule type requires a key',
  );
  expect(await refusal('post', rules, {rule: {type: 'PATH', compare_type: 'REGEX', value: '('}})).toContain(
    'Unable to parse regular expression',
  );
  expect(brokenInvariants(cloud.cloud.store.tables)).toEqual([]);
});

test('members are replaced as a whole, or only added to', async () => {
  const {pool, member} = await whole();
  const put = (members: readonly object[], query = '') =>
    demo.put(`${BASE}/pools/${pool.id}/members${query}`, {members});
  const at = (last: number, weight = 1) => ({address: `172.16.1.${last}`, protocol_port: 80, weight});
  expect((await put([at(9, 5), at(10)])).status).toBe(202);
  const members = async () =>
    (await show(`pools/${pool.id}/members`)).members.map(
      (one: {address: string; weight: number}) => `${one.address} ${one.weight}`,
    );
  expect(await members()).toEqual(['172.16.1.9 5', '172.16.1.10 1']);
  expect((await show(`pools/${pool.id}/members/${member.id}`)).member.weight).toBe(5);
  await put([at(11)], '?additive_only=True');
  expect(await members()).toHaveLength(3);
  await put([at(11)]);
  expect(await members()).toEqual(['172.16.1.11 1']);
});

test('a cascade leaves nothing, not even the port; a port that was given stays', async () => {
  const {lb} = await whole();
  expect((await demo.delete(`${BASE}/loadbalancers/${lb.id}?cascade=True`)).status).toBe(204);
  const {tables} = cloud.cloud.store;
  for (const name of ['loadBalancers', 'listeners', 'pools', 'members'] as const) expect(tables[name].size).toBe(0);
  expect((await demo.get(`/networking/v2.0/ports/${lb.vip_port_id}`)).status).toBe(404);
  const network = [...tables.networks.values()][0]?.id;
  const {port} = (await demo.post('/networking/v2.0/ports', {port: {network_id: network}})).body;
  const own = await make('loadbalancers', 'loadbalancer', {vip_port_id: port.id});
  expect(await refusal('post', 'loadbalancers', {loadbalancer: {vip_port_id: port.id}})).toContain(
    'is already used by',
  );
  await demo.delete(`${BASE}/loadbalancers/${own.id}`);
  expect((await demo.get(`/networking/v2.0/ports/${port.id}`)).body.port).toMatchObject({
    device_owner: '',
    device_id: '',
  });
});

test('others see nothing of it, and quotas hold', async () => {
  const {lb} = await whole();
  const admin = await cloud.login('admin');
  expect((await admin.put(`${BASE}/quotas/${demo.projectId}`, {quota: {load_balancer: 1}})).status).toBe(202);
  expect((await show(`quotas/${demo.projectId}`)).quota).toMatchObject({loadbalancer: 1, load_balancer: 1, pool: -1});
  expect(await refusal('post', 'loadbalancers', {loadbalancer: {vip_subnet_id: subnetId}})).toBe(
    '403 Quota has been met for resources: Load Balancer',
  );
  cloud.cloud.change(({tables}) => {
    const found = tables.loadBalancers.get(lb.id);
    if (found !== undefined) tables.loadBalancers.put({...found, projectId: 'another'});
  });
  const foreign = await demo.get(`${BASE}/loadbalancers/${lb.id}`);
  expect([foreign.status, foreign.body.faultstring]).toEqual([
    403,
    'Policy does not allow this request to be performed.',
  ]);
  expect((await show('loadbalancers')).loadbalancers).toEqual([]);
});

test('a TLS listener shows the certificate of a container, and only a whole one', async () => {
  const lb = await balancer();
  const secret = async (payload: string) =>
    (await demo.post('/key-manager/v1/secrets', {name: 's', payload, payload_content_type: 'text/plain'})).body
      .secret_ref;
  const container = async (key: string) => {
    const refs = [
      {name: 'certificate', secret_ref: await secret(CERTIFICATE)},
      {name: 'private_key', secret_ref: await secret(key)},
    ];
    return (await demo.post('/key-manager/v1/containers', {type: 'certificate', secret_refs: refs})).body.container_ref;
  };
  const wrong = await container(OTHER_KEY);
  const of = (ref: string) => ({
    loadbalancer_id: lb.id,
    protocol: 'TERMINATED_HTTPS',
    protocol_port: 443,
    default_tls_container_ref: ref,
  });
  expect(await refusal('post', 'listeners', {listener: of(wrong)})).toBe(
    `400 Could not retrieve certificate: ['${wrong}']`,
  );
  const ref = await container(KEY);
  const listener = await make('listeners', 'listener', of(ref));
  expect(listener.default_tls_container_ref).toBe(ref);
  expect(cloud.cloud.state.loadBalancing?.listeners[listener.id]?.certificates).toEqual([
    {name: 'www.example.org', pem: `${CERTIFICATE.trim()}\n${KEY.trim()}\n`},
  ]);
  expect(await demo.get(`/key-manager/v1/secrets/${(await secret('x')).split('/').at(-1)}`)).toMatchObject({
    status: 200,
  });
});
