import {describe, expect, test} from 'vitest';
import {diff} from './diff.ts';
import type {Link, NamespaceSnapshot} from './snapshot.ts';
import {
  aChain,
  aLink,
  aLoopback,
  aNamespace,
  aRoute,
  aRule,
  aSnapshot,
  aTable,
  addressesOf,
  notRead,
  peerAt,
  read,
  routesOf,
  tablesOf,
} from './testing/build-snapshot.ts';
import {told, toldBothWays} from './testing/told.ts';

/** One node with its own namespace. */
const host = (links: readonly Link[], fields: Partial<NamespaceSnapshot> = {}) =>
  aSnapshot({host: [aNamespace('', links, fields)]});
const withFields = (fields: Partial<NamespaceSnapshot>) => host([], fields);
const link = (before: Link, after: Link) => toldBothWays(host([before]), host([after]));

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

describe('links', () => {
  test('come and go, their addresses with them', () => {
    const pair = [
      aLink('veth-a', {
        up: false,
        peer: peerAt('host', '', 'veth-b'),
        addresses: addressesOf('10.0.0.1/24', 'fe80::1/64'),
      }),
      aLink('veth-b', {up: false, master: 'br0', peer: peerAt('host', '', 'veth-a')}),
      aLink('vx', {kind: 'vxlan', vxlan: {vni: 100, dev: 'eth0', dstPort: 4789, learning: true, proxy: false}}),
      aLink('lost', {peer: {known: false, index: 7}}),
      aLink('bond0', {kind: 'other', kindName: 'bond'}),
    ];
    expect(toldBothWays(host([]), host(pair))).toMatchInlineSnapshot(`
      "+ link host: bond0 added (bond, up)
      + link host: lost added (veth, other end in a namespace without a name, up)
      + link host: veth-a added (veth, other end veth-b, down)
      + link host: veth-b added (veth, other end veth-a, port of br0, down)
      + link host: vx added (vxlan, VNI 100, over eth0, up)
      + addr host: 10.0.0.1/24 added to veth-a
      (+ addr host: fe80::1/64 added to veth-a)
      --
      + link host: 新增 bond0（bond，已启用）
      + link host: 新增 lost（veth，另一端在一个没有名字的命名空间里，已启用）
      + link host: 新增 veth-a（veth，另一端是 veth-b，未启用）
      + link host: 新增 veth-b（veth，另一端是 veth-a，br0 的端口，未启用）
      + link host: 新增 vx（vxlan，VNI 100，基于 eth0，已启用）
      + addr host: veth-a 新增地址 10.0.0.1/24
      (+ addr host: veth-a 新增地址 fe80::1/64)
      --
      - link host: bond0 removed
      - link host: lost removed
      - link host: veth-a removed
      - link host: veth-b removed
      - link host: vx removed
      (- addr host: 10.0.0.1/24 removed from veth-a)
      (- addr host: fe80::1/64 removed from veth-a)
      --
      - link host: bond0 已删除
      - link host: lost 已删除
      - link host: veth-a 已删除
      - link host: veth-b 已删除
      - link host: vx 已删除
      (- addr host: veth-a 删除地址 10.0.0.1/24)
      (- addr host: veth-a 删除地址 fe80::1/64)"
    `);
  });

  test('up, with carrier and state as consequences', () => {
    expect(link(aLink('eth0', {up: false}), aLink('eth0'))).toMatchInlineSnapshot(`
      "~ link host: eth0 is up
      (~ link host: eth0 has carrier)
      --
      ~ link host: eth0 已启用
      (~ link host: eth0 有载波了)
      --
      ~ link host: eth0 is down
      (~ link host: eth0 lost its carrier)
      --
      ~ link host: eth0 已停用
      (~ link host: eth0 失去载波)"
    `);
  });

  test('carrier alone', () => {
    expect(link(aLink('eth0', {carrier: false, state: 'LOWERLAYERDOWN'}), aLink('eth0'))).toMatchInlineSnapshot(`
      "(~ link host: eth0 has carrier)
      --
      (~ link host: eth0 有载波了)
      --
      (~ link host: eth0 lost its carrier)
      --
      (~ link host: eth0 失去载波)"
    `);
  });

  test('operstate alone', () => {
    expect(link(aLink('eth0', {state: 'UNKNOWN'}), aLink('eth0'))).toMatchInlineSnapshot(`
      "(~ link host: eth0: operstate UNKNOWN → UP)
      --
      (~ link host: eth0：operstate UNKNOWN → UP)
      --
      (~ link host: eth0: operstate UP → UNKNOWN)
      --
      (~ link host: eth0：operstate UP → UNKNOWN)"
    `);
  });

  test('a port joins a bridge, whose MAC follows', () => {
    const port = {state: 'forwarding', isolated: false, hairpin: false, learning: true};
    const before = host([
      aLink('br0', {kind: 'bridge', mac: '02:00:00:00:00:09'}),
      aLink('peer1-br0', {mac: '02:00:00:00:00:01'}),
    ]);
    const after = host([
      aLink('br0', {kind: 'bridge', mac: '02:00:00:00:00:01'}),
      aLink('peer1-br0', {mac: '02:00:00:00:00:01', master: 'br0', port}),
    ]);
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "(~ link host: br0: MAC address 02:00:00:00:00:09 → 02:00:00:00:00:01)
      ~ link host: peer1-br0 became a port of br0
      --
      (~ link host: br0：MAC 地址 02:00:00:00:00:09 → 02:00:00:00:00:01)
      ~ link host: peer1-br0 成为 br0 的端口
      --
      (~ link host: br0: MAC address 02:00:00:00:00:01 → 02:00:00:00:00:09)
      ~ link host: peer1-br0 is no longer a port of br0
      --
      (~ link host: br0：MAC 地址 02:00:00:00:00:01 → 02:00:00:00:00:09)
      ~ link host: peer1-br0 不再是 br0 的端口"
    `);
  });

  test('a port changes its bridge', () => {
    expect(link(aLink('tap0', {master: 'br0'}), aLink('tap0', {master: 'br1'}))).toMatchInlineSnapshot(`
      "~ link host: tap0 moved from bridge br0 to br1
      --
      ~ link host: tap0 从网桥 br0 移到 br1
      --
      ~ link host: tap0 moved from bridge br1 to br0
      --
      ~ link host: tap0 从网桥 br1 移到 br0"
    `);
  });

  test('MAC, MTU, bridge, port, VXLAN and VLAN settings', () => {
    const bridge = {stp: true, forwardDelayCs: 1500, vlanFiltering: false, ageingTimeCs: 30_000};
    const port = {state: 'listening', isolated: false, hairpin: false, learning: true};
    const vxlan = {vni: 1, dstPort: 4789, learning: true, proxy: false};
    const before = host([
      aLink('br0', {kind: 'bridge', bridge}),
      aLink('eth0', {mac: '02:00:00:00:00:01', mtu: 1500, master: 'br0', port}),
      aLink('eth0.10', {kind: 'vlan', vlan: {id: 10, dev: 'eth0', protocol: '802.1Q'}}),
      aLink('vx', {kind: 'vxlan', vxlan}),
    ]);
    const after = host([
      aLink('br0', {kind: 'bridge', bridge: {stp: false, forwardDelayCs: 0, vlanFiltering: true, ageingTimeCs: 0}}),
      aLink('eth0', {
        mac: '02:00:00:00:00:02',
        mtu: 1400,
        master: 'br0',
        port: {state: 'forwarding', isolated: true, hairpin: true, learning: false},
      }),
      aLink('eth0.10', {kind: 'vlan', vlan: {id: 11, dev: 'eth0', protocol: '802.1Q'}}),
      aLink('vx', {kind: 'vxlan', vxlan: {...vxlan, remote: '192.0.2.1', learning: false}}),
    ]);
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "~ link host: br0: spanning tree on → off
      ~ link host: br0: forward delay 15 s → 0 s
      ~ link host: br0: VLAN filtering off → on
      ~ link host: br0: ageing time 300 s → 0 s
      ~ link host: eth0: MAC address 02:00:00:00:00:01 → 02:00:00:00:00:02
      ~ link host: eth0: MTU 1500 → 1400
      (~ link host: eth0: port state listening → forwarding)
      ~ link host: eth0: isolated from other isolated ports off → on
      ~ link host: eth0: hairpin off → on
      ~ link host: eth0: MAC learning on → off
      ~ link host: eth0.10: VLAN id 10 → 11
      ~ link host: vx: remote address none → 192.0.2.1
      ~ link host: vx: learning on → off
      --
      ~ link host: br0：生成树 开 → 关
      ~ link host: br0：转发延迟 15 秒 → 0 秒
      ~ link host: br0：VLAN 过滤 关 → 开
      ~ link host: br0：老化时间 300 秒 → 0 秒
      ~ link host: eth0：MAC 地址 02:00:00:00:00:01 → 02:00:00:00:00:02
      ~ link host: eth0：MTU 1500 → 1400
      (~ link host: eth0：端口状态 listening → forwarding)
      ~ link host: eth0：与其他隔离端口隔离 关 → 开
      ~ link host: eth0：发夹转发 关 → 开
      ~ link host: eth0：MAC 学习 开 → 关
      ~ link host: eth0.10：VLAN 号 10 → 11
      ~ link host: vx：远端地址 无 → 192.0.2.1
      ~ link host: vx：学习 开 → 关
      --
      ~ link host: br0: spanning tree off → on
      ~ link host: br0: forward delay 0 s → 15 s
      ~ link host: br0: VLAN filtering on → off
      ~ link host: br0: ageing time 0 s → 300 s
      ~ link host: eth0: MAC address 02:00:00:00:00:02 → 02:00:00:00:00:01
      ~ link host: eth0: MTU 1400 → 1500
      (~ link host: eth0: port state forwarding → listening)
      ~ link host: eth0: isolated from other isolated ports on → off
      ~ link host: eth0: hairpin on → off
      ~ link host: eth0: MAC learning off → on
      ~ link host: eth0.10: VLAN id 11 → 10
      ~ link host: vx: remote address 192.0.2.1 → none
      ~ link host: vx: learning off → on
      --
      ~ link host: br0：生成树 关 → 开
      ~ link host: br0：转发延迟 0 秒 → 15 秒
      ~ link host: br0：VLAN 过滤 开 → 关
      ~ link host: br0：老化时间 0 秒 → 300 秒
      ~ link host: eth0：MAC 地址 02:00:00:00:00:02 → 02:00:00:00:00:01
      ~ link host: eth0：MTU 1400 → 1500
      (~ link host: eth0：端口状态 forwarding → listening)
      ~ link host: eth0：与其他隔离端口隔离 开 → 关
      ~ link host: eth0：发夹转发 开 → 关
      ~ link host: eth0：MAC 学习 关 → 开
      ~ link host: eth0.10：VLAN 号 11 → 10
      ~ link host: vx：远端地址 192.0.2.1 → 无
      ~ link host: vx：学习 关 → 开"
    `);
  });

  test('the index does not matter', () => {
    expect(diff(host([aLink('eth0', {index: 2})]), host([aLink('eth0', {index: 9})]))).toEqual([]);
  });

  test('another device under the same name is another device', () => {
    expect(link(aLink('x', {kind: 'bridge'}), aLink('x', {kind: 'veth'}))).toMatchInlineSnapshot(`
      "- link host: x removed
      + link host: x added (veth, up)
      --
      - link host: x 已删除
      + link host: 新增 x（veth，已启用）
      --
      - link host: x removed
      + link host: x added (bridge, up)
      --
      - link host: x 已删除
      + link host: 新增 x（bridge，已启用）"
    `);
  });
});

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

