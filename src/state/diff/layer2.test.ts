import {describe, expect, test} from 'vitest';
import {diff} from '../diff.ts';
import {aLink, host, hostWith, read} from '../testing/build-snapshot.ts';
import {told, toldBothWays} from '../testing/told.ts';

describe('layer 2 tables', () => {
  test('neighbours', () => {
    const key = 'eth0 10.0.0.2';
    const neighbour = {dev: 'eth0', address: '10.0.0.2', mac: '02:00:00:00:00:02', proxy: false};
    const state = (...states: readonly string[]) => hostWith({neighbours: read({[key]: {...neighbour, states}})});
    const incomplete = hostWith({
      neighbours: read({[key]: {dev: 'eth0', address: '10.0.0.2', states: ['INCOMPLETE'], proxy: false}}),
    });
    const proxy = hostWith({neighbours: read({[key]: {dev: 'eth0', address: '10.0.0.2', states: [], proxy: true}})});
    expect(toldBothWays(hostWith({}), state('REACHABLE'))).toMatchInlineSnapshot(`
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
    expect(toldBothWays(hostWith({}), state('PERMANENT'))).toMatchInlineSnapshot(`
      "+ neigh host: neighbour 10.0.0.2 on eth0: 02:00:00:00:00:02 PERMANENT
      --
      + neigh host: eth0 上的邻居 10.0.0.2：02:00:00:00:00:02 PERMANENT
      --
      - neigh host: neighbour 10.0.0.2 on eth0 forgotten
      --
      - neigh host: eth0 上的邻居 10.0.0.2 已移除"
    `);
    expect(toldBothWays(hostWith({}), proxy)).toMatchInlineSnapshot(`
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
      hostWith({fdb: read({b: {dev: 'vx', mac, destination, origin: 'permanent', flags: []}})});
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
