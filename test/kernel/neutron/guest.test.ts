import {existsSync, readFileSync} from 'node:fs';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {METADATA_SOCKET} from '../../../src/drivers/neutron/metadata-proxy.ts';
import type {CloudState} from '../../../src/drivers/neutron/model.ts';
import {openTypist, script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {cloudWith} from './make-cloud.ts';
import {openTestCloud} from './open-cloud.ts';
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
const off = (): CloudState => {
  const vm1 = ONE.instances['vm1'];
  if (vm1 === undefined) throw new Error('no vm1');
  return {...ONE, instances: {vm1: {...vm1, power: 'shutdown'}}};
};
const consoleLog = () => {
  const path = `${rootOf(cloud.node('compute1'))}/var/lib/nova/instances/vm1/console.log`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};
const untilConsole = (pattern: RegExp) =>
  waitUntil(
    () => pattern.test(consoleLog()),
    () => `${pattern}:\n${consoleLog()}`,
    15_000,
  );

/** Stands for the metadata agent and Nova. */
const serveMetadata = () =>
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
  http-request return status 200 content-type text/plain string i-00000001 if { path_end /instance-id }
  http-request return status 200 content-type text/plain string "#!/bin/sh\\necho said by user data on \\$(hostname)\\n" if { path_end /user-data }
  http-request return status 404
END
haproxy -D -p /run/agent.pid -f /run/agent.cfg`,
  );

test('the console shows each step of DHCP, the instance id and what user data says; a second boot does not run it again', async () => {
  await serveMetadata();
  await cloud.settle(ONE);
  await untilConsole(/said by user data/);
  expect(consoleLog()).toMatch(
    /broadcasting discover[^]*broadcasting select for 10\.0\.100\.5[^]*lease of 10\.0\.100\.5 obtained/,
  );
  expect(consoleLog()).toMatch(/successful after \d+\/10 tries\. iid=i-00000001\nsaid by user data on vm1\n/);
  await cloud.settle(off());
  await cloud.settle(ONE);
  await untilConsole(/iid=i-00000001\n/);
  expect(consoleLog()).not.toContain('said by user data');
});

test('without a metadata service the guest says so and boots', async () => {
  await cloud.settle({...ONE, dhcpHosts: {}});
  await untilConsole(/failed 1\/10: /);
  await untilConsole(/vm1 login:/);
  expect(consoleLog()).not.toContain('successful');
});

test('a reboot boots the guest anew: other processes, the address asked for again, what was put there gone', async () => {
  await cloud.settle(ONE);
  await untilConsole(/lease of 10\.0\.100\.5 obtained[^]*login:/);
  const inside = 'ip netns exec instance-vm1';
  await on('compute1', `${inside} ip addr add 192.0.2.1/24 dev eth0; ${inside} busybox httpd -p 8080`);
  const pids = () => on('compute1', `ip netns pids instance-vm1 | sort`);
  const before = await pids();
  const vm1 = ONE.instances['vm1'];
  if (vm1 === undefined) throw new Error('no vm1');
  const rebooted: CloudState = {...ONE, instances: {vm1: {...vm1, reboots: 1}}};
  await cloud.settle(rebooted);
  await waitUntil(
    () =>
      (consoleLog().match(/lease of 10\.0\.100\.5 obtained/g) ?? []).length === 1 && consoleLog().includes('login:'),
    consoleLog,
    15_000,
  );
  const after = new Set((await pids()).split('\n'));
  const gone = before.split('\n').filter((pid) => pid !== '' && !after.has(pid));
  expect(gone.length).toBeGreaterThanOrEqual(3);
  expect(await on('compute1', `${inside} ip -br -4 addr show eth0`)).toMatch(/10\.0\.100\.5\/20\s*$/);
  // Told once, done once.
  const same = await pids();
  await cloud.settle(rebooted);
  expect(await pids()).toBe(same);
});

test('console NAME is a shell inside the instance', async () => {
  await cloud.settle(ONE);
  await untilConsole(/login:/);
  using typist = await openTypist(cloud.node('compute1'));
  expect(await typist.type('console vm1')).toContain('root@vm1:');
  expect(await typist.type('hostname; ip -br addr show eth0')).toMatch(/vm1\r?\neth0\S* +UP +10\.0\.100\.5\/20/);
  expect(await typist.type('ps ax | head -3; cat /etc/resolv.conf')).toMatch(
    / 1 .*busybox sh [^]*nameserver 10\.0\.100\.2/,
  );
  expect(await typist.type('exit')).toContain('root@compute1');
  expect(await on('compute1', 'cat /etc/resolv.conf')).not.toContain('nameserver');
});

test('console without an instance, or with one that is shut down, says so', async () => {
  const said = async (words: string) => {
    const {stderr, exitCode} = await cloud.node('compute1').run(['bash', '-c', words]);
    return `${exitCode} ${stderr}`;
  };
  expect(await said('console vm1')).toMatch(/^1 usage: console NAME\n.*\nThis node has no instances\./);
  await cloud.settle(ONE);
  expect(await said('console')).toContain('vm1 (instance-vm1) *');
  expect(await said('console vm')).toContain('usage');
  await cloud.settle(off());
  expect(await said('console instance-vm1')).toMatch(/^1 console: instance-vm1 is not running\./);
});
