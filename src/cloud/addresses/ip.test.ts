import {expect, test} from 'vitest';
import {contains, formatCidr, formatIp, hasHostBits, overlap, parseCidr, parseIp} from './ip.ts';

const canonical = (text: string): string | undefined => {
  const ip = parseIp(text);
  return ip && formatIp(ip);
};
const cidr = (text: string) => {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`not a CIDR: ${text}`);
  return parsed;
};

test.each([
  ['172.16.1.2', '172.16.1.2'],
  ['255.255.255.255', '255.255.255.255'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['::', '::'],
  ['::1', '::1'],
  ['fe80::', 'fe80::'],
  ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ['1:0:0:0:2:0:0:0', '1::2:0:0:0'],
])('%s is written %s', (text, written) => {
  expect(canonical(text)).toBe(written);
});

test.each(['', '1.2.3', '1.2.3.4.5', '01.2.3.4', '256.1.1.1', '1.2.3.4/24', 'fe80::1%eth0', ':::', 'x', '1::2::3'])(
  '%j is no address',
  (text) => {
    expect(parseIp(text)).toBeUndefined();
  },
);

test('a CIDR knows its ends, and host bits are seen', () => {
  expect(formatCidr(cidr('172.16.1.77/24'))).toBe('172.16.1.0/24');
  expect(hasHostBits('172.16.1.77/24')).toBe(true);
  expect(hasHostBits('172.16.1.0/24')).toBe(false);
  expect(formatIp({version: 4, value: cidr('10.0.0.0/30').last})).toBe('10.0.0.3');
  expect(formatIp({version: 6, value: cidr('2001:db8::/64').last})).toBe('2001:db8::ffff:ffff:ffff:ffff');
  expect(cidr('0.0.0.0/0').last).toBe(0xffffffffn);
});

test.each(['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', '10.0.0.0/a'])(
  '%j is no CIDR',
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test('overlap and containment, both ways and across versions', () => {
  expect(overlap(cidr('10.0.0.0/8'), cidr('10.1.0.0/16'))).toBe(true);
  expect(overlap(cidr('10.1.0.0/16'), cidr('10.0.0.0/8'))).toBe(true);
  expect(overlap(cidr('10.0.0.0/25'), cidr('10.0.0.128/25'))).toBe(false);
  expect(overlap(cidr('0.0.0.0/0'), cidr('::/0'))).toBe(false);
  expect(contains(cidr('10.0.0.0/24'), {version: 4, value: cidr('10.0.0.255/32').first})).toBe(true);
  expect(contains(cidr('10.0.0.0/24'), {version: 4, value: cidr('10.0.1.0/32').first})).toBe(false);
  expect(contains(cidr('::/0'), {version: 4, value: 1n})).toBe(false);
});
