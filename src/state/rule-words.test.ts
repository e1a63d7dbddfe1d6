import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {policyInWords, ruleInWords} from './rule-words.ts';
import {parseRule, ruleWords} from './words/parse-rule.ts';

/** Every rule of the captured file with its table and chain. */
const captured = (): readonly {readonly table: string; readonly chain: string; readonly spec: string}[] => {
  const text = readFileSync(new URL('words/captured/iptables-save-1.8.9.txt', import.meta.url), 'utf8');
  let table = '';
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('*')) table = line.slice(1);
    const rule = line.match(/^\[\d+:\d+\] -A (\S+) ?(.*)$/);
    return rule === null ? [] : [{table, chain: rule[1] ?? '', spec: rule[2] ?? ''}];
  });
};

const said = (language: 'en' | 'zh') =>
  captured()
    .map(({table, chain, spec}) => `${table}  ${spec}\n    ${ruleInWords(table, chain, {spec})[language]}`)
    .join('\n');

describe('rules in words', () => {
  test('in English', () => {
    expect(said('en')).toMatchInlineSnapshot(`
      "mangle  -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
          Packets passing through, TCP, and if “--tcp-flags SYN,RST SYN” (not explained here): their TCP segment size is limited to what the path carries.
      filter  -p icmp -m icmp --icmp-type 8 -m limit --limit 5/min -j LOG --log-prefix "ping: "
          Packets for this namespace itself, ICMP, echo request (ping), at most 5/min: written to the kernel log as “ping: ”, then the next rule is asked.
      filter  -p icmp -j REJECT --reject-with icmp-host-prohibited
          Packets for this namespace itself, ICMP: refused with icmp-host-prohibited.
      filter  -p udp -m udp --dport 67:68 -j office
          Packets for this namespace itself, UDP, to ports 67 to 68: go through chain office.
      filter  ! -s 203.0.113.4/32 -i eth+ -g office
          Packets for this namespace itself, not from 203.0.113.4/32, in through eth+: continue in chain office and do not come back.
      filter  -i peer1-gw2 -o peer1-gw1 -j ACCEPT
          Packets passing through, in through peer1-gw2, out through peer1-gw1: let through.
      filter  -i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT
          Packets passing through, in through peer1-gw1, out through peer1-gw2, related to a known connection or of a connection that was answered (RELATED,ESTABLISHED): let through.
      filter  -p tcp -m conntrack --ctstate NEW -m tcp --dport 80 -j ACCEPT
          Packets passing through, TCP, opening a new connection (NEW), to port 80: let through.
      filter  -m physdev --physdev-is-bridged -j ACCEPT
          Packets passing through, bridged, not routed: let through.
      filter  -m iprange --src-range 10.0.0.5-10.0.0.9 -m length --length 100:200 -j DROP
          Packets passing through, and if “-m iprange --src-range 10.0.0.5-10.0.0.9 -m length --length 100:200” (not explained here): dropped without an answer.
      filter  -p tcp -m tcp --sport 1000:2000 --tcp-flags FIN,SYN,RST,ACK SYN -j DROP
          Packets that this namespace itself sends, TCP, from ports 1000 to 2000, the first packet of a TCP connection (SYN): dropped without an answer.
      filter  -d 198.51.100.0/24
          Packets that this namespace itself sends, to 198.51.100.0/24: only counted.
      filter  -m comment --comment "the \\"old\\" printer" -m mac --mac-source 02:00:00:00:00:01 -j RETURN
          Packets that reach chain office, from MAC address 02:00:00:00:00:01: back to the chain they came from. Its comment: “the "old" printer”
      nat  -i eth0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.10:80
          Packets that just came in, in through eth0, TCP, to port 8080: their destination becomes 10.0.0.10:80; replies are translated back.
      nat  -p tcp -m multiport --dports 80,443 -j REDIRECT --to-ports 3128
          Packets that just came in, TCP, to ports 80, 443: turned to this namespace itself, port 3128.
      nat  -o peer1-gw1 -j MASQUERADE
          Packets about to leave, out through peer1-gw1: their source address becomes that of the interface they leave through; replies are translated back.
      nat  -s 10.0.0.0/24 ! -d 10.0.0.0/24 -p tcp -j MASQUERADE --to-ports 1024-65535
          Packets about to leave, from 10.0.0.0/24, not to 10.0.0.0/24, TCP: their source address becomes that of the interface they leave through, source ports 1024-65535; replies are translated back.
      nat  -o eth0 -j SNAT --to-source 192.168.0.50
          Packets about to leave, out through eth0: their source address becomes 192.168.0.50; replies are translated back.
      nat  -d 10.1.0.0/16 -j ACCEPT
          Packets about to leave, to 10.1.0.0/16: not translated."
    `);
  });

  test('in Chinese', () => {
    expect(said('zh')).toMatchInlineSnapshot(`
      "mangle  -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
          被转发的包，TCP，并且符合“--tcp-flags SYN,RST SYN”（此处无法解释）：TCP 报文段大小限制为路径所能承载的值。
      filter  -p icmp -m icmp --icmp-type 8 -m limit --limit 5/min -j LOG --log-prefix "ping: "
          发给本命名空间的包，ICMP，回显请求（ping），最多 5/min：写入内核日志（前缀“ping: ”），然后继续匹配下一条规则。
      filter  -p icmp -j REJECT --reject-with icmp-host-prohibited
          发给本命名空间的包，ICMP：拒绝，回应 icmp-host-prohibited。
      filter  -p udp -m udp --dport 67:68 -j office
          发给本命名空间的包，UDP，目的端口 67 到 68：进入链 office。
      filter  ! -s 203.0.113.4/32 -i eth+ -g office
          发给本命名空间的包，不来自 203.0.113.4/32，从 eth+ 进入：转到链 office 且不再返回。
      filter  -i peer1-gw2 -o peer1-gw1 -j ACCEPT
          被转发的包，从 peer1-gw2 进入，从 peer1-gw1 发出：放行。
      filter  -i peer1-gw1 -o peer1-gw2 -m state --state RELATED,ESTABLISHED -j ACCEPT
          被转发的包，从 peer1-gw1 进入，从 peer1-gw2 发出，与已知连接相关或属于已有应答的连接（RELATED,ESTABLISHED）：放行。
      filter  -p tcp -m conntrack --ctstate NEW -m tcp --dport 80 -j ACCEPT
          被转发的包，TCP，新建连接（NEW），目的端口 80：放行。
      filter  -m physdev --physdev-is-bridged -j ACCEPT
          被转发的包，经桥接而非路由：放行。
      filter  -m iprange --src-range 10.0.0.5-10.0.0.9 -m length --length 100:200 -j DROP
          被转发的包，并且符合“-m iprange --src-range 10.0.0.5-10.0.0.9 -m length --length 100:200”（此处无法解释）：丢弃，不作回应。
      filter  -p tcp -m tcp --sport 1000:2000 --tcp-flags FIN,SYN,RST,ACK SYN -j DROP
          本命名空间自己发出的包，TCP，源端口 1000 到 2000，TCP 连接的第一个包（SYN）：丢弃，不作回应。
      filter  -d 198.51.100.0/24
          本命名空间自己发出的包，去往 198.51.100.0/24：只计数。
      filter  -m comment --comment "the \\"old\\" printer" -m mac --mac-source 02:00:00:00:00:01 -j RETURN
          到达链 office 的包，来自 MAC 地址 02:00:00:00:00:01：返回上一条链。注释：“the "old" printer”
      nat  -i eth0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.10:80
          刚进入的包，从 eth0 进入，TCP，目的端口 8080：目的地址改为 10.0.0.10:80；应答会自动改回。
      nat  -p tcp -m multiport --dports 80,443 -j REDIRECT --to-ports 3128
          刚进入的包，TCP，目的端口 80、443：转给本命名空间自己的端口 3128。
      nat  -o peer1-gw1 -j MASQUERADE
          即将离开的包，从 peer1-gw1 发出：源地址改为出口接口的地址；应答会自动改回。
      nat  -s 10.0.0.0/24 ! -d 10.0.0.0/24 -p tcp -j MASQUERADE --to-ports 1024-65535
          即将离开的包，来自 10.0.0.0/24，不去往 10.0.0.0/24，TCP：源地址改为出口接口的地址，源端口 1024-65535；应答会自动改回。
      nat  -o eth0 -j SNAT --to-source 192.168.0.50
          即将离开的包，从 eth0 发出：源地址改为 192.168.0.50；应答会自动改回。
      nat  -d 10.1.0.0/16 -j ACCEPT
          即将离开的包，去往 10.1.0.0/16：不做地址转换。"
    `);
  });

  test('what nobody can explain is repeated verbatim', () => {
    const words = ruleInWords('filter', 'FORWARD', {
      spec: '-m string --algo bm --string "a b" ! --frob 7 -i eth0 -j ACCEPT',
    });
    expect(words.en).toBe(
      'Packets passing through, in through eth0, and if “-m string --algo bm --string "a b" ! --frob 7” (not explained here): let through.',
    );
    expect(words.zh).toContain('! --frob 7”（此处无法解释）');
  });

  test('a target that nobody can explain is not taken for a chain', () => {
    const words = ruleInWords('mangle', 'FORWARD', {spec: '-j TPROXY --on-port 3128'});
    expect(words.en).toBe(
      'Packets passing through: handed to TPROXY (not explained here) (option not explained here: --on-port 3128).',
    );
    const other = ruleInWords('mangle', 'FORWARD', {spec: '-j CONNMARK --and-mark 0xff'});
    expect(other.zh).toBe('被转发的包：交给 CONNMARK 处理（此处无法解释）（此处无法解释的选项：--and-mark 0xff）。');
    expect(ruleInWords('filter', 'FORWARD', {spec: '-j LIBVIRT_FWO'}).en).toBe(
      'Packets passing through: go through chain LIBVIRT_FWO.',
    );
  });

  test('an empty rule only counts', () => {
    expect(ruleInWords('filter', 'INPUT', {spec: ''}).en).toBe('Packets for this namespace itself: only counted.');
  });

  test('negated conditions say not', () => {
    expect(ruleInWords('filter', 'FORWARD', {spec: '! -i eth0 ! -s 10.0.0.0/24 -j DROP'}).en).toBe(
      'Packets passing through, not in through eth0, not from 10.0.0.0/24: dropped without an answer.',
    );
  });

  test('policies', () => {
    expect(policyInWords('FORWARD', 'DROP')).toEqual({
      en: 'Packets passing through that no rule decided about: dropped without an answer.',
      zh: '被转发的包，没有规则作出决定时：丢弃，不作回应。',
    });
  });
});

describe('rules taken apart', () => {
  test('quotes and escapes', () => {
    expect(ruleWords('-m comment --comment "the \\"old\\" printer" -j X')).toEqual([
      '-m',
      'comment',
      '--comment',
      'the "old" printer',
      '-j',
      'X',
    ]);
  });

  test('a rule that ends in the middle of an option does not throw', () => {
    for (const spec of ['-j', '-i', '!', '-m', '--dport', '"', '-j MASQUERADE --to-ports', '--tcp-flags SYN']) {
      expect(() => parseRule(spec)).not.toThrow();
    }
  });
});
