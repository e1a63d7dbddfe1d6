import {describe, expect, it} from 'vitest';
import {captured} from './captured/captured.ts';
import {parseConntrack} from './conntrack.ts';
import {parseLeases} from './leases.ts';
import {parseListeners} from './sockets.ts';

describe('parseListeners', () => {
  it('reads sockets with their programs', () => {
    expect(parseListeners(captured('listeners.out'))).toMatchObject({
      'tcp 0.0.0.0:8080': {protocol: 'tcp', address: '0.0.0.0', port: 8080, program: 'nc'},
      'tcp ::1:99': {protocol: 'tcp', address: '::1', port: 99, program: 'nc'},
      'udp 0.0.0.0:53': {protocol: 'udp', address: '0.0.0.0', port: 53, program: 'nc'},
    });
    expect(parseListeners(captured('listeners-empty.out'))).toEqual({});
  });

  it('reads a socket whose program may not be seen, and one bound to an interface', () => {
    expect(parseListeners('udp UNCONN 0 0 0.0.0.0%eth0:67 0.0.0.0:*')).toEqual({
      'udp 0.0.0.0%eth0:67': {protocol: 'udp', address: '0.0.0.0%eth0', port: 67},
    });
  });

  it('names the line it could not read', () => {
    expect(() => parseListeners('tcp LISTEN 0 1 0.0.0.0:80 0.0.0.0:*\nCannot open netlink socket')).toThrow(
      'ss: line 2: expected a socket',
    );
  });
});

describe('parseConntrack', () => {
  it('reads connections of each protocol', () => {
    const entries = parseConntrack(captured('conntrack.out'));
    const tcp = entries.find((entry) => entry.protocol === 'tcp');
    expect(tcp).toMatchObject({
      state: 'TIME_WAIT',
      flags: ['ASSURED'],
      original: {source: '10.0.0.254', destination: '10.0.0.1', destinationPort: 8080},
    });
    expect(tcp?.reply).toMatchObject({source: '10.0.0.1', destination: '10.0.0.254', sourcePort: 8080});
    const udp = entries.find((entry) => entry.protocol === 'udp');
    expect(udp).toMatchObject({flags: ['UNREPLIED'], original: {destinationPort: 53}});
    expect(udp).not.toHaveProperty('state');
    expect(entries.find((entry) => entry.protocol === 'icmp')?.original).toEqual({
      source: '10.0.0.1',
      destination: '10.0.0.254',
    });
    expect(parseConntrack('')).toEqual([]);
  });

  it('names the line it could not read', () => {
    expect(() => parseConntrack('ipv4 2 tcp 6 117 src=10.0.0.1')).toThrow(
      'conntrack -L: line 1: expected a connection with two directions',
    );
  });
});

describe('parseLeases', () => {
  it('reads leases with and without a host name', () => {
    const text =
      '1700000000 02:00:00:00:00:0A 10.0.0.5 vm1 01:02:00:00:00:00:0a\n0 02:00:00:00:00:0b 10.0.0.6 * *\nduid 00:01\n1700000000 5 2001:db8::5 vm1 00:01\n';
    expect(parseLeases(text)).toEqual([
      {
        expiresAt: 1_700_000_000,
        mac: '02:00:00:00:00:0a',
        address: '10.0.0.5',
        hostname: 'vm1',
        clientId: '01:02:00:00:00:00:0a',
      },
      {expiresAt: 0, mac: '02:00:00:00:00:0b', address: '10.0.0.6'},
      {expiresAt: 1_700_000_000, mac: '5', address: '2001:db8::5', hostname: 'vm1', clientId: '00:01'},
    ]);
    expect(parseLeases('')).toEqual([]);
  });

  it('names the line it could not read', () => {
    expect(() => parseLeases('1 02:00:00:00:00:0a 10.0.0.5 a *\nhello\n')).toThrow(
      'dnsmasq leases: line 2: expected a lease: "hello"',
    );
  });
});