describe('addresses, routes, rules', () => {
  test('addresses', () => {
    const before = aLink('eth0', {addresses: addressesOf('10.0.0.1/24')});
    const after = aLink('eth0', {
      addresses: {
        '10.0.0.1/24': {family: 'inet', address: '10.0.0.1', prefix: 24, scope: 'global', broadcast: '10.0.0.255'},
        ...addressesOf('2001:db8::1/64', 'fe80::2/64'),
      },
    });
    expect(link(before, after)).toMatchInlineSnapshot(`
      "~ addr host: eth0 10.0.0.1/24: broadcast address none → 10.0.0.255
      + addr host: 2001:db8::1/64 added to eth0
      (+ addr host: fe80::2/64 added to eth0)
      --
      ~ addr host: eth0 10.0.0.1/24：广播地址 无 → 10.0.0.255
      + addr host: eth0 新增地址 2001:db8::1/64
      (+ addr host: eth0 新增地址 fe80::2/64)
      --
      ~ addr host: eth0 10.0.0.1/24: broadcast address 10.0.0.255 → none
      - addr host: 2001:db8::1/64 removed from eth0
      (- addr host: fe80::2/64 removed from eth0)
      --
      ~ addr host: eth0 10.0.0.1/24：广播地址 10.0.0.255 → 无
      - addr host: eth0 删除地址 2001:db8::1/64
      (- addr host: eth0 删除地址 fe80::2/64)"
    `);
  });

  test('routes', () => {
    const before = withFields({routes: read(routesOf(aRoute('10.1.0.0/16 via 10.0.0.9 dev eth0')))});
    const after = withFields({
      routes: read(
        routesOf(
          aRoute('10.0.0.0/24 dev eth0'),
          aRoute('default via 192.168.0.1 dev eth0'),
          aRoute('2001:db8::/64 via fe80::1 dev eth0'),
          aRoute('10.1.0.0/16 via 10.0.0.9 dev eth0', {flags: ['linkdown'], source: '10.0.0.1'}),
          aRoute('10.9.0.0/16', {type: 'blackhole', table: '100', metric: 5, protocol: 'boot'}),
        ),
      ),
    });
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "+ route host: route blackhole 10.9.0.0/16 metric 5 table 100 added
      (+ route host: route 10.0.0.0/24 dev eth0 added by the kernel, with the address)
      ~ route host: route 10.1.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.1: source address none → 10.0.0.1
      (~ route host: route 10.1.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.1: flags none → linkdown)
      + route host: route default via 192.168.0.1 dev eth0 added
      + route host: IPv6 route 2001:db8::/64 via fe80::1 dev eth0 added
      --
      + route host: 新增路由 blackhole 10.9.0.0/16 metric 5 table 100
      (+ route host: 新增路由 10.0.0.0/24 dev eth0（内核随地址添加）)
      ~ route host: 路由 10.1.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.1：源地址 无 → 10.0.0.1
      (~ route host: 路由 10.1.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.1：标志 无 → linkdown)
      + route host: 新增路由 default via 192.168.0.1 dev eth0
      + route host: 新增 IPv6 路由 2001:db8::/64 via fe80::1 dev eth0
      --
      - route host: route blackhole 10.9.0.0/16 metric 5 table 100 removed
      (- route host: route 10.0.0.0/24 dev eth0 removed by the kernel)
      ~ route host: route 10.1.0.0/16 via 10.0.0.9 dev eth0: source address 10.0.0.1 → none
      (~ route host: route 10.1.0.0/16 via 10.0.0.9 dev eth0: flags linkdown → none)
      - route host: route default via 192.168.0.1 dev eth0 removed
      - route host: IPv6 route 2001:db8::/64 via fe80::1 dev eth0 removed
      --
      - route host: 删除路由 blackhole 10.9.0.0/16 metric 5 table 100
      (- route host: 删除路由 10.0.0.0/24 dev eth0（由内核删除）)
      ~ route host: 路由 10.1.0.0/16 via 10.0.0.9 dev eth0：源地址 10.0.0.1 → 无
      (~ route host: 路由 10.1.0.0/16 via 10.0.0.9 dev eth0：标志 linkdown → 无)
      - route host: 删除路由 default via 192.168.0.1 dev eth0
      - route host: 删除 IPv6 路由 2001:db8::/64 via fe80::1 dev eth0"
    `);
  });

  test('routes that go with a link that was taken down', () => {
    const routes = read(routesOf(aRoute('default via 192.168.0.1 dev eth0')));
    const before = host([aLink('eth0')], {routes});
    expect(told(diff(before, host([aLink('eth0', {up: false})])), 'en')).toMatchInlineSnapshot(`
      "~ link host: eth0 is down
      (~ link host: eth0 lost its carrier)
      (- route host: route default via 192.168.0.1 dev eth0 removed)"
    `);
  });

  test('policy routing rules', () => {
    const rule = {family: 'inet', priority: 100, selector: 'from 10.0.0.0/24'} as const;
    const none = withFields({});
    const vpn = withFields({rules: read({r: {...rule, table: 'vpn'}})});
    const main = withFields({rules: read({r: {...rule, family: 'inet6', table: 'main'}})});
    expect(toldBothWays(none, vpn)).toMatchInlineSnapshot(`
      "+ rule host: routing rule 100: from 10.0.0.0/24 lookup vpn added
      --
      + rule host: 新增策略路由规则 100: from 10.0.0.0/24 lookup vpn
      --
      - rule host: routing rule 100: from 10.0.0.0/24 lookup vpn removed
      --
      - rule host: 删除策略路由规则 100: from 10.0.0.0/24 lookup vpn"
    `);
    expect(toldBothWays(vpn, main)).toMatchInlineSnapshot(`
      "~ rule host: IPv6 routing rule 100: from 10.0.0.0/24 lookup main: table vpn → main
      --
      ~ rule host: IPv6 策略路由规则 100: from 10.0.0.0/24 lookup main：路由表 vpn → main
      --
      ~ rule host: routing rule 100: from 10.0.0.0/24 lookup vpn: table main → vpn
      --
      ~ rule host: 策略路由规则 100: from 10.0.0.0/24 lookup vpn：路由表 main → vpn"
    `);
  });
});

describe('layer 2 tables', () => {
  test('neighbours', () => {
    const key = 'eth0 10.0.0.2';
    const neighbour = {dev: 'eth0', address: '10.0.0.2', mac: '02:00:00:00:00:02', proxy: false};
    const state = (...states: readonly string[]) => withFields({neighbours: read({[key]: {...neighbour, states}})});
    const incomplete = withFields({
      neighbours: read({[key]: {dev: 'eth0', address: '10.0.0.2', states: ['INCOMPLETE'], proxy: false}}),
    });
    const proxy = withFields({neighbours: read({[key]: {dev: 'eth0', address: '10.0.0.2', states: [], proxy: true}})});
    expect(toldBothWays(withFields({}), state('REACHABLE'))).toMatchInlineSnapshot(`
      "(+ neigh host: neighbour 10.0.0.2 on eth0: 02:00:00:00:00:02 REACHABLE)
      --
      (+ neigh host: eth0 上的邻居 10.0.0.2：02:00:00:00:00:02 REACHABLE)
      --
      (- neigh host: neighbour 10.0.0.2 on eth0 forgotten)
      --
      (- neigh host: eth0 上的邻居 10.0.0.2 已移除)"
    `);
    expect(toldBothWays(state('REACHABLE'), state('STALE'))).toMatchInlineSnapshot(`
      "(~ neigh host: neighbour 10.0.0.2 on eth0: REACHABLE → STALE)
      --
      (~ neigh host: eth0 上的邻居 10.0.0.2：REACHABLE → STALE)
      --
      (~ neigh host: neighbour 10.0.0.2 on eth0: STALE → REACHABLE)
      --
      (~ neigh host: eth0 上的邻居 10.0.0.2：STALE → REACHABLE)"
    `);
    expect(toldBothWays(incomplete, state('REACHABLE'))).toMatchInlineSnapshot(`
      "(~ neigh host: neighbour 10.0.0.2 on eth0: MAC address none → 02:00:00:00:00:02)
      (~ neigh host: neighbour 10.0.0.2 on eth0: INCOMPLETE → REACHABLE)
      --
      (~ neigh host: eth0 上的邻居 10.0.0.2：MAC 地址 无 → 02:00:00:00:00:02)
      (~ neigh host: eth0 上的邻居 10.0.0.2：INCOMPLETE → REACHABLE)
      --
      (~ neigh host: neighbour 10.0.0.2 on eth0: MAC address 02:00:00:00:00:02 → none)
      (~ neigh host: neighbour 10.0.0.2 on eth0: REACHABLE → INCOMPLETE)
      --
      (~ neigh host: eth0 上的邻居 10.0.0.2：MAC 地址 02:00:00:00:00:02 → 无)
      (~ neigh host: eth0 上的邻居 10.0.0.2：REACHABLE → INCOMPLETE)"
    `);
    expect(toldBothWays(withFields({}), state('PERMANENT'))).toMatchInlineSnapshot(`
      "+ neigh host: neighbour 10.0.0.2 on eth0: 02:00:00:00:00:02 PERMANENT
      --
      + neigh host: eth0 上的邻居 10.0.0.2：02:00:00:00:00:02 PERMANENT
      --
      - neigh host: neighbour 10.0.0.2 on eth0 forgotten
      --
      - neigh host: eth0 上的邻居 10.0.0.2 已移除"
    `);
    expect(toldBothWays(withFields({}), proxy)).toMatchInlineSnapshot(`
      "+ neigh host: neighbour 10.0.0.2 on eth0 answered for by proxy
      --
      + neigh host: eth0 上的邻居 10.0.0.2：代理应答
      --
      - neigh host: neighbour 10.0.0.2 on eth0 forgotten
      --
      - neigh host: eth0 上的邻居 10.0.0.2 已移除"
    `);
  });

  test('forwarding entries', () => {
    const mac = '02:00:00:00:00:02';
    const own = '02:00:00:00:00:aa';
    const links = [aLink('veth-a', {mac: own})];
    const after = host(links, {
      fdb: read({
        a: {dev: 'veth-a', mac, master: 'br0', origin: 'learned', flags: []},
        b: {dev: 'vx', mac, destination: '192.0.2.2', origin: 'permanent', flags: ['self']},
        c: {dev: 'veth-a', mac: own, master: 'br0', origin: 'permanent', flags: []},
        d: {dev: 'veth-a', mac: '33:33:00:00:00:01', origin: 'permanent', flags: ['self']},
        e: {dev: 'veth-b', mac, master: 'br0', vlan: 10, origin: 'static', flags: []},
      }),
    });
    expect(toldBothWays(host(links), after)).toMatchInlineSnapshot(`
      "(+ fdb host: br0 learned 02:00:00:00:00:02 behind veth-a)
      + fdb host: fdb entry 02:00:00:00:00:02 dev vx dst 192.0.2.2 added (permanent)
      (+ fdb host: fdb entry 02:00:00:00:00:aa dev veth-a added (permanent))
      (+ fdb host: fdb entry 33:33:00:00:00:01 dev veth-a added (permanent))
      + fdb host: fdb entry 02:00:00:00:00:02 VLAN 10 dev veth-b added (static)
      --
      (+ fdb host: br0 学到 02:00:00:00:00:02 在 veth-a 之后)
      + fdb host: 新增 fdb 表项 02:00:00:00:00:02 dev vx dst 192.0.2.2（permanent）
      (+ fdb host: 新增 fdb 表项 02:00:00:00:00:aa dev veth-a（permanent）)
      (+ fdb host: 新增 fdb 表项 33:33:00:00:00:01 dev veth-a（permanent）)
      + fdb host: 新增 fdb 表项 02:00:00:00:00:02 VLAN 10 dev veth-b（static）
      --
      (- fdb host: br0 forgot 02:00:00:00:00:02 behind veth-a)
      - fdb host: fdb entry 02:00:00:00:00:02 dev vx dst 192.0.2.2 removed
      (- fdb host: fdb entry 02:00:00:00:00:aa dev veth-a removed)
      (- fdb host: fdb entry 33:33:00:00:00:01 dev veth-a removed)
      - fdb host: fdb entry 02:00:00:00:00:02 VLAN 10 dev veth-b removed
      --
      (- fdb host: br0 忘记了 veth-a 之后的 02:00:00:00:00:02)
      - fdb host: 删除 fdb 表项 02:00:00:00:00:02 dev vx dst 192.0.2.2
      (- fdb host: 删除 fdb 表项 02:00:00:00:00:aa dev veth-a)
      (- fdb host: 删除 fdb 表项 33:33:00:00:00:01 dev veth-a)
      - fdb host: 删除 fdb 表项 02:00:00:00:00:02 VLAN 10 dev veth-b"
    `);
    const entry = (destination: string) =>
      withFields({fdb: read({b: {dev: 'vx', mac, destination, origin: 'permanent', flags: []}})});
    expect(toldBothWays(entry('192.0.2.2'), entry('192.0.2.3'))).toMatchInlineSnapshot(`
      "~ fdb host: fdb entry 02:00:00:00:00:02 dev vx dst 192.0.2.3: tunnel end 192.0.2.2 → 192.0.2.3
      --
      ~ fdb host: fdb 表项 02:00:00:00:00:02 dev vx dst 192.0.2.3：隧道端点 192.0.2.2 → 192.0.2.3
      --
      ~ fdb host: fdb entry 02:00:00:00:00:02 dev vx dst 192.0.2.2: tunnel end 192.0.2.3 → 192.0.2.2
      --
      ~ fdb host: fdb 表项 02:00:00:00:00:02 dev vx dst 192.0.2.2：隧道端点 192.0.2.3 → 192.0.2.2"
    `);
  });

  test('VLANs of bridge ports', () => {
    const port = aLink('eth1', {master: 'br0'});
    const vlans = (untagged: boolean) => ({
      bridgeVlans: read({'eth1 10': {dev: 'eth1', id: 10, pvid: true, untagged}}),
    });
    expect(toldBothWays(host([port]), host([port], vlans(true)))).toMatchInlineSnapshot(`
      "+ vlan host: eth1: VLAN 10 allowed (PVID, untagged)
      --
      + vlan host: eth1：VLAN 10 已允许（PVID, untagged）
      --
      - vlan host: eth1: VLAN 10 removed
      --
      - vlan host: eth1：VLAN 10 已删除"
    `);
    expect(toldBothWays(host([port], vlans(true)), host([port], vlans(false)))).toMatchInlineSnapshot(`
      "~ vlan host: eth1: VLAN 10: untagged on → off
      --
      ~ vlan host: eth1：VLAN 10：不带标签 开 → 关
      --
      ~ vlan host: eth1: VLAN 10: untagged off → on
      --
      ~ vlan host: eth1：VLAN 10：不带标签 关 → 开"
    `);
    expect(told(diff(host([aLink('eth1')]), host([port], vlans(true))), 'en')).toMatchInlineSnapshot(`
      "~ link host: eth1 became a port of br0
      (+ vlan host: eth1: VLAN 10 allowed (PVID, untagged))"
    `);
  });
});

describe('iptables', () => {
  const nat = (...rules: Parameters<typeof aChain>[1] & object) =>
    withFields({iptables: read(tablesOf(aTable('nat', aChain('POSTROUTING', rules))))});

  test('a table that is looked at for the first time, then a rule', () => {
    expect(toldBothWays(withFields({}), nat())).toMatchInlineSnapshot(`
      "(+ chain host: nat POSTROUTING: chain added, policy ACCEPT)
      --
      (+ chain host: nat POSTROUTING：新增链，默认策略 ACCEPT)
      --
      (- chain host: nat POSTROUTING: chain removed)
      --
      (- chain host: nat POSTROUTING：链已删除)"
    `);
    expect(toldBothWays(nat(), nat(aRule('-o eth0 -j MASQUERADE')))).toMatchInlineSnapshot(`
      "+ ipt host: nat POSTROUTING: rule 1 added: -o eth0 -j MASQUERADE
      --
      + ipt host: nat POSTROUTING：新增第 1 条规则：-o eth0 -j MASQUERADE
      --
      - ipt host: nat POSTROUTING: rule 1 removed: -o eth0 -j MASQUERADE
      --
      - ipt host: nat POSTROUTING：删除第 1 条规则：-o eth0 -j MASQUERADE"
    `);
  });

  test('policy and counters', () => {
    const chain = (policy: string, packets: number) =>
      withFields({
        iptables: read(tablesOf(aTable('filter', aChain('FORWARD', [], {policy, packets, bytes: packets * 84})))),
      });
    expect(toldBothWays(chain('ACCEPT', 0), chain('DROP', 3))).toMatchInlineSnapshot(`
      "~ chain host: filter FORWARD: policy ACCEPT → DROP (packets that match no rule are dropped)
      (~ chain host: filter FORWARD: policy: 3 packets more)
      --
      ~ chain host: filter FORWARD：默认策略 ACCEPT → DROP（不匹配任何规则的包丢弃）
      (~ chain host: filter FORWARD：默认策略：又有 3 个包)
      --
      ~ chain host: filter FORWARD: policy DROP → ACCEPT (packets that match no rule pass)
      (~ chain host: filter FORWARD: policy: counter back from 3 to 0)
      --
      ~ chain host: filter FORWARD：默认策略 DROP → ACCEPT（不匹配任何规则的包放行）
      (~ chain host: filter FORWARD：默认策略：计数从 3 回到 0)"
    `);
    expect(toldBothWays(nat(aRule('-o eth0 -j MASQUERADE', 1)), nat(aRule('-o eth0 -j MASQUERADE', 4))))
      .toMatchInlineSnapshot(`
      "(~ ipt host: nat POSTROUTING: rule 1 (-o eth0 -j MASQUERADE): 3 packets more)
      --
      (~ ipt host: nat POSTROUTING：第 1 条规则（-o eth0 -j MASQUERADE）：又有 3 个包)
      --
      (~ ipt host: nat POSTROUTING: rule 1 (-o eth0 -j MASQUERADE): counter back from 4 to 1)
      --
      (~ ipt host: nat POSTROUTING：第 1 条规则（-o eth0 -j MASQUERADE）：计数从 4 回到 1)"
    `);
  });

  test('a chain of the learner, and the same in ip6tables', () => {
    const tables = read(tablesOf(aTable('filter', aChain('office', [aRule('-s 10.0.0.0/24 -j RETURN')]))));
    expect(toldBothWays(withFields({}), withFields({iptables: tables, ip6tables: tables}))).toMatchInlineSnapshot(`
      "+ chain host: filter office: chain added
      + ipt host: filter office: rule 1 added: -s 10.0.0.0/24 -j RETURN
      + chain host: IPv6 filter office: chain added
      + ipt host: IPv6 filter office: rule 1 added: -s 10.0.0.0/24 -j RETURN
      --
      + chain host: filter office：新增链
      + ipt host: filter office：新增第 1 条规则：-s 10.0.0.0/24 -j RETURN
      + chain host: IPv6 filter office：新增链
      + ipt host: IPv6 filter office：新增第 1 条规则：-s 10.0.0.0/24 -j RETURN
      --
      - chain host: filter office: chain removed
      - ipt host: filter office: rule 1 removed: -s 10.0.0.0/24 -j RETURN
      - chain host: IPv6 filter office: chain removed
      - ipt host: IPv6 filter office: rule 1 removed: -s 10.0.0.0/24 -j RETURN
      --
      - chain host: filter office：链已删除
      - ipt host: filter office：删除第 1 条规则：-s 10.0.0.0/24 -j RETURN
      - chain host: IPv6 filter office：链已删除
      - ipt host: IPv6 filter office：删除第 1 条规则：-s 10.0.0.0/24 -j RETURN"
    `);
  });

  test('insertions and deletions among rules keep the others', () => {
    const before = nat(aRule('a', 5), aRule('b', 5), aRule('c', 5));
    const after = nat(aRule('x'), aRule('a', 5), aRule('c', 6), aRule('c'));
    expect(told(diff(before, after), 'en')).toMatchInlineSnapshot(`
      "+ ipt host: nat POSTROUTING: rule 1 added: x
      - ipt host: nat POSTROUTING: rule 2 removed: b
      + ipt host: nat POSTROUTING: rule 3 added: c
      (~ ipt host: nat POSTROUTING: rule 4 (c): counter back from 5 to 0)"
    `);
  });

  test('a rule that moved', () => {
    const before = nat(aRule('a', 5), aRule('b', 5), aRule('c', 5));
    expect(toldBothWays(before, nat(aRule('c', 7), aRule('a', 5), aRule('b', 5)))).toMatchInlineSnapshot(`
      "~ ipt host: nat POSTROUTING: rule moved from place 3 to 1: c
      (~ ipt host: nat POSTROUTING: rule 1 (c): 2 packets more)
      --
      ~ ipt host: nat POSTROUTING：规则从第 3 位移到第 1 位：c
      (~ ipt host: nat POSTROUTING：第 1 条规则（c）：又有 2 个包)
      --
      ~ ipt host: nat POSTROUTING: rule moved from place 1 to 3: c
      (~ ipt host: nat POSTROUTING: rule 3 (c): counter back from 7 to 5)
      --
      ~ ipt host: nat POSTROUTING：规则从第 1 位移到第 3 位：c
      (~ ipt host: nat POSTROUTING：第 3 条规则（c）：计数从 7 回到 5)"
    `);
  });
});

describe('nftables', () => {
  const table = (...lines: readonly string[]) =>
    withFields({nftables: read({'inet lab': {family: 'inet', name: 'lab', lines}})});
  const frame = (...lines: readonly string[]) =>
    table('table inet lab {', '\tchain c {', ...lines.map((line) => `\t\t${line}`), '\t}', '}');

  test('tables', () => {
    expect(toldBothWays(withFields({}), frame())).toMatchInlineSnapshot(`
      "+ nft host: nftables table inet lab added
      --
      + nft host: 新增 nftables 表 inet lab
      --
      - nft host: nftables table inet lab removed
      --
      - nft host: nftables 表 inet lab 已删除"
    `);
  });

  test('lines and counters', () => {
    const before = frame('tcp dport 22 accept', 'counter packets 1 bytes 84 drop');
    const after = frame('tcp dport 80 accept', 'counter packets 4 bytes 336 drop');
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "- nft host: nftables inet lab: line removed: tcp dport 22 accept
      + nft host: nftables inet lab: line added: tcp dport 80 accept
      (~ nft host: nftables inet lab: counter drop: 3 packets more)
      --
      - nft host: nftables inet lab：删除一行：tcp dport 22 accept
      + nft host: nftables inet lab：新增一行：tcp dport 80 accept
      (~ nft host: nftables inet lab：counter drop：又有 3 个包)
      --
      - nft host: nftables inet lab: line removed: tcp dport 80 accept
      + nft host: nftables inet lab: line added: tcp dport 22 accept
      (~ nft host: nftables inet lab: counter drop: counter back from 4 to 1)
      --
      - nft host: nftables inet lab：删除一行：tcp dport 80 accept
      + nft host: nftables inet lab：新增一行：tcp dport 22 accept
      (~ nft host: nftables inet lab：counter drop：计数从 4 回到 1)"
    `);
  });
});

