import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Port} from '../../../src/drivers/neutron/model.ts';
import {waitUntil} from '../wait-until.ts';
import {groupedCloud, guestOf, reaches} from './groups-cloud.ts';
import type {Guest} from './groups-cloud.ts';
import {portId, withPort} from './make-cloud.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

/** An address of the subnet that no port has. */
const FALSE_IP = '10.0.101.99';
const FALSE_MAC = 'fa:16:3e:00:00:99';

/** Everything is allowed in and out, so that only the source of a packet can be wrong. */
const CLOUD = groupedCloud({
  hosts: ['compute1', 'compute1', 'compute2'],
  groups: ['a', 'a', 'a'],
  rules: ['a in', 'a out'],
});

let cloud: TestCloud;
let vm1: Guest;
let vm2: Guest;
let vm3: Guest;
beforeAll(async () => {
  cloud = await openTestCloud();
  await cloud.settle(groupedCloud({hosts: [], groups: [], rules: []}));
  await cloud.settle(CLOUD);
  vm1 = await guestOf(cloud, 'compute1', 1, {udp: [68, 6800]});
  vm2 = await guestOf(cloud, 'compute1', 2);
  vm3 = await guestOf(cloud, 'compute2', 3);
}, 30_000);
afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

const settleWith = (change: Partial<Port>) => cloud.settle(withPort(CLOUD, portId(2), change));
const ARP_FROM = (ip: string) => `arping -c 2 -w 2 -I eth0 -s ${ip} ${vm1.address}`;

/** What vm2 gets through with an address that is not its own, to an instance beside it and to one elsewhere. */
async function falseAddress(): Promise<Readonly<Record<'arp' | 'near' | 'far', boolean>>> {
  await vm2.run(`ip addr add ${FALSE_IP}/20 dev eth0`);
  try {
    // The neighbours are known, so that it is the packet that is stopped and not the question for its way back.
    for (const peer of [vm1, vm3]) {
      const mac = (await vm2.run('cat /sys/class/net/eth0/address')).trim();
      await peer.run(`ip neigh replace ${FALSE_IP} lladdr ${mac} dev eth0`);
    }
    return {
      arp: await vm2.can(ARP_FROM(FALSE_IP)),
      near: await vm2.can(`ping -c 1 -W 1 -I ${FALSE_IP} ${vm1.address}`),
      far: await vm2.can(`ping -c 1 -W 1 -I ${FALSE_IP} ${vm3.address}`),
    };
  } finally {
    await vm2.run(`ip addr del ${FALSE_IP}/20 dev eth0`);
    for (const peer of [vm1, vm3]) await peer.run(`ip neigh del ${FALSE_IP} dev eth0`);
  }
}

test("an instance's own address passes, ARP and IP", async () => {
  expect(await vm2.can(ARP_FROM(vm2.address))).toBe(true);
  expect([await reaches(vm2, vm1, 'icmp'), await reaches(vm2, vm3, 'icmp')]).toEqual([true, true]);
});

test(
  'another address passes with an address pair, or without port security, and not else',
  {timeout: 30_000},
  async () => {
    const refused = {arp: false, near: false, far: false};
    const passed = {arp: true, near: true, far: true};
    expect(await falseAddress()).toEqual(refused);
    await settleWith({
      allowedAddressPairs: [{ipAddress: '10.0.101.64/26', macAddress: CLOUD.ports[portId(2)]?.macAddress ?? ''}],
    });
    expect(await falseAddress()).toEqual(passed);
    await settleWith({});
    expect(await falseAddress()).toEqual(refused);
    await settleWith({portSecurityEnabled: false, securityGroups: []});
    expect(await falseAddress()).toEqual(passed);
    await settleWith({});
    expect(await falseAddress()).toEqual(refused);
  },
);

test('another MAC passes with an address pair that has it', {timeout: 30_000}, async () => {
  const own = CLOUD.ports[portId(2)]?.macAddress ?? '';
  const withMac = async (mac: string) => {
    await vm2.run(`ip link set eth0 address ${mac}`);
    try {
      await vm1.run(`ip neigh replace ${vm2.address} lladdr ${mac} dev eth0`);
      return await reaches(vm2, vm1, 'icmp');
    } finally {
      await vm2.run(`ip link set eth0 address ${own}`);
      await vm1.run(`ip neigh del ${vm2.address} dev eth0`);
    }
  };
  expect(await withMac(own)).toBe(true);
  expect(await withMac(FALSE_MAC)).toBe(false);
  await settleWith({allowedAddressPairs: [{ipAddress: vm2.address, macAddress: FALSE_MAC}]});
  expect(await withMac(FALSE_MAC)).toBe(true);
  await settleWith({});
  expect(await withMac(FALSE_MAC)).toBe(false);
});

test('an instance cannot play the DHCP server', async () => {
  const answered = (from: number, to: number) =>
    vm2.can(`[[ $(echo offer | nc -u -w 1 -p ${from} ${vm1.address} ${to}) == offer ]]`);
  expect(await answered(67, 6800)).toBe(true);
  expect(await answered(6700, 68)).toBe(true);
  expect(await answered(67, 68)).toBe(false);
  const dropped = async () => (await vm2.node.run(['iptables-save', '-c'])).stdout;
  await waitUntil(
    async () => /\[[1-9]\d*:\d+\] .*"Prevent DHCP Spoofing by VM\." -j DROP/.test(await dropped()),
    () => 'the rule against DHCP spoofing counted a packet',
  );
});
