import {expect, test} from 'vitest';
import {type ChainClaim, chainSchema, checkChain} from './chain.ts';
import {iptables, onHost, unread} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({
  gw: {
    iptables: iptables({
      filter: {
        INPUT: ['ACCEPT'],
        FORWARD: [
          'DROP',
          '-o virbr0 -j REJECT --reject-with icmp-port-unreachable',
          '-o virbr0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
        ],
        OUTPUT: ['ACCEPT'],
        GUARD: ['-', '-p tcp -j ACCEPT'],
      },
    }),
  },
  unused: {},
  dark: {iptables: unread},
});
const check = (claim: Omit<ChainClaim, 'claim'>) =>
  checkChain(snapshot, {claim: 'chain', in: 'gw', ...claim, node: 'host'});

test('policy, rules and their order', () => {
  expect(
    tellAll([
      check({chain: 'FORWARD', policy: 'DROP', empty: false, order: ['REJECT', 'RELATED']}),
      check({chain: 'FORWARD', policy: 'ACCEPT'}),
      check({chain: 'GUARD', policy: 'DROP'}),
      check({chain: 'FORWARD', empty: true}),
      check({chain: 'INPUT', empty: false}),
      check({chain: 'FORWARD', order: ['RELATED', 'REJECT']}),
      check({chain: 'FORWARD', order: ['RELATED', 'ESTABLISHED']}),
      check({chain: 'FORWARD', order: ['INVALID', 'REJECT']}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: chain FORWARD in gw has policy DROP, has 2 rules and has rules with "REJECT", then "RELATED"
         命名空间 gw 的链 FORWARD 默认策略为 DROP，有 2 条规则，依次有包含“REJECT”、“RELATED”的规则

    not met: chain FORWARD in gw has policy ACCEPT
      found: chain FORWARD in gw has policy DROP
       期望: 命名空间 gw 的链 FORWARD 默认策略为 ACCEPT
       实际: 命名空间 gw 的链 FORWARD 默认策略为 DROP

    not met: chain GUARD in gw has policy DROP
      found: chain GUARD in gw has no policy, being no built-in chain
       期望: 命名空间 gw 的链 GUARD 默认策略为 DROP
       实际: 命名空间 gw 的链 GUARD 不是内建链，没有默认策略

    not met: chain FORWARD in gw has no rules
      found: chain FORWARD in gw has 2 rules
       期望: 命名空间 gw 的链 FORWARD 没有规则
       实际: 命名空间 gw 的链 FORWARD 有 2 条规则

    not met: chain INPUT in gw has rules
      found: chain INPUT in gw has no rules
       期望: 命名空间 gw 的链 INPUT 有规则
       实际: 命名空间 gw 的链 INPUT 没有规则

    not met: chain FORWARD in gw has rules with "RELATED", then "REJECT"
      found: chain FORWARD in gw has "REJECT" in rule 1, before "RELATED" in rule 2
       期望: 命名空间 gw 的链 FORWARD 依次有包含“RELATED”、“REJECT”的规则
       实际: 命名空间 gw 的链 FORWARD 中“REJECT”在第 1 条，排在第 2 条“RELATED”之前

    not met: chain FORWARD in gw has rules with "RELATED", then "ESTABLISHED"
      found: chain FORWARD in gw has "RELATED" and "ESTABLISHED" in one rule, number 2
       期望: 命名空间 gw 的链 FORWARD 依次有包含“RELATED”、“ESTABLISHED”的规则
       实际: 命名空间 gw 的链 FORWARD 中“RELATED”和“ESTABLISHED”在同一条规则（第 2 条）中

    not met: chain FORWARD in gw has rules with "INVALID", then "REJECT"
      found: chain FORWARD in gw has no rule with "INVALID"
       期望: 命名空间 gw 的链 FORWARD 依次有包含“INVALID”、“REJECT”的规则
       实际: 命名空间 gw 的链 FORWARD 没有包含“INVALID”的规则
    "
  `);
});

test('a table that nobody used is open and empty; a chain that is missing; absence; unreadable', () => {
  expect(
    tellAll([
      check({in: 'unused', chain: 'FORWARD', policy: 'ACCEPT', empty: true}),
      check({in: 'unused', chain: 'FORWARD', policy: 'DROP'}),
      check({table: 'nat', chain: 'FORWARD'}),
      check({chain: 'POSTROUTING'}),
      check({chain: 'GAURD'}),
      check({chain: 'neutron-filter-top'}),
      check({chain: 'GUARD', absent: true}),
      check({chain: 'neutron-filter-top', absent: true}),
      check({in: 'dark', chain: 'FORWARD'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: chain FORWARD in unused has policy ACCEPT and has no rules
         命名空间 unused 的链 FORWARD 默认策略为 ACCEPT，没有规则

    not met: chain FORWARD in unused has policy DROP
      found: chain FORWARD in unused has policy ACCEPT
       期望: 命名空间 unused 的链 FORWARD 默认策略为 DROP
       实际: 命名空间 unused 的链 FORWARD 默认策略为 ACCEPT

    not met: a chain FORWARD of table nat in gw
      found: there is no chain FORWARD of table nat in gw, but table filter has one
       期望: 命名空间 gw 中有 nat 表链 FORWARD
       实际: 命名空间 gw 中没有 nat 表链 FORWARD，但 filter 表有

    not met: a chain POSTROUTING in gw
      found: there is no chain POSTROUTING in gw, but table nat has one
       期望: 命名空间 gw 中有链 POSTROUTING
       实际: 命名空间 gw 中没有链 POSTROUTING，但 nat 表有

    not met: a chain GAURD in gw
      found: there is no chain GAURD in gw, but there is GUARD
       期望: 命名空间 gw 中有链 GAURD
       实际: 命名空间 gw 中没有链 GAURD，但有 GUARD

    not met: a chain neutron-filter-top in gw
      found: there is no chain neutron-filter-top in gw, only INPUT, FORWARD, OUTPUT, GUARD
       期望: 命名空间 gw 中有链 neutron-filter-top
       实际: 命名空间 gw 中没有链 neutron-filter-top，只有 INPUT、FORWARD、OUTPUT、GUARD

    not met: no chain GUARD in gw
      found: chain GUARD in gw exists
       期望: 命名空间 gw 中没有链 GUARD
       实际: 命名空间 gw 的链 GUARD 存在

    met: no chain neutron-filter-top in gw
         命名空间 gw 中没有链 neutron-filter-top

    unknown: the iptables rules in dark could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 dark 的 iptables 规则：ip ended with exit code 1
    "
  `);
});

test('every key matters', () => {
  const claim: Whole<ChainClaim> = {
    claim: 'chain',
    node: 'host',
    in: 'gw',
    table: 'filter',
    chain: 'FORWARD',
    policy: 'DROP',
    empty: false,
    order: ['REJECT', 'RELATED'],
  };
  expectEachKeyToMatter(chainSchema, claim, (one) => checkChain(snapshot, one), {
    table: 'nat',
    chain: 'INPUT',
    policy: 'ACCEPT',
    empty: true,
    order: ['RELATED', 'REJECT'],
  });
});
