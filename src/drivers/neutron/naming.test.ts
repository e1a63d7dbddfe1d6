import {expect, test} from 'vitest';
import {
  LINUXBRIDGE_PREFIX,
  bridgeName,
  dhcpLinkName,
  ipsetName,
  portChain,
  tapName,
  vlanName,
  vxlanName,
} from './naming.ts';

test('names of the reference cloud', () => {
  expect(bridgeName('d4fbe39f-21ee-452d-bb6c-421916bd89f0')).toBe('brqd4fbe39f-21');
  expect(tapName('1c12862c-b560-497a-94fb-24923f9c20c3')).toBe('tap1c12862c-b5');
  expect(dhcpLinkName('1c12862c-b560-497a-94fb-24923f9c20c3')).toBe('ns-1c12862c-b5');
  expect(vxlanName(100)).toBe('vxlan-100');
  expect(portChain('i', 'tap4615776d-f1')).toBe('neutron-linuxbri-i4615776d-f');
  expect(ipsetName('51c189dd-b992-4403-8aba-bf10fa39c769', 4)).toBe('NIPv451c189dd-b992-4403-8aba-');
});

test('every name fits the limit of its kind', () => {
  expect(vxlanName(16_777_215).length).toBeLessThanOrEqual(15);
  expect(portChain('o', 'tap4615776d-f1').length).toBeLessThanOrEqual(28);
  expect(LINUXBRIDGE_PREFIX).toHaveLength(16);
});

test('a VLAN sub-interface of a NIC with a long name', () => {
  expect(vlanName('eth3', 100)).toBe('eth3.100');
  expect(vlanName('enp0s20f0u1', 100)).toBe('enp0s20f0u1.100');
  const [one, other] = [vlanName('enp0s20f0u1u2', 4094), vlanName('enp0s20f0u1u3', 4094)];
  expect(one).toMatch(/^enp0[\da-f]{6}\.4094$/);
  expect(one).not.toBe(other);
});
