import {expect, test} from 'vitest';
import {type NeighbourClaim, checkNeighbour, neighbourSchema} from './neighbour.ts';
import {keyed, onHost, unread} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({
  red: {
    neighbours: keyed({
      'eth0 10.0.0.2': {dev: 'eth0', address: '10.0.0.2', mac: '52:54:00:00:00:02', states: ['STALE'], proxy: false},
      'eth0 10.0.0.3': {dev: 'eth0', address: '10.0.0.3', states: ['FAILED'], proxy: false},
      'eth1 10.0.1.2': {dev: 'eth1', address: '10.0.1.2', mac: '52:54:00:00:00:03', states: ['PERMANENT'], proxy: true},
    }),
  },
  dark: {neighbours: unread},
});
const check = (claim: Omit<NeighbourClaim, 'claim'>) =>
  checkNeighbour(snapshot, {claim: 'neighbour', in: 'red', ...claim, node: 'host'});

test('a neighbour', () => {
  expect(
    tellAll([
      check({dev: 'eth0', address: '10.0.0.2'}),
      check({dev: 'eth0', address: '10.0.0.2', mac: '52:54:00:00:00:02', state: 'STALE', proxy: false}),
      check({dev: 'eth0', address: '10.0.0.2', mac: '52:54:00:00:00:09'}),
      check({dev: 'eth0', address: '10.0.0.2', state: 'PERMANENT'}),
      check({dev: 'eth0', address: '10.0.0.2', proxy: true}),
      check({dev: 'eth0', address: '10.0.0.3', mac: '52:54:00:00:00:09'}),
      check({dev: 'eth0', address: '10.0.1.2'}),
      check({dev: 'eth1', address: '10.0.1.9'}),
      check({dev: 'eth2', address: '10.0.2.9'}),
      check({dev: 'eth0', address: '10.0.0.2', absent: true}),
      check({dev: 'eth0', address: '10.0.0.9', absent: true}),
      check({in: 'dark', dev: 'eth0', address: '10.0.0.9', absent: true}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the neighbour entry for 10.0.0.2 on eth0 in red exists
         命名空间 red 中的 eth0 上 10.0.0.2 的邻居表项存在

    met: the neighbour entry for 10.0.0.2 on eth0 in red has MAC 52:54:00:00:00:02, is STALE and is no proxy entry
         命名空间 red 中的 eth0 上 10.0.0.2 的邻居表项 MAC 为 52:54:00:00:00:02，状态为 STALE，不是代理表项

    not met: the neighbour entry for 10.0.0.2 on eth0 in red has MAC 52:54:00:00:00:09
      found: the neighbour entry for 10.0.0.2 on eth0 in red has MAC 52:54:00:00:00:02
       期望: 命名空间 red 中的 eth0 上 10.0.0.2 的邻居表项 MAC 为 52:54:00:00:00:09
       实际: 命名空间 red 中的 eth0 上 10.0.0.2 的邻居表项 MAC 为 52:54:00:00:00:02

    not met: the neighbour entry for 10.0.0.2 on eth0 in red is PERMANENT
      found: the neighbour entry for 10.0.0.2 on eth0 in red is STALE
       期望: 命名空间 red 中的 eth0 上 10.0.0.2 的邻居表项状态为 PERMANENT
       实际: 命名空间 red 中的 eth0 上 10.0.0.2 的邻居表项状态为 STALE

    not met: the neighbour entry for 10.0.0.2 on eth0 in red is a proxy entry
      found: the neighbour entry for 10.0.0.2 on eth0 in red is no proxy entry
       期望: 命名空间 red 中的 eth0 上 10.0.0.2 的邻居表项是代理表项
       实际: 命名空间 red 中的 eth0 上 10.0.0.2 的邻居表项不是代理表项

    not met: the neighbour entry for 10.0.0.3 on eth0 in red has MAC 52:54:00:00:00:09
      found: the neighbour entry for 10.0.0.3 on eth0 in red has no MAC
       期望: 命名空间 red 中的 eth0 上 10.0.0.3 的邻居表项 MAC 为 52:54:00:00:00:09
       实际: 命名空间 red 中的 eth0 上 10.0.0.3 的邻居表项没有 MAC

    not met: a neighbour entry for 10.0.1.2 on eth0 in red
      found: the neighbour entry for 10.0.1.2 is on eth1, not on eth0
       期望: 命名空间 red 中的 eth0 上有 10.0.1.2 的邻居表项
       实际: 10.0.1.2 的邻居表项在 eth1 上，不在 eth0 上

    not met: a neighbour entry for 10.0.1.9 on eth1 in red
      found: there is no neighbour entry for 10.0.1.9 on eth1 in red, only for 10.0.1.2
       期望: 命名空间 red 中的 eth1 上有 10.0.1.9 的邻居表项
       实际: 命名空间 red 中的 eth1 上没有 10.0.1.9 的邻居表项，只有 10.0.1.2 的

    not met: a neighbour entry for 10.0.2.9 on eth2 in red
      found: eth2 in red has no neighbours
       期望: 命名空间 red 中的 eth2 上有 10.0.2.9 的邻居表项
       实际: 命名空间 red 中的 eth2 没有任何邻居

    not met: no neighbour entry for 10.0.0.2 on eth0 in red
      found: the neighbour entry for 10.0.0.2 on eth0 in red exists
       期望: 命名空间 red 中的 eth0 上没有 10.0.0.2 的邻居表项
       实际: 命名空间 red 中的 eth0 上 10.0.0.2 的邻居表项存在

    met: no neighbour entry for 10.0.0.9 on eth0 in red
         命名空间 red 中的 eth0 上没有 10.0.0.9 的邻居表项

    unknown: the neighbours in dark could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 dark 的邻居表：ip ended with exit code 1
    "
  `);
});

test('every key matters', () => {
  const claim: Whole<NeighbourClaim> = {
    claim: 'neighbour',
    node: 'host',
    in: 'red',
    dev: 'eth0',
    address: '10.0.0.2',
    mac: '52:54:00:00:00:02',
    state: 'STALE',
    proxy: false,
  };
  expectEachKeyToMatter(neighbourSchema, claim, (one) => checkNeighbour(snapshot, one), {
    dev: 'eth1',
    address: '10.0.0.4',
    mac: '52:54:00:00:00:03',
    state: 'REACHABLE',
    proxy: true,
  });
});
