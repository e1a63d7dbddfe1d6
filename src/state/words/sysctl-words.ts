import {same} from '../text.ts';
import type {Text} from '../text.ts';

/** `ip_forward`, `conf.eth0.rp_filter`, `bridge-nf-call-iptables`; IPv6 settings keep their full name. */
export const shortSysctlName = (key: string): string => key.replace(/^net\.(ipv4|bridge)\./, '');

interface Meaning {
  readonly key: RegExp;
  readonly values: Readonly<Record<string, Text>>;
}

const bridgeTraffic = (program: string): Meaning['values'] => ({
  '0': {en: `bridged frames do not pass ${program}`, zh: `桥接的帧不经过 ${program}`},
  '1': {en: `bridged frames pass ${program}, too`, zh: `桥接的帧也经过 ${program}`},
});

const MEANINGS: readonly Meaning[] = [
  {
    key: /^net\.ipv4\.(ip_forward|conf\.all\.forwarding)$/,
    values: {
      '0': {en: 'this namespace no longer forwards packets', zh: '本命名空间不再转发包'},
      '1': {
        en: 'this namespace now forwards IPv4 packets between its interfaces',
        zh: '本命名空间现在在其接口之间转发 IPv4 包',
      },
    },
  },
  {
    key: /^net\.ipv4\.conf\..+\.forwarding$/,
    values: {
      '0': {en: 'packets that come in here are not forwarded', zh: '从这里进入的包不被转发'},
      '1': {en: 'packets that come in here are forwarded', zh: '从这里进入的包会被转发'},
    },
  },
  {
    key: /^net\.ipv6\.conf\..+\.forwarding$/,
    values: {
      '0': {en: 'IPv6 packets are not forwarded', zh: '不转发 IPv6 包'},
      '1': {en: 'IPv6 packets are forwarded', zh: '转发 IPv6 包'},
    },
  },
  {
    key: /\.rp_filter$/,
    values: {
      '0': {en: 'source addresses are not verified', zh: '不校验源地址'},
      '1': {
        en: 'strict: a packet must come in where the answer would go out',
        zh: '严格：包必须从应答会走的那个接口进入',
      },
      '2': {en: 'loose: the source must be reachable somehow', zh: '宽松：源地址只要可达即可'},
    },
  },
  {
    key: /\.proxy_arp$/,
    values: {
      '0': {en: 'answers ARP for its own addresses only', zh: '只为自己的地址应答 ARP'},
      '1': {en: 'answers ARP for addresses that it has routes to', zh: '代有路由可达的地址应答 ARP'},
    },
  },
  {
    key: /\.disable_ipv6$/,
    values: {'0': {en: 'IPv6 is on', zh: 'IPv6 已开启'}, '1': {en: 'IPv6 is off', zh: 'IPv6 已关闭'}},
  },
  {
    key: /\.icmp_echo_ignore_all$/,
    values: {'0': {en: 'ping is answered', zh: '应答 ping'}, '1': {en: 'ping is not answered', zh: '不应答 ping'}},
  },
  {key: /bridge-nf-call-iptables$/, values: bridgeTraffic('iptables')},
  {key: /bridge-nf-call-ip6tables$/, values: bridgeTraffic('ip6tables')},
  {key: /bridge-nf-call-arptables$/, values: bridgeTraffic('arptables')},
];

/** What this value of this setting means; empty where we have no words. */
export const sysctlMeaning = (key: string, value: string): Text =>
  MEANINGS.find((meaning) => meaning.key.test(key))?.values[value] ?? same('');
