import {expect, test} from 'vitest';
import {type BridgeVlanClaim, bridgeVlanSchema, checkBridgeVlan} from './bridge-vlan.ts';
import {keyed, onHost, unread} from './test-fixtures/snapshots.ts';
import {expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({
  '': {
    bridgeVlans: keyed({
      'tap1 1': {dev: 'tap1', id: 1, pvid: true, untagged: true},
      'tap1 10': {dev: 'tap1', id: 10, pvid: false, untagged: false},
    }),
  },
  dark: {bridgeVlans: unread},
});
const check = (claim: Omit<BridgeVlanClaim, 'claim'>) =>
  checkBridgeVlan(snapshot, {claim: 'bridge-vlan', ...claim, node: 'host'});

test('membership of a VLAN', () => {
  expect(
    tellAll([
      check({dev: 'tap1', vlan: 10}),
      check({dev: 'tap1', vlan: 10, pvid: true, untagged: true}),
      check({dev: 'tap1', vlan: 1, pvid: false, untagged: false}),
      check({dev: 'tap1', vlan: 20}),
      check({dev: 'tap2', vlan: 20}),
      check({dev: 'tap1', vlan: 1, absent: true}),
      check({dev: 'tap1', vlan: 20, absent: true}),
      check({in: 'dark', dev: 'tap1', vlan: 20}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: tap1 is a member of VLAN 10
         tap1 是 VLAN 10 的成员

    not met: tap1 has PVID 10 and sends VLAN 10 without a tag
      found: tap1 does not have PVID 10 and sends VLAN 10 with a tag
       期望: tap1 PVID 为 10，发出 VLAN 10 时不带标签
       实际: tap1 PVID 不是 10，发出 VLAN 10 时带标签

    not met: tap1 does not have PVID 1 and sends VLAN 1 with a tag
      found: tap1 has PVID 1 and sends VLAN 1 without a tag
       期望: tap1 PVID 不是 1，发出 VLAN 1 时带标签
       实际: tap1 PVID 为 1，发出 VLAN 1 时不带标签

    not met: tap1 is a member of VLAN 20
      found: tap1 is a member of VLAN 1, 10
       期望: tap1 是 VLAN 20 的成员
       实际: tap1 是 VLAN 1、10 的成员

    not met: tap2 is a member of VLAN 20
      found: tap2 is a member of no VLAN
       期望: tap2 是 VLAN 20 的成员
       实际: tap2 不是任何 VLAN 的成员

    not met: tap1 is no member of VLAN 1
      found: tap1 is a member of VLAN 1
       期望: tap1 不是 VLAN 1 的成员
       实际: tap1 是 VLAN 1 的成员

    met: tap1 is no member of VLAN 20
         tap1 不是 VLAN 20 的成员

    unknown: the bridge VLANs in dark could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 dark 的网桥 VLAN：ip ended with exit code 1
    "
  `);
});

test('every key matters', () => {
  const claim = {claim: 'bridge-vlan' as const, node: 'host', dev: 'tap1', vlan: 1, pvid: true, untagged: true};
  expectEachKeyToMatter(bridgeVlanSchema, claim, (one) => checkBridgeVlan(snapshot, one), {
    dev: 'tap2',
    vlan: 2,
    pvid: false,
    untagged: false,
  });
});
