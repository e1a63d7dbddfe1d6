import {afterAll, beforeAll, expect, test} from 'vitest';
import type {CloudState, QosRule} from '../../../src/drivers/neutron/model.ts';
import {waitUntil} from '../wait-until.ts';
import {groupedCloud, guestOf} from './groups-cloud.ts';
import type {Guest} from './groups-cloud.ts';
import {NETWORK_ID, portId} from './make-cloud.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

const BASE = groupedCloud({hosts: ['compute1', 'compute2'], groups: ['a', 'a'], rules: ['a in', 'a out']});
const POLICY = 'policy';
const TAP = 'tapb0000001-00';

/** The cloud in which vm1's port, or its network, has a policy with these rules. */
function limited(rules: readonly QosRule[], on: 'port' | 'network' = 'port'): CloudState {
  const cloud: CloudState = {...BASE, qosPolicies: {[POLICY]: {id: POLICY, name: 'bw', projectId: 'demo', rules}}};
  const port = cloud.ports[portId(1)];
  const network = cloud.networks[NETWORK_ID];
  if (port === undefined || network === undefined) throw new Error('no port');
  return on === 'port'
    ? {...cloud, ports: {...cloud.ports, [port.id]: {...port, qosPolicyId: POLICY}}}
    : {...cloud, networks: {[network.id]: {...network, qosPolicyId: POLICY}}};
}

const ingress = (maxKbps: number, maxBurstKbits = 0): QosRule => ({
  id: 'ingress',
  type: 'bandwidth_limit',
  direction: 'ingress',
  maxKbps,
  maxBurstKbits,
});
const egress = (maxKbps: number): QosRule => ({
  id: 'egress',
  type: 'bandwidth_limit',
  direction: 'egress',
  maxKbps,
  maxBurstKbits: 0,
});

let cloud: TestCloud;
let vm1: Guest;
let vm2: Guest;
beforeAll(async () => {
  cloud = await openTestCloud();
  await cloud.settle(groupedCloud({hosts: [], groups: [], rules: []}));
  await cloud.settle(BASE);
  vm1 = await guestOf(cloud, 'compute1', 1);
  vm2 = await guestOf(cloud, 'compute2', 2);
}, 30_000);
afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

const qdiscs = async () => (await vm1.node.run(['tc', 'qdisc', 'show', 'dev', TAP])).stdout;

/** Mbit/s that arrive at vm1, or with `-R` at vm2. */
async function speed(option = ''): Promise<number> {
  const serves = async (): Promise<boolean> => (await vm1.run('ss -Hltn')).includes(':5201 ');
  // The one before ends only when all that was under way has come through its limit; till then the port is taken.
  await waitUntil(
    async () => !(await serves()),
    () => 'the port is free',
  );
  await vm1.run('setsid iperf3 -s -1 -p 5201 </dev/null >/dev/null 2>&1 &');
  await waitUntil(serves, () => 'iperf3 serves');
  const said = await vm2.run(`iperf3 -c ${vm1.address} -p 5201 -t 3 -O 1 -J ${option}`);
  const {end} = JSON.parse(said) as {end: {sum_received: {bits_per_second: number}}};
  return end.sum_received.bits_per_second / 1e6;
}

test('what an instance receives is held to its limit, and freed again', {timeout: 60_000}, async () => {
  await cloud.settle(BASE);
  const before = await speed();
  expect(before).toBeGreaterThan(30);
  await cloud.settle(limited([ingress(5000, 500)]));
  expect(await qdiscs()).toMatch(/qdisc tbf \w+: root refcnt \d+ rate 5Mbit burst 62\d{3}b lat 50ms/);
  const held = await speed();
  console.log(`without a limit ${before.toFixed(0)} Mbit/s, with one of 5 Mbit/s ${held.toFixed(2)} Mbit/s`);
  expect(held).toBeGreaterThan(2);
  // The receiver also counts what was on its way before its seconds began.
  expect(held).toBeLessThan(8);
  // Only that way.
  expect(await speed('-R')).toBeGreaterThan(30);
  await cloud.settle(limited([]));
  expect(await qdiscs()).not.toContain('tbf');
  expect(await speed()).toBeGreaterThan(30);
});

test("a network's policy is for its instances, and a changed rule changes the limit", async () => {
  await cloud.settle(limited([ingress(3000, 300)], 'network'));
  expect(await qdiscs()).toContain('rate 3Mbit');
  await cloud.settle(limited([ingress(1000)], 'network'));
  // 0 is what one tick of the clock lets through: 4 kbit.
  expect(await qdiscs()).toMatch(/rate 1Mbit burst (?:499|500)b/);
  const controller = await cloud.node('controller').run(['tc', 'qdisc', 'show']);
  expect(controller.stdout).not.toContain('tbf');
  await cloud.settle(BASE);
  expect(await qdiscs()).not.toContain('tbf');
});

test('a mark is put on what an instance sends', async () => {
  await cloud.settle(limited([{id: 'dscp', type: 'dscp_marking', dscpMark: 26}]));
  await vm2.run(
    `: >/run/seen >/run/tcpdump; setsid tcpdump -nvi eth0 -c 1 icmp and src ${vm1.address} >/run/seen 2>/run/tcpdump </dev/null &`,
  );
  await waitUntil(
    async () => (await vm2.run('cat /run/tcpdump')).includes('listening on'),
    () => 'tcpdump listens',
  );
  await vm1.run(`ping -c 1 ${vm2.address}`);
  // 26 stands in the upper six bits of the old type of service.
  await waitUntil(
    async () => (await vm2.run('cat /run/seen')).includes('tos 0x68'),
    () => 'a marked packet',
  );
  await cloud.settle(BASE);
  expect((await vm1.node.run(['iptables-save', '-t', 'mangle'])).stdout).not.toContain('DSCP');
});

test('what the kernel cannot limit is told, and the port and its other limit stay', async () => {
  const seen = cloud.works.length;
  const reports = await cloud.agents.reconcile(limited([egress(2000), ingress(3000, 300)]));
  const problem = cloud.works.slice(seen).find((work) => work.problem !== undefined)?.problem;
  expect(await qdiscs()).toContain('rate 3Mbit');
  expect(reports.ports).toEqual([]);
  const able = (await qdiscs()).includes('ingress') && problem === undefined;
  if (able) {
    expect(await speed('-R')).toBeLessThan(3);
  } else {
    expect(problem).toMatch(
      /^QoS is not applied to what the instance sends: this kernel cannot police traffic \(act_police\)\. tc filter add dev tapb0000001-00 parent ffff: .* police rate 2000kbit burst 200000 mtu 65535 drop: .*/,
    );
  }
  // It is told once, not at every change of the cloud.
  const later = cloud.works.length;
  await cloud.agents.reconcile({...limited([egress(2000), ingress(3000, 300)]), securityGroupRules: {}});
  const commands = cloud.works.slice(later).flatMap((work) => work.outcomes.map(({command}) => command));
  expect(commands.some((command) => command.kind === 'run' && command.argv[0] === 'tc')).toBe(false);
  await cloud.settle(BASE);
  expect(await qdiscs()).not.toMatch(/tbf|ingress/);
});
