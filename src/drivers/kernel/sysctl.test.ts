import {expect, it} from 'vitest';
import {captured} from './captured/captured.ts';
import {parseFiles} from './console.ts';
import {SYSCTL_FILES, parseNetconf, sysctlFile, sysctlName} from './sysctl.ts';

it('parseNetconf names values as sysctl does', () => {
  const sysctls = parseNetconf(captured('netconf-a.out'));
  expect(sysctls).toMatchObject({
    'net.ipv4.ip_forward': '1',
    'net.ipv4.conf.all.forwarding': '1',
    'net.ipv4.conf.eth0.rp_filter': '2',
    'net.ipv4.conf.eth0.proxy_arp': '1',
    'net.ipv4.conf.lo.rp_filter': '0',
    'net.ipv6.conf.all.forwarding': '0',
    'net.ipv6.conf.eth0.proxy_ndp': '0',
  });
  expect(() => parseNetconf('[{"family":"inet"}]')).toThrow('ip -j netconf show: line 1: interface: Invalid input');
});

it('an interface with a dot keeps it as a slash', () => {
  expect(parseNetconf('[{"family":"inet","interface":"eth0.10","forwarding":true}]')).toEqual({
    'net.ipv4.conf.eth0/10.forwarding': '1',
  });
  expect(sysctlFile('net.ipv4.conf.eth0/10.forwarding')).toBe('/proc/sys/net/ipv4/conf/eth0.10/forwarding');
  for (const file of SYSCTL_FILES) expect(sysctlFile(sysctlName(file))).toBe(file);
});

it('parseFiles reads what the console prints', () => {
  expect(parseFiles('/proc/a\n 1\n 2\n/proc/b')).toEqual({'/proc/a': ['1', '2'], '/proc/b': []});
  expect(parseFiles('')).toEqual({});
  expect(() => parseFiles('bash: out of memory')).toThrow('bash: line 1: expected a file');
});
