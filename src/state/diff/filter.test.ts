import {describe, expect, test} from 'vitest';
import {diff} from '../diff.ts';
import {aChain, aRule, aTable, hostWith, read, tablesOf} from '../testing/build-snapshot.ts';
import {told, toldBothWays} from '../testing/told.ts';

describe('iptables', () => {
  const nat = (...rules: Parameters<typeof aChain>[1] & object) =>
    hostWith({iptables: read(tablesOf(aTable('nat', aChain('POSTROUTING', rules))))});

  test('a policy that is set before anybody looked at the chain', () => {
    const after = hostWith({iptables: read(tablesOf(aTable('filter', aChain('FORWARD', [], {policy: 'DROP'}))))});
    expect(toldBothWays(hostWith({}), after)).toMatchInlineSnapshot(`
      "~ chain host: filter FORWARD: policy ACCEPT → DROP (packets that match no rule are dropped)
      --
      ~ chain host: filter FORWARD：默认策略 ACCEPT → DROP（不匹配任何规则的包丢弃）
      --
      ~ chain host: filter FORWARD: policy DROP → ACCEPT (packets that match no rule pass)
      --
      ~ chain host: filter FORWARD：默认策略 DROP → ACCEPT（不匹配任何规则的包放行）"
    `);
  });

  test('a table that is looked at for the first time is no news; then a rule', () => {
    expect(diff(hostWith({}), nat())).toEqual([]);
    expect(diff(nat(), hostWith({}))).toEqual([]);
    expect(toldBothWays(nat(), nat(aRule('-o eth0 -j MASQUERADE')))).toMatchInlineSnapshot(`
      "+ ipt host: nat POSTROUTING: rule 1 added: -o eth0 -j MASQUERADE
      --
      + ipt host: nat POSTROUTING：新增第 1 条规则：-o eth0 -j MASQUERADE
      --
      - ipt host: nat POSTROUTING: rule 1 removed: -o eth0 -j MASQUERADE
      --
      - ipt host: nat POSTROUTING：删除第 1 条规则：-o eth0 -j MASQUERADE"
    `);
  });

  test('a counter is told without the comment of its rule, a new rule with it', () => {
    const spec = '-m physdev --physdev-in tap1 -m comment --comment "Jump to the \\"VM\\" chain." -j o1';
    expect(told(diff(nat(aRule(spec, 1)), nat(aRule(spec, 3))), 'en')).toBe(
      '(~ ipt host: nat POSTROUTING: rule 1 (-m physdev --physdev-in tap1 -j o1): 2 packets more)',
    );
    expect(told(diff(nat(), nat(aRule(spec))), 'en')).toContain(spec);
    const last = '-j DROP -m comment --comment fallback';
    expect(told(diff(nat(aRule(last, 1)), nat(aRule(last, 2))), 'zh')).toContain('第 1 条规则（-j DROP）：又有 1 个包');
  });

  test('policy and counters', () => {
    const chain = (policy: string, packets: number) =>
      hostWith({
        iptables: read(tablesOf(aTable('filter', aChain('FORWARD', [], {policy, packets, bytes: packets * 84})))),
      });
    expect(toldBothWays(chain('ACCEPT', 0), chain('DROP', 3))).toMatchInlineSnapshot(`
      "~ chain host: filter FORWARD: policy ACCEPT → DROP (packets that match no rule are dropped)
      (~ chain host: filter FORWARD: policy: 3 packets more)
      --
      ~ chain host: filter FORWARD：默认策略 ACCEPT → DROP（不匹配任何规则的包丢弃）
      (~ chain host: filter FORWARD：默认策略：又有 3 个包)
      --
      ~ chain host: filter FORWARD: policy DROP → ACCEPT (packets that match no rule pass)
      (~ chain host: filter FORWARD: policy: counter back from 3 to 0)
      --
      ~ chain host: filter FORWARD：默认策略 DROP → ACCEPT（不匹配任何规则的包放行）
      (~ chain host: filter FORWARD：默认策略：计数从 3 回到 0)"
    `);
    expect(toldBothWays(nat(aRule('-o eth0 -j MASQUERADE', 1)), nat(aRule('-o eth0 -j MASQUERADE', 4))))
      .toMatchInlineSnapshot(`
      "(~ ipt host: nat POSTROUTING: rule 1 (-o eth0 -j MASQUERADE): 3 packets more)
      --
      (~ ipt host: nat POSTROUTING：第 1 条规则（-o eth0 -j MASQUERADE）：又有 3 个包)
      --
      (~ ipt host: nat POSTROUTING: rule 1 (-o eth0 -j MASQUERADE): counter back from 4 to 1)
      --
      (~ ipt host: nat POSTROUTING：第 1 条规则（-o eth0 -j MASQUERADE）：计数从 4 回到 1)"
    `);
  });

  test('a chain of the learner, and the same in ip6tables', () => {
    const tables = read(tablesOf(aTable('filter', aChain('office', [aRule('-s 10.0.0.0/24 -j RETURN')]))));
    expect(toldBothWays(hostWith({}), hostWith({iptables: tables, ip6tables: tables}))).toMatchInlineSnapshot(`
      "+ chain host: filter office: chain added
      + ipt host: filter office: rule 1 added: -s 10.0.0.0/24 -j RETURN
      + chain host: IPv6 filter office: chain added
      + ipt host: IPv6 filter office: rule 1 added: -s 10.0.0.0/24 -j RETURN
      --
      + chain host: filter office：新增链
      + ipt host: filter office：新增第 1 条规则：-s 10.0.0.0/24 -j RETURN
      + chain host: IPv6 filter office：新增链
      + ipt host: IPv6 filter office：新增第 1 条规则：-s 10.0.0.0/24 -j RETURN
      --
      - chain host: filter office: chain removed
      - ipt host: filter office: rule 1 removed: -s 10.0.0.0/24 -j RETURN
      - chain host: IPv6 filter office: chain removed
      - ipt host: IPv6 filter office: rule 1 removed: -s 10.0.0.0/24 -j RETURN
      --
      - chain host: filter office：链已删除
      - ipt host: filter office：删除第 1 条规则：-s 10.0.0.0/24 -j RETURN
      - chain host: IPv6 filter office：链已删除
      - ipt host: IPv6 filter office：删除第 1 条规则：-s 10.0.0.0/24 -j RETURN"
    `);
  });

  test('insertions and deletions among rules keep the others', () => {
    const before = nat(aRule('a', 5), aRule('b', 5), aRule('c', 5));
    const after = nat(aRule('x'), aRule('a', 5), aRule('c', 6), aRule('c'));
    expect(told(diff(before, after), 'en')).toMatchInlineSnapshot(`
      "+ ipt host: nat POSTROUTING: rule 1 added: x
      - ipt host: nat POSTROUTING: rule 2 removed: b
      + ipt host: nat POSTROUTING: rule 3 added: c
      (~ ipt host: nat POSTROUTING: rule 4 (c): counter back from 5 to 0)"
    `);
  });

  test('a rule that moved', () => {
    const before = nat(aRule('a', 5), aRule('b', 5), aRule('c', 5));
    expect(toldBothWays(before, nat(aRule('c', 7), aRule('a', 5), aRule('b', 5)))).toMatchInlineSnapshot(`
      "~ ipt host: nat POSTROUTING: rule moved from place 3 to 1: c
      (~ ipt host: nat POSTROUTING: rule 1 (c): 2 packets more)
      --
      ~ ipt host: nat POSTROUTING：规则从第 3 位移到第 1 位：c
      (~ ipt host: nat POSTROUTING：第 1 条规则（c）：又有 2 个包)
      --
      ~ ipt host: nat POSTROUTING: rule moved from place 1 to 3: c
      (~ ipt host: nat POSTROUTING: rule 3 (c): counter back from 7 to 5)
      --
      ~ ipt host: nat POSTROUTING：规则从第 1 位移到第 3 位：c
      (~ ipt host: nat POSTROUTING：第 3 条规则（c）：计数从 7 回到 5)"
    `);
  });
});
