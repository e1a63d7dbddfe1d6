import {expect, test} from 'vitest';
import {type LinkClaim, checkLink, linkSchema} from './link.ts';
import {link, links, onHost, snapshotOf, unread} from './test-fixtures/snapshots.ts';
import {expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const whole = link('dev1', {
  kind: 'veth',
  master: 'br0',
  peer: {known: true, node: 'host', namespace: 'blue', name: 'eth0'},
  vxlan: {vni: 100, dstPort: 4789, learning: true, proxy: false},
  vlan: {id: 10, dev: 'eth0', protocol: '802.1Q'},
  bridge: {stp: false, forwardDelayCs: 0, vlanFiltering: false, ageingTimeCs: 30_000},
});
const snapshot = onHost({
  '': {links: links(link('veth-b', {up: false, carrier: false}), link('br0', {kind: 'bridge'}))},
  red: {links: links(link('lo', {kind: 'loopback'}), whole, link('cable-1', {up: false, carrier: false}))},
  blue: {links: unread},
});
const check = (claim: Omit<LinkClaim, 'claim'>) => checkLink(snapshot, {claim: 'link', ...claim, node: 'host'});

test('what is met says what was found', () => {
  expect(
    tellAll([check({in: 'red', name: 'dev1'}), check({in: 'red', name: 'dev1', up: true, master: 'br0', mtu: 1500})]),
  ).toMatchInlineSnapshot(`
    "
    met: dev1 in red exists
         命名空间 red 中的 dev1 存在

    met: dev1 in red is up, is a port of br0 and has MTU 1500
         命名空间 red 中的 dev1 已启用，是网桥 br0 的端口，MTU 为 1500
    "
  `);
});

test('each key differs in its own words', () => {
  const other = {in: 'red', name: 'dev1'};
  expect(
    tellAll([
      check({...other, kind: 'bridge'}),
      check({...other, up: false}),
      check({...other, carrier: false}),
      check({...other, master: 'none'}),
      check({...other, mac: '52:54:00:00:00:02'}),
      check({...other, mtu: 1450}),
      check({...other, peer: {name: 'eth0', in: 'red'}}),
      check({...other, vni: 200}),
      check({...other, dstport: 8472}),
      check({...other, vlan: 20}),
      check({...other, stp: true}),
      check({...other, 'vlan-filtering': true}),
      check({in: 'red', name: 'cable-1', 'vlan-filtering': true}),
      check({
        in: 'red',
        name: 'cable-1',
        up: true,
        carrier: true,
        master: 'br0',
        vni: 1,
        dstport: 1,
        vlan: 1,
        stp: true,
        peer: {name: 'x'},
      }),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: dev1 in red is of kind bridge
      found: dev1 in red is of kind veth
       期望: 命名空间 red 中的 dev1 类型为 bridge
       实际: 命名空间 red 中的 dev1 类型为 veth

    not met: dev1 in red is down
      found: dev1 in red is up
       期望: 命名空间 red 中的 dev1 未启用
       实际: 命名空间 red 中的 dev1 已启用

    not met: dev1 in red has no carrier
      found: dev1 in red has carrier
       期望: 命名空间 red 中的 dev1 没有载波
       实际: 命名空间 red 中的 dev1 有载波

    not met: dev1 in red is no port of any bridge
      found: dev1 in red is a port of br0
       期望: 命名空间 red 中的 dev1 不是任何网桥的端口
       实际: 命名空间 red 中的 dev1 是网桥 br0 的端口

    not met: dev1 in red has MAC 52:54:00:00:00:02
      found: dev1 in red has MAC 52:54:00:00:00:01
       期望: 命名空间 red 中的 dev1 MAC 为 52:54:00:00:00:02
       实际: 命名空间 red 中的 dev1 MAC 为 52:54:00:00:00:01

    not met: dev1 in red has MTU 1450
      found: dev1 in red has MTU 1500
       期望: 命名空间 red 中的 dev1 MTU 为 1450
       实际: 命名空间 red 中的 dev1 MTU 为 1500

    not met: dev1 in red has its other end eth0 in red
      found: dev1 in red has its other end eth0 in blue
       期望: 命名空间 red 中的 dev1 另一端为命名空间 red 中的 eth0
       实际: 命名空间 red 中的 dev1 另一端为命名空间 blue 中的 eth0

    not met: dev1 in red has VNI 200
      found: dev1 in red has VNI 100
       期望: 命名空间 red 中的 dev1 VNI 为 200
       实际: 命名空间 red 中的 dev1 VNI 为 100

    not met: dev1 in red sends to UDP port 8472
      found: dev1 in red sends to UDP port 4789
       期望: 命名空间 red 中的 dev1 目的 UDP 端口为 8472
       实际: 命名空间 red 中的 dev1 目的 UDP 端口为 4789

    not met: dev1 in red has VLAN id 20
      found: dev1 in red has VLAN id 10
       期望: 命名空间 red 中的 dev1 VLAN ID 为 20
       实际: 命名空间 red 中的 dev1 VLAN ID 为 10

    not met: dev1 in red has STP on
      found: dev1 in red has STP off
       期望: 命名空间 red 中的 dev1 已开启 STP
       实际: 命名空间 red 中的 dev1 已关闭 STP

    not met: dev1 in red filters VLANs
      found: dev1 in red does not filter VLANs
       期望: 命名空间 red 中的 dev1 按 VLAN 过滤
       实际: 命名空间 red 中的 dev1 不按 VLAN 过滤

    not met: cable-1 in red filters VLANs
      found: cable-1 in red is no bridge
       期望: 命名空间 red 中的 cable-1 按 VLAN 过滤
       实际: 命名空间 red 中的 cable-1 不是网桥

    not met: cable-1 in red is up, has carrier, is a port of br0, has its other end x in the node's own namespace, has VNI 1, sends to UDP port 1, has VLAN id 1 and has STP on
      found: cable-1 in red is down, has no carrier, is no port of any bridge, is no end of a veth pair, is no VXLAN device, is no VLAN device and is no bridge
       期望: 命名空间 red 中的 cable-1 已启用，有载波，是网桥 br0 的端口，另一端为节点自己的命名空间中的 x，VNI 为 1，目的 UDP 端口为 1，VLAN ID 为 1，已开启 STP
       实际: 命名空间 red 中的 cable-1 未启用，没有载波，不是任何网桥的端口，不是 veth 对的一端，不是 VXLAN 设备，不是 VLAN 设备，不是网桥
    "
  `);
});

test('a link that is missing: elsewhere, of a similar name, or nothing like it; a namespace that is missing', () => {
  expect(
    tellAll([
      check({in: 'red', name: 'veth-b'}),
      check({in: 'red', name: 'cable-l'}),
      check({in: 'red', name: 'uplink'}),
      check({name: 'uplink'}),
      check({in: 'rde', name: 'dev1'}),
      checkLink(onHost({}), {claim: 'link', node: 'host', in: 'rde', name: 'dev1'}),
      checkLink(snapshotOf({host: {}, upstream: {red: {}}}), {claim: 'link', node: 'host', in: 'red', name: 'dev1'}),
      checkLink(snapshotOf({host: {}, upstream: {'': {links: links(link('eth0'))}}}), {
        claim: 'link',
        node: 'host',
        name: 'eth0',
      }),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: a link veth-b in red
      found: veth-b is in the node's own namespace, not in red
       期望: 命名空间 red 中有接口 veth-b
       实际: veth-b 在节点自己的命名空间中，不在命名空间 red 中

    not met: a link cable-l in red
      found: there is no link cable-l in red, but there is cable-1
       期望: 命名空间 red 中有接口 cable-l
       实际: 命名空间 red 中没有接口 cable-l，但有 cable-1

    not met: a link uplink in red
      found: there is no link uplink in red, only lo, dev1, cable-1
       期望: 命名空间 red 中有接口 uplink
       实际: 命名空间 red 中没有接口 uplink，只有 lo、dev1、cable-1

    not met: a link uplink in the node's own namespace
      found: there is no link uplink in the node's own namespace, only veth-b, br0
       期望: 节点自己的命名空间中有接口 uplink
       实际: 节点自己的命名空间中没有接口 uplink，只有 veth-b、br0

    not met: a namespace rde
      found: there is no namespace rde, but there is red
       期望: 存在命名空间 rde
       实际: 没有命名空间 rde，但有 red

    not met: a namespace rde
      found: there is no namespace rde
       期望: 存在命名空间 rde
       实际: 没有命名空间 rde

    not met: a namespace red
      found: there is no namespace red on host, but upstream has one
       期望: 存在命名空间 red
       实际: 节点 host 上没有命名空间 red，但节点 upstream 上有

    not met: a link eth0 on host
      found: eth0 is on upstream, not on host
       期望: 节点 host 中有接口 eth0
       实际: eth0 在节点 upstream 中，不在节点 host 中
    "
  `);
});

test('absence', () => {
  expect(
    tellAll([
      check({in: 'red', name: 'dev1', absent: true}),
      check({in: 'red', name: 'dev1', up: true, absent: true}),
      check({in: 'red', name: 'dev1', up: false, absent: true}),
      check({in: 'red', name: 'dev2', absent: true}),
      check({in: 'green', name: 'dev1', absent: true}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: no link dev1 in red
      found: dev1 in red exists
       期望: 命名空间 red 中没有接口 dev1
       实际: 命名空间 red 中的 dev1 存在

    not met: no link dev1 in red that is up
      found: dev1 in red is up
       期望: 命名空间 red 中没有接口 dev1（条件：已启用）
       实际: 命名空间 red 中的 dev1 已启用

    met: dev1 in red is up
         命名空间 red 中的 dev1 已启用

    met: no link dev2 in red
         命名空间 red 中没有接口 dev2

    met: there is no namespace green, only red, blue
         没有命名空间 green，只有 red、blue
    "
  `);
});

test('what could not be read is unknown, also for a claim of absence', () => {
  expect(
    tellAll([
      check({in: 'blue', name: 'dev1'}),
      check({in: 'blue', name: 'dev1', absent: true}),
      checkLink(snapshot, {claim: 'link', node: 'elsewhere', name: 'dev1'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    unknown: the interfaces in blue could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 blue 的接口：ip ended with exit code 1

    unknown: the interfaces in blue could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 blue 的接口：ip ended with exit code 1

    unknown: the node elsewhere was not read
       未知: 没有读到节点 elsewhere
    "
  `);
});

test('every key matters', () => {
  const claim = {
    claim: 'link' as const,
    node: 'host',
    in: 'red',
    name: 'dev1',
    kind: 'veth' as const,
    up: true,
    carrier: true,
    master: 'br0',
    mac: '52:54:00:00:00:01',
    mtu: 1500,
    peer: {name: 'eth0', in: 'blue'},
    vni: 100,
    dstport: 4789,
    vlan: 10,
    stp: false,
    'vlan-filtering': false,
  };
  type All = Omit<typeof claim, 'kind'> & Pick<LinkClaim, 'kind'>;
  expectEachKeyToMatter<All>(linkSchema, claim, (one) => checkLink(snapshot, one), {
    name: 'cable-1',
    kind: 'bridge',
    up: false,
    carrier: false,
    master: 'br1',
    mac: '52:54:00:00:00:02',
    mtu: 1499,
    peer: {name: 'eth1', in: 'blue'},
    vni: 101,
    dstport: 8472,
    vlan: 11,
    stp: true,
    'vlan-filtering': true,
  });
});
