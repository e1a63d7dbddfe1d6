import {describe, expect, test} from 'vitest';
import {diff} from '../diff.ts';
import type {Link} from '../snapshot.ts';
import {aLink, aRoute, addressesOf, host, hostWith, read, routesOf} from '../testing/build-snapshot.ts';
import {told, toldBothWays} from '../testing/told.ts';

const link = (before: Link, after: Link) => toldBothWays(host([before]), host([after]));

describe('addresses, routes, rules', () => {
  test('addresses', () => {
    const before = aLink('eth0', {addresses: addressesOf('10.0.0.1/24')});
    const after = aLink('eth0', {
      addresses: {
        '10.0.0.1/24': {family: 'inet', address: '10.0.0.1', prefix: 24, scope: 'global', broadcast: '10.0.0.255'},
        ...addressesOf('2001:db8::1/64', 'fe80::2/64'),
      },
    });
    expect(link(before, after)).toMatchInlineSnapshot(`
      "~ addr host: eth0 10.0.0.1/24: broadcast address none → 10.0.0.255
      + addr host: 2001:db8::1/64 added to eth0
      (+ addr host: fe80::2/64 added to eth0)
      --
      ~ addr host: eth0 10.0.0.1/24：广播地址 无 → 10.0.0.255
      + addr host: eth0 新增地址 2001:db8::1/64
      (+ addr host: eth0 新增地址 fe80::2/64)
      --
      ~ addr host: eth0 10.0.0.1/24: broadcast address 10.0.0.255 → none
      - addr host: 2001:db8::1/64 removed from eth0
      (- addr host: fe80::2/64 removed from eth0)
      --
      ~ addr host: eth0 10.0.0.1/24：广播地址 10.0.0.255 → 无
      - addr host: eth0 删除地址 2001:db8::1/64
      (- addr host: eth0 删除地址 fe80::2/64)"
    `);
  });

  test('routes', () => {
    const before = hostWith({routes: read(routesOf(aRoute('10.1.0.0/16 via 10.0.0.9 dev eth0')))});
    const after = hostWith({
      routes: read(
        routesOf(
          aRoute('10.0.0.0/24 dev eth0'),
          aRoute('default via 192.168.0.1 dev eth0'),
          aRoute('2001:db8::/64 via fe80::1 dev eth0'),
          aRoute('10.1.0.0/16 via 10.0.0.9 dev eth0', {flags: ['linkdown'], source: '10.0.0.1'}),
          aRoute('10.9.0.0/16', {type: 'blackhole', table: '100', metric: 5, protocol: 'boot'}),
        ),
      ),
    });
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "+ route host: route blackhole 10.9.0.0/16 metric 5 table 100 added
      (+ route host: route 10.0.0.0/24 dev eth0 added by the kernel, with the address)
      ~ route host: route 10.1.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.1: source address none → 10.0.0.1
      (~ route host: route 10.1.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.1: flags none → linkdown)
      + route host: route default via 192.168.0.1 dev eth0 added
      + route host: IPv6 route 2001:db8::/64 via fe80::1 dev eth0 added
      --
      + route host: 新增路由 blackhole 10.9.0.0/16 metric 5 table 100
      (+ route host: 新增路由 10.0.0.0/24 dev eth0（内核随地址添加）)
      ~ route host: 路由 10.1.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.1：源地址 无 → 10.0.0.1
      (~ route host: 路由 10.1.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.1：标志 无 → linkdown)
      + route host: 新增路由 default via 192.168.0.1 dev eth0
      + route host: 新增 IPv6 路由 2001:db8::/64 via fe80::1 dev eth0
      --
      - route host: route blackhole 10.9.0.0/16 metric 5 table 100 removed
      (- route host: route 10.0.0.0/24 dev eth0 removed by the kernel)
      ~ route host: route 10.1.0.0/16 via 10.0.0.9 dev eth0: source address 10.0.0.1 → none
      (~ route host: route 10.1.0.0/16 via 10.0.0.9 dev eth0: flags linkdown → none)
      - route host: route default via 192.168.0.1 dev eth0 removed
      - route host: IPv6 route 2001:db8::/64 via fe80::1 dev eth0 removed
      --
      - route host: 删除路由 blackhole 10.9.0.0/16 metric 5 table 100
      (- route host: 删除路由 10.0.0.0/24 dev eth0（由内核删除）)
      ~ route host: 路由 10.1.0.0/16 via 10.0.0.9 dev eth0：源地址 10.0.0.1 → 无
      (~ route host: 路由 10.1.0.0/16 via 10.0.0.9 dev eth0：标志 linkdown → 无)
      - route host: 删除路由 default via 192.168.0.1 dev eth0
      - route host: 删除 IPv6 路由 2001:db8::/64 via fe80::1 dev eth0"
    `);
  });

  test('routes that go with a link that was taken down', () => {
    const routes = read(routesOf(aRoute('default via 192.168.0.1 dev eth0')));
    const before = host([aLink('eth0')], {routes});
    expect(told(diff(before, host([aLink('eth0', {up: false})])), 'en')).toMatchInlineSnapshot(`
      "~ link host: eth0 is down
      (~ link host: eth0 lost its carrier)
      (- route host: route default via 192.168.0.1 dev eth0 removed)"
    `);
  });

  test('policy routing rules', () => {
    const rule = {family: 'inet', priority: 100, selector: 'from 10.0.0.0/24'} as const;
    const none = hostWith({});
    const vpn = hostWith({rules: read({r: {...rule, table: 'vpn'}})});
    const main = hostWith({rules: read({r: {...rule, family: 'inet6', table: 'main'}})});
    expect(toldBothWays(none, vpn)).toMatchInlineSnapshot(`
      "+ rule host: routing rule 100: from 10.0.0.0/24 lookup vpn added
      --
      + rule host: 新增策略路由规则 100: from 10.0.0.0/24 lookup vpn
      --
      - rule host: routing rule 100: from 10.0.0.0/24 lookup vpn removed
      --
      - rule host: 删除策略路由规则 100: from 10.0.0.0/24 lookup vpn"
    `);
    expect(toldBothWays(vpn, main)).toMatchInlineSnapshot(`
      "~ rule host: IPv6 routing rule 100: from 10.0.0.0/24 lookup main: table vpn → main
      --
      ~ rule host: IPv6 策略路由规则 100: from 10.0.0.0/24 lookup main：路由表 vpn → main
      --
      ~ rule host: routing rule 100: from 10.0.0.0/24 lookup vpn: table main → vpn
      --
      ~ rule host: 策略路由规则 100: from 10.0.0.0/24 lookup vpn：路由表 main → vpn"
    `);
  });
});
