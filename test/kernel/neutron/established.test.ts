import {afterEach, beforeEach, expect, test} from 'vitest';
import {portId, withPort} from './make-cloud.ts';
import {waitUntil} from '../wait-until.ts';
import {groupedCloud, guestOf} from './groups-cloud.ts';
import type {Guest} from './groups-cloud.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

/** vm1 is called by vm2 beside it and vm3 elsewhere, which are in group b. */
const cloudOf = (rules: readonly string[], groups: readonly string[] = ['a', 'b', 'b']) =>
  groupedCloud({hosts: ['compute1', 'compute1', 'compute2'], groups, rules: ['a out', 'b out', ...rules]});

let cloud: TestCloud;
let vm1: Guest;
let callers: readonly Guest[];
beforeEach(async () => {
  cloud = await openTestCloud();
  await cloud.settle(groupedCloud({hosts: [], groups: [], rules: []}));
  await cloud.settle(cloudOf(['a in tcp 7000']));
  vm1 = await guestOf(cloud, 'compute1', 1);
  callers = [await guestOf(cloud, 'compute1', 2), await guestOf(cloud, 'compute2', 3)];
}, 30_000);
afterEach(async () => {
  await cloud[Symbol.asyncDispose]();
});

/** A connection that stays open and carries lines from a caller to vm1. */
async function call(guest: Guest, port: number) {
  const name = `/run/line-${port}`;
  await vm1.run(`setsid nc -l ${port} >${name} 2>/dev/null </dev/null &`);
  await waitUntil(
    async () => (await vm1.run('ss -Hltn')).includes(`:${port} `),
    () => `vm1 listens on ${port}`,
  );
  await guest.run(
    `: >${name}-sent; setsid bash -c 'tail -f ${name}-sent | nc ${vm1.address} ${port}' >/dev/null 2>&1 </dev/null &`,
  );
  let sent = 0;
  const arrives = async (deadlineMs: number): Promise<boolean> => {
    sent += 1;
    await guest.run(`echo line ${sent} >>${name}-sent`);
    return waitUntil(
      async () => (await vm1.run(`cat ${name}`)).includes(`line ${sent}\n`),
      () => 'a line',
      deadlineMs,
    ).catch(() => false);
  };
  expect(await arrives(5000), `${guest.address} calls ${port}`).toBe(true);
  return {goesOn: () => arrives(5000), isDead: async () => !(await arrives(1500))};
}

const both = () => Promise.all(callers.map((guest, place) => call(guest, 7000 + place)));

test('a rule is taken away: its connections end, on the node and across nodes', {timeout: 40_000}, async () => {
  await cloud.settle(cloudOf(['a in tcp 7000:7001', 'a in udp 53']));
  const calls = await both();
  // A rule about something else comes or goes: nobody notices.
  await cloud.settle(cloudOf(['a in tcp 7000:7001', 'a in icmp']));
  for (const one of calls) expect(await one.goesOn()).toBe(true);
  const commands = () => cloud.works.flatMap((work) => work.outcomes.map(({command}) => command));
  expect(commands().some((command) => command.kind === 'run' && command.input?.includes('-p udp') === true)).toBe(true);
  await cloud.settle(cloudOf(['a in icmp']));
  for (const one of calls) expect(await one.isDead()).toBe(true);
});

test('a rule that stands in for the other: the connection is known again', {timeout: 40_000}, async () => {
  await cloud.settle(cloudOf(['a in tcp 7000:7001']));
  const calls = await both();
  await cloud.settle(cloudOf(['a in tcp']));
  for (const one of calls) expect(await one.goesOn()).toBe(true);
});

test('a member leaves a remote group: its connections end, others go on', {timeout: 40_000}, async () => {
  const rules = ['a in tcp 7000:7001 from b', 'c out'];
  await cloud.settle(cloudOf(rules));
  const [near, far] = await both();
  await cloud.settle(cloudOf(rules, ['a', 'b', 'c']));
  expect(await far?.isDead()).toBe(true);
  expect(await near?.goesOn()).toBe(true);
});

test('a port changes its groups: its connections end', {timeout: 40_000}, async () => {
  const rules = ['a in tcp 7000:7001', 'c out'];
  await cloud.settle(cloudOf(rules));
  const calls = await both();
  await cloud.settle(cloudOf(rules, ['ac', 'b', 'b']));
  for (const one of calls) expect(await one.goesOn()).toBe(true);
  await cloud.settle(cloudOf(rules, ['c', 'b', 'b']));
  for (const one of calls) expect(await one.isDead()).toBe(true);
});

test('an agent that starts anew forgets no connection', {timeout: 40_000}, async () => {
  const wanted = cloudOf(['a in tcp 7000:7001']);
  await cloud.settle(wanted);
  const calls = await both();
  for (const node of ['compute1', 'compute2']) await cloud.agents.restart('Linux bridge agent', node);
  await cloud.settle(wanted);
  for (const one of calls) expect(await one.goesOn()).toBe(true);
  // It does not know what it had written before: what went meanwhile is not looked for.
  for (const node of ['compute1', 'compute2']) await cloud.agents.restart('Linux bridge agent', node);
  await cloud.settle(cloudOf([]));
  for (const one of calls) expect(await one.goesOn()).toBe(true);
});

test(
  'a rule that iptables refuses: ERROR on the ports that have it, the rest is written',
  {timeout: 40_000},
  async () => {
    const broken = cloudOf(['a in tcp 7000', 'a in nonsense', 'a in udp 53', 'b in icmp']);
    const reports = await cloud.agents.reconcile(broken);
    expect(reports.ports).toEqual([
      {
        portId: portId(1),
        status: 'ERROR',
        reason: 'iptables-restore: -p nonsense -j RETURN: unknown protocol "nonsense" specified',
      },
    ]);
    const saved = async () => (await vm1.node.run(['iptables-save'])).stdout;
    expect(await saved()).toMatch(/-p udp -m udp --dport 53 -j RETURN/);
    expect(await saved()).toMatch(/-p icmp -j RETURN/);
    expect(await saved()).not.toContain('nonsense');
    expect(cloud.works.some((work) => work.problem?.includes('nonsense'))).toBe(true);
    // Two of them, found one after the other.
    const worse = cloudOf(['a in tcp 7000', 'a in nonsense', 'b in absurd', 'b in icmp']);
    const more = await cloud.agents.reconcile(worse);
    expect(more.ports.map(({portId: id, status}) => `${id} ${status}`).toSorted()).toEqual(
      [1, 2, 3].map((number) => `${portId(number)} ERROR`),
    );
    // The rules go, and with them the error.
    const mended = withPort(cloudOf(['a in tcp 7000']), portId(1), {status: 'ERROR'});
    expect((await cloud.settle(mended)).ports).toContainEqual({portId: portId(1), status: 'ACTIVE'});
  },
);
