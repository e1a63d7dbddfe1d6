import {expect, test} from 'vitest';
import {covers, overlap, sameIp, samePrefix} from './ip-values.ts';

test.each([
  [sameIp, '10.0.0.1', '010.0.0.001', true],
  [sameIp, 'fd00::1', 'FD00:0:0:0:0:0:0:1', true],
  [sameIp, '10.0.0.1', '10.0.0.2', false],
  [sameIp, 'no address', 'no address', true],
  [samePrefix, '10.0.0.7/24', '10.0.0.0/24', true],
  [samePrefix, '10.0.0.7', '10.0.0.7/32', true],
  [samePrefix, 'default', '0.0.0.0/0', true],
  [samePrefix, 'default', '10.0.0.0/8', false],
  [samePrefix, '10.0.0.0/24', '10.0.0.0/25', false],
  [samePrefix, 'fd00:1::/64', 'fd00:1:0:0:5::/64', true],
  [samePrefix, 'fd00:1::/64', 'fd00:2::/64', false],
  [covers, '10.0.0.0/8', '10.9.0.0/16', true],
  [covers, '10.9.0.0/16', '10.0.0.0/8', false],
  [covers, '0.0.0.0/0', '192.0.2.1', true],
  [covers, '0.0.0.0/0', 'fd00::1', false],
  [covers, 'fd00::/16', 'fd00:1::5', true],
  [covers, '10.0.0.0/33', '10.0.0.0', false],
  [overlap, '10.9.0.0/16', '10.0.0.0/8', true],
  [overlap, '10.9.0.0/16', '10.8.0.0/16', false],
] as const)('%o %s %s: %s', (compare, a, b, expected) => {
  expect(compare(a, b)).toBe(expected);
});
