import {expect, test} from 'vitest';
import {type FdbClaim, checkFdb, fdbSchema} from './fdb.ts';
import {keyed, link, links, onHost, unread} from './test-fixtures/snapshots.ts';
import {expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({
  '': {
    links: links(link('tap1'), link('tap2'), link('vxlan0', {kind: 'vxlan'})),
    fdb: keyed({
      'tap1 52:54:00:00:00:0a': {dev: 'tap1', mac: '52:54:00:00:00:0a', master: 'br0', origin: 'learned', flags: []},
      'tap1 52:54:00:00:00:0b vlan 10': {dev: 'tap1', mac: '52:54:00:00:00:0b', vlan: 10, origin: 'static', flags: []},
      'vxlan0 52:54:00:00:00:0c dst 192.0.2.2': {
        dev: 'vxlan0',
        mac: '52:54:00:00:00:0c',
        destination: '192.0.2.2',
        origin: 'permanent',
        flags: ['self'],
      },
    }),
  },
  vm1: {links: links(link('eth0', {mac: '52:54:00:00:00:0A'}))},
  dark: {links: links(link('eth0')), fdb: unread},
});
const check = (claim: Omit<FdbClaim, 'claim'>) => checkFdb(snapshot, {claim: 'fdb', ...claim, node: 'host'});

test('a forwarding entry', () => {
  expect(
    tellAll([
      check({dev: 'tap1', mac: '52:54:00:00:00:0A'}),
      check({dev: 'tap1', 'mac-of': {in: 'vm1', dev: 'eth0'}, origin: 'learned'}),
      check({dev: 'vxlan0', mac: '52:54:00:00:00:0c', destination: '192.0.2.2', origin: 'permanent'}),
      check({dev: 'tap1', mac: '52:54:00:00:00:0a', origin: 'static', vlan: 10}),
      check({dev: 'tap1', mac: '52:54:00:00:00:0a', destination: '192.0.2.2'}),
      check({dev: 'tap2', mac: '52:54:00:00:00:0a'}),
      check({dev: 'tap2', mac: '52:54:00:00:00:0c'}),
      check({dev: 'tap2', mac: '52:54:00:00:00:0d'}),
      check({dev: 'tap9', mac: '52:54:00:00:00:0d'}),
      check({dev: 'tap1', 'mac-of': {in: 'vm1', dev: 'eth1'}}),
      check({dev: 'tap1', 'mac-of': {in: 'vm2', dev: 'eth0'}}),
      check({dev: 'tap1', mac: '52:54:00:00:00:0a', absent: true}),
      check({dev: 'tap2', mac: '52:54:00:00:00:0a', absent: true}),
      check({dev: 'vxlan0', mac: '52:54:00:00:00:0c', destination: '192.0.2.3', absent: true}),
      check({in: 'dark', dev: 'tap2', mac: '52:54:00:00:00:0a', absent: true}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the forwarding entry for 52:54:00:00:00:0a behind tap1 exists
         tap1 上 52:54:00:00:00:0a 的转发表项存在

    met: the forwarding entry for 52:54:00:00:00:0a behind tap1 was learned
         tap1 上 52:54:00:00:00:0a 的转发表项是学习到的

    met: the forwarding entry for 52:54:00:00:00:0c behind vxlan0 is permanent and leads to 192.0.2.2
         vxlan0 上 52:54:00:00:00:0c 的转发表项是永久的，指向 192.0.2.2

    not met: the forwarding entry for 52:54:00:00:00:0a behind tap1 is static and is in VLAN 10
      found: the forwarding entry for 52:54:00:00:00:0a behind tap1 was learned and is in no VLAN
       期望: tap1 上 52:54:00:00:00:0a 的转发表项是静态的，属于 VLAN 10
       实际: tap1 上 52:54:00:00:00:0a 的转发表项是学习到的，不属于任何 VLAN

    not met: the forwarding entry for 52:54:00:00:00:0a behind tap1 leads to 192.0.2.2
      found: the forwarding entry for 52:54:00:00:00:0a behind tap1 leads to no tunnel end
       期望: tap1 上 52:54:00:00:00:0a 的转发表项指向 192.0.2.2
       实际: tap1 上 52:54:00:00:00:0a 的转发表项没有隧道对端

    not met: a forwarding entry for 52:54:00:00:00:0a behind tap2
      found: 52:54:00:00:00:0a is behind tap1, not behind tap2
       期望: tap2 上有 52:54:00:00:00:0a 的转发表项
       实际: 52:54:00:00:00:0a 在 tap1 上，不在 tap2 上

    not met: a forwarding entry for 52:54:00:00:00:0c behind tap2
      found: 52:54:00:00:00:0c is behind vxlan0 at 192.0.2.2, not behind tap2
       期望: tap2 上有 52:54:00:00:00:0c 的转发表项
       实际: 52:54:00:00:00:0c 在 vxlan0 的对端 192.0.2.2 处，不在 tap2 上

    not met: a forwarding entry for 52:54:00:00:00:0d behind tap2
      found: no port knows 52:54:00:00:00:0d
       期望: tap2 上有 52:54:00:00:00:0d 的转发表项
       实际: 没有端口认识 52:54:00:00:00:0d

    not met: a forwarding entry for 52:54:00:00:00:0d behind tap9
      found: there is no link tap9 in the node's own namespace, but there is tap1
       期望: tap9 上有 52:54:00:00:00:0d 的转发表项
       实际: 节点自己的命名空间中没有接口 tap9，但有 tap1

    not met: eth1 in vm1 with a MAC address
      found: there is no link eth1 in vm1, but there is eth0
       期望: 命名空间 vm1 中的 eth1 有 MAC 地址
       实际: 命名空间 vm1 中没有接口 eth1，但有 eth0

    not met: a namespace vm2
      found: there is no namespace vm2, but there is vm1
       期望: 存在命名空间 vm2
       实际: 没有命名空间 vm2，但有 vm1

    not met: no forwarding entry for 52:54:00:00:00:0a behind tap1
      found: the forwarding entry for 52:54:00:00:00:0a behind tap1 exists
       期望: tap1 上没有 52:54:00:00:00:0a 的转发表项
       实际: tap1 上 52:54:00:00:00:0a 的转发表项存在

    met: no forwarding entry for 52:54:00:00:00:0a behind tap2
         tap2 上没有 52:54:00:00:00:0a 的转发表项

    met: no forwarding entry for 52:54:00:00:00:0c behind vxlan0 that leads to 192.0.2.3
         vxlan0 上没有 52:54:00:00:00:0c 的转发表项（条件：指向 192.0.2.3）

    unknown: the forwarding entries in dark could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 dark 的转发表：ip ended with exit code 1
    "
  `);
});

test('every key matters', () => {
  const all = onHost({
    '': {
      fdb: keyed({
        one: {dev: 'tap1', mac: '52:54:00:00:00:0a', vlan: 10, destination: '192.0.2.2', origin: 'static', flags: []},
      }),
    },
    vm1: {links: links(link('eth0', {mac: '52:54:00:00:00:0a'}), link('eth1'))},
  });
  const claim = {
    claim: 'fdb' as const,
    node: 'host',
    dev: 'tap1',
    mac: '52:54:00:00:00:0a',
    origin: 'static' as FdbClaim['origin'],
    destination: '192.0.2.2',
    vlan: 10,
  };
  const others = {
    dev: 'tap2',
    mac: '52:54:00:00:00:0b',
    origin: 'learned' as const,
    destination: '192.0.2.3',
    vlan: 11,
  };
  expectEachKeyToMatter(fdbSchema, claim, (one) => checkFdb(all, one), others, ['mac-of']);
  const {mac: _, ...rest} = claim;
  const {mac: _mac, ...otherRest} = others;
  expectEachKeyToMatter(
    fdbSchema,
    {...rest, 'mac-of': {in: 'vm1', dev: 'eth0'}},
    (one) => checkFdb(all, one),
    {...otherRest, 'mac-of': {in: 'vm1', dev: 'eth1'}},
    ['mac'],
  );
});
