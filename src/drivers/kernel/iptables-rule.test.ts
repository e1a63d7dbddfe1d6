import {describe, expect, it} from 'vitest';
import {captured} from './captured/captured.ts';
import {parseRule, ruleMeaning, sameRule} from './iptables-rule.ts';

describe('sameRule', () => {
  it.each([
    ['order of options', '-s 10.0.0.0/24 -i eth0 -j ACCEPT', '-i eth0 -j ACCEPT -s 10.0.0.0/24'],
    [
      'state and conntrack',
      '-m state --state RELATED,ESTABLISHED -j ACCEPT',
      '-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    ],
    ['a host and its /32', '-d 10.0.0.1 -j DROP', '-d 10.0.0.1/32 -j DROP'],
    ['a dotted mask', '-s 10.0.0.0/255.255.255.0 -j DROP', '-s 10.0.0.0/24 -j DROP'],
    ['host bits', '-s 10.0.0.7/24 -j DROP', '-s 10.0.0.0/24 -j DROP'],
    ['everywhere', '-s 0.0.0.0/0 -d 0/0 -j DROP', '-j DROP'],
    ['an IPv6 host', '-s 2001:DB8::1 -j DROP', '-s 2001:db8::1/128 -j DROP'],
    ['long names', '--source 10.0.0.1 --out-interface eth0 --jump DROP', '-s 10.0.0.1 -o eth0 -j DROP'],
    ['implied modules', '-p tcp --dport 80 -j ACCEPT', '-p tcp -m tcp --dport 80 -j ACCEPT'],
    ['service names', '-p tcp --dport http -j ACCEPT', '-p tcp -m tcp --dport 80 -j ACCEPT'],
    ['several ports', '-p tcp -m multiport --dports 443,80 -j ACCEPT', '-p tcp -m multiport --dports 80,443 -j ACCEPT'],
    ['one of several ports', '-p tcp -m multiport --dports 80 -j ACCEPT', '-p tcp --dport 80 -j ACCEPT'],
    ['an open range', '-p udp --dport 1024: -j DROP', '-p udp -m udp --dport 1024:65535 -j DROP'],
    ['protocol numbers', '-p 6 -j DROP', '-p tcp -j DROP'],
    ['any protocol', '-p all -j DROP', '-j DROP'],
    ['icmp names', '-p icmp --icmp-type echo-request -j DROP', '-p icmp -m icmp --icmp-type 8 -j DROP'],
    ['icmpv6 names', '-p ipv6-icmp --icmpv6-type echo-request -j DROP', '-p icmpv6 -m icmp6 --icmpv6-type 128 -j DROP'],
    ['the old negation', '-s ! 10.0.0.1 -j DROP', '! -s 10.0.0.1/32 -j DROP'],
    ['--syn', '-p tcp --syn -j DROP', '-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP'],
    ['the default reject', '-j REJECT', '-j REJECT --reject-with icmp-port-unreachable'],
    ['marks', '-j MARK --set-mark 1', '-j MARK --set-xmark 0x1/0xffffffff'],
    ['rates', '-m limit --limit 5/m -j ACCEPT', '-m limit --limit 5/minute --limit-burst 5 -j ACCEPT'],
    ['comments', '-m comment --comment "why not" -j DROP', '-j DROP'],
    ['counters and waiting', '-w -c 3 252 -j DROP', '-j DROP'],
    ['chain, table and program', 'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE', '-o eth0 -j MASQUERADE'],
    ['a position', '-I FORWARD 2 -j DROP', '-I FORWARD -j DROP'],
  ])('%s', (_, a, b) => {
    expect(ruleMeaning(parseRule(a))).toBe(ruleMeaning(parseRule(b)));
    expect(sameRule(a, b)).toBe(true);
  });

  it.each([
    ['another address', '-s 10.0.0.1 -j DROP', '-s 10.0.0.2 -j DROP'],
    ['another prefix', '-s 10.0.0.0/24 -j DROP', '-s 10.0.0.0/25 -j DROP'],
    ['a negation', '-s 10.0.0.1 -j DROP', '! -s 10.0.0.1 -j DROP'],
    ['nothing but everything', '! -s 0.0.0.0/0 -j DROP', '-j DROP'],
    ['in and out', '-i eth0 -j DROP', '-o eth0 -j DROP'],
    ['fewer states', '-m state --state ESTABLISHED -j ACCEPT', '-m state --state ESTABLISHED,RELATED -j ACCEPT'],
    ['a port', '-p tcp --dport 80 -j DROP', '-p tcp --sport 80 -j DROP'],
    ['a wider rule', '-o eth0 -j MASQUERADE', '-s 10.0.0.0/24 -o eth0 -j MASQUERADE'],
    ['another target', '-j DROP', '-j REJECT'],
    ['an option of the target', '-j DNAT --to-destination 10.0.0.1:80', '-j DNAT --to-destination 10.0.0.1:8080'],
    ['go to and jump', '-g other', '-j other'],
    ['a module that acts by itself', '-m socket -j DROP', '-j DROP'],
    ['a reject that says more', '-p tcp -j REJECT --reject-with tcp-reset', '-p tcp -j REJECT'],
  ])('not %s', (_, a, b) => {
    expect(sameRule(a, b)).toBe(false);
  });
});

describe('parseRule', () => {
  it('gives conditions, target and its options', () => {
    expect(parseRule('-A PREROUTING -i eth0 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.2:8080')).toEqual({
      chain: 'PREROUTING',
      conditions: {
        'in-interface': {value: 'eth0', negated: false},
        protocol: {value: 'tcp', negated: false},
        dport: {value: '80', negated: false},
      },
      target: 'DNAT',
      goto: false,
      options: {'to-destination': '10.0.0.2:8080'},
    });
  });

  it('reads every rule that iptables-save printed', () => {
    const rules = captured('iptables.out')
      .split('\n')
      .flatMap((line) => /^\[.*\] (-A .*)$/.exec(line)?.[1] ?? []);
    expect(rules.map((rule) => ruleMeaning(parseRule(rule)))).toMatchInlineSnapshot(`
      [
        "--in-interface eth0 --out-interface lo --source 10.0.0.0/24 -j ACCEPT",
        "--ctstate ESTABLISHED,RELATED -j ACCEPT",
        "--destination 10.0.0.254 --protocol icmp -j ACCEPT",
        "--dport 80 --in-interface eth0 --protocol tcp -j DNAT --to-destination 10.0.0.2:8080",
        "-j underlay-chain",
        "! --destination 10.0.0.0/24 --out-interface eth0 --source 10.0.0.0/24 -j MASQUERADE",
      ]
    `);
    expect(parseRule(rules[2] ?? '').comment).toBe('counts "pings"');
  });

  it.each([
    ['-j', '-j lacks its value'],
    ['-s -j DROP', '-s lacks its value'],
    ['ACCEPT', 'stray word "ACCEPT"'],
    ['-j DROP please', 'stray word "please"'],
    ['-m comment --comment "half', 'unfinished quote'],
  ])('refuses %s', (spec, problem) => {
    expect(() => parseRule(spec)).toThrow(`iptables rule: line 1: ${problem}`);
  });
});
