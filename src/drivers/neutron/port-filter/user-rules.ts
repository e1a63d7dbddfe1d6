import type {SecurityGroupRule} from '../model.ts';
import {ipsetName} from '../naming.ts';

/** What the groups allow in one direction, each rule once, as iptables-save prints it (without its chain). */
export function userRules(
  rules: readonly SecurityGroupRule[],
  direction: SecurityGroupRule['direction'],
  version: 4 | 6,
): readonly string[] {
  const ethertype = version === 4 ? 'IPv4' : 'IPv6';
  const texts = new Set<string>();
  for (const rule of rules) if (rule.direction === direction && rule.ethertype === ethertype) texts.add(ruleText(rule));
  return [...texts];
}

/** The group whose addresses a rule is about; both kinds of group have a set. */
export const remoteOf = (rule: SecurityGroupRule): string | null =>
  rule.remoteGroupId ?? rule.remoteAddressGroupId ?? null;

/** A rule of a large group stands in the chains of many ports. */
const TEXTS = new WeakMap<SecurityGroupRule, string>();

/** One rule as iptables-save prints it, without `-A CHAIN`. */
export function ruleText(rule: SecurityGroupRule): string {
  const known = TEXTS.get(rule);
  if (known !== undefined) return known;
  const side = rule.direction === 'ingress' ? 's' : 'd';
  const remote = remoteOf(rule);
  const words: string[] = [];
  if (rule.remoteIpPrefix !== null && !rule.remoteIpPrefix.endsWith('/0'))
    words.push(`-${side} ${rule.remoteIpPrefix}`);
  words.push(...protocolWords(rule));
  if (remote !== null) {
    const set = ipsetName(remote, rule.ethertype === 'IPv4' ? 4 : 6);
    words.push(`-m set --match-set ${set} ${side === 's' ? 'src' : 'dst'}`);
  }
  const text = [...words, '-j RETURN'].join(' ');
  TEXTS.set(rule, text);
  return text;
}

/**
 * Protocols that iptables-save prints otherwise than the API says them (IPTABLES_PROTOCOL_NAME_MAP of neutron-lib, and
 * /etc/protocols); null needs no `-p`.
 */
const PRINTED: Readonly<Record<string, string | null>> = {
  'ipv6-encap': 'ipv6',
  icmpv6: 'ipv6-icmp',
  pgm: '113',
  ipip: 'ipencap',
  ip: null,
  hopopt: null,
  ...Object.fromEntries(
    (
      '0= 1=icmp 2=igmp 3=ggp 4=ipencap 5=st 6=tcp 8=egp 9=igp 12=pup 17=udp 20=hmp 22=xns-idp 27=rdp 29=iso-tp4 33=dccp ' +
      '36=xtp 37=ddp 38=idpr-cmtp 41=ipv6 43=ipv6-route 44=ipv6-frag 45=idrp 46=rsvp 47=gre 50=esp 51=ah 57=skip ' +
      '58=ipv6-icmp 59=ipv6-nonxt 60=ipv6-opts 73=rspf 81=vmtp 88=eigrp 89=ospf 93=ax.25 94=ipip 97=etherip 98=encap ' +
      '103=pim 108=ipcomp 112=vrrp 115=l2tp 124=isis 132=sctp 133=fc 135=mobility-header 136=udplite 137=mpls-in-ip ' +
      '138=manet 139=hip 140=shim6 141=wesp 142=rohc 143=ethernet'
    )
      .split(' ')
      .map((pair) => pair.split('='))
      .map(([number, name]) => [number, name === '' ? null : name]),
  ),
};

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(PRINTED).flatMap(([number, name]) =>
    name === null || !/^\d/.test(number) ? [] : [[name, Number(number)] as const],
  ),
  ['ipip', 4],
  ['ipv6-encap', 41],
  ['icmpv6', 58],
  ['pgm', 113],
  ['ip', 0],
  ['hopopt', 0],
]);

/** IP's number of a protocol as the API says it. */
export const protocolNumber = (protocol: string): number => NUMBERS.get(protocol) ?? Number(protocol);

const printed = (protocol: string): string | null => {
  const name = PRINTED[protocol];
  return name === undefined ? protocol : name;
};

/** iptables loads a protocol's own module as soon as a port or type is named. */
const MODULES: Readonly<Record<string, string>> = {
  tcp: 'tcp',
  udp: 'udp',
  sctp: 'sctp',
  dccp: 'dccp',
  icmp: 'icmp',
  'ipv6-icmp': 'icmp6',
};

function protocolWords({protocol, portRangeMin: min, portRangeMax: max}: SecurityGroupRule): readonly string[] {
  const name = protocol === null ? null : printed(protocol);
  if (name === null) return [];
  const words = [`-p ${name}`];
  if (min === null) return words;
  const module = MODULES[name];
  if (module !== undefined) words.push(`-m ${module}`);
  if (module === 'icmp') return [...words, `--icmp-type ${icmpType(min, max)}`];
  if (module === 'icmp6') return [...words, `--icmpv6-type ${min}${max === null ? '' : `/${max}`}`];
  // UDP-Lite's ports are known to multiport alone.
  if (max === null || max === min)
    return [...words, module === undefined ? `-m multiport --dports ${min}` : `--dport ${min}`];
  return [...words, `-m multiport --dports ${min}:${max}`];
}

/** 255 is no type of IPv4's ICMP: iptables takes it for all of them. */
const icmpType = (type: number, code: number | null): string =>
  type === 255 ? 'any' : `${type}${code === null ? '' : `/${code}`}`;
