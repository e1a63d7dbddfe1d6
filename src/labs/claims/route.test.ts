import {expect, test} from 'vitest';
import {type RouteClaim, checkRoute, routeSchema} from './route.ts';
import {onHost, routes, unread} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({
  '': {
    routes: routes(
      {destination: 'default', via: '192.168.0.1', dev: 'eth0'},
      {destination: '10.9.0.0/24', via: '10.0.0.9', dev: 'eth0'},
    ),
  },
  red: {
    routes: routes(
      {destination: '10.0.0.0/24', dev: 'eth0', source: '10.0.0.2'},
      {destination: 'default', via: '10.0.0.1', dev: 'eth0'},
      {destination: '10.5.0.0/16', via: '10.0.0.1', dev: 'eth0'},
      {destination: '172.16.0.9', via: '10.0.0.7', dev: 'eth0'},
      {destination: '10.7.0.0/24', dev: 'eth0', table: '100'},
      {destination: '10.8.0.0/24', type: 'blackhole'},
      {destination: 'default', family: 'inet6', via: 'fe80::1', dev: 'eth0'},
    ),
  },
  blue: {routes: routes({destination: '10.0.0.0/24', dev: 'eth0'})},
  empty: {},
  dark: {routes: unread},
});
const check = (claim: Omit<RouteClaim, 'claim'>) =>
  checkRoute(snapshot, {claim: 'route', in: 'red', ...claim, node: 'host'});

