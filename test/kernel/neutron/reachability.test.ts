import {describe, expect, test} from 'vitest';
import type {CloudState, Ml2Options} from '../../../src/drivers/neutron/model.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {goldenCloud, goldenStep} from './golden-set.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

/** Who reached whom in the real cloud: every pair, or only those on the same node for a local network. */
const SCENARIOS: readonly {
  readonly name: string;
  readonly step: string;
  readonly options: Partial<Ml2Options>;
  readonly isolated: readonly string[];
}[] = [
  {name: '01-local', step: 'd-full', options: {l2Population: false}, isolated: ['vm3']},
  {name: '02-flat', step: 'b-full', options: {l2Population: false}, isolated: []},
  {name: '03-vxlan-mcast', step: 'b-before-traffic', options: {l2Population: false}, isolated: []},
  {name: '04-vxlan-l2pop', step: 'b-before-traffic', options: {}, isolated: []},
];

interface Guest {
  readonly name: string;
  readonly node: string;
  readonly address: string;
  readonly mtu: number;
}

describe.each(SCENARIOS)('$name', ({name, step, options, isolated}) => {
  test('leases, and who reaches whom', async () => {
    const wanted = goldenCloud(goldenStep(name, step), options);
    await using cloud = await openTestCloud(options);
    await cloud.settle({...wanted, instances: {}});
    await cloud.settle(wanted);
    const guests = guestsOf(wanted);
    expect(guests.map((guest) => guest.name)).toEqual(['vm1', 'vm2', 'vm3']);
    const served = guests.filter((guest) => !isolated.includes(guest.name));
    await Promise.all(served.map((guest) => untilServed(cloud, guest)));
    // Nobody answered it; with its address it can at least ask.
    for (const guest of guests.filter((one) => isolated.includes(one.name)))
      await script(cloud.node(guest.node), `ip addr add ${guest.address}/24 dev eth0`, {
        namespace: `instance-${guest.name}`,
      });
    const dhcp =
      Object.values(wanted.ports).find((port) => port.deviceOwner === 'network:dhcp')?.fixedIps[0]?.ipAddress ?? '';
    const matrix = await Promise.all(
      guests.flatMap((from) =>
        [...guests, {name: 'dhcp', address: dhcp}]
          .filter((to) => to.name !== from.name)
          .map(async (to) => `${from.name} ${to.name} ${await reaches(cloud, from, to.address)}`),
      ),
    );
    const apart = (word: string) => isolated.includes(word);
    const expected = guests.flatMap((from) =>
      [...guests.map((guest) => guest.name), 'dhcp']
        .filter((to) => to !== from.name)
        .map((to) => `${from.name} ${to} ${!apart(from.name) && !apart(to)}`),
    );
    expect(matrix).toEqual(expected);
    const [first, second] = guests;
    if (first === undefined || second === undefined) throw new Error('Two instances are needed');
    const page = await script(cloud.node(first.node), `busybox wget -qO- http://${second.address}/`, {
      namespace: `instance-${first.name}`,
    });
    expect(page).toBe(`<p>${second.name} (instance-${second.name})</p>\n`);
  });
});

test('an address of a guest that is gone is given to the next', async () => {
  const wanted = goldenCloud(goldenStep('04-vxlan-l2pop', 'b-before-traffic'), {});
  await using cloud = await openTestCloud();
  await cloud.settle({...wanted, instances: {}});
  await cloud.settle(wanted);
  const guest = guestsOf(wanted).find(({name}) => name === 'vm2')!;
  await untilServed(cloud, guest);
  const [id, instance] = Object.entries(wanted.instances).find(([, one]) => one.name === 'vm2')!;
  const portId = instance.portIds[0]!;
  const port = wanted.ports[portId]!;
  const {[id]: _instance, ...instances} = wanted.instances;
  const {[portId]: _port, ...ports} = wanted.ports;
  await cloud.settle({...wanted, instances, ports});
  // Another MAC, as a new port has it.
  const next = {...port, macAddress: 'fa:16:3e:00:00:99'};
  await cloud.settle({...wanted, instances, ports: {...ports, [portId]: next}});
  await cloud.settle({...wanted, ports: {...ports, [portId]: next}});
  await untilServed(cloud, guest);
});

const guestsOf = (cloud: CloudState): readonly Guest[] =>
  Object.values(cloud.instances)
    .map((instance) => {
      const port = cloud.ports[instance.portIds[0] ?? ''];
      const mtu = cloud.networks[port?.networkId ?? '']?.mtu ?? 0;
      return {name: instance.name, node: instance.host, address: port?.fixedIps[0]?.ipAddress ?? '', mtu};
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** The lease's address, MTU and routes are all there. */
async function untilServed(cloud: TestCloud, {name, node, address, mtu}: Guest): Promise<void> {
  const look = () => script(cloud.node(node), 'ip addr show eth0; ip route', {namespace: `instance-${name}`});
  let seen = '';
  await waitUntil(
    async () => {
      seen = await look();
      return (
        seen.includes(`inet ${address}/24 `) &&
        seen.includes(`mtu ${mtu} `) &&
        seen.includes('default via') &&
        seen.includes('169.254.169.254 via')
      );
    },
    () => `${name} has ${address} by DHCP:\n${seen}`,
    10_000,
  );
}

async function reaches(cloud: TestCloud, from: Guest, address: string): Promise<boolean> {
  const ping = await cloud
    .node(from.node)
    .run(['ping', '-c', '1', '-W', '1', address], {namespace: `instance-${from.name}`});
  if (ping.exitCode !== 0 && ping.exitCode !== 1) throw new Error(`${from.name}: ${ping.stderr}`);
  return ping.ok;
}
