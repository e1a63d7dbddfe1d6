import {describe, expect, test} from 'vitest';
import {diff} from '../diff.ts';
import {
  aLink,
  aNamespace,
  aRoute,
  aSnapshot,
  host,
  hostWith,
  notRead,
  read,
  routesOf,
} from '../testing/build-snapshot.ts';
import {told, toldBothWays} from '../testing/told.ts';

describe('what could not be read', () => {
  test('is told, and what was in it is not taken for gone', () => {
    const before = host([aLink('eth0')], {routes: read(routesOf(aRoute('default via 192.168.0.1 dev eth0')))});
    const after = host([aLink('eth0')], {routes: notRead('Permission denied')});
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "~ read host: routes could not be read: Permission denied
      --
      ~ read host: 路由（routes）无法读取：Permission denied
      --
      ~ read host: routes can be read again
      --
      ~ read host: 路由（routes）又能读取了"
    `);
  });

  test('another reason is another change; links unread hide no other part', () => {
    const before = hostWith({links: notRead('timed out')});
    const after = hostWith({
      links: notRead('Permission denied'),
      routes: read(routesOf(aRoute('10.0.0.0/24 dev eth0'))),
    });
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "(+ route host: route 10.0.0.0/24 dev eth0 added by the kernel, with the address)
      ~ read host: interfaces (links) could not be read: Permission denied
      --
      (+ route host: 新增路由 10.0.0.0/24 dev eth0（内核随地址添加）)
      ~ read host: 接口（links）无法读取：Permission denied
      --
      (- route host: route 10.0.0.0/24 dev eth0 removed by the kernel)
      ~ read host: interfaces (links) could not be read: timed out
      --
      (- route host: 删除路由 10.0.0.0/24 dev eth0（由内核删除）)
      ~ read host: 接口（links）无法读取：timed out"
    `);
  });

  test('a new namespace that cannot be read', () => {
    const after = aSnapshot({host: [aNamespace('red', [], {links: notRead('no such namespace')})]});
    expect(told(diff(aSnapshot({host: []}), after), 'en')).toMatchInlineSnapshot(`
      "+ netns host: namespace red added
      ~ read red on host: interfaces (links) could not be read: no such namespace"
    `);
  });
});
