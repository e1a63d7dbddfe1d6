import {existsSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {lbaasFolder, lbaasNamespace} from '../../../src/drivers/neutron/lbaas/names.ts';
import {CERTIFICATE, KEY} from '../../../src/cloud/testing/certificate.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {
  BALANCER_ID,
  LISTENER_ID,
  OTHER_POOL_ID,
  POOL_ID,
  VIP,
  balancedCloud,
  balancing,
  listener,
  member,
  memberId,
  monitor,
  policy,
  pool,
  rule,
} from './make-balancer.ts';
import type {Parts} from './make-balancer.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';
import {rootOf} from '../root-of.ts';

/** vm1 and vm2 are members, vm3 asks. */
const CLOUD = balancedCloud(['compute1', 'compute2', 'compute1']);
const FOLDER = lbaasFolder(BALANCER_ID);
let cloud: TestCloud;
let health: TestCloud['health'];

beforeAll(async () => {
  cloud = await openTestCloud();
  health = cloud.health;
  await cloud.settle(CLOUD);
  await waitUntil(
    async () =>
      (await cloud.node('compute1').run(inGuest('vm3', 'ip -4 addr show eth0'))).stdout.includes('10.0.100.7'),
    () => 'an address for vm3',
    15_000,
  );
});
afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

const on = (node: string, command: string) => script(cloud.node(node), command);
const inGuest = (name: string, command: string) => ['ip', 'netns', 'exec', `instance-${name}`, 'bash', '-c', command];

/** Who answers `times` requests to the load balancer, one connection each: `vm1`, `vm2`, or a status code. */
async function ask(times: number, options = ''): Promise<readonly string[]> {
  const each = `curl -s --max-time 3 --noproxy '*' -w '%{http_code}\\n' ${options} http://${VIP}/`;
  return askWith(times, each);
}
async function askWith(times: number, command: string): Promise<readonly string[]> {
  const result = await cloud
    .node('compute1')
    .run(inGuest('vm3', `for i in $(seq ${times}); do ${command}; done`), {timeoutMs: 20_000});
  return result.stdout.split(/(?<=\n\d{3}|^\d{3})\n/m).flatMap((answer) => {
    const code = /(\d{3})$/.exec(answer)?.[1];
    if (code === undefined) return [];
    return [code === '200' ? (/<p>(\w+) /.exec(answer)?.[1] ?? answer) : code];
  });
}

/** The load balancer as described, served. */
const serve = async (parts: Parts = {}) => cloud.settle({...CLOUD, loadBalancing: balancing(parts)});

const counts = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Map.groupBy(names.toSorted(), (name) => name)
      .entries()
      .map(([name, all]) => [name, all.length]),
  );

const haproxies = async () =>
  (await on('controller', 'pgrep -a haproxy || true')).split('\n').filter((line) => line.includes(FOLDER));

/** The one that serves, once those before a reload have ended. */
const oneHaproxy = (): Promise<string> =>
  waitUntil(
    async () => {
      const [one, ...others] = await haproxies();
      return others.length === 0 && one;
    },
    () => 'one haproxy',
  );

/** What is told of a member next, when it is not `than`. */
const memberBecomes = (id: string, status: string, deadlineMs = 8000) =>
  waitUntil(
    () => health.findLast((news) => news.members[id] !== undefined)?.members[id] === status,
    () => `${id} ${status}; told ${JSON.stringify(health.map((news) => news.members))}`,
    deadlineMs,
  );

test('round robin takes turns, in a namespace made as the reference does it', async () => {
  const reports = await serve();
  expect(reports.loadBalancers).toMatchObject([{loadBalancerId: BALANCER_ID, status: 'ACTIVE'}]);
  expect(reports.ports).toEqual([{portId: '259ee763-8f01-4b67-8d1a-6f0c51a3b299', status: 'ACTIVE'}]);
  const answers = await ask(6);
  expect(counts(answers)).toEqual({vm1: 3, vm2: 3});
  for (const [index, name] of answers.entries()) if (index > 0) expect(name).not.toBe(answers[index - 1]);
  const inside = await on(
    'controller',
    `ip netns exec ${lbaasNamespace(BALANCER_ID)} bash -c 'ip -4 -o addr; ip route'`,
  );
  expect(inside).toMatch(/ns-259ee763-8f +inet 10\.0\.100\.100\/20/);
  expect(inside).toContain('default via 10.0.96.1 dev ns-259ee763-8f');
  expect(await on('controller', 'cat /sys/class/net/tap259ee763-8f/master/uevent')).toContain('INTERFACE=brq');
  expect(await haproxies()).toHaveLength(1);
  expect((await haproxies())[0]).toMatch(
    new RegExp(` haproxy -f ${FOLDER}/haproxy\\.conf -p ${FOLDER}/haproxy\\.pid$`),
  );
  const lines = cloud.works.flatMap((work) => work.outcomes.map((one) => one.command));
  const words = lines.flatMap((one) => (one.kind === 'run' && one.argv[0] === 'bash' ? [one.argv[2]] : []));
  expect(words.join('\n')).toContain(`arping -U -I ns-259ee763-8f -c 3 ${VIP}`);
});

