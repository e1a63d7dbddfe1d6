import {expect, test} from 'vitest';
import {topology} from '../make-topology.ts';
import type {Snapshot} from '../snapshot.ts';
import {
  aLink,
  aNamespace,
  aSnapshot,
  addressesOf,
  anOvsBridge,
  anOvsPort,
  peerAt,
  withOvs,
} from '../testing/build-snapshot.ts';
import {topologyText} from '../topology-text.ts';

const patch = (name: string, peer: string) => anOvsPort(name, {type: 'patch', options: {peer}});
const tunnel = (remote: string) => anOvsPort('vx', {type: 'vxlan', options: {remote_ip: remote, key: '100'}});

const host: Snapshot = withOvs(
  aSnapshot({
    host: [
      aNamespace('', [
        aLink('br-int', {kind: 'tap', up: false}),
        aLink('ovs-netdev', {kind: 'tap', up: false}),
        aLink('tap1', {peer: peerAt('host', 'vm1', 'eth0')}),
      ]),
      aNamespace('dhcp', [aLink('tapd', {kind: 'tap', addresses: addressesOf('10.0.0.2/24')})]),
      aNamespace('vm1', [aLink('eth0', {peer: peerAt('host', '', 'tap1')})]),
    ],
  }),
  'host',
  anOvsBridge('br-int', [
    anOvsPort('tap1', {tag: 1}),
    anOvsPort('tapd', {type: 'internal', tag: 1}),
    anOvsPort('trunk0', {trunks: [1, 2]}),
    patch('int-br-ex', 'phy-br-ex'),
  ]),
  anOvsBridge('br-ex', [patch('phy-br-ex', 'int-br-ex')]),
);

test('bridges with their ports, tags and patches, and internal ports that are in a namespace', () => {
  expect(topologyText(topology(host), 'en')).toMatchInlineSnapshot(`
    "node host
      br-ex: Open vSwitch bridge, up
        port phy-br-ex: patch, up, connected to int-br-ex
      br-int: Open vSwitch bridge, down
        port int-br-ex: patch, up, connected to phy-br-ex
        port tap1: veth, tag 1, up, connected to eth0 in vm1
        port tapd: internal, tag 1, up, connected to tapd in dhcp
        port trunk0: system, trunk 1,2, up
      namespace dhcp
        tapd: tap, up, 10.0.0.2/24, connected to tapd in the node's own namespace
      namespace vm1
        eth0: veth, up, connected to tap1 in the node's own namespace"
  `);
  expect(topologyText(topology(host), 'zh')).toMatch(/Open vSwitch 网桥/);
});

test("in the kernel's datapath ports hang on their bridges, not on what the datapath keeps for itself", () => {
  const own = (name: string) => aLink(name, {kind: 'other', kindName: 'openvswitch', up: false});
  const inKernel = withOvs(
    aSnapshot({
      host: [
        aNamespace('', [
          own('ovs-system'),
          own('br0'),
          own('int0'),
          aLink('tap1', {master: 'ovs-system', peer: peerAt('host', 'vm1', 'eth0')}),
          aLink('vxlan_sys_4789', {kind: 'vxlan', master: 'ovs-system'}),
        ]),
        aNamespace('vm1', [aLink('eth0', {peer: peerAt('host', '', 'tap1')})]),
      ],
    }),
    'host',
    anOvsBridge('br0', [anOvsPort('tap1'), anOvsPort('int0', {type: 'internal'}), tunnel('192.0.2.2')]),
  );
  expect(topologyText(topology(inKernel), 'en')).toMatchInlineSnapshot(`
    "node host
      br0: Open vSwitch bridge, down
        port int0: openvswitch, down
        port tap1: veth, up, connected to eth0 in vm1
        port vx: vxlan, VNI 100, up, connected to a place outside (VNI 100 → 192.0.2.2)
      namespace vm1
        eth0: veth, up, connected to tap1 in the node's own namespace"
  `);
});

test('a tunnel leads to the one that leads back', () => {
  const end = (address: string) => [
    aNamespace('', [aLink('eth0', {addresses: addressesOf(`${address}/24`)})], {name: ''}),
  ];
  const both = aSnapshot({left: end('192.0.2.1'), right: end('192.0.2.2')});
  const joined = withOvs(
    withOvs(both, 'left', anOvsBridge('br0', [tunnel('192.0.2.2')])),
    'right',
    anOvsBridge('br0', [tunnel('192.0.2.1')]),
  );
  expect(topology(joined).wires).toEqual([{from: 'left//vx', to: 'right//vx', kind: 'vxlan', label: 'VNI 100'}]);
  const alone = withOvs(both, 'left', anOvsBridge('br0', [tunnel('198.51.100.9')]));
  expect(topology(alone).wires).toEqual([{from: 'left//vx', kind: 'vxlan', label: 'VNI 100 → 198.51.100.9'}]);
});
