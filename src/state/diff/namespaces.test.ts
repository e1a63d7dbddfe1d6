import {describe, expect, test} from 'vitest';
import {aLink, aLoopback, aNamespace, aSnapshot, addressesOf, read} from '../testing/build-snapshot.ts';
import {toldBothWays} from '../testing/told.ts';

describe('nodes and namespaces', () => {
  test('a node', () => {
    const one = aSnapshot({host: []});
    const two = aSnapshot({host: [], upstream: [aNamespace('', [aLink('eth0', {kind: 'ether'})])]});
    expect(toldBothWays(one, two)).toMatchInlineSnapshot(`
      "+ node upstream: node upstream added
      + link upstream: eth0 added (ether, up)
      --
      + node upstream: 新增节点 upstream
      + link upstream: 新增 eth0（ether，已启用）
      --
      - node upstream: node upstream removed
      (- link upstream: eth0 removed)
      --
      - node upstream: 节点 upstream 已删除
      (- link upstream: eth0 已删除)"
    `);
  });

  test('a namespace is born with loopback down; only what differs is told', () => {
    const born = aNamespace('red', [], {
      sysctls: read({'net.ipv4.ip_forward': '0'}),
      rules: read({'inet 0 from all': {family: 'inet', priority: 0, selector: 'from all', table: 'local'}}),
    });
    expect(toldBothWays(aSnapshot({host: []}), aSnapshot({host: [born]}))).toMatchInlineSnapshot(`
      "+ netns host: namespace red added
      --
      + netns host: 新增命名空间 red
      --
      - netns host: namespace red removed
      --
      - netns host: 命名空间 red 已删除"
    `);
  });

  test('a namespace that is read with something in it already', () => {
    const links = read({lo: aLoopback(true), 'veth-a': aLink('veth-a', {addresses: addressesOf('10.0.0.1/24')})});
    const after = aSnapshot({host: [aNamespace('red', [], {links})]});
    expect(toldBothWays(aSnapshot({host: []}), after)).toMatchInlineSnapshot(`
      "+ netns host: namespace red added
      ~ link red on host: lo is up
      (~ link red on host: lo has carrier)
      + link red on host: veth-a added (veth, up)
      (+ addr red on host: 127.0.0.1/8 added to lo)
      + addr red on host: 10.0.0.1/24 added to veth-a
      --
      + netns host: 新增命名空间 red
      ~ link host 上的 red: lo 已启用
      (~ link host 上的 red: lo 有载波了)
      + link host 上的 red: 新增 veth-a（veth，已启用）
      (+ addr host 上的 red: lo 新增地址 127.0.0.1/8)
      + addr host 上的 red: veth-a 新增地址 10.0.0.1/24
      --
      - netns host: namespace red removed
      (- link red on host: veth-a removed)
      (- addr red on host: 10.0.0.1/24 removed from veth-a)
      --
      - netns host: 命名空间 red 已删除
      (- link host 上的 red: veth-a 已删除)
      (- addr host 上的 red: veth-a 删除地址 10.0.0.1/24)"
    `);
  });
});
