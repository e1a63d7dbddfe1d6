import {afterAll, beforeAll, expect, test} from 'vitest';
import {address} from './make-cloud.ts';
import {groupedCloud, guestOf, reaches} from './groups-cloud.ts';
import type {Grouped, Guest} from './groups-cloud.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

/** vm1 serves and is in group a; vm2 beside it and vm3 on another node are in group b, vm4 in none that is named. */
const BASE = {hosts: ['compute1', 'compute1', 'compute2', 'compute2'], groups: ['a', 'b', 'b', 'c']} as const;
const OUT = ['a out', 'b out', 'c out'];
const TRIES = ['icmp', 'tcp 80', 'tcp 81', 'tcp 1000', 'tcp 1001', 'tcp 1002', 'udp 5000', 'udp 5001'];

let cloud: TestCloud;
let vm1: Guest;
let vm2: Guest;
let vm3: Guest;
let vm4: Guest;
const settle = async (of: Partial<Grouped> & Pick<Grouped, 'rules'>) => {
  await cloud.settle(groupedCloud({...BASE, ...of}));
};

beforeAll(async () => {
  cloud = await openTestCloud();
  await cloud.settle(groupedCloud({...BASE, hosts: [], rules: OUT}));
  await settle({rules: OUT});
  vm1 = await guestOf(cloud, 'compute1', 1, {tcp: [81, 1000, 1001, 1002], udp: [5000, 5001]});
  vm2 = await guestOf(cloud, 'compute1', 2);
  vm3 = await guestOf(cloud, 'compute2', 3);
  vm4 = await guestOf(cloud, 'compute2', 4);
}, 40_000);
afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

/** What vm1 can be reached with, by an instance beside it and by one on another node, which must agree. */
async function open(): Promise<readonly string[]> {
  const tried = await Promise.all(
    TRIES.map(async (what) => [what, await reaches(vm2, vm1, what), await reaches(vm3, vm1, what)] as const),
  );
  for (const [what, near, far] of tried) expect(near, `${what} from the same node and from another`).toBe(far);
  return tried.filter(([, near]) => near).map(([what]) => what);
}

test.each([
  [[], []],
  [['a in icmp'], ['icmp']],
  [['a in icmp 8/0'], ['icmp']],
  [['a in icmp 13'], []],
  [['a in tcp 80'], ['tcp 80']],
  [['a in tcp 1000:1001'], ['tcp 1000', 'tcp 1001']],
  [['a in udp 5000'], ['udp 5000']],
  [['a in tcp'], ['tcp 80', 'tcp 81', 'tcp 1000', 'tcp 1001', 'tcp 1002']],
  [['a in'], TRIES],
  [['b in'], []],
  [['a in IPv6'], []],
  [
    ['a in tcp 80', 'a in icmp'],
    ['icmp', 'tcp 80'],
  ],
])('rules %j open %j and nothing else', {timeout: 20_000}, async (rules, wanted) => {
  await settle({rules: [...OUT, ...rules]});
  expect(await open()).toEqual(wanted);
});

test('a remote group lets in its members on any node, and nobody else', {timeout: 20_000}, async () => {
  const rules = [...OUT, 'a in tcp 80 from b'];
  await settle({rules});
  expect(await open()).toEqual(['tcp 80']);
  expect(await reaches(vm4, vm1, 'tcp 80')).toBe(false);
  await settle({rules, groups: ['a', 'c', 'b', 'b']});
  expect(await reaches(vm2, vm1, 'tcp 80')).toBe(false);
  expect(await reaches(vm3, vm1, 'tcp 80')).toBe(true);
  expect(await reaches(vm4, vm1, 'tcp 80')).toBe(true);
});

test('a remote prefix lets in its addresses', {timeout: 20_000}, async () => {
  await settle({rules: [...OUT, `a in tcp 80 from ${address(3)}/32`]});
  expect([await reaches(vm2, vm1, 'tcp 80'), await reaches(vm3, vm1, 'tcp 80')]).toEqual([false, true]);
});

test('an address group lets in what it lists, as it is changed', {timeout: 20_000}, async () => {
  const rules = [...OUT, 'a in tcp 80 from @x'];
  const who = async () => [await reaches(vm2, vm1, 'tcp 80'), await reaches(vm3, vm1, 'tcp 80')];
  await settle({rules, addresses: {x: []}});
  expect(await who()).toEqual([false, false]);
  await settle({rules, addresses: {x: [`${address(2)}/32`]}});
  expect(await who()).toEqual([true, false]);
  await settle({rules, addresses: {x: ['0.0.0.0/0']}});
  expect(await who()).toEqual([true, true]);
});

test('what may leave an instance', {timeout: 20_000}, async () => {
  const served = ['a in', 'a out'];
  await settle({rules: [...served, 'b out']});
  expect(await reaches(vm2, vm1, 'icmp')).toBe(true);
  await settle({rules: [...served, 'b out tcp 80']});
  for (const [what, allowed] of [
    ['tcp 80', true],
    ['tcp 81', false],
    ['icmp', false],
    ['udp 5000', false],
  ] as const) {
    expect(await reaches(vm2, vm1, what), what).toBe(allowed);
    expect(await reaches(vm3, vm1, what), what).toBe(allowed);
  }
});

test('two groups on a port allow what either allows', {timeout: 20_000}, async () => {
  await settle({groups: ['ac', 'b', 'b', 'c'], rules: [...OUT, 'a in tcp 80', 'c in icmp']});
  expect(await open()).toEqual(['icmp', 'tcp 80']);
});

test('no group: nothing in, nothing out, and still an address', {timeout: 20_000}, async () => {
  await settle({groups: ['a', '', 'b', 'c'], rules: [...OUT, 'a in', 'b in']});
  expect([await reaches(vm2, vm1, 'icmp'), await reaches(vm3, vm1, 'icmp')]).toEqual([false, true]);
  expect(await vm2.can('busybox udhcpc -n -q -t 3 -T 1 -i eth0 -s /bin/true')).toBe(true);
});

test('a stateless group lets no answer in without a rule for it', {timeout: 20_000}, async () => {
  // vm4 is alone with its state on its node: the rules of a real agent leave no connection of its bridge tracked.
  const hosts = ['compute1', 'compute1', 'compute1', 'compute2'];
  await settle({hosts, groups: ['a', 'b', 'b', 'c'], rules: [...OUT, 'a in tcp 80']});
  expect(await reaches(vm4, vm1, 'tcp 80')).toBe(true);
  const without = [...OUT, 'a in tcp 80'];
  await settle({hosts, groups: ['a', 'b', 'b', 's'], stateless: 's', rules: [...without, 's out']});
  expect(await reaches(vm4, vm1, 'tcp 80')).toBe(false);
  await settle({
    hosts,
    groups: ['a', 'b', 'b', 's'],
    stateless: 's',
    rules: [...without, 's out', 's in tcp 1024:65535'],
  });
  expect(await reaches(vm4, vm1, 'tcp 80')).toBe(true);
});