test('the same again is no work, and a change is a reload that loses nobody', async () => {
  await serve();
  const before = await oneHaproxy();
  await serve();
  expect(await haproxies()).toEqual([before]);
  const asking = askWith(60, `curl -s --max-time 3 --noproxy '*' -w '%{http_code}\\n' http://${VIP}/`);
  for (const weight of [2, 3, 4]) await serve({members: [member(1), member(2, {weight})]});
  const answers = await asking;
  expect(answers).toHaveLength(60);
  expect(answers.filter((answer) => !answer.startsWith('vm'))).toEqual([]);
  expect((await haproxies()).at(-1)).toMatch(/ -sf \d+$/);
});

test('weights share the work', async () => {
  await serve({members: [member(1, {weight: 3}), member(2)]});
  expect(counts(await ask(8))).toEqual({vm1: 6, vm2: 2});
  await serve({members: [member(1, {weight: 0}), member(2)]});
  expect(counts(await ask(4))).toEqual({vm2: 4});
});

test('a source IP has one member by algorithm, by stick table, and without either both', async () => {
  await serve({pools: [pool({lbAlgorithm: 'SOURCE_IP'})]});
  expect(Object.values(counts(await ask(6)))).toEqual([6]);
  await serve({pools: [pool({sessionPersistence: {type: 'SOURCE_IP', cookieName: null}})]});
  expect(Object.values(counts(await ask(6)))).toEqual([6]);
  await serve();
  expect(Object.values(counts(await ask(6)))).toEqual([3, 3]);
});

test('least connections prefers the member that is not busy', async () => {
  await serve({
    pools: [pool({lbAlgorithm: 'LEAST_CONNECTIONS', protocol: 'TCP'})],
    listeners: [listener({protocol: 'TCP'})],
  });
  // One connection stays open at one member; every other one must go to the other.
  const end = new AbortController();
  const busy = cloud
    .node('compute1')
    .run(inGuest('vm3', `exec 3<>/dev/tcp/${VIP}/80; sleep 60`), {timeoutMs: 60_000, signal: end.signal});
  await waitUntil(
    async () =>
      (await on('controller', `ip netns exec ${lbaasNamespace(BALANCER_ID)} ss -Htn state established`)) !== '',
    () => 'the connection that stays',
  );
  const answers = counts(await ask(4));
  expect(Object.values(answers)).toEqual([4]);
  end.abort();
  await busy;
});

test('a cookie of HAProxy keeps a client at its member', async () => {
  await serve({pools: [pool({sessionPersistence: {type: 'HTTP_COOKIE', cookieName: null}})]});
  expect(Object.values(counts(await ask(4)))).toEqual([2, 2]);
  const jar = '/run/jar';
  await cloud.node('compute1').run(['rm', '-f', jar]);
  const kept = await askWith(
    6,
    `curl -s --max-time 3 --noproxy '*' -b ${jar} -c ${jar} -w '%{http_code}\\n' http://${VIP}/`,
  );
  expect(Object.values(counts(kept))).toEqual([6]);
  expect(await on('compute1', `cat ${jar}`)).toMatch(/\tSRV\t1f0c7d5e-/);
});

test('a cookie of the application is remembered, and only where a member has set it', async () => {
  await serve({pools: [pool({sessionPersistence: {type: 'APP_COOKIE', cookieName: 'session'}})]});
  await giveLogin('compute1', 'vm1');
  await giveLogin('compute2', 'vm2');
  const jar = '/run/session';
  await cloud.node('compute1').run(['rm', '-f', jar]);
  const page = (path: string) =>
    `curl -s --max-time 3 --noproxy '*' -b ${jar} -c ${jar} -w '%{http_code}\\n' http://${VIP}${path}`;
  expect(Object.values(counts(await askWith(4, page('/'))))).toEqual([2, 2]);
  const [first = ''] = await askWith(1, page('/cgi-bin/login'));
  expect(first).toMatch(/^vm[12]$/);
  expect(counts(await askWith(6, page('/')))).toEqual({[first]: 6});
  expect(Object.values(counts(await ask(4, '-b session=nobody')))).toEqual([2, 2]);
});

