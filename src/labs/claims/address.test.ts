import {expect, test} from 'vitest';
import {type AddressClaim, addressSchema, checkAddress} from './address.ts';
import {addresses, link, links, onHost, unread} from './test-fixtures/snapshots.ts';
import {expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({
  '': {
    links: links(
      link('lo', {kind: 'loopback', addresses: addresses('127.0.0.1/8')}),
      link('br0', {addresses: addresses('10.0.0.9/24')}),
    ),
  },
  red: {
    links: links(
      link('eth0', {addresses: addresses('10.0.0.1/32', '10.0.0.2/24', 'fd00::1/64')}),
      link('eth1', {addresses: addresses('10.0.1.1/24')}),
      link('eth2'),
    ),
  },
  dark: {links: unread},
});
const check = (claim: Omit<AddressClaim, 'claim'>) =>
  checkAddress(snapshot, {claim: 'address', in: 'red', ...claim, node: 'host'});

test('an address: met, or what is there instead', () => {
  expect(
    tellAll([
      check({dev: 'eth0', address: '10.0.0.2/24'}),
      check({dev: 'eth0', address: 'FD00:0::1/64'}),
      check({dev: 'eth0', address: '10.0.0.1/24'}),
      check({dev: 'eth0', address: '10.0.1.1/24'}),
      check({dev: 'eth0', address: '10.0.0.9/24'}),
      check({dev: 'eth1', address: '10.0.1.7/24'}),
      check({dev: 'eth2', address: '10.0.1.7/24'}),
      check({dev: 'eth2', address: 'fd00::7/64'}),
      check({dev: 'eth2', address: '127.0.0.1/8'}),
      check({dev: 'eth9', address: '10.0.5.5/24'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: eth0 in red has 10.0.0.2/24
         命名空间 red 中的 eth0 有地址 10.0.0.2/24

    met: eth0 in red has FD00:0::1/64
         命名空间 red 中的 eth0 有地址 FD00:0::1/64

    not met: eth0 in red has 10.0.0.1/24
      found: eth0 in red has 10.0.0.1/32: the prefix length is 32, not 24
       期望: 命名空间 red 中的 eth0 有地址 10.0.0.1/24
       实际: 命名空间 red 中的 eth0 的地址是 10.0.0.1/32：前缀长度是 32，不是 24

    not met: eth0 in red has 10.0.1.1/24
      found: 10.0.1.1 is on eth1 in red, not on eth0
       期望: 命名空间 red 中的 eth0 有地址 10.0.1.1/24
       实际: 10.0.1.1 在命名空间 red 中的 eth1 上，不在 eth0 上

    not met: eth0 in red has 10.0.0.9/24
      found: 10.0.0.9 is on br0, not on eth0 in red
       期望: 命名空间 red 中的 eth0 有地址 10.0.0.9/24
       实际: 10.0.0.9 在 br0 上，不在命名空间 red 中的 eth0 上

    not met: eth1 in red has 10.0.1.7/24
      found: eth1 in red has 10.0.1.1/24
       期望: 命名空间 red 中的 eth1 有地址 10.0.1.7/24
       实际: 命名空间 red 中的 eth1 的地址是 10.0.1.1/24

    not met: eth2 in red has 10.0.1.7/24
      found: eth2 in red has no IPv4 address
       期望: 命名空间 red 中的 eth2 有地址 10.0.1.7/24
       实际: 命名空间 red 中的 eth2 没有 IPv4 地址

    not met: eth2 in red has fd00::7/64
      found: eth2 in red has no IPv6 address
       期望: 命名空间 red 中的 eth2 有地址 fd00::7/64
       实际: 命名空间 red 中的 eth2 没有 IPv6 地址

    not met: eth2 in red has 127.0.0.1/8
      found: eth2 in red has no IPv4 address
       期望: 命名空间 red 中的 eth2 有地址 127.0.0.1/8
       实际: 命名空间 red 中的 eth2 没有 IPv4 地址

    not met: eth9 in red has 10.0.5.5/24
      found: there is no link eth9 in red, but there is eth0
       期望: 命名空间 red 中的 eth9 有地址 10.0.5.5/24
       实际: 命名空间 red 中没有接口 eth9，但有 eth0
    "
  `);
});

test('absence, and what could not be read', () => {
  expect(
    tellAll([
      check({dev: 'eth0', address: '10.0.0.2/24', absent: true}),
      check({dev: 'eth0', address: '10.0.0.3/24', absent: true}),
      check({dev: 'eth7', address: '10.0.0.3/24', absent: true}),
      check({in: 'dark', dev: 'eth0', address: '10.0.0.3/24'}),
      check({in: 'nowhere', dev: 'eth0', address: '10.0.0.3/24'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: eth0 in red does not have 10.0.0.2/24
      found: eth0 in red has 10.0.0.2/24
       期望: 命名空间 red 中的 eth0 没有地址 10.0.0.2/24
       实际: 命名空间 red 中的 eth0 有地址 10.0.0.2/24

    met: eth0 in red does not have 10.0.0.3/24
         命名空间 red 中的 eth0 没有地址 10.0.0.3/24

    met: eth7 in red does not have 10.0.0.3/24
         命名空间 red 中的 eth7 没有地址 10.0.0.3/24

    unknown: the interfaces in dark could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 dark 的接口：ip ended with exit code 1

    not met: a namespace nowhere
      found: there is no namespace nowhere, only red, dark
       期望: 存在命名空间 nowhere
       实际: 没有命名空间 nowhere，只有 red、dark
    "
  `);
});

test('every key matters', () => {
  const claim = {claim: 'address' as const, node: 'host', in: 'red', dev: 'eth0', address: '10.0.0.2/24'};
  expectEachKeyToMatter(addressSchema, claim, (one) => checkAddress(snapshot, one), {
    dev: 'eth1',
    address: '10.0.0.2/25',
  });
});
