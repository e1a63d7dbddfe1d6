import {existsSync, readFileSync} from 'node:fs';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {DHCP_AGENT_INI} from '../../../src/drivers/neutron/configuration/server-files.ts';
import {METADATA_SOCKET, proxyFile} from '../../../src/drivers/neutron/metadata-proxy.ts';
import type {Port} from '../../../src/drivers/neutron/model.ts';
import {dhcpNamespace} from '../../../src/drivers/neutron/naming.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {DHCP_PORT_ID, NETWORK_ID, cloudWith} from './make-cloud.ts';
import {emptyCloud, openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';
import {rootOf} from '../root-of.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await openTestCloud();
});
afterEach(async () => {
  await cloud[Symbol.asyncDispose]();
});

const on = (node: string, text: string) => script(cloud.node(node), text);
const ONE = cloudWith(['compute1']);
const running = async () => (await on('controller', 'pgrep -a haproxy || true')).trim().split('\n');
const commandOf = (id: string) => expect.stringContaining(`haproxy -f ${proxyFile(id)}`) as string;

/** Stands for the metadata agent: answers with what it was told of who asks. */
const listen = () =>
  on(
    'controller',
    `cat >/run/agent.cfg <<'END'
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend agent
  bind unix@${METADATA_SOCKET}
  http-request return status 200 content-type text/plain lf-string "%[path] network %[req.hdr(X-Neutron-Network-ID)] router %[req.hdr(X-Neutron-Router-ID)] from %[req.hdr(X-Forwarded-For)]\\n"
END
haproxy -D -p /run/agent.pid -f /run/agent.cfg`,
  );

const ask = async (options = '') =>
  cloud
    .node('compute1')
    .run(['bash', '-c', `busybox wget -qO- ${options} http://169.254.169.254/latest/meta-data/instance-id`], {
      namespace: 'instance-vm1',
    });

const untilLeased = () =>
  waitUntil(
    async () =>
      (await script(cloud.node('compute1'), 'ip route', {namespace: 'instance-vm1'})).includes('169.254.169.254'),
    () => 'vm1 has the route to the metadata address',
    10_000,
  );

test('what a guest asks arrives with its network and its address, whatever it says itself', async () => {
  await listen();
  await cloud.settle(ONE);
  await untilLeased();
  const answer = `/latest/meta-data/instance-id network ${NETWORK_ID} router  from 10.0.100.5\n`;
  expect((await ask()).stdout).toBe(answer);
  const forged = "--header 'X-Neutron-Network-ID: another' --header 'X-Neutron-Router-ID: another'";
  expect((await ask(forged)).stdout).toBe(answer);
  expect(
    await script(cloud.node('controller'), 'ss -Hltn sport = :80', {namespace: dhcpNamespace(NETWORK_ID)}),
  ).toMatch(
    /169\.254\.169\.254:80[^]*\[fe80::a9fe:a9fe\]%ns-d0000001-00:80|\[fe80::a9fe:a9fe\]%ns-d0000001-00:80[^]*169\.254\.169\.254:80/,
  );
});

test('the proxy is in its namespace, with the file and the pid file that Neutron writes; all ends with the network', async () => {
  await cloud.settle(ONE);
  expect(await running()).toEqual([commandOf(NETWORK_ID)]);
  const read = (path: string) => readFileSync(`${rootOf(cloud.node('controller'))}${path}`, 'utf8');
  expect(read(proxyFile(NETWORK_ID))).toBe(
    readFileSync(`${import.meta.dirname}/golden/metadata-proxy.conf`, 'utf8')
      .replaceAll('05238197-c11f-4768-aa59-d641cd7e4ecc', NETWORK_ID)
      .replace('ns-279e085b-06', 'ns-d0000001-00'),
  );
  const pid = read(`/var/lib/neutron/external/pids/${NETWORK_ID}.pid.haproxy`).trim();
  expect(await on('controller', `ip netns identify ${pid}`)).toBe(`${dhcpNamespace(NETWORK_ID)}\n`);
  await cloud.settle(emptyCloud());
  await waitUntil(
    async () => (await running()).join('') === '',
    () => 'haproxy ended',
  );
  expect(existsSync(`${rootOf(cloud.node('controller'))}${proxyFile(NETWORK_ID)}`)).toBe(false);
});

test('ports do not wait for it; killed it stays dead until the agent is started anew', async () => {
  await cloud.settle(ONE);
  const works = cloud.works.filter((work) => work.node === 'controller');
  expect(
    works.map(({outcomes}) => outcomes.some(({command}) => command.kind === 'run' && command.argv[0] === 'haproxy')),
  ).toEqual([false, true]);
  expect(
    cloud.told.some(({ports}) => ports.some((one) => one.portId === DHCP_PORT_ID && one.status === 'ACTIVE')),
  ).toBe(true);
  await on('controller', 'pkill -KILL haproxy');
  await cloud.settle({...ONE});
  await cloud.settle(cloudWith(['compute1', '']));
  expect(await running()).toEqual(['']);
  expect(await cloud.agents.restart('DHCP agent', 'controller')).toBeUndefined();
  await cloud.settle({...ONE});
  expect(await running()).toEqual([commandOf(NETWORK_ID)]);
});

test('without enable_isolated_metadata, or behind a router, there is none', async () => {
  const dhcp = ONE.ports[DHCP_PORT_ID];
  if (dhcp === undefined) throw new Error('no DHCP port');
  const router: Port = {
    ...dhcp,
    id: 'e0000001-0000-4000-8000-000000000001',
    macAddress: 'fa:16:3e:ff:ff:02',
    deviceOwner: 'network:router_interface',
    fixedIps: [{subnetId: dhcp.fixedIps[0]?.subnetId ?? '', ipAddress: '10.0.96.1'}],
    binding: {host: '', vifType: 'unbound'},
  };
  await cloud.settle(ONE);
  await untilLeased();
  await cloud.settle({...ONE, ports: {...ONE.ports, [router.id]: router}});
  expect(await running()).toEqual(['']);
  await cloud.settle(ONE);
  expect(await running()).toEqual([commandOf(NETWORK_ID)]);
  await on('controller', `sed -i 's/^enable_isolated_metadata.*/enable_isolated_metadata = False/' ${DHCP_AGENT_INI}`);
  expect(await cloud.agents.restart('DHCP agent', 'controller')).toBeUndefined();
  await cloud.settle({...ONE});
  expect(await running()).toEqual(['']);
  await listen();
  expect(await ask()).toMatchObject({ok: false, stdout: ''});
});

test('where haproxy is missing this is told; ports come up all the same', async () => {
  // A folder without it, and the search path of everything that runs in the node leads there.
  await on(
    'controller',
    `mkdir -p /run/sbin; for file in /usr/sbin/*; do [[ $file == */haproxy ]] || cp -P "$file" /run/sbin/; done
mount --bind /run/sbin /usr/sbin`,
  );
  const reports = await cloud.agents.reconcile(ONE);
  expect(reports.ports).toContainEqual({portId: DHCP_PORT_ID, status: 'ACTIVE'});
  await cloud.agents.idle();
  const problems = cloud.works.flatMap(({problem}) => problem ?? []);
  expect(problems).toEqual([
    expect.stringMatching(
      /^haproxy is not installed, so instances of isolated networks get no metadata\. ip netns exec .* exec of "haproxy" failed: No such file/,
    ),
  ]);
  expect(await on('controller', 'tail -1 /var/log/neutron/dhcp-agent.log')).toMatch(
    / ERROR \[port .*exec of "haproxy" failed/,
  );
});
