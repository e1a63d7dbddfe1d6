import {describe, expect, test} from 'vitest';
import {hostWith, read} from '../testing/build-snapshot.ts';
import {toldBothWays} from '../testing/told.ts';

describe('settings', () => {
  const sysctls = (values: Readonly<Record<string, string>>) => hostWith({sysctls: read(values)});

  test('forwarding, copied by the kernel to every interface', () => {
    const all = (value: string) =>
      sysctls({
        'net.ipv4.conf.eth0.forwarding': value,
        'net.ipv4.ip_forward': value,
        'net.ipv4.conf.eth0.rp_filter': value,
      });
    expect(toldBothWays(all('0'), all('1'))).toMatchInlineSnapshot(`
      "(~ sysctl host: conf.eth0.forwarding: 0 → 1 (packets that come in here are forwarded))
      ~ sysctl host: conf.eth0.rp_filter: 0 → 1 (strict: a packet must come in where the answer would go out)
      ~ sysctl host: ip_forward: 0 → 1 (this namespace now forwards IPv4 packets between its interfaces)
      --
      (~ sysctl host: conf.eth0.forwarding：0 → 1（从这里进入的包会被转发）)
      ~ sysctl host: conf.eth0.rp_filter：0 → 1（严格：包必须从应答会走的那个接口进入）
      ~ sysctl host: ip_forward：0 → 1（本命名空间现在在其接口之间转发 IPv4 包）
      --
      (~ sysctl host: conf.eth0.forwarding: 1 → 0 (packets that come in here are not forwarded))
      ~ sysctl host: conf.eth0.rp_filter: 1 → 0 (source addresses are not verified)
      ~ sysctl host: ip_forward: 1 → 0 (this namespace no longer forwards packets)
      --
      (~ sysctl host: conf.eth0.forwarding：1 → 0（从这里进入的包不被转发）)
      ~ sysctl host: conf.eth0.rp_filter：1 → 0（不校验源地址）
      ~ sysctl host: ip_forward：1 → 0（本命名空间不再转发包）"
    `);
  });

  test('without a meaning, of a new module, and (not told) of a new interface', () => {
    const before = sysctls({'net.ipv4.neigh.default.gc_thresh1': '128'});
    const after = sysctls({
      'net.ipv4.neigh.default.gc_thresh1': '256',
      'net.ipv4.conf.eth1.rp_filter': '2',
      'net.bridge.bridge-nf-call-iptables': '1',
    });
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "(+ sysctl host: bridge-nf-call-iptables: 1 (bridged frames pass iptables, too))
      ~ sysctl host: neigh.default.gc_thresh1: 128 → 256
      --
      (+ sysctl host: bridge-nf-call-iptables：1（桥接的帧也经过 iptables）)
      ~ sysctl host: neigh.default.gc_thresh1：128 → 256
      --
      (- sysctl host: bridge-nf-call-iptables is gone)
      ~ sysctl host: neigh.default.gc_thresh1: 256 → 128
      --
      (- sysctl host: bridge-nf-call-iptables 已消失)
      ~ sysctl host: neigh.default.gc_thresh1：256 → 128"
    `);
  });

  test('listeners', () => {
    const listener = {protocol: 'tcp', address: '0.0.0.0', port: 80} as const;
    const listening = (program?: string, pid?: number) =>
      hostWith({
        listeners: read({
          'tcp 0.0.0.0:80': {
            ...listener,
            ...(program === undefined ? {} : {program}),
            ...(pid === undefined ? {} : {pid}),
          },
        }),
      });
    expect(toldBothWays(hostWith({}), listening('nginx', 12))).toMatchInlineSnapshot(`
      "+ listen host: tcp 0.0.0.0:80 is listening (nginx, pid 12)
      --
      + listen host: tcp 0.0.0.0:80 开始监听（nginx，pid 12）
      --
      - listen host: tcp 0.0.0.0:80 is no longer listening (nginx, pid 12)
      --
      - listen host: tcp 0.0.0.0:80 不再监听（nginx，pid 12）"
    `);
    const address = 'fe80::f816:3eff:fe51:f159%eth0';
    const onLinkLocal = hostWith({
      listeners: read({[`udp ${address}:53`]: {protocol: 'udp', address, port: 53, program: 'dnsmasq', pid: 59}}),
    });
    expect(toldBothWays(hostWith({}), onLinkLocal)).toMatch(/^\(\+ listen host: udp fe80:/);
    expect(toldBothWays(listening(), listening('nginx', 12))).toMatchInlineSnapshot(`
      "~ listen host: socket tcp 0.0.0.0:80: program none → nginx
      ~ listen host: socket tcp 0.0.0.0:80: pid none → 12
      --
      ~ listen host: 套接字 tcp 0.0.0.0:80：程序 无 → nginx
      ~ listen host: 套接字 tcp 0.0.0.0:80：pid 无 → 12
      --
      ~ listen host: socket tcp 0.0.0.0:80: program nginx → none
      ~ listen host: socket tcp 0.0.0.0:80: pid 12 → none
      --
      ~ listen host: 套接字 tcp 0.0.0.0:80：程序 nginx → 无
      ~ listen host: 套接字 tcp 0.0.0.0:80：pid 12 → 无"
    `);
  });
});