test('a route that is there', () => {
  expect(
    tellAll([
      check({to: 'default', via: '10.0.0.1'}),
      check({to: 'default', via: 'fe80:0::1'}),
      check({to: '172.16.0.9/32'}),
      check({to: '10.8.0.0/24', type: 'blackhole'}),
      check({to: '10.7.0.0/24', table: '100'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the default route in red goes via 10.0.0.1
         命名空间 red 中默认路由经由 10.0.0.1

    met: the default route in red goes via fe80::1
         命名空间 red 中默认路由经由 fe80::1

    met: the route to 172.16.0.9/32 in red exists
         命名空间 red 中到 172.16.0.9/32 的路由存在

    met: the route to 10.8.0.0/24 in red is of type blackhole
         命名空间 red 中到 10.8.0.0/24 的路由类型为 blackhole

    met: the route to 10.7.0.0/24 in table 100 in red exists
         命名空间 red 中表 100 到 10.7.0.0/24 的路由存在
    "
  `);
});

test('another gateway, device, source, type; another table, destination, namespace; nothing', () => {
  expect(
    tellAll([
      check({to: 'default', via: '10.0.0.254'}),
      check({to: 'default', dev: 'eth1'}),
      check({to: '10.0.0.0/24', via: '10.0.0.1', source: '10.0.0.3'}),
      check({to: 'default', source: '10.0.0.3'}),
      check({to: '10.8.0.0/24', dev: 'eth0', type: 'unicast'}),
      check({to: '10.7.0.0/24'}),
      check({to: '172.16.0.0/24', via: '10.0.0.7'}),
      check({to: '10.5.1.0/24', dev: 'eth9'}),
      check({in: 'blue', to: 'default', via: '192.168.0.1'}),
      check({in: 'blue', to: '192.0.2.0/24', via: '10.0.0.3', dev: 'eth0'}),
      check({in: 'empty', to: '192.0.2.0/24'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: the default route in red goes via 10.0.0.254
      found: the default route in red goes via 10.0.0.1
       期望: 命名空间 red 中默认路由经由 10.0.0.254
       实际: 命名空间 red 中默认路由经由 10.0.0.1

    not met: the default route in red leaves by eth1
      found: the default route in red leaves by eth0
       期望: 命名空间 red 中默认路由从 eth1 发出
       实际: 命名空间 red 中默认路由从 eth0 发出

    not met: the route to 10.0.0.0/24 in red goes via 10.0.0.1 and sets the source address 10.0.0.3
      found: the route to 10.0.0.0/24 in red has no gateway and sets the source address 10.0.0.2
       期望: 命名空间 red 中到 10.0.0.0/24 的路由经由 10.0.0.1，指定源地址 10.0.0.3
       实际: 命名空间 red 中到 10.0.0.0/24 的路由没有网关，指定源地址 10.0.0.2

    not met: the default route in red sets the source address 10.0.0.3
      found: the default route in red sets no source address
       期望: 命名空间 red 中默认路由指定源地址 10.0.0.3
       实际: 命名空间 red 中默认路由没有指定源地址

    not met: the route to 10.8.0.0/24 in red leaves by eth0 and is of type unicast
      found: the route to 10.8.0.0/24 in red leaves by no interface and is of type blackhole
       期望: 命名空间 red 中到 10.8.0.0/24 的路由从 eth0 发出，类型为 unicast
       实际: 命名空间 red 中到 10.8.0.0/24 的路由没有出接口，类型为 blackhole

    not met: a route to 10.7.0.0/24 in red
      found: there is no route to 10.7.0.0/24 in red, but table 100 has one
       期望: 命名空间 red 中有到 10.7.0.0/24 的路由
       实际: 命名空间 red 中没有到 10.7.0.0/24 的路由，但表 100 中有

    not met: a route to 172.16.0.0/24 via 10.0.0.7 in red
      found: there is no route to 172.16.0.0/24 in red, but there is "172.16.0.9 via 10.0.0.7 dev eth0"
       期望: 命名空间 red 中有经由 10.0.0.7、到 172.16.0.0/24 的路由
       实际: 命名空间 red 中没有到 172.16.0.0/24 的路由，但有“172.16.0.9 via 10.0.0.7 dev eth0”

    not met: a route to 10.5.1.0/24 dev eth9 in red
      found: there is no route to 10.5.1.0/24 in red, but there is "10.5.0.0/16 via 10.0.0.1 dev eth0"
       期望: 命名空间 red 中有从 eth9 发出、到 10.5.1.0/24 的路由
       实际: 命名空间 red 中没有到 10.5.1.0/24 的路由，但有“10.5.0.0/16 via 10.0.0.1 dev eth0”

    not met: a default route via 192.168.0.1 in blue
      found: there is no default route in blue, but there is one in the node's own namespace
       期望: 命名空间 blue 中有经由 192.168.0.1 的默认路由
       实际: 命名空间 blue 中没有默认路由，但节点自己的命名空间中有

    not met: a route to 192.0.2.0/24 via 10.0.0.3 dev eth0 in blue
      found: there is no route to 192.0.2.0/24 in blue
       期望: 命名空间 blue 中有经由 10.0.0.3、从 eth0 发出、到 192.0.2.0/24 的路由
       实际: 命名空间 blue 中没有到 192.0.2.0/24 的路由

    not met: a route to 192.0.2.0/24 in empty
      found: there are no routes in empty
       期望: 命名空间 empty 中有到 192.0.2.0/24 的路由
       实际: 命名空间 empty 中没有任何路由
    "
  `);
});

test('absence, and what could not be read', () => {
  expect(
    tellAll([
      check({to: 'default', absent: true}),
      check({to: 'default', via: '10.0.0.1', absent: true}),
      check({to: 'default', via: '10.0.0.9', absent: true}),
      check({in: 'blue', to: 'default', absent: true}),
      check({in: 'dark', to: 'default', absent: true}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: no default route in red
      found: the default route in red exists
       期望: 命名空间 red 中没有默认路由
       实际: 命名空间 red 中默认路由存在

    not met: no default route in red that goes via 10.0.0.1
      found: the default route in red goes via 10.0.0.1
       期望: 命名空间 red 中没有默认路由（条件：经由 10.0.0.1）
       实际: 命名空间 red 中默认路由经由 10.0.0.1

    met: the default route in red goes via 10.0.0.1
         命名空间 red 中默认路由经由 10.0.0.1

    met: no default route in blue
         命名空间 blue 中没有默认路由

    unknown: the routes in dark could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 dark 的路由：ip ended with exit code 1
    "
  `);
});

test('every key matters', () => {
  const claim: Whole<RouteClaim> = {
    claim: 'route',
    node: 'host',
    in: 'red',
    to: '10.0.0.0/24',
    dev: 'eth0',
    source: '10.0.0.2',
    table: 'main',
    type: 'unicast',
    via: '10.0.0.1',
  };
  const withGateway = onHost({
    red: {routes: routes({destination: '10.0.0.0/24', dev: 'eth0', source: '10.0.0.2', via: '10.0.0.1'})},
  });
  expectEachKeyToMatter(routeSchema, claim, (one) => checkRoute(withGateway, one), {
    to: '10.0.0.0/25',
    dev: 'eth1',
    source: '10.0.0.3',
    table: '100',
    type: 'blackhole',
    via: '10.0.0.2',
  });
});
