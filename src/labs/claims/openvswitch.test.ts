import {expect, test} from 'vitest';
import {aFlow, aLink, anOvsBridge, anOvsPort, host, notRead, withOvs} from '../../state/testing/build-snapshot.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import {checkOvsFlow, checkOvsPort, ovsFlowSchema, ovsPortSchema} from './openvswitch.ts';
import type {OvsFlowClaim, OvsPortClaim} from './openvswitch.ts';
import {onHost} from './test-fixtures/snapshots.ts';
import {expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const none = onHost({});
const broken = anOvsPort('tap9', {tag: 1});
const snapshot = withOvs(
  none,
  'host',
  anOvsBridge(
    'br-int',
    [
      anOvsPort('tap1', {tag: 10}),
      anOvsPort('trunk0', {trunks: [10, 20]}),
      anOvsPort('int-br-ex', {type: 'patch', options: {peer: 'phy-br-ex'}}),
      anOvsPort('vx', {type: 'vxlan', options: {remote_ip: '192.0.2.2', key: '100'}}),
      {name: 'tap7', tag: 1, trunks: [], interfaces: {tap7: {name: 'tap7', type: 'internal', options: {}}}},
      {...broken, interfaces: {tap9: {name: 'tap9', type: 'system', options: {}, error: 'No such device'}}},
    ],
    [
      aFlow('table=0,priority=4,in_port=phy-br-ex,dl_vlan=10 actions=strip_vlan,NORMAL'),
      aFlow('table=0,priority=0 actions=NORMAL'),
    ],
  ),
  anOvsBridge('br-ex'),
);
const dark: Snapshot = {...none, nodes: {host: {...none.nodes['host']!, openvswitch: notRead('no answer')}}};

const port = (claim: Omit<OvsPortClaim, 'claim'>, where = snapshot) =>
  checkOvsPort(where, {claim: 'ovs-port', ...claim, node: 'host'});
const flow = (claim: Omit<OvsFlowClaim, 'claim'>, where = snapshot) =>
  checkOvsFlow(where, {claim: 'ovs-flow', ...claim, node: 'host'});

test('ports', () => {
  expect(
    tellAll([
      port({port: 'tap1', bridge: 'br-int', tag: 10}),
      port({port: 'tap1', bridge: 'br-ex', tag: 20}),
      port({port: 'tap1', untagged: true}),
      port({port: 'trunk0', trunks: [20, 10], 'vlan-mode': 'trunk'}),
      port({port: 'trunk0', trunks: [10]}),
      port({port: 'int-br-ex', type: 'patch', peer: 'phy-br-eth1'}),
      port({port: 'vx', type: 'vxlan', 'remote-ip': '192.0.2.2', key: '100'}),
      port({port: 'br-ex', type: 'internal', datapath: 'netdev'}),
      port({port: 'tap9', tag: 1}),
      port({port: 'tap7', tag: 1}),
      port({port: 'tap8', bridge: 'br-int'}),
      port({port: 'tap1', absent: true}),
      port({port: 'tap1', tag: 11, absent: true}),
      port({port: 'tap1'}, none),
      port({port: 'tap1', absent: true}, none),
      port({port: 'tap1'}, dark),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the port tap1 is in br-int and has tag 10
         端口 tap1 在 br-int 中，标签为 10

    not met: the port tap1 is in br-ex and has tag 20
      found: the port tap1 is in br-int and has tag 10
       期望: 端口 tap1 在 br-ex 中，标签为 20
       实际: 端口 tap1 在 br-int 中，标签为 10

    not met: the port tap1 has no tag
      found: the port tap1 has tag 10
       期望: 端口 tap1 没有标签
       实际: 端口 tap1 标签为 10

    met: the port trunk0 carries the VLANs 10, 20 and is in VLAN mode trunk
         端口 trunk0 承载 VLAN 10、20，VLAN 模式为 trunk

    not met: the port trunk0 carries the VLANs 10
      found: the port trunk0 carries the VLANs 10, 20
       期望: 端口 trunk0 承载 VLAN 10
       实际: 端口 trunk0 承载 VLAN 10、20

    not met: the port int-br-ex leads to phy-br-eth1
      found: the port int-br-ex leads to phy-br-ex
       期望: 端口 int-br-ex 通往 phy-br-eth1
       实际: 端口 int-br-ex 通往 phy-br-ex

    met: the port vx is of type vxlan, sends to 192.0.2.2 and has key 100
         端口 vx 类型为 vxlan，发往 192.0.2.2，key 为 100

    met: the port br-ex is switched in user space (netdev) and is of type internal
         端口 br-ex 在用户态交换（netdev），类型为 internal

    not met: the port tap9 works
      found: the port tap9 does not work: No such device
       期望: 端口 tap9 可用
       实际: 端口 tap9 不可用：No such device

    not met: the port tap7 works
      found: the port tap7 does not work: the switch could not make it (/var/log/openvswitch/ovs-vswitchd.log says why)
       期望: 端口 tap7 可用
       实际: 端口 tap7 不可用：交换机没能建立它（原因见 /var/log/openvswitch/ovs-vswitchd.log）

    not met: the port tap8 is in br-int
      found: there is no port tap8, but there is tap1
       期望: 端口 tap8 在 br-int 中
       实际: 没有端口 tap8，但有 tap1

    not met: no port tap1
      found: the port tap1 exists
       期望: 没有端口 tap1
       实际: 端口 tap1 存在

    met: the port tap1 has tag 10
         端口 tap1 标签为 10

    not met: the port tap1 exists
      found: no Open vSwitch runs on host
       期望: 端口 tap1 存在
       实际: 节点 host 上没有运行 Open vSwitch

    met: no Open vSwitch runs on host
         节点 host 上没有运行 Open vSwitch

    unknown: the Open vSwitch on host could not be read: no answer
       未知: 无法读取节点 host 的 Open vSwitch：no answer
    "
  `);
});

test('where there are several nodes each is named', () => {
  const two: Snapshot = {...snapshot, nodes: {...snapshot.nodes, left: {...none.nodes['host']!}}};
  expect(tellAll([port({port: 'tap1', tag: 10}, two), port({port: 'tap2'}, two), flow({bridge: 'br9', table: 1}, two)]))
    .toMatchInlineSnapshot(`
      "
      met: the port tap1 on host has tag 10
           节点 host 上的端口 tap1 标签为 10

      not met: the port tap2 on host exists
        found: there is no port tap2 on host, but there is tap1
         期望: 节点 host 上的端口 tap2 存在
         实际: 节点 host 上没有端口 tap2，但有 tap1

      not met: a flow of br9 on host table=1
        found: there is no bridge br9 on host, only br-ex, br-int
         期望: 节点 host 上的 br9 有流表项 table=1
         实际: 节点 host 上没有网桥 br9，只有 br-ex、br-int
      "
    `);
});

test('a card outside the bridges is there all the same', () => {
  const withCard = withOvs(host([aLink('eth2')]), 'host', anOvsBridge('br-ex'));
  expect(tellAll([port({port: 'eth2', bridge: 'br-ex'}, withCard)])).toMatchInlineSnapshot(`
    "
    not met: the port eth2 is in br-ex
      found: eth2 is a port of no bridge
       期望: 端口 eth2 在 br-ex 中
       实际: eth2 不是任何网桥的端口
    "
  `);
});

test('the nearest flow is looked for in the table that is meant', () => {
  const flows = [
    aFlow('table=72,priority=74,ct_state=+new-est,ip,reg5=0x6 actions=resubmit(,73)'),
    aFlow('table=82,priority=40,ct_state=-est,reg5=0x6 actions=resubmit(,93)'),
  ];
  const where = withOvs(none, 'host', anOvsBridge('br-int', [], flows));
  const match = 'ct_state=+new-est,tcp,reg5=6,tp_dst=22';
  expect(tellAll([flow({bridge: 'br-int', table: 82, match}, where)])).toContain('the nearest is table=82');
  expect(tellAll([flow({bridge: 'br-int', match}, where)])).toContain('the nearest is table=72');
});

test('a register is compared with the number of a port, and packets are counted', () => {
  const where = withOvs(
    none,
    'host',
    anOvsBridge(
      'br-int',
      [anOvsPort('tap1', {ofport: 4}), anOvsPort('tap2', {ofport: 17})],
      [aFlow('table=82,priority=40,ct_state=-est,reg5=0x11 actions=resubmit(,93)', 12)],
    ),
  );
  const asked = (claim: Partial<OvsFlowClaim>) => flow({bridge: 'br-int', ...claim}, where);
  expect(['ct_state=-est,reg5=tap2', 'reg5=17,ct_state=-est'].map((match) => asked({match}).verdict)).toEqual([
    'met',
    'met',
  ]);
  expect(
    tellAll([
      asked({match: 'ct_state=-est,reg5=tap1'}),
      asked({match: 'ct_state=-est,reg5=tap3'}),
      asked({match: 'ct_state=-est,reg5=tap2', hits: 12}),
      asked({match: 'ct_state=-est,reg5=tap2', hits: 13}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: a flow of br-int ct_state=-est,reg5=tap1
      found: the nearest is table=82,priority=40,ct_state=-est,reg5=0x11 actions=resubmit(,93)
       期望: br-int 有流表项 ct_state=-est,reg5=tap1
       实际: 最接近的是 table=82,priority=40,ct_state=-est,reg5=0x11 actions=resubmit(,93)

    not met: a flow of br-int ct_state=-est,reg5=tap3
      found: the nearest is table=82,priority=40,ct_state=-est,reg5=0x11 actions=resubmit(,93)
       期望: br-int 有流表项 ct_state=-est,reg5=tap3
       实际: 最接近的是 table=82,priority=40,ct_state=-est,reg5=0x11 actions=resubmit(,93)

    met: the flow of br-int for ct_state=-est,reg5=0x11 met 12 packets
         br-int 中匹配 ct_state=-est,reg5=0x11 的流表项匹配了 12 个报文

    not met: the flow of br-int for ct_state=-est,reg5=0x11 met 13 packets at least
      found: the flow of br-int for ct_state=-est,reg5=0x11 met 12 packets
       期望: br-int 中匹配 ct_state=-est,reg5=0x11 的流表项至少匹配了 13 个报文
       实际: br-int 中匹配 ct_state=-est,reg5=0x11 的流表项匹配了 12 个报文
    "
  `);
});

test('numbers of a match may be hexadecimal or not, masks and addresses stay as they are', () => {
  const where = withOvs(
    none,
    'host',
    anOvsBridge(
      'br-tun',
      [],
      [
        aFlow('table=4,priority=1,tun_id=0x12c actions=mod_vlan_vid:2,resubmit(,10)'),
        aFlow('table=2,priority=0,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00 actions=resubmit(,22)'),
        aFlow('table=20,priority=1,vlan_tci=0x0001/0x0fff actions=drop'),
      ],
    ),
  );
  const outcomeOf = (match: string) => flow({bridge: 'br-tun', match}, where).verdict;
  expect(['tun_id=300', 'tun_id=0x12c', 'TUN_ID=0x12C'].map(outcomeOf)).toEqual(['met', 'met', 'met']);
  expect(['tun_id=12', 'tun_id=301', 'tun_id=0x300', 'vlan_tci=1'].map(outcomeOf)).toEqual(
    Array.from({length: 4}, () => 'not-met'),
  );
  expect(outcomeOf('vlan_tci=0x0001/0x0fff')).toBe('met');
  expect(outcomeOf('dl_dst=01:00:00:00:00:00/01:00:00:00:00:00')).toBe('met');
});

test('flows', () => {
  expect(
    tellAll([
      flow({bridge: 'br-int', match: 'dl_vlan=10,in_port=phy-br-ex', actions: 'pop_vlan,NORMAL'}),
      flow({bridge: 'br-int', match: 'in_port=phy-br-ex,dl_vlan=10', priority: 5, actions: 'drop'}),
      flow({bridge: 'br-int', match: 'in_port=phy-br-ex,dl_vlan=11', actions: 'drop'}),
      flow({bridge: 'br-int', match: '', actions: 'NORMAL'}),
      flow({bridge: 'br-int', match: 'icmp'}),
      flow({bridge: 'br-ex', match: ''}),
      flow({bridge: 'br-ix', match: ''}),
      flow({bridge: 'br-int', match: 'icmp', absent: true}),
      flow({bridge: 'br-int', match: '', absent: true}),
      flow({bridge: 'br-int'}, none),
      flow({bridge: 'br-int'}, dark),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the flow of br-int for in_port=phy-br-ex,dl_vlan=10 does strip_vlan,NORMAL
         br-int 中匹配 in_port=phy-br-ex,dl_vlan=10 的流表项动作为 strip_vlan,NORMAL

    not met: the flow of br-int for in_port=phy-br-ex,dl_vlan=10 has priority 5 and does drop
      found: the flow of br-int for in_port=phy-br-ex,dl_vlan=10 has priority 4 and does strip_vlan,NORMAL
       期望: br-int 中匹配 in_port=phy-br-ex,dl_vlan=10 的流表项优先级为 5，动作为 drop
       实际: br-int 中匹配 in_port=phy-br-ex,dl_vlan=10 的流表项优先级为 4，动作为 strip_vlan,NORMAL

    not met: a flow of br-int in_port=phy-br-ex,dl_vlan=11 actions=drop
      found: the nearest is table=0,priority=4,in_port=phy-br-ex,dl_vlan=10 actions=strip_vlan,NORMAL
       期望: br-int 有流表项 in_port=phy-br-ex,dl_vlan=11 actions=drop
       实际: 最接近的是 table=0,priority=4,in_port=phy-br-ex,dl_vlan=10 actions=strip_vlan,NORMAL

    met: the flow of br-int for everything does NORMAL
         br-int 中匹配所有帧的流表项动作为 NORMAL

    not met: a flow of br-int icmp
      found: br-int has no flow for that
       期望: br-int 有流表项 icmp
       实际: br-int 没有这样的流表项

    not met: a flow of br-ex
      found: br-ex has no flow at all
       期望: br-ex 有流表项
       实际: br-ex 没有任何流表项

    not met: a flow of br-ix
      found: there is no bridge br-ix, but there is br-ex
       期望: br-ix 有流表项
       实际: 没有网桥 br-ix，但有 br-ex

    met: no flow of br-int icmp
         br-int 没有流表项 icmp

    not met: no flow of br-int
      found: the flow of br-int for everything exists
       期望: br-int 没有流表项
       实际: br-int 中匹配所有帧的流表项存在

    not met: a flow of br-int
      found: no Open vSwitch runs on host
       期望: br-int 有流表项
       实际: 节点 host 上没有运行 Open vSwitch

    unknown: the Open vSwitch on host could not be read: no answer
       未知: 无法读取节点 host 的 Open vSwitch：no answer
    "
  `);
});

test('every key matters', () => {
  const whole = withOvs(
    none,
    'host',
    anOvsBridge('br0', [
      anOvsPort('p', {
        tag: 1,
        trunks: [1],
        vlanMode: 'access',
        type: 'vxlan',
        options: {remote_ip: '192.0.2.2', key: '7', peer: 'q'},
      }),
    ]),
  );
  expectEachKeyToMatter<OvsPortClaim>(
    ovsPortSchema,
    {
      claim: 'ovs-port',
      port: 'p',
      bridge: 'br0',
      tag: 1,
      trunks: [1],
      'vlan-mode': 'access',
      type: 'vxlan',
      peer: 'q',
      'remote-ip': '192.0.2.2',
      key: '7',
      datapath: 'netdev',
    },
    (claim) => checkOvsPort(whole, {...claim, node: 'host'}),
    {
      port: 'o',
      bridge: 'br1',
      tag: 2,
      untagged: true,
      trunks: [2],
      'vlan-mode': 'trunk',
      type: 'gre',
      peer: 'r',
      'remote-ip': '192.0.2.3',
      key: '8',
      datapath: 'system',
    },
  );
  const flows = withOvs(
    none,
    'host',
    anOvsBridge('br0', [], [aFlow('table=1,priority=2,ip actions=drop', 3)]),
    anOvsBridge('br1'),
  );
  expectEachKeyToMatter<OvsFlowClaim>(
    ovsFlowSchema,
    {claim: 'ovs-flow', bridge: 'br0', table: 1, priority: 2, match: 'ip', actions: 'drop', hits: 3},
    (claim) => checkOvsFlow(flows, {...claim, node: 'host'}),
    {bridge: 'br1', table: 0, priority: 3, match: 'arp', actions: 'NORMAL', hits: 4},
  );
});
