import {existsSync, readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Host} from '../../../src/drivers/hosts/host.ts';
import {openTestSandbox, script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {rootOf} from '../root-of.ts';

let host: Host;
beforeAll(async () => {
  host = await openTestSandbox(['left', 'right', 'alone'], ['left:eth0 -- right:eth7']);
  await script(host.node('left'), 'ip addr add 192.0.2.1/24 dev eth0; ip netns add red');
  await script(host.node('right'), 'ip addr add 192.0.2.2/24 dev eth7');
  await script(host.node('alone'), 'ip addr add 192.0.2.3/32 dev lo');
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
});

const ping = (node: string, address: string) =>
  host.node(node).run(['ping', '-c', '1', '-W', '1', address], {timeoutMs: 5000});

test('a cable joins its two nodes, both ways, and no other', async () => {
  expect(await ping('left', '192.0.2.2')).toMatchObject({ok: true});
  expect(await ping('right', '192.0.2.1')).toMatchObject({ok: true});
  expect(await ping('left', '192.0.2.3')).toMatchObject({ok: false, exitCode: 1});
  expect(await ping('alone', '192.0.2.1')).toMatchObject({ok: false});
});

test('a node has only its own links, and the machine has none of them', async () => {
  const names = async (node: string) => (await script(host.node(node), 'ls /sys/class/net')).trim().split('\n');
  expect(await names('left')).toEqual(['eth0', 'lo']);
  expect(await names('right')).toEqual(['eth7', 'lo']);
  expect(await names('alone')).toEqual(['lo']);
  expect(readdirSync('/sys/class/net')).not.toContain('eth7');
});

test('a node has a name, processes and named namespaces of its own', async () => {
  expect(await script(host.node('left'), 'hostname; cat /etc/hostname; ls /run/netns')).toBe('left\nleft\nred\n');
  expect(await script(host.node('right'), 'hostname; cat /etc/hostname; ls /run/netns')).toBe('right\nright\n');
  await script(host.node('left'), 'setsid sleep 4711 >/dev/null 2>&1 &');
  await waitUntil(
    async () => (await script(host.node('left'), 'ps -eo args')).includes('sleep 4711'),
    () => 'the sleep',
  );
  const others = await script(host.node('right'), 'ps -eo pid,args');
  expect(others).not.toContain('sleep 4711');
  expect(others).toMatch(/^ +1 init/m);
  expect(others).not.toContain('vitest');
});

test('processes that lost their parent are reaped by the first process of the node', async () => {
  const node = host.node('alone');
  await script(node, 'for i in 1 2 3 4 5; do (sleep 0.01 &) ; done');
  await waitUntil(
    async () => !/^Z|sleep/m.test(await script(node, 'ps -eo stat,comm')),
    () => 'no zombie and no sleep in the node',
  );
});

test('nothing in a node can end it', async () => {
  const node = host.node('alone');
  const signals = 'HUP INT QUIT TERM KILL USR1 USR2 PIPE ALRM STOP SEGV ABRT XCPU';
  await script(node, `for s in ${signals}; do kill -$s 1 || true; done`);
  expect(await script(node, 'hostname')).toBe('alone\n');
});

test('the machine’s files can be read and not written; a node’s own can', async () => {
  const node = host.node('left');
  const writes = async (path: string) => (await node.run(['bash', '-c', `echo x > ${path}`])).stderr;
  for (const folder of ['/', '/usr', '/usr/bin', '/home', '/opt']) {
    expect(await writes(`${folder}/underlay-trace`)).toMatch(/Read-only file system|Permission denied/);
  }
  for (const folder of ['/tmp', '/var/tmp', '/root', '/run', '/var/log', '/dev/shm', '/etc']) {
    expect(await writes(`${folder}/underlay-trace`)).toBe('');
    expect(existsSync(`${folder}/underlay-trace`)).toBe(false);
  }
  expect(await script(host.node('right'), 'ls /tmp /etc /run /root')).not.toContain('underlay-trace');
  expect(
    await script(node, 'ls /proc/sys/kernel >/dev/null; echo x > /proc/sys/kernel/hostname 2>&1 || echo no'),
  ).toContain('no');
});

test('/etc files that labs edit can be edited', async () => {
  const node = host.node('right');
  await script(node, 'echo 192.0.2.9 nine >>/etc/hosts; echo options timeout:1 >>/etc/resolv.conf');
  expect(await script(node, 'getent hosts nine')).toContain('192.0.2.9');
  expect(await script(host.node('left'), 'cat /etc/hosts')).toBe(
    '127.0.0.1\tlocalhost\n127.0.1.1\tleft\n::1\tlocalhost ip6-localhost ip6-loopback\n',
  );
  await script(
    node,
    'mkdir -p /etc/iproute2; echo 100 blue >>/etc/iproute2/rt_tables; ip route add 198.51.100.0/24 dev eth7 table blue',
  );
  expect(await script(node, 'ip route show table blue')).toContain('198.51.100.0/24');
});

test('devices, terminals, shared memory and /proc belong to the node', async () => {
  const seen = await script(
    host.node('left'),
    'echo x >/dev/null; head -c 4 /dev/zero | wc -c; ls /dev/pts; stat -f -c %T /proc /sys /dev/shm',
  );
  expect(seen).toBe('4\nptmx\nproc\nsysfs\ntmpfs\n');
});

test('every node and new namespace starts with loopback up, no forwarding and no reverse path filter', async () => {
  const node = host.node('alone');
  const read = 'cat /proc/sys/net/ipv4/{ip_forward,conf/default/rp_filter,conf/all/rp_filter}';
  expect(await script(node, read)).toBe('0\n0\n0\n');
  expect(await script(node, 'ip -br link show lo')).toMatch(/LOWER_UP/);
  expect(await script(node, `ip netns add fresh; ip netns exec fresh bash -c '${read}'`)).toBe('0\n0\n0\n');
});

test('addresses of a cable are valid at once: no tentative state to wait for', async () => {
  expect(await script(host.node('right'), 'ip -6 addr show dev eth7')).not.toContain('tentative');
});

test('the environment is clean', async () => {
  process.env['UNDERLAY_TEST_SECRET'] = 'secret';
  const seen = await script(host.node('left'), 'env; pwd; id -u; ls -l /proc/self/fd');
  delete process.env['UNDERLAY_TEST_SECRET'];
  expect(seen).not.toContain('secret');
  expect(seen).toMatch(/^HOME=\/root$/m);
  expect(seen).toMatch(/^USER=root$/m);
  expect(seen).toMatch(/^\/root\n0$/m);
});

test('no node shares a namespace with us or with another', async () => {
  const kinds = ['user', 'net', 'mnt', 'pid', 'uts', 'ipc'];
  const own = kinds.map((kind) => readlinkSync(`/proc/self/ns/${kind}`));
  const of = async (name: string) =>
    (await script(host.node(name), `cd /proc/self/ns; readlink ${kinds.join(' ')}`)).trim().split('\n');
  const [left, right] = await Promise.all([of('left'), of('right')]);
  kinds.forEach((kind, at) => {
    expect(left[at], kind).not.toBe(own[at]);
    // One user namespace for all: it owns the wires between them.
    if (kind !== 'user') expect(left[at], kind).not.toBe(right[at]);
  });
  expect(readFileSync(`${rootOf(host.node('left'))}/etc/hostname`, 'utf8')).toBe('left\n');
});

test('a node that does not exist is named together with those that do', () => {
  expect(() => host.node('middle')).toThrow(new RangeError('No node middle; there are left, right, alone.'));
});
