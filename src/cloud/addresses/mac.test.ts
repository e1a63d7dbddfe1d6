import {expect, test} from 'vitest';
import {parseCidr} from './ip.ts';
import {eui64Address, sanitizeMac} from './mac.ts';

test.each(['FA:16:3E:01:02:03', 'fa-16-3e-1-2-3', 'fa16.3e01.0203', 'fa163e010203'])('%s is a MAC', (text) => {
  expect(sanitizeMac(text)).toBe('fa:16:3e:01:02:03');
});

test.each(['', 'fa:16:3e:01:02', 'fa:16:3e:01:02:0g', 'ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00', 'fa:16:3e:01:02:03 '])(
  '%j is none',
  (text) => {
    expect(sanitizeMac(text)).toBeUndefined();
  },
);

test('a MAC makes its SLAAC address', () => {
  const cidr = parseCidr('2001:db8::/64');
  expect(cidr && eui64Address(cidr, 'fa:16:3e:c1:66:a5')).toBe('2001:db8::f816:3eff:fec1:66a5');
});