/** A page of the guest's web server that sets a cookie of its own. */
async function giveLogin(node: string, name: string): Promise<void> {
  const folder = `/var/lib/nova/instances/${name}/www/cgi-bin`;
  await on(
    node,
    `mkdir -p ${folder}; cat >${folder}/login <<'END'
#!/bin/sh
printf 'Content-Type: text/html\\r\\nSet-Cookie: session=of-${name}; Path=/\\r\\n\\r\\n<p>${name} </p>\\n'
END
chmod 755 ${folder}/login`,
  );
}

test('a member that dies is seen down, gets nothing, and is seen up again', async () => {
  await serve({monitors: [monitor()]});
  await memberBecomes(memberId(1), 'UP');
  await memberBecomes(memberId(2), 'UP');
  await on('compute2', 'pkill -STOP -f "busybox httpd"');
  await memberBecomes(memberId(2), 'DOWN');
  expect(health.at(-1)).toMatchObject({pools: {[POOL_ID]: 'UP'}, listeners: {[LISTENER_ID]: 'OPEN'}, isRunning: true});
  expect(counts(await ask(4))).toEqual({vm1: 4});
  await on('compute2', 'pkill -CONT -f "busybox httpd"');
  await memberBecomes(memberId(2), 'UP');
  expect(counts(await ask(4))).toEqual({vm1: 2, vm2: 2});
});

test('nobody is left: 503, and the pool is told down', async () => {
  await serve({monitors: [monitor({urlPath: '/nothing'})]});
  await waitUntil(
    () => health.at(-1)?.pools[POOL_ID] === 'DOWN',
    () => JSON.stringify(health.at(-1)),
    8000,
  );
  expect(await ask(2)).toEqual(['503', '503']);
});

test('what came through is counted, also over a reload', async () => {
  await serve();
  const total = () => health.reduce((sum, news) => sum + (news.traffic[LISTENER_ID]?.totalConnections ?? 0), 0);
  const before = total();
  await ask(3);
  await waitUntil(
    () => total() >= before + 3,
    () => `${total()} of ${before + 3}`,
  );
  await serve({members: [member(1), member(2, {weight: 2})]});
  await ask(2);
  await waitUntil(
    () => total() >= before + 5,
    () => `${total()} of ${before + 5}`,
  );
  expect(total()).toBe(before + 5);
});

test('L7: a path is refused, another sent elsewhere, a host has its own pool', async () => {
  await serve({
    pools: [pool(), pool({id: OTHER_POOL_ID})],
    members: [member(1), member(2, {poolId: OTHER_POOL_ID})],
    policies: [
      policy(1, {action: 'REDIRECT_TO_POOL', redirectPoolId: OTHER_POOL_ID}),
      policy(2, {action: 'REDIRECT_TO_URL', redirectUrl: 'http://example.org/new%20place'}),
      policy(3, {action: 'REJECT'}),
      policy(4, {action: 'REDIRECT_PREFIX', redirectPrefix: 'https://example.org', redirectHttpCode: 301}),
      policy(5, {action: 'REDIRECT_TO_POOL', redirectPoolId: OTHER_POOL_ID}),
    ],
    rules: [
      rule(1, {type: 'HOST_NAME', compareType: 'EQUAL_TO', value: 'two.example.org'}),
      rule(2, {value: '/old'}),
      rule(3, {value: '/deny'}),
      rule(3, {type: 'HEADER', key: 'X-Friend', compareType: 'EQUAL_TO', value: 'my friend', invert: true}),
      rule(4, {type: 'FILE_TYPE', compareType: 'EQUAL_TO', value: 'jpg'}),
      rule(5, {type: 'COOKIE', key: 'beta', compareType: 'REGEX', value: '^(yes|on)$'}),
    ],
  });
  const get = async (path: string, options = '') => {
    const answer = await cloud
      .node('compute1')
      .run(inGuest('vm3', `curl -si --max-time 3 --noproxy '*' ${options} http://${VIP}${path}`));
    const [code, place] = [/HTTP\/1.. (\d+)/.exec(answer.stdout)?.[1], /location: (\S+)/i.exec(answer.stdout)?.[1]];
    return [code, place ?? /<p>(\w+) /.exec(answer.stdout)?.[1]].filter(Boolean).join(' ');
  };
  expect(await get('/')).toBe('200 vm1');
  expect(await get('/', '-H "Host: two.example.org"')).toBe('200 vm2');
  expect(await get('/old/page')).toBe('302 http://example.org/new%20place');
  expect(await get('/deny')).toBe('403');
  expect(await get('/deny', '-H "X-Friend: my friend"')).toBe('404');
  expect(await get('/a.jpg')).toBe('301 https://example.org/a.jpg');
  expect(await get('/', '-b beta=yes')).toBe('200 vm2');
  expect(await get('/', '-b beta=yesno')).toBe('200 vm1');
});

