import {expect, test} from 'vitest';
import type {ConntrackEntry} from '../../state/snapshot.ts';
import {type ConntrackClaim, checkConntrack, conntrackSchema} from './conntrack.ts';
import {onHost} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({nat1: {}});
const entries: readonly ConntrackEntry[] = [
  {
    protocol: 'icmp',
    original: {source: '10.0.0.10', destination: '203.0.113.1'},
    reply: {source: '203.0.113.1', destination: '192.168.0.77'},
    flags: [],
  },
  {
    protocol: 'tcp',
    state: 'TIME_WAIT',
    original: {source: '192.168.0.1', destination: '192.168.0.77', sourcePort: 40_000, destinationPort: 8080},
    reply: {source: '10.0.0.10', destination: '192.168.0.1', sourcePort: 80, destinationPort: 40_000},
    flags: ['ASSURED'],
  },
];
const check = (claim: Omit<ConntrackClaim, 'claim'>, list = entries) =>
  checkConntrack(snapshot, {claim: 'conntrack', in: 'nat1', ...claim, node: 'host'}, {ok: true, value: list});

test('a tracked connection', () => {
  expect(
    tellAll([
      check({}),
      check({protocol: 'icmp', source: '10.0.0.10', 'reply-destination': '192.168.0.77'}),
      check({protocol: 'tcp', destination: '192.168.0.77', 'reply-source': '10.0.0.10', port: 8080}),
      check({protocol: 'icmp', source: '10.0.0.10', 'reply-destination': '10.0.0.10'}),
      check({protocol: 'udp'}),
      check({source: '10.0.0.10', destination: '203.0.113.1', port: 53}),
      check({protocol: 'udp', source: '10.0.0.9', port: 53}),
      check({protocol: 'udp'}, []),
      check({protocol: 'icmp', absent: true}),
      check({protocol: 'udp', absent: true}),
      checkConntrack(
        snapshot,
        {claim: 'conntrack', node: 'host'},
        {ok: false, why: 'the program conntrack is not installed'},
      ),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the connection "icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77" exists
         连接“icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77”存在

    met: the connection "icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77" has protocol icmp, comes from 10.0.0.10 and is answered to 192.168.0.77
         连接“icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77”协议为 icmp，来自 10.0.0.10，应答发往 192.168.0.77

    met: the connection "tcp 192.168.0.1 → 192.168.0.77:8080, 10.0.0.10 → 192.168.0.1" has protocol tcp, goes to 192.168.0.77, is answered by 10.0.0.10 and goes to port 8080
         连接“tcp 192.168.0.1 → 192.168.0.77:8080, 10.0.0.10 → 192.168.0.1”协议为 tcp，发往 192.168.0.77，由 10.0.0.10 应答，目的端口为 8080

    not met: the connection "icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77" is answered to 10.0.0.10
      found: the connection "icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77" is answered to 192.168.0.77
       期望: 连接“icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77”应答发往 10.0.0.10
       实际: 连接“icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77”应答发往 192.168.0.77

    not met: a tracked connection of udp in nat1
      found: none of the 2 tracked connections in nat1 is like that
       期望: 命名空间 nat1 中跟踪着协议为 udp 的连接
       实际: 命名空间 nat1 中跟踪的 2 条连接都不符合

    not met: the connection "icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77" goes to port 53
      found: the connection "icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77" has no port
       期望: 连接“icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77”目的端口为 53
       实际: 连接“icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77”没有端口

    not met: a tracked connection of udp from 10.0.0.9 to port 53 in nat1
      found: none of the 2 tracked connections in nat1 is like that
       期望: 命名空间 nat1 中跟踪着协议为 udp、来自 10.0.0.9、目的端口为 53 的连接
       实际: 命名空间 nat1 中跟踪的 2 条连接都不符合

    not met: a tracked connection of udp in nat1
      found: no connection is tracked in nat1
       期望: 命名空间 nat1 中跟踪着协议为 udp 的连接
       实际: 命名空间 nat1 中没有跟踪任何连接

    not met: no tracked connection of icmp in nat1
      found: the connection "icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77" has protocol icmp
       期望: 命名空间 nat1 中没有跟踪协议为 icmp 的连接
       实际: 连接“icmp 10.0.0.10 → 203.0.113.1, 203.0.113.1 → 192.168.0.77”协议为 icmp

    met: no tracked connection of udp in nat1
         命名空间 nat1 中没有跟踪协议为 udp 的连接

    unknown: the tracked connections in the node's own namespace could not be read: the program conntrack is not installed
       未知: 无法读取节点自己的命名空间的连接跟踪表：the program conntrack is not installed
    "
  `);
});

test('every key matters', () => {
  const claim: Whole<ConntrackClaim> = {
    claim: 'conntrack',
    node: 'host',
    in: 'nat1',
    protocol: 'tcp',
    source: '192.168.0.1',
    destination: '192.168.0.77',
    'reply-source': '10.0.0.10',
    'reply-destination': '192.168.0.1',
    port: 8080,
  };
  const of = (one: Whole<ConntrackClaim>) => checkConntrack(snapshot, one, {ok: true, value: entries});
  expectEachKeyToMatter(conntrackSchema, claim, of, {
    protocol: 'udp',
    source: '192.168.0.2',
    destination: '192.168.0.78',
    'reply-source': '10.0.0.11',
    'reply-destination': '192.168.0.2',
    port: 80,
  });
});
