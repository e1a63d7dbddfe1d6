import {expect, test} from 'vitest';
import {diff} from './diff.ts';
import type {Snapshot} from './snapshot.ts';
import {
  aChain,
  aLink,
  aNamespace,
  aRule,
  aSnapshot,
  aTable,
  addressesOf,
  host,
  hostWith,
  read,
  tablesOf,
} from './testing/build-snapshot.ts';
import {freshFromChanges} from './topology-freshness.ts';

const fresh = (before: Snapshot, after: Snapshot) => Object.fromEntries(freshFromChanges(diff(before, after)));

test('nodes, namespaces and devices', () => {
  const none = aSnapshot({});
  const some = aSnapshot({host: [aNamespace('red', [aLink('eth0')])]});
  expect(fresh(none, some)).toEqual({host: 'new', 'host/red': 'new', 'host/red/eth0': 'new'});
  expect(fresh(some, none)).toEqual({host: 'removed', 'host/red': 'removed'});
});

test('an address, a port, a state touch their device; rules and settings their namespace', () => {
  expect(fresh(host([aLink('eth0')]), host([aLink('eth0', {addresses: addressesOf('10.0.0.1/24')})]))).toEqual({
    'host//eth0': 'changed',
  });
  expect(fresh(host([aLink('eth0')]), host([aLink('eth0', {master: 'br0'})]))).toEqual({'host//eth0': 'changed'});
  const filter = (...specs: readonly string[]) =>
    hostWith({
      iptables: read(
        tablesOf(
          aTable(
            'filter',
            aChain(
              'FORWARD',
              specs.map((spec) => aRule(spec)),
            ),
          ),
        ),
      ),
    });
  expect(fresh(filter(), filter('-j DROP'))).toEqual({'host/': 'changed'});
});

test('a new device with an address is new, not changed', () => {
  expect(fresh(host([]), host([aLink('eth0', {addresses: addressesOf('10.0.0.1/24')})]))).toEqual({
    'host//eth0': 'new',
  });
});

test('a device that moved is new where it arrived', () => {
  const mac = '02:00:00:00:00:01';
  const before = aSnapshot({host: [aNamespace('', [aLink('eth0', {mac})]), aNamespace('red')]});
  const after = aSnapshot({host: [aNamespace('red', [aLink('eth0', {mac})])]});
  expect(fresh(before, after)).toEqual({'host/red/eth0': 'new'});
});

test('counters and carrier touch nothing', () => {
  const counted = (packets: number) =>
    hostWith({iptables: read(tablesOf(aTable('filter', aChain('FORWARD', [aRule('-j DROP', packets)]))))});
  expect(fresh(counted(1), counted(5))).toEqual({});
  expect(fresh(host([aLink('eth0')]), host([aLink('eth0', {carrier: false})]))).toEqual({});
});
