import {expect, test} from 'vitest';
import {type RuleClaim, checkRule, ruleSchema} from './rule.ts';
import {iptables, onHost, unread} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({
  '': {
    iptables: iptables({
      filter: {INPUT: ['ACCEPT', '-p tcp -m tcp --dport 23 -j DROP'], FORWARD: ['ACCEPT'], OUTPUT: ['ACCEPT']},
    }),
  },
  gw: {
    iptables: iptables({
      filter: {
        INPUT: ['ACCEPT', '-s 10.0.0.7/32 -j DROP'],
        FORWARD: [
          'DROP',
          {spec: '-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT', packets: 3, bytes: 252},
          '-i peer1-gw2 -o peer1-gw1 -j ACCEPT',
          '-p tcp -m tcp --dport 8080 -j ACCEPT',
          '-d 10.0.0.0/24 -i eth0 -p udp -m udp --dport 53 -j LOG --log-prefix "dns "',
        ],
        OUTPUT: ['ACCEPT'],
      },
      mangle: {FORWARD: ['ACCEPT', '-p udp -j DROP']},
    }),
  },
  single: {iptables: iptables({filter: {FORWARD: ['ACCEPT', '-s 192.0.2.1/32 -j DROP']}})},
  unused: {},
  dark: {iptables: unread},
});
const check = (claim: Omit<RuleClaim, 'claim'>) =>
  checkRule(snapshot, {claim: 'rule', in: 'gw', ...claim, node: 'host'});
const chain = 'FORWARD';

