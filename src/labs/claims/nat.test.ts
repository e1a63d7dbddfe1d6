import {expect, test} from 'vitest';
import {type NatClaim, checkNat, natSchema} from './nat.ts';
import {iptables, onHost, unread} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const rules = (chains: Readonly<Record<string, readonly string[]>>) =>
  onHost({gw: {iptables: iptables({nat: chains})}, vm1: {}});

const check = (claim: Omit<NatClaim, 'claim'>, chains: Readonly<Record<string, readonly string[]>>) =>
  checkNat(rules(chains), {claim: 'nat', in: 'gw', ...claim, node: 'host'});

const post = (...list: readonly string[]) => ({POSTROUTING: ['ACCEPT', ...list]});
const pre = (...list: readonly string[]) => ({PREROUTING: ['ACCEPT', ...list]});
const masquerade = {type: 'masquerade', out: 'peer1-gw1'} as const;
const web = {type: 'dnat', protocol: 'tcp', port: 8080, destination: '10.0.0.10:80'} as const;
const WEB = '-d 192.168.0.2/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.10:80';

test('the effect counts, however the rules are written', () => {
  const met = (claim: Omit<NatClaim, 'claim'>, chains: Readonly<Record<string, readonly string[]>>) =>
    expect(check(claim, chains)).toMatchObject({verdict: 'met'});
  met(masquerade, post('-o peer1-gw1 -j MASQUERADE'));
  met(masquerade, post('-s 10.0.0.0/24 -o peer1-gw1 -j MASQUERADE'));
  met(masquerade, post('-j MASQUERADE'));
  met(masquerade, post('! -o peer1-gw2 -j MASQUERADE'));
  met(masquerade, post('-o peer1+ -j MASQUERADE'));
  met({type: 'masquerade', from: '192.168.122.0/24'}, post('-s 192.168.122.0/24 ! -d 192.168.122.0/24 -j MASQUERADE'));
  met(
    {type: 'masquerade', from: '192.168.122.8/29', to: '203.0.113.1'},
    post('-s 192.168.122.0/24 ! -d 192.168.122.0/24 -j MASQUERADE'),
  );
  met(
    {type: 'snat', from: '10.0.0.0/24', destination: '192.0.2.1'},
    post('-s 10.0.0.0/8 -j SNAT --to-source 192.0.2.1'),
  );
  met(
    {type: 'redirect', port: 80, destination: '8775'},
    pre('-d 169.254.169.254/32 -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8775'),
  );
  met(web, pre(WEB));
  met({...web, to: '192.168.0.2'}, pre(WEB));
  met({...web, destination: '10.0.0.10'}, pre(WEB));
  met(
    {...web, destination: '10.0.0.10:8080'},
    pre('-p tcp -m tcp --dport 8000:9000 -j DNAT --to-destination 10.0.0.10'),
  );
  met(web, pre('-p tcp -m multiport --dports 443,8080 -j DNAT --to-destination 10.0.0.10:80'));
  // As Neutron writes it: through chains of its own.
  met(masquerade, {
    POSTROUTING: ['ACCEPT', '-j neutron-l3-agent-POSTROUTING', '-j neutron-postrouting-bottom'],
    'neutron-l3-agent-POSTROUTING': ['-', '! -o qg-1 -m conntrack ! --ctstate DNAT -j ACCEPT'],
    'neutron-postrouting-bottom': ['-', '-o peer1-gw1 -j neutron-snat'],
    'neutron-snat': ['-', '-j MASQUERADE'],
  });
});

