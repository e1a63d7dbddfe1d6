import {expect, test} from 'vitest';
import {listRules, tablesWithRules, unreadRules, wasHit} from './rule-list.ts';
import {aChain, aNamespace, aRule, aSnapshot, aTable, notRead, read, tablesOf} from './testing/build-snapshot.ts';
import type {FilterRule, Snapshot} from './snapshot.ts';

const router = (...rules: readonly FilterRule[]): Snapshot =>
  aSnapshot({
    host: [
      aNamespace('qrouter', [], {
        iptables: read(
          tablesOf(
            aTable('nat', aChain('POSTROUTING', [aRule('-o qg-1 -j MASQUERADE', 5)])),
            aTable(
              'filter',
              aChain('office', rules),
              aChain('INPUT'),
              aChain('FORWARD', [], {policy: 'DROP', packets: 3}),
            ),
            aTable('mangle', aChain('FORWARD')),
          ),
        ),
        ip6tables: read(tablesOf(aTable('filter', aChain('FORWARD', [aRule('-j ACCEPT')])))),
      }),
      aNamespace('closed', [], {iptables: notRead('iptables-save: no permission')}),
    ],
  });

const PLACE = {node: 'host', namespace: 'qrouter', family: 'iptables', table: 'filter'} as const;

test('tables that decide something are listed, filter first; the others are not', () => {
  expect(tablesWithRules(router()).map(({family, table}) => `${family} ${table}`)).toEqual([
    'iptables filter',
    'iptables nat',
    'ip6tables filter',
  ]);
});

test('what could not be read says why', () => {
  expect(unreadRules(router())).toEqual([
    {node: 'host', namespace: 'closed', why: 'iptables: iptables-save: no permission'},
  ]);
});

test('counters are compared rule by rule, whatever moved', () => {
  const before = router(aRule('a', 2), aRule('b', 4), aRule('c', 9));
  const after = router(aRule('x', 1), aRule('a', 5), aRule('b', 4), aRule('c', 1));
  const [forward, office] = listRules(after, before, PLACE);
  expect(forward).toMatchObject({name: 'FORWARD', policy: 'DROP', since: {packets: 0, bytes: 0}});
  expect(office?.rules.map(({spec, since}) => [spec, since])).toEqual([
    ['x', 'new'],
    ['a', {packets: 3, bytes: 252}],
    ['b', {packets: 0, bytes: 0}],
    // Zeroed in between.
    ['c', undefined],
  ]);
  expect(office?.rules.map(wasHit)).toEqual([true, true, false, false]);
});

test('without an earlier moment nothing is news; a namespace that came since is', () => {
  const now = router(aRule('a', 2));
  expect(listRules(now, undefined, PLACE)[1]?.rules[0]).not.toHaveProperty('since');
  expect(listRules(now, aSnapshot({host: []}), PLACE)[1]?.rules[0]?.since).toBe('new');
});
