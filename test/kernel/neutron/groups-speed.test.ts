import {expect, test} from 'vitest';
import type {CloudState} from '../../../src/drivers/neutron/model.ts';
import {groupedCloud} from './groups-cloud.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

const OUT = ['a out', 'b out'];

/** How long the agents of all nodes took, in milliseconds, and what they ran. */
async function change(
  cloud: TestCloud,
  wanted: CloudState,
): Promise<{readonly ms: number; readonly ran: readonly string[]}> {
  const seen = cloud.works.length;
  const begun = performance.now();
  await cloud.settle(wanted);
  const ms = performance.now() - begun;
  const ran = cloud.works.slice(seen).flatMap(({node, outcomes}) =>
    outcomes.map(({command}) => {
      const words = command.kind === 'run' ? command.argv.slice(0, 2).join(' ') : command.path;
      return `${node} ${words}`;
    }),
  );
  return {ms, ran: ran.toSorted()};
}

test('a rule comes and goes on a hundred ports of two nodes', {timeout: 240_000}, async () => {
  const hosts = Array.from({length: 100}, (_, index) => `compute${1 + (index % 2)}`);
  const groups = hosts.map(() => 'a');
  const of = (rules: readonly string[], more: Partial<Parameters<typeof groupedCloud>[0]> = {}) =>
    groupedCloud({hosts, groups, rules: [...OUT, ...rules], ...more});
  await using cloud = await openTestCloud();
  await cloud.settle(groupedCloud({hosts: [], groups: [], rules: []}));
  await cloud.settle(of(['a in icmp', 'a in from a']));
  const times: number[] = [];
  const restores = ['compute1 iptables-restore -n', 'compute2 iptables-restore -n'];
  for (let round = 0; round < 3; round += 1) {
    const added = await change(cloud, of(['a in icmp', 'a in from a', 'a in tcp 80']));
    expect(added.ran).toEqual(restores);
    const removed = await change(cloud, of(['a in icmp', 'a in from a']));
    expect(removed.ran).toEqual(restores);
    times.push(added.ms, removed.ms);
  }
  // A member that leaves is taken out of the sets, and no other port's rules are touched.
  const left = await change(cloud, of(['a in icmp', 'a in from a'], {groups: ['b', ...groups.slice(1)]}));
  const forgets = (words: string) => words.includes('conntrack');
  expect(left.ran.filter((words) => !forgets(words))).toEqual(
    ['compute1 iptables-restore -n', 'compute1 ipset restore', 'compute2 ipset restore'].toSorted(),
  );
  console.log(
    `a rule on 100 ports: added and removed in ${times.map((time) => time.toFixed()).join(', ')} ms; a member left in ${left.ms.toFixed()} ms`,
  );
  // 300 ms on a quiet machine; a busy one may be several times slower.
  expect(Math.min(...times)).toBeLessThan(3000);
});

test('a thousand rules in one group: time grows near linearly', {timeout: 120_000}, async () => {
  await using cloud = await openTestCloud();
  const of = (count: number) =>
    groupedCloud({
      hosts: ['compute1', 'compute2'],
      groups: ['a', 'a'],
      rules: [...OUT, ...Array.from({length: count}, (_, index) => `a in tcp ${2000 + index}`)],
    });
  await cloud.settle(groupedCloud({hosts: [], groups: [], rules: []}));
  await cloud.settle(of(1));
  const small = await change(cloud, of(250));
  await cloud.settle(of(1));
  const large = await change(cloud, of(1000));
  const more = await change(cloud, of(1001));
  console.log(
    `250 rules ${small.ms.toFixed()} ms, 1000 rules ${large.ms.toFixed()} ms, one more ${more.ms.toFixed()} ms`,
  );
  expect(large.ms).toBeLessThan(Math.max(8 * small.ms, 1500));
  expect(more.ran).toEqual(['compute1 iptables-restore -n', 'compute2 iptables-restore -n']);
});
