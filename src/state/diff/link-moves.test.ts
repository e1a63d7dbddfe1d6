import {describe, expect, test} from 'vitest';
import {diff} from '../diff.ts';
import {aLink, aNamespace, aSnapshot, addressesOf, host, peerAt} from '../testing/build-snapshot.ts';
import {told, toldBothWays} from '../testing/told.ts';

describe('links that move', () => {
  const mac = '02:00:00:00:00:0b';
  const inHost = aSnapshot({
    host: [
      aNamespace('', [
        aLink('veth-a', {peer: peerAt('host', '', 'veth-b')}),
        aLink('veth-b', {mac, index: 4, peer: peerAt('host', '', 'veth-a'), addresses: addressesOf('10.0.0.2/24')}),
      ]),
      aNamespace('red'),
    ],
  });
  const moved = (name: string) =>
    aSnapshot({
      host: [
        aNamespace('', [aLink('veth-a', {peer: peerAt('host', 'red', name), carrier: false})]),
        aNamespace('red', [aLink(name, {mac, index: 4, up: false, peer: peerAt('host', '', 'veth-a')})]),
      ],
    });

  test('to another namespace: one change, told where it arrived', () => {
    expect(toldBothWays(inHost, moved('veth-b'))).toMatchInlineSnapshot(`
      "(~ link host: veth-a lost its carrier)
      (~ link host: veth-a: the other end is now veth-b in red)
      (- addr host: 10.0.0.2/24 removed from veth-b)
      ~ link red on host: veth-b moved here from the node's own namespace
      (~ link red on host: veth-b is down)
      (~ link red on host: veth-b lost its carrier)
      --
      (~ link host: veth-a 失去载波)
      (~ link host: veth-a：另一端现在是 red 中的 veth-b)
      (- addr host: veth-b 删除地址 10.0.0.2/24)
      ~ link host 上的 red: veth-b 从节点自身的命名空间移到这里
      (~ link host 上的 red: veth-b 已停用)
      (~ link host 上的 red: veth-b 失去载波)
      --
      (~ link host: veth-a has carrier)
      (~ link host: veth-a: the other end is now veth-b)
      ~ link host: veth-b moved here from red
      (~ link host: veth-b is up)
      (~ link host: veth-b has carrier)
      + addr host: 10.0.0.2/24 added to veth-b
      --
      (~ link host: veth-a 有载波了)
      (~ link host: veth-a：另一端现在是 veth-b)
      ~ link host: veth-b 从 red 移到这里
      (~ link host: veth-b 已启用)
      (~ link host: veth-b 有载波了)
      + addr host: veth-b 新增地址 10.0.0.2/24"
    `);
  });

  test('and get another name on the way', () => {
    expect(told(diff(inHost, moved('eth0')), 'en')).toMatchInlineSnapshot(`
      "(~ link host: veth-a lost its carrier)
      (~ link host: veth-a: the other end is now eth0 in red)
      (- addr host: 10.0.0.2/24 removed from veth-b)
      ~ link red on host: eth0 moved here from the node's own namespace, where it was veth-b
      (~ link red on host: eth0 is down)
      (~ link red on host: eth0 lost its carrier)"
    `);
    expect(told(diff(inHost, moved('eth0')), 'zh')).toMatchInlineSnapshot(`
      "(~ link host: veth-a 失去载波)
      (~ link host: veth-a：另一端现在是 red 中的 eth0)
      (- addr host: veth-b 删除地址 10.0.0.2/24)
      ~ link host 上的 red: eth0 从节点自身的命名空间移到这里（原名 veth-b）
      (~ link host 上的 red: eth0 已停用)
      (~ link host 上的 red: eth0 失去载波)"
    `);
  });

  test('to another node', () => {
    const there = aSnapshot({host: [], upstream: [aNamespace('blue', [aLink('eth0', {mac})])]});
    const here = aSnapshot({host: [aNamespace('', [aLink('eth0', {mac})])], upstream: [aNamespace('blue')]});
    expect(toldBothWays(here, there)).toMatchInlineSnapshot(`
      "~ link blue on upstream: eth0 moved here from host
      --
      ~ link upstream 上的 blue: eth0 从 host 移到这里
      --
      ~ link host: eth0 moved here from blue on upstream
      --
      ~ link host: eth0 从 upstream 上的 blue 移到这里"
    `);
  });

  test('a new name in the same namespace keeps the addresses', () => {
    const named = (name: string) => host([aLink(name, {mac, index: 4, addresses: addressesOf('10.0.0.2/24')})]);
    expect(toldBothWays(named('veth1'), named('eth0'))).toMatchInlineSnapshot(`
      "~ link host: veth1 renamed to eth0
      --
      ~ link host: veth1 改名为 eth0
      --
      ~ link host: eth0 renamed to veth1
      --
      ~ link host: eth0 改名为 veth1"
    `);
  });

  test('a duplicate MAC address alone is no move', () => {
    const before = aSnapshot({host: [aNamespace('red', [aLink('a', {mac, index: 4})]), aNamespace('blue')]});
    const after = aSnapshot({host: [aNamespace('red'), aNamespace('blue', [aLink('b', {mac, index: 5})])]});
    expect(told(diff(before, after), 'en')).toMatchInlineSnapshot(`
      "+ link blue on host: b added (veth, up)
      - link red on host: a removed"
    `);
  });
});
