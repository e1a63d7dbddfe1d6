import {expect, test} from 'vitest';
import {isForVm} from './launcher.ts';

test('another kernel helps where this one lacks something, and nothing else is missing', () => {
  expect(isForVm([])).toBe(false);
  expect(isForVm(['vlan'])).toBe(true);
  expect(isForVm(['vlan', 'many-ids'])).toBe(false);
  // Programs are the same there: what only they lack has to be installed here.
  expect(isForVm(['openvswitch'])).toBe(false);
  expect(isForVm(['tun', 'openvswitch'])).toBe(true);
});
