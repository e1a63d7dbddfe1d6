import {describe, expect, test} from 'vitest';
import {diff} from '../diff.ts';
import type {Link} from '../snapshot.ts';
import {aLink, addressesOf, host, peerAt} from '../testing/build-snapshot.ts';
import {toldBothWays} from '../testing/told.ts';

const link = (before: Link, after: Link) => toldBothWays(host([before]), host([after]));

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

  test('the ageing time of a bridge whose tree changes, which is nobody’s doing', () => {
    const aged = (stp: boolean, ageingTimeCs: number) =>
      host([aLink('br0', {kind: 'bridge', bridge: {stp, forwardDelayCs: 200, vlanFiltering: false, ageingTimeCs}})]);
    expect(toldBothWays(aged(true, 30_000), aged(true, 400))).toContain('(~ link host: br0: ageing time 300 s → 4 s)');
    expect(toldBothWays(aged(true, 400), aged(true, 30_000))).toContain('(~ link host: br0: ageing time 4 s → 300 s)');
    expect(toldBothWays(aged(true, 30_000), aged(true, 1000))).not.toContain('(~');
    expect(toldBothWays(aged(false, 30_000), aged(false, 400))).not.toContain('(~');
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
