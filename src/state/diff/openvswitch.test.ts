import {expect, test} from 'vitest';
import {describeChange} from '../describe-change.ts';
import {diff} from '../diff.ts';
import type {OvsBridge} from '../openvswitch.ts';
import type {Snapshot} from '../snapshot.ts';
import {aFlow, aSnapshot, anOvsBridge, anOvsPort, notRead, withOvs} from '../testing/build-snapshot.ts';

const NONE = aSnapshot({host: []});
const on = (...bridges: readonly OvsBridge[]): Snapshot => withOvs(NONE, 'host', ...bridges);
const told = (before: Snapshot, after: Snapshot): readonly string[] =>
  diff(before, after).flatMap((change) => {
    const {en, zh} = describeChange(change);
    const dimmed = 'incidental' in change && change.incidental ? '(by itself) ' : '';
    return [`${dimmed}${en}`, zh];
  });

const NORMAL = aFlow('table=0,priority=0 actions=NORMAL');
const TAP = anOvsPort('tap1', {tag: 10});

test('a bridge comes with the port and the flow that it is born with', () => {
  expect(told(on(), on(anOvsBridge('br0', [], [NORMAL])))).toEqual([
    'Open vSwitch bridge br0 added (netdev)',
    '新增 Open vSwitch 网桥 br0（netdev）',
    '(by itself) port br0 added to br0 (internal)',
    'br0 新增端口 br0（internal）',
    '(by itself) flow of br0 (table 0, priority 0) added: * → NORMAL. Every frame: switch normally (by what was learned).',
    '新增 br0 的流表项（表 0，优先级 0）：* → NORMAL。所有帧：正常交换（按学到的表）。',
  ]);
});

test('ports, tags, trunks and patches', () => {
  const patch = anOvsPort('int-br-ex', {type: 'patch', options: {peer: 'phy-br-ex'}});
  expect(told(on(anOvsBridge('br0')), on(anOvsBridge('br0', [TAP, patch])))).toEqual([
    'port int-br-ex added to br0 (patch to phy-br-ex)',
    'br0 新增端口 int-br-ex（patch，通往 phy-br-ex）',
    'port tap1 added to br0 (tag 10)',
    'br0 新增端口 tap1（标签 10）',
  ]);
  expect(told(on(anOvsBridge('br0', [TAP])), on(anOvsBridge('br0', [anOvsPort('tap1', {tag: 20})])))).toEqual([
    'port tap1 of br0: tag 10 → 20',
    'br0 的端口 tap1：标签 10 → 20',
  ]);
  expect(told(on(anOvsBridge('br0', [TAP])), on(anOvsBridge('br0', [anOvsPort('tap1', {trunks: [10, 20]})])))).toEqual([
    'port tap1 of br0: tag 10 → none',
    'br0 的端口 tap1：标签 10 → 无',
    'port tap1 of br0: VLANs of the trunk none → 10,20',
    'br0 的端口 tap1：干道的 VLAN 无 → 10,20',
  ]);
});

test('flows, and what they counted', () => {
  const drop = (packets = 0) => aFlow('table=0,priority=5,in_port=tap1 actions=drop', packets);
  expect(told(on(anOvsBridge('br0', [], [NORMAL])), on(anOvsBridge('br0', [], [NORMAL, drop()])))).toEqual([
    'flow of br0 (table 0, priority 5) added: in_port=tap1 → drop. Frames arriving from port tap1: dropped.',
    '新增 br0 的流表项（表 0，优先级 5）：in_port=tap1 → drop。从端口 tap1 进来的帧：丢弃。',
  ]);
  expect(told(on(anOvsBridge('br0', [], [drop()])), on(anOvsBridge('br0', [], [drop(3)])))).toEqual([
    '(by itself) flow of br0 (table 0, priority 5) for in_port=tap1: packets 0 → 3',
    'br0 的流表项（表 0，优先级 5），in_port=tap1：报文数 0 → 3',
  ]);
  expect(told(on(anOvsBridge('br0', [], [drop()])), on(anOvsBridge('br0')))).toEqual([
    'flow of br0 (table 0, priority 5) removed: in_port=tap1 → drop',
    '删除 br0 的流表项（表 0，优先级 5）：in_port=tap1 → drop',
  ]);
});

test('what cannot be read is not taken for gone', () => {
  const host = on(anOvsBridge('br0', [TAP]));
  const dark: Snapshot = {...host, nodes: {host: {...host.nodes['host']!, openvswitch: notRead('no answer')}}};
  expect(told(host, dark)).toEqual(['Open vSwitch could not be read: no answer', 'Open vSwitch 无法读取：no answer']);
  expect(told(dark, host)).toEqual(['Open vSwitch can be read again', 'Open vSwitch 又能读取了']);
  expect(told(host, NONE)[0]).toBe('Open vSwitch bridge br0 removed');

  const bridge = anOvsBridge('br0');
  const flowsDark = {...bridge, flows: notRead('no answer')};
  expect(told(on(bridge), on(flowsDark))).toEqual([
    'flow entries (flows br0) could not be read: no answer',
    '流表项（flows br0）无法读取：no answer',
  ]);
  const notMade = {
    ...flowsDark,
    ports: {br0: {name: 'br0', trunks: [], interfaces: {br0: {name: 'br0', type: 'internal', options: {}}}}},
  };
  expect(told(on(notMade), on(bridge)).join()).not.toMatch(/read again/);
});