test('a rule is compared by meaning, however it is written', () => {
  expect(
    tellAll([
      check({
        chain,
        spec: '-m conntrack --ctstate ESTABLISHED,RELATED -o peer1-gw2 -i peer1-gw1 -j ACCEPT',
        first: true,
        hits: 3,
      }),
      check({chain, spec: '-o peer1-gw1 -i peer1-gw2 -j ACCEPT', first: false}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: rule 1 "-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT" in chain FORWARD in gw is the first and met 3 packets
         命名空间 gw 的链 FORWARD 中的第 1 条规则“-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT”是第一条，匹配了 3 个报文

    met: rule 2 "-i peer1-gw2 -o peer1-gw1 -j ACCEPT" in chain FORWARD in gw is not the first
         命名空间 gw 的链 FORWARD 中的第 2 条规则“-i peer1-gw2 -o peer1-gw1 -j ACCEPT”不是第一条
    "
  `);
});

test('one option differs, is missing or too many; another place in the chain; too few packets', () => {
  expect(
    tellAll([
      check({chain, spec: '-p tcp --dport 80 -j ACCEPT'}),
      check({chain, spec: '-i peer1-gw2 -o peer1-gw1 -j DROP'}),
      check({chain, spec: '-i peer1-gw2 -o peer1-gw1 -s 10.0.0.0/24 -j ACCEPT'}),
      check({chain, spec: '-i peer1-gw2 -j ACCEPT'}),
      check({chain, spec: '-i eth0 -d 10.0.0.0/24 -p udp --dport 53 -j LOG --log-prefix "name "'}),
      check({chain, spec: '-i peer1-gw2 ! -o peer1-gw1 -j ACCEPT'}),
      check({chain, spec: '-p tcp --dport 8080 -j ACCEPT', first: true}),
      check({chain, spec: '-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT', first: false}),
      check({chain, spec: '-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT', hits: 4}),
      check({chain, spec: '-p tcp --dport 8080 -j ACCEPT', hits: 1}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: a rule "-p tcp --dport 80 -j ACCEPT" in chain FORWARD in gw
      found: rule 3 "-p tcp -m tcp --dport 8080 -j ACCEPT" has --dport 8080 instead of --dport 80
       期望: 命名空间 gw 的链 FORWARD 中有规则“-p tcp --dport 80 -j ACCEPT”
       实际: 第 3 条规则“-p tcp -m tcp --dport 8080 -j ACCEPT”写的是 --dport 8080，应为 --dport 80

    not met: a rule "-i peer1-gw2 -o peer1-gw1 -j DROP" in chain FORWARD in gw
      found: rule 2 "-i peer1-gw2 -o peer1-gw1 -j ACCEPT" has -j ACCEPT instead of -j DROP
       期望: 命名空间 gw 的链 FORWARD 中有规则“-i peer1-gw2 -o peer1-gw1 -j DROP”
       实际: 第 2 条规则“-i peer1-gw2 -o peer1-gw1 -j ACCEPT”写的是 -j ACCEPT，应为 -j DROP

    not met: a rule "-i peer1-gw2 -o peer1-gw1 -s 10.0.0.0/24 -j ACCEPT" in chain FORWARD in gw
      found: rule 2 "-i peer1-gw2 -o peer1-gw1 -j ACCEPT" has no -s 10.0.0.0/24
       期望: 命名空间 gw 的链 FORWARD 中有规则“-i peer1-gw2 -o peer1-gw1 -s 10.0.0.0/24 -j ACCEPT”
       实际: 第 2 条规则“-i peer1-gw2 -o peer1-gw1 -j ACCEPT”缺少 -s 10.0.0.0/24

    not met: a rule "-i peer1-gw2 -j ACCEPT" in chain FORWARD in gw
      found: rule 2 "-i peer1-gw2 -o peer1-gw1 -j ACCEPT" has -o peer1-gw1, which should not be there
       期望: 命名空间 gw 的链 FORWARD 中有规则“-i peer1-gw2 -j ACCEPT”
       实际: 第 2 条规则“-i peer1-gw2 -o peer1-gw1 -j ACCEPT”多了 -o peer1-gw1

    not met: a rule "-i eth0 -d 10.0.0.0/24 -p udp --dport 53 -j LOG --log-prefix "name "" in chain FORWARD in gw
      found: rule 4 "-d 10.0.0.0/24 -i eth0 -p udp -m udp --dport 53 -j LOG --log-prefix "dns "" has --log-prefix dns  instead of --log-prefix name 
       期望: 命名空间 gw 的链 FORWARD 中有规则“-i eth0 -d 10.0.0.0/24 -p udp --dport 53 -j LOG --log-prefix "name "”
       实际: 第 4 条规则“-d 10.0.0.0/24 -i eth0 -p udp -m udp --dport 53 -j LOG --log-prefix "dns "”写的是 --log-prefix dns ，应为 --log-prefix name 

    not met: a rule "-i peer1-gw2 ! -o peer1-gw1 -j ACCEPT" in chain FORWARD in gw
      found: rule 2 "-i peer1-gw2 -o peer1-gw1 -j ACCEPT" has -o peer1-gw1 instead of ! -o peer1-gw1
       期望: 命名空间 gw 的链 FORWARD 中有规则“-i peer1-gw2 ! -o peer1-gw1 -j ACCEPT”
       实际: 第 2 条规则“-i peer1-gw2 -o peer1-gw1 -j ACCEPT”写的是 -o peer1-gw1，应为 ! -o peer1-gw1

    not met: rule 3 "-p tcp -m tcp --dport 8080 -j ACCEPT" in chain FORWARD in gw is the first
      found: rule 3 "-p tcp -m tcp --dport 8080 -j ACCEPT" in chain FORWARD in gw has 2 rules before it
       期望: 命名空间 gw 的链 FORWARD 中的第 3 条规则“-p tcp -m tcp --dport 8080 -j ACCEPT”是第一条
       实际: 命名空间 gw 的链 FORWARD 中的第 3 条规则“-p tcp -m tcp --dport 8080 -j ACCEPT”前面还有 2 条规则

    not met: rule 1 "-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT" in chain FORWARD in gw is not the first
      found: rule 1 "-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT" in chain FORWARD in gw is the first
       期望: 命名空间 gw 的链 FORWARD 中的第 1 条规则“-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT”不是第一条
       实际: 命名空间 gw 的链 FORWARD 中的第 1 条规则“-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT”是第一条

    not met: rule 1 "-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT" in chain FORWARD in gw met 4 packets at least
      found: rule 1 "-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT" in chain FORWARD in gw met 3 packets
       期望: 命名空间 gw 的链 FORWARD 中的第 1 条规则“-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT”至少匹配了 4 个报文
       实际: 命名空间 gw 的链 FORWARD 中的第 1 条规则“-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT”匹配了 3 个报文

    not met: rule 3 "-p tcp -m tcp --dport 8080 -j ACCEPT" in chain FORWARD in gw met 1 packet at least
      found: rule 3 "-p tcp -m tcp --dport 8080 -j ACCEPT" in chain FORWARD in gw met no packet yet
       期望: 命名空间 gw 的链 FORWARD 中的第 3 条规则“-p tcp -m tcp --dport 8080 -j ACCEPT”至少匹配了 1 个报文
       实际: 命名空间 gw 的链 FORWARD 中的第 3 条规则“-p tcp -m tcp --dport 8080 -j ACCEPT”还没有匹配任何报文
    "
  `);
});

test('another chain, table or namespace; nothing like it; no chain', () => {
  expect(
    tellAll([
      check({chain, spec: '-s 10.0.0.7 -j DROP'}),
      check({chain, spec: '-p udp -j DROP'}),
      check({chain: 'INPUT', spec: '-p tcp --dport 23 -j DROP'}),
      check({chain, spec: '-m mark --mark 1 -j RETURN'}),
      check({in: 'single', chain, spec: '-m mark --mark 1 -j RETURN'}),
      check({in: 'unused', chain, spec: '-m mark --mark 1 -j RETURN'}),
      check({chain: 'GUARD', spec: '-j RETURN'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: a rule "-s 10.0.0.7 -j DROP" in chain FORWARD in gw
      found: the rule is in chain INPUT, not in chain FORWARD
       期望: 命名空间 gw 的链 FORWARD 中有规则“-s 10.0.0.7 -j DROP”
       实际: 规则在链 INPUT 中，不在链 FORWARD 中

    not met: a rule "-p udp -j DROP" in chain FORWARD in gw
      found: the rule is in chain FORWARD of table mangle, not in chain FORWARD of table filter
       期望: 命名空间 gw 的链 FORWARD 中有规则“-p udp -j DROP”
       实际: 规则在 mangle 表链 FORWARD 中，不在 filter 表链 FORWARD 中

    not met: a rule "-p tcp --dport 23 -j DROP" in chain INPUT in gw
      found: the rule is in the node's own namespace, not in gw
       期望: 命名空间 gw 的链 INPUT 中有规则“-p tcp --dport 23 -j DROP”
       实际: 规则在节点自己的命名空间中，不在命名空间 gw 中

    not met: a rule "-m mark --mark 1 -j RETURN" in chain FORWARD in gw
      found: none of the 4 rules in chain FORWARD in gw does it
       期望: 命名空间 gw 的链 FORWARD 中有规则“-m mark --mark 1 -j RETURN”
       实际: 命名空间 gw 的链 FORWARD 中的 4 条规则都不是

    not met: a rule "-m mark --mark 1 -j RETURN" in chain FORWARD in single
      found: the only rule in chain FORWARD in single does not do it
       期望: 命名空间 single 的链 FORWARD 中有规则“-m mark --mark 1 -j RETURN”
       实际: 命名空间 single 的链 FORWARD 中的 1 条规则都不是

    not met: a rule "-m mark --mark 1 -j RETURN" in chain FORWARD in unused
      found: chain FORWARD in unused has no rules
       期望: 命名空间 unused 的链 FORWARD 中有规则“-m mark --mark 1 -j RETURN”
       实际: 命名空间 unused 的链 FORWARD 没有规则

    not met: a rule "-j RETURN" in chain GUARD in gw
      found: there is no chain GUARD in gw, only INPUT, FORWARD, OUTPUT
       期望: 命名空间 gw 的链 GUARD 中有规则“-j RETURN”
       实际: 命名空间 gw 中没有链 GUARD，只有 INPUT、FORWARD、OUTPUT
    "
  `);
});

test('absence, and what could not be read', () => {
  expect(
    tellAll([
      check({chain, spec: '-i peer1-gw2 -o peer1-gw1 -j ACCEPT', absent: true}),
      check({chain, spec: '-i peer1-gw2 -o peer1-gw1 -j ACCEPT', hits: 1, absent: true}),
      check({chain, spec: '-j DROP', absent: true}),
      check({in: 'dark', chain, spec: '-j DROP', absent: true}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: no rule "-i peer1-gw2 -o peer1-gw1 -j ACCEPT" in chain FORWARD in gw
      found: rule 2 "-i peer1-gw2 -o peer1-gw1 -j ACCEPT" in chain FORWARD in gw exists
       期望: 命名空间 gw 的链 FORWARD 中没有规则“-i peer1-gw2 -o peer1-gw1 -j ACCEPT”
       实际: 命名空间 gw 的链 FORWARD 中的第 2 条规则“-i peer1-gw2 -o peer1-gw1 -j ACCEPT”存在

    met: rule 2 "-i peer1-gw2 -o peer1-gw1 -j ACCEPT" in chain FORWARD in gw met no packet yet
         命名空间 gw 的链 FORWARD 中的第 2 条规则“-i peer1-gw2 -o peer1-gw1 -j ACCEPT”还没有匹配任何报文

    met: no rule "-j DROP" in chain FORWARD in gw
         命名空间 gw 的链 FORWARD 中没有规则“-j DROP”

    unknown: the iptables rules in dark could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 dark 的 iptables 规则：ip ended with exit code 1
    "
  `);
});

test('the schema tells what is no rule', () => {
  const problem = (spec: string) => ruleSchema.safeParse({claim: 'rule', chain, spec}).error?.issues[0]?.message;
  expect([problem('-p tcp --dport 80 -j ACCEPT'), problem('-p'), problem('-A FORWARD -j DROP')]).toMatchInlineSnapshot(`
    [
      undefined,
      "must be an iptables rule: iptables rule: line 1: -p lacks its value: "-p"",
      "must be an iptables rule: table and chain have their own keys",
    ]
  `);
});

test('every key matters', () => {
  const claim: Whole<RuleClaim> = {
    claim: 'rule',
    node: 'host',
    in: 'gw',
    table: 'filter',
    chain,
    spec: '-i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT',
    first: true,
    hits: 1,
  };
  expectEachKeyToMatter(ruleSchema, claim, (one) => checkRule(snapshot, one), {
    table: 'mangle',
    chain: 'INPUT',
    spec: '-i peer1-gw1 -o peer1-gw2 -m state --state RELATED -j ACCEPT',
    first: false,
    hits: 4,
  });
});

test('a rule of the kernel that cannot be taken apart hides no other', () => {
  const strange = onHost({
    '': {iptables: iptables({filter: {FORWARD: ['ACCEPT', 'a word too many', '-p tcp -m tcp --dport 80 -j ACCEPT']}})},
  });
  const of = (spec: string) => checkRule(strange, {claim: 'rule', node: 'host', chain, spec});
  expect(of('-p tcp --dport 80 -j ACCEPT').verdict).toBe('met');
  expect(tellAll([of('-p tcp --dport 81 -j ACCEPT')])).toMatchInlineSnapshot(`
    "
    not met: a rule "-p tcp --dport 81 -j ACCEPT" in chain FORWARD in the node's own namespace
      found: rule 2 "-p tcp -m tcp --dport 80 -j ACCEPT" has --dport 80 instead of --dport 81
       期望: 节点自己的命名空间的链 FORWARD 中有规则“-p tcp --dport 81 -j ACCEPT”
       实际: 第 2 条规则“-p tcp -m tcp --dport 80 -j ACCEPT”写的是 --dport 80，应为 --dport 81
    "
  `);
});
