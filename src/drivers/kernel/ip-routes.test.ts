import {describe, expect, it} from 'vitest';
import {captured} from './captured/captured.ts';
import {parseNamespaceIds} from './ip-namespaces.ts';
import {parseNeighbours} from './ip-neighbours.ts';
import {parseRoutes, parseRules} from './ip-routes.ts';

describe('parseRoutes', () => {
  it('reads routes of both families and all tables but local and multicast', () => {
    expect(Object.keys(parseRoutes(captured('routes-a.out')))).toMatchInlineSnapshot(`
      [
        "inet 100 10.8.0.0/16 unicast 10.0.0.2 eth0 50",
        "inet main 10.0.0.0/24 unicast  eth0 0",
        "inet main 10.4.0.2 unicast  eth0 0",
        "inet main 10.7.0.0/16 unicast 10.0.0.2 eth0 0",
        "inet main 10.7.0.0/16 unicast 10.0.0.254 eth0 0",
        "inet main 10.9.0.0/16 blackhole   0",
        "inet main default unicast 10.0.0.254 eth0 0",
        "inet6 main 2001:db8::/64 unicast  eth0 256",
        "inet6 main default unicast  eth0 1024",
        "inet6 main fe80::/64 unicast  eth0 256",
      ]
    `);
  });

  it('reads each field', () => {
    const routes = Object.values(parseRoutes(captured('routes-a.out')));
    expect(routes.find((route) => route.destination === '10.0.0.0/24')).toEqual({
      family: 'inet',
      destination: '10.0.0.0/24',
      type: 'unicast',
      table: 'main',
      dev: 'eth0',
      source: '10.0.0.1',
      protocol: 'kernel',
      scope: 'link',
      flags: [],
    });
    expect(routes.find((route) => route.table === '100')).toMatchObject({via: '10.0.0.2', metric: 50});
    expect(routes.find((route) => route.type === 'blackhole')).toMatchObject({destination: '10.9.0.0/16'});
    expect(routes.filter((route) => route.destination === '10.7.0.0/16').map((route) => route.via)).toEqual([
      '10.0.0.2',
      '10.0.0.254',
    ]);
    expect(routes.filter((route) => route.destination === 'default').map((route) => route.family)).toEqual([
      'inet',
      'inet6',
    ]);
  });

  it('has none in an empty namespace', () => {
    expect(parseRoutes(captured('routes-empty.out'))).toEqual({});
  });

  it('names the item it could not read', () => {
    expect(() => parseRoutes('[{"dst":"default"}]')).toThrow(
      'ip -j -d route show table all: line 1: type: Invalid input',
    );
  });
});

describe('parseRules', () => {
  it('writes selectors as ip rule does', () => {
    expect(parseRules(captured('rules.out'), 'inet')).toMatchInlineSnapshot(`
      {
        "inet 0 from all": {
          "family": "inet",
          "priority": 0,
          "selector": "from all",
          "table": "local",
        },
        "inet 32766 from all": {
          "family": "inet",
          "priority": 32766,
          "selector": "from all",
          "table": "main",
        },
        "inet 32767 from all": {
          "family": "inet",
          "priority": 32767,
          "selector": "from all",
          "table": "default",
        },
        "inet 500 from 10.0.0.0/24": {
          "family": "inet",
          "priority": 500,
          "selector": "from 10.0.0.0/24",
          "table": "100",
        },
        "inet 501 not from all fwmark 0x1/0xff iif br0": {
          "family": "inet",
          "priority": 501,
          "selector": "not from all fwmark 0x1/0xff iif br0",
          "table": "101",
        },
        "inet 502 from all to 10.3.0.0/16": {
          "family": "inet",
          "priority": 502,
          "selector": "from all to 10.3.0.0/16",
          "table": "unreachable",
        },
      }
    `);
    expect(Object.keys(parseRules(captured('rules6.out'), 'inet6'))).toMatchInlineSnapshot(`
      [
        "inet6 0 from all",
        "inet6 32766 from all",
        "inet6 600 from 2001:db8::/32",
      ]
    `);
  });

  it('keeps rules that differ in their table alone apart', () => {
    const rule = '{"priority":5,"src":"all","table":"10"}';
    expect(Object.keys(parseRules(`[${rule},${rule.replace('10', '11')}]`, 'inet'))).toEqual([
      'inet 5 from all',
      'inet 5 from all lookup 11',
    ]);
  });
});

describe('parseNeighbours', () => {
  it('reads ordinary and proxy entries', () => {
    const neighbours = parseNeighbours(captured('neighbours.out'), captured('neighbours-proxy.out'));
    expect(neighbours['br0 10.0.0.77']).toEqual({
      dev: 'br0',
      address: '10.0.0.77',
      mac: '02:00:00:00:00:33',
      states: ['PERMANENT'],
      proxy: false,
    });
    expect(neighbours['br0 10.0.0.78 proxy']).toEqual({dev: 'br0', address: '10.0.0.78', states: [], proxy: true});
    expect(neighbours['br0 10.0.0.1']).toMatchObject({mac: '02:00:00:00:00:03'});
  });

  it('has none in an empty namespace', () => {
    expect(parseNeighbours(captured('neighbours-empty.out'), '[]')).toEqual({});
  });
});

describe('parseNamespaceIds', () => {
  it('keeps ids with names', () => {
    expect(parseNamespaceIds(captured('netns-ids.out'))).toEqual({0: 'a'});
    expect(parseNamespaceIds('[{"nsid":0},{"nsid":1,"name":"red"}]')).toEqual({1: 'red'});
  });
});