describe('settings', () => {
  const sysctls = (values: Readonly<Record<string, string>>) => withFields({sysctls: read(values)});

  test('forwarding, copied by the kernel to every interface', () => {
    const all = (value: string) =>
      sysctls({
        'net.ipv4.conf.eth0.forwarding': value,
        'net.ipv4.ip_forward': value,
        'net.ipv4.conf.eth0.rp_filter': value,
      });
    expect(toldBothWays(all('0'), all('1'))).toMatchInlineSnapshot(`
      "(~ sysctl host: conf.eth0.forwarding: 0 → 1 (packets that come in here are forwarded))
      ~ sysctl host: conf.eth0.rp_filter: 0 → 1 (strict: a packet must come in where the answer would go out)
      ~ sysctl host: ip_forward: 0 → 1 (this namespace now forwards IPv4 packets between its interfaces)
      --
      (~ sysctl host: conf.eth0.forwarding：0 → 1（从这里进入的包会被转发）)
      ~ sysctl host: conf.eth0.rp_filter：0 → 1（严格：包必须从应答会走的那个接口进入）
      ~ sysctl host: ip_forward：0 → 1（本命名空间现在在其接口之间转发 IPv4 包）
      --
      (~ sysctl host: conf.eth0.forwarding: 1 → 0 (packets that come in here are not forwarded))
      ~ sysctl host: conf.eth0.rp_filter: 1 → 0 (source addresses are not verified)
      ~ sysctl host: ip_forward: 1 → 0 (this namespace no longer forwards packets)
      --
      (~ sysctl host: conf.eth0.forwarding：1 → 0（从这里进入的包不被转发）)
      ~ sysctl host: conf.eth0.rp_filter：1 → 0（不校验源地址）
      ~ sysctl host: ip_forward：1 → 0（本命名空间不再转发包）"
    `);
  });

  test('without a meaning, and those of a new interface', () => {
    const before = sysctls({'net.ipv4.neigh.default.gc_thresh1': '128'});
    const after = sysctls({'net.ipv4.neigh.default.gc_thresh1': '256', 'net.ipv4.conf.eth1.rp_filter': '2'});
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "(+ sysctl host: conf.eth1.rp_filter: 2 (loose: the source must be reachable somehow))
      ~ sysctl host: neigh.default.gc_thresh1: 128 → 256
      --
      (+ sysctl host: conf.eth1.rp_filter：2（宽松：源地址只要可达即可）)
      ~ sysctl host: neigh.default.gc_thresh1：128 → 256
      --
      (- sysctl host: conf.eth1.rp_filter is gone)
      ~ sysctl host: neigh.default.gc_thresh1: 256 → 128
      --
      (- sysctl host: conf.eth1.rp_filter 已消失)
      ~ sysctl host: neigh.default.gc_thresh1：256 → 128"
    `);
  });

  test('listeners', () => {
    const listener = {protocol: 'tcp', address: '0.0.0.0', port: 80} as const;
    const listening = (program?: string, pid?: number) =>
      withFields({
        listeners: read({
          'tcp 0.0.0.0:80': {
            ...listener,
            ...(program === undefined ? {} : {program}),
            ...(pid === undefined ? {} : {pid}),
          },
        }),
      });
    expect(toldBothWays(withFields({}), listening('nginx', 12))).toMatchInlineSnapshot(`
      "+ listen host: tcp 0.0.0.0:80 is listening (nginx, pid 12)
      --
      + listen host: tcp 0.0.0.0:80 开始监听（nginx，pid 12）
      --
      - listen host: tcp 0.0.0.0:80 is no longer listening (nginx, pid 12)
      --
      - listen host: tcp 0.0.0.0:80 不再监听（nginx，pid 12）"
    `);
    expect(toldBothWays(listening(), listening('nginx', 12))).toMatchInlineSnapshot(`
      "~ listen host: socket tcp 0.0.0.0:80: program none → nginx
      ~ listen host: socket tcp 0.0.0.0:80: pid none → 12
      --
      ~ listen host: 套接字 tcp 0.0.0.0:80：程序 无 → nginx
      ~ listen host: 套接字 tcp 0.0.0.0:80：pid 无 → 12
      --
      ~ listen host: socket tcp 0.0.0.0:80: program nginx → none
      ~ listen host: socket tcp 0.0.0.0:80: pid 12 → none
      --
      ~ listen host: 套接字 tcp 0.0.0.0:80：程序 nginx → 无
      ~ listen host: 套接字 tcp 0.0.0.0:80：pid 12 → 无"
    `);
  });
});

describe('what could not be read', () => {
  test('is told, and what was in it is not taken for gone', () => {
    const before = host([aLink('eth0')], {routes: read(routesOf(aRoute('default via 192.168.0.1 dev eth0')))});
    const after = host([aLink('eth0')], {routes: notRead('Permission denied')});
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "~ read host: routes could not be read: Permission denied
      --
      ~ read host: 路由（routes）无法读取：Permission denied
      --
      ~ read host: routes can be read again
      --
      ~ read host: 路由（routes）又能读取了"
    `);
  });

  test('another reason is another change; links unread hide no other part', () => {
    const before = withFields({links: notRead('timed out')});
    const after = withFields({
      links: notRead('Permission denied'),
      routes: read(routesOf(aRoute('10.0.0.0/24 dev eth0'))),
    });
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "(+ route host: route 10.0.0.0/24 dev eth0 added by the kernel, with the address)
      ~ read host: interfaces (links) could not be read: Permission denied
      --
      (+ route host: 新增路由 10.0.0.0/24 dev eth0（内核随地址添加）)
      ~ read host: 接口（links）无法读取：Permission denied
      --
      (- route host: route 10.0.0.0/24 dev eth0 removed by the kernel)
      ~ read host: interfaces (links) could not be read: timed out
      --
      (- route host: 删除路由 10.0.0.0/24 dev eth0（由内核删除）)
      ~ read host: 接口（links）无法读取：timed out"
    `);
  });

  test('a new namespace that cannot be read', () => {
    const after = aSnapshot({host: [aNamespace('red', [], {links: notRead('no such namespace')})]});
    expect(told(diff(aSnapshot({host: []}), after), 'en')).toMatchInlineSnapshot(`
      "+ netns host: namespace red added
      ~ read red on host: interfaces (links) could not be read: no such namespace"
    `);
  });
});