test('TLS ends at the load balancer, with the certificate it was given', async () => {
  const certificates = [{name: 'www.example.org', pem: `${CERTIFICATE}${KEY}`}];
  await serve({listeners: [listener({protocol: 'TERMINATED_HTTPS', protocolPort: 443, certificates})]});
  const get = (options: string) =>
    cloud
      .node('compute1')
      .run(
        inGuest(
          'vm3',
          `curl -sv --max-time 3 --noproxy '*' ${options} --resolve www.example.org:443:${VIP} https://www.example.org/`,
        ),
      );
  const seen = await get('-k');
  expect(seen.stdout).toMatch(/<p>vm[12] /);
  expect(seen.stderr).toContain('subject: CN=www.example.org');
  expect((await get('')).exitCode).toBe(60);
});

test('a configuration that HAProxy refuses: ERROR in its words, and the old one goes on serving', async () => {
  await serve({members: [member(1)]});
  const before = await oneHaproxy();
  const reports = await cloud.agents.reconcile({
    ...CLOUD,
    loadBalancing: balancing({
      policies: [policy(1, {})],
      rules: [rule(1, {compareType: 'REGEX', value: '('})],
    }),
  });
  expect(reports.loadBalancers).toMatchObject([
    {status: 'ERROR', reason: expect.stringContaining("regex '(' is invalid") as string},
  ]);
  expect(await haproxies()).toEqual([before]);
  expect(counts(await ask(2))).toEqual({vm1: 2});
  // What was refused is left out from now on.
  await serve({policies: [policy(1, {provisioningStatus: 'ERROR'})], rules: []});
  expect(counts(await ask(2))).toEqual({vm1: 1, vm2: 1});
});

test('a haproxy that somebody killed is told, and is there again when the agent is started anew', async () => {
  const {loadBalancing} = {loadBalancing: balancing()};
  await cloud.settle({...CLOUD, loadBalancing});
  await waitUntil(
    () => health.at(-1)?.isRunning,
    () => 'that it runs',
  );
  await on('controller', 'pkill -9 -f haproxy.conf');
  await waitUntil(
    () => health.at(-1)?.isRunning === false,
    () => JSON.stringify(health.at(-1)),
  );
  expect(await ask(1)).toEqual(['000']);
  await cloud.agents.restart('Loadbalancerv2 agent', 'controller');
  await cloud.settle({...CLOUD, loadBalancing});
  expect(counts(await ask(2))).toEqual({vm1: 1, vm2: 1});
});

test('without a listener nothing is served; deleted, nothing is left', async () => {
  await serve();
  const idle = await serve({listeners: []});
  expect(idle.loadBalancers).toMatchObject([{status: 'ACTIVE'}]);
  await expectNothingLeft();
  await serve();
  expect(existsSync(`${rootOf(cloud.node('controller'))}${FOLDER}/haproxy.conf`)).toBe(true);
  const reports = await serve({loadBalancer: {provisioningStatus: 'PENDING_DELETE'}});
  expect(reports.loadBalancers).toMatchObject([{status: 'ACTIVE'}]);
  await expectNothingLeft();
  await cloud.settle(CLOUD);
});

async function expectNothingLeft(): Promise<void> {
  expect(await haproxies()).toEqual([]);
  expect(existsSync(`${rootOf(cloud.node('controller'))}${FOLDER}`)).toBe(false);
  expect(await on('controller', 'ip netns list; ls /sys/class/net')).not.toMatch(/qlbaas|259ee763/);
  const seen = health.length;
  // Nobody is asked any more.
  await waitUntil(
    async () => (await on('controller', 'ls /run/netns')).includes('qdhcp-'),
    () => 'DHCP',
  );
  expect(health.length).toBe(seen);
}