test('another interface, source, destination, port, protocol, target, address; shadowed; the other hook; elsewhere; nothing', () => {
  const metadata = 'snat' as const;
  expect(
    tellAll([
      check(masquerade, post('-o peer1-gw2 -j MASQUERADE')),
      check(masquerade, post('! -o peer1-gw1 -j MASQUERADE')),
      check(masquerade, post('-o peer1-gw1 -j SNAT --to-source 192.168.0.99')),
      check(masquerade, post('-o peer1-gw1 -j SNAT --to-source 192.168.0.99', '-o peer1-gw1 -j MASQUERADE')),
      check(masquerade, post('-j ACCEPT', '-o peer1-gw1 -j MASQUERADE')),
      check({type: 'masquerade', from: '192.168.122.0/24'}, post('-s 192.168.111.0/24 -j MASQUERADE')),
      check(
        {type: 'masquerade', from: '192.168.122.0/24', to: '192.168.122.9'},
        post('-s 192.168.122.0/24 ! -d 192.168.122.0/24 -j MASQUERADE'),
      ),
      check(web, pre(WEB.replace('10.0.0.10:80', '10.0.0.11:80'))),
      check(web, pre(WEB.replace('--dport 8080', '--dport 80'))),
      check(web, pre('-p udp -m udp --dport 8080 -j DNAT --to-destination 10.0.0.10:80')),
      check(web, {...pre(), OUTPUT: ['ACCEPT', WEB]}),
      check({type: metadata, destination: '192.0.2.1'}, post('-j SNAT --to-source 192.0.2.9')),
      check(
        {type: 'redirect', port: 80, destination: '8775'},
        pre('-p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8776'),
      ),
      check(masquerade, post()),
      check({in: 'vm1', ...masquerade}, post('-o peer1-gw1 -j MASQUERADE')),
      check({in: 'vm2', ...masquerade}, post('-o peer1-gw1 -j MASQUERADE')),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: MASQUERADE for packets leaving by peer1-gw1 in gw
      found: rule 1 "-o peer1-gw2 -j MASQUERADE" of chain POSTROUTING of table nat in gw is for packets leaving by peer1-gw2
       期望: 命名空间 gw 中有对从 peer1-gw1 发出的报文做的 MASQUERADE
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 1 条规则“-o peer1-gw2 -j MASQUERADE”只管从 peer1-gw2 发出的报文

    not met: MASQUERADE for packets leaving by peer1-gw1 in gw
      found: rule 1 "! -o peer1-gw1 -j MASQUERADE" of chain POSTROUTING of table nat in gw is for packets leaving by any but peer1-gw1
       期望: 命名空间 gw 中有对从 peer1-gw1 发出的报文做的 MASQUERADE
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 1 条规则“! -o peer1-gw1 -j MASQUERADE”只管从 peer1-gw1 以外发出的报文

    not met: MASQUERADE for packets leaving by peer1-gw1 in gw
      found: rule 1 "-o peer1-gw1 -j SNAT --to-source 192.168.0.99" of chain POSTROUTING of table nat in gw does SNAT
       期望: 命名空间 gw 中有对从 peer1-gw1 发出的报文做的 MASQUERADE
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 1 条规则“-o peer1-gw1 -j SNAT --to-source 192.168.0.99”做的是 SNAT

    not met: MASQUERADE for packets leaving by peer1-gw1 in gw
      found: rule 2 "-o peer1-gw1 -j MASQUERADE" of chain POSTROUTING of table nat in gw never sees these packets, because "-o peer1-gw1 -j SNAT --to-source 192.168.0.99" before it takes them
       期望: 命名空间 gw 中有对从 peer1-gw1 发出的报文做的 MASQUERADE
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 2 条规则“-o peer1-gw1 -j MASQUERADE”看不到这些报文，因为它前面的“-o peer1-gw1 -j SNAT --to-source 192.168.0.99”先处理了

    not met: MASQUERADE for packets leaving by peer1-gw1 in gw
      found: rule 2 "-o peer1-gw1 -j MASQUERADE" of chain POSTROUTING of table nat in gw never sees these packets, because "-j ACCEPT" before it takes them
       期望: 命名空间 gw 中有对从 peer1-gw1 发出的报文做的 MASQUERADE
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 2 条规则“-o peer1-gw1 -j MASQUERADE”看不到这些报文，因为它前面的“-j ACCEPT”先处理了

    not met: MASQUERADE for packets from 192.168.122.0/24 in gw
      found: rule 1 "-s 192.168.111.0/24 -j MASQUERADE" of chain POSTROUTING of table nat in gw is for packets from 192.168.111.0/24
       期望: 命名空间 gw 中有对来自 192.168.122.0/24 的报文做的 MASQUERADE
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 1 条规则“-s 192.168.111.0/24 -j MASQUERADE”只管来自 192.168.111.0/24 的报文

    not met: MASQUERADE for packets from 192.168.122.0/24 to 192.168.122.9 in gw
      found: rule 1 "-s 192.168.122.0/24 ! -d 192.168.122.0/24 -j MASQUERADE" of chain POSTROUTING of table nat in gw is for packets to any but 192.168.122.0/24
       期望: 命名空间 gw 中有对来自 192.168.122.0/24、发往 192.168.122.9 的报文做的 MASQUERADE
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 1 条规则“-s 192.168.122.0/24 ! -d 192.168.122.0/24 -j MASQUERADE”只管发往 192.168.122.0/24 以外的报文

    not met: DNAT to 10.0.0.10:80 for packets with destination port tcp 8080 in gw
      found: rule 1 "-d 192.168.0.2/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.11:80" of chain PREROUTING of table nat in gw sends them to 10.0.0.11:80
       期望: 命名空间 gw 中有对目的端口为 tcp 8080 的报文做的 DNAT，改为 10.0.0.10:80
       实际: 命名空间 gw 的 nat 表链 PREROUTING 中的第 1 条规则“-d 192.168.0.2/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.11:80”把它们转到 10.0.0.11:80

    not met: DNAT to 10.0.0.10:80 for packets with destination port tcp 8080 in gw
      found: rule 1 "-d 192.168.0.2/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.10:80" of chain PREROUTING of table nat in gw is for destination port 80
       期望: 命名空间 gw 中有对目的端口为 tcp 8080 的报文做的 DNAT，改为 10.0.0.10:80
       实际: 命名空间 gw 的 nat 表链 PREROUTING 中的第 1 条规则“-d 192.168.0.2/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.10:80”只管目的端口 80

    not met: DNAT to 10.0.0.10:80 for packets with destination port tcp 8080 in gw
      found: rule 1 "-p udp -m udp --dport 8080 -j DNAT --to-destination 10.0.0.10:80" of chain PREROUTING of table nat in gw is for protocol udp
       期望: 命名空间 gw 中有对目的端口为 tcp 8080 的报文做的 DNAT，改为 10.0.0.10:80
       实际: 命名空间 gw 的 nat 表链 PREROUTING 中的第 1 条规则“-p udp -m udp --dport 8080 -j DNAT --to-destination 10.0.0.10:80”只管协议 udp

    not met: DNAT to 10.0.0.10:80 for packets with destination port tcp 8080 in gw
      found: rule 1 "-d 192.168.0.2/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.10:80" of chain OUTPUT of table nat in gw is met only by packets that start here
       期望: 命名空间 gw 中有对目的端口为 tcp 8080 的报文做的 DNAT，改为 10.0.0.10:80
       实际: 命名空间 gw 的 nat 表链 OUTPUT 中的第 1 条规则“-d 192.168.0.2/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.10:80”只作用于本机发出的报文

    not met: SNAT to 192.0.2.1 in gw
      found: rule 1 "-j SNAT --to-source 192.0.2.9" of chain POSTROUTING of table nat in gw makes the source 192.0.2.9
       期望: 命名空间 gw 中有 SNAT，改为 192.0.2.1
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 1 条规则“-j SNAT --to-source 192.0.2.9”把源地址改为 192.0.2.9

    not met: REDIRECT to 8775 for packets with destination port 80 in gw
      found: rule 1 "-p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8776" of chain PREROUTING of table nat in gw sends them to 8776
       期望: 命名空间 gw 中有对目的端口为 80 的报文做的 REDIRECT，改为 8775
       实际: 命名空间 gw 的 nat 表链 PREROUTING 中的第 1 条规则“-p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8776”把它们转到 8776

    not met: MASQUERADE for packets leaving by peer1-gw1 in gw
      found: no rule of chain POSTROUTING of table nat in gw translates anything
       期望: 命名空间 gw 中有对从 peer1-gw1 发出的报文做的 MASQUERADE
       实际: 命名空间 gw 中 nat 表的链 POSTROUTING 没有任何地址转换规则

    not met: MASQUERADE for packets leaving by peer1-gw1 in vm1
      found: the rule "-o peer1-gw1 -j MASQUERADE" is in gw, not in vm1
       期望: 命名空间 vm1 中有对从 peer1-gw1 发出的报文做的 MASQUERADE
       实际: 规则“-o peer1-gw1 -j MASQUERADE”在命名空间 gw 中，不在命名空间 vm1 中

    not met: a namespace vm2
      found: there is no namespace vm2, but there is vm1
       期望: 存在命名空间 vm2
       实际: 没有命名空间 vm2，但有 vm1
    "
  `);
});

test('absence is of the effect, too', () => {
  expect(
    tellAll([
      check({...masquerade, absent: true}, post('-o peer1-gw1 -j MASQUERADE')),
      check({...masquerade, absent: true}, post('-j MASQUERADE')),
      check({...masquerade, absent: true}, post('-o peer1-gw2 -j MASQUERADE')),
      check({...masquerade, absent: true}, {}),
      checkNat(onHost({gw: {iptables: unread}}), {claim: 'nat', node: 'host', in: 'gw', ...masquerade, absent: true}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: no MASQUERADE for packets leaving by peer1-gw1 in gw
      found: rule 1 "-o peer1-gw1 -j MASQUERADE" of chain POSTROUTING of table nat in gw does it
       期望: 命名空间 gw 中没有对从 peer1-gw1 发出的报文做的 MASQUERADE
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 1 条规则“-o peer1-gw1 -j MASQUERADE”这样做了

    not met: no MASQUERADE for packets leaving by peer1-gw1 in gw
      found: rule 1 "-j MASQUERADE" of chain POSTROUTING of table nat in gw does it
       期望: 命名空间 gw 中没有对从 peer1-gw1 发出的报文做的 MASQUERADE
       实际: 命名空间 gw 的 nat 表链 POSTROUTING 中的第 1 条规则“-j MASQUERADE”这样做了

    met: no MASQUERADE for packets leaving by peer1-gw1 in gw
         命名空间 gw 中没有对从 peer1-gw1 发出的报文做的 MASQUERADE

    met: no MASQUERADE for packets leaving by peer1-gw1 in gw
         命名空间 gw 中没有对从 peer1-gw1 发出的报文做的 MASQUERADE

    unknown: the iptables rules in gw could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 gw 的 iptables 规则：ip ended with exit code 1
    "
  `);
});

test('every key matters', () => {
  const chains = {
    POSTROUTING: [
      'ACCEPT',
      '-s 10.0.0.0/24 -d 192.0.2.0/24 -o eth0 -p tcp -m tcp --dport 80 -j SNAT --to-source 198.51.100.7',
    ],
    PREROUTING: ['ACCEPT'],
  };
  const claim: Whole<NatClaim> = {
    claim: 'nat',
    node: 'host',
    in: 'gw',
    type: 'snat',
    out: 'eth0',
    from: '10.0.0.0/24',
    to: '192.0.2.0/24',
    protocol: 'tcp',
    port: 80,
    destination: '198.51.100.7',
  };
  expectEachKeyToMatter(natSchema, claim, (one) => checkNat(rules(chains), one), {
    type: 'masquerade',
    out: 'eth1',
    from: '10.0.0.0/23',
    to: '192.0.3.0/24',
    protocol: 'udp',
    port: 81,
    destination: '198.51.100.8',
  });
});
