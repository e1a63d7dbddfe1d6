import {joinTexts} from '../text.ts';
import type {Text} from '../text.ts';
import type {RuleMatch} from './parse-rule.ts';

type Say = (value: string, negated: boolean) => Text;

const not = (negated: boolean) => ({en: negated ? 'not ' : '', zh: negated ? '不' : ''});

const portWords = (value: string): Text => {
  if (value.includes(','))
    return {en: `ports ${value.replaceAll(',', ', ')}`, zh: `端口 ${value.replaceAll(',', '、')}`};
  if (value.includes(':')) {
    const [from = '', to = ''] = value.split(':');
    return {en: `ports ${from} to ${to}`, zh: `端口 ${from} 到 ${to}`};
  }
  return {en: `port ${value}`, zh: `端口 ${value}`};
};

const PROTOCOLS: Readonly<Record<string, string>> = {
  tcp: 'TCP',
  udp: 'UDP',
  icmp: 'ICMP',
  icmpv6: 'ICMPv6',
  'ipv6-icmp': 'ICMPv6',
  all: 'any',
};

const STATES: Readonly<Record<string, Text>> = {
  NEW: {en: 'opening a new connection', zh: '新建连接'},
  ESTABLISHED: {en: 'of a connection that was answered', zh: '属于已有应答的连接'},
  RELATED: {en: 'related to a known connection', zh: '与已知连接相关'},
  INVALID: {en: 'of no known connection', zh: '不属于任何已知连接'},
  UNTRACKED: {en: 'not tracked', zh: '未被跟踪'},
  DNAT: {en: 'whose destination was translated', zh: '目的地址被转换过'},
  SNAT: {en: 'whose source was translated', zh: '源地址被转换过'},
};

const stateWords: Say = (value, negated) => {
  const states = value.split(',').map((state) => STATES[state] ?? {en: state, zh: state});
  const words = joinTexts(states, {en: ' or ', zh: '或'});
  return {en: `${not(negated).en}${words.en} (${value})`, zh: `${negated ? '并非' : ''}${words.zh}（${value}）`};
};

const ICMP_TYPES: Readonly<Record<string, Text>> = {
  '8': {en: 'echo request (ping)', zh: '回显请求（ping）'},
  '0': {en: 'echo reply', zh: '回显应答'},
  '3': {en: 'destination unreachable', zh: '目的不可达'},
  '11': {en: 'time exceeded', zh: '超时'},
};

/** How each match of a rule is said after the packets it is about. */
const SAY: Readonly<Record<string, Say>> = {
  'in-interface': (value, negated) => ({
    en: `${not(negated).en}in through ${value}`,
    zh: `${not(negated).zh}从 ${value} 进入`,
  }),
  'out-interface': (value, negated) => ({
    en: `${not(negated).en}out through ${value}`,
    zh: `${not(negated).zh}从 ${value} 发出`,
  }),
  source: (value, negated) => ({en: `${not(negated).en}from ${value}`, zh: `${not(negated).zh}来自 ${value}`}),
  destination: (value, negated) => ({en: `${not(negated).en}to ${value}`, zh: `${not(negated).zh}去往 ${value}`}),
  protocol: (value, negated) => {
    const name = PROTOCOLS[value] ?? value;
    return {en: `${not(negated).en}${name}`, zh: `${negated ? '非 ' : ''}${name}`};
  },
  sport: (value, negated) => ({
    en: `${not(negated).en}from ${portWords(value).en}`,
    zh: `源${portWords(value).zh}${negated ? '除外' : ''}`,
  }),
  dport: (value, negated) => ({
    en: `${not(negated).en}to ${portWords(value).en}`,
    zh: `目的${portWords(value).zh}${negated ? '除外' : ''}`,
  }),
  ctstate: stateWords,
  'icmp-type': (value, negated) => {
    const type = ICMP_TYPES[value] ?? {en: `type ${value}`, zh: `类型 ${value}`};
    return {en: `${not(negated).en}${type.en}`, zh: `${negated ? '非' : ''}${type.zh}`};
  },
  'mac-source': (value, negated) => ({
    en: `${not(negated).en}from MAC address ${value}`,
    zh: `${not(negated).zh}来自 MAC 地址 ${value}`,
  }),
  'physdev-in': (value, negated) => ({
    en: `${not(negated).en}in through bridge port ${value}`,
    zh: `${not(negated).zh}从网桥端口 ${value} 进入`,
  }),
  'physdev-out': (value, negated) => ({
    en: `${not(negated).en}out through bridge port ${value}`,
    zh: `${not(negated).zh}从网桥端口 ${value} 发出`,
  }),
  'physdev-is-bridged': (_, negated) => ({
    en: negated ? 'routed, not bridged' : 'bridged, not routed',
    zh: negated ? '经路由而非桥接' : '经桥接而非路由',
  }),
  syn: (_, negated) => ({
    en: `${not(negated).en}the first packet of a TCP connection (SYN)`,
    zh: `${negated ? '不是' : ''}TCP 连接的第一个包（SYN）`,
  }),
  comment: (value) => ({en: `comment “${value}”`, zh: `注释“${value}”`}),
  mark: (value, negated) => ({en: `${not(negated).en}with mark ${value}`, zh: `标记${negated ? '不' : ''}为 ${value}`}),
  limit: (value) => ({en: `at most ${value}`, zh: `最多 ${value}`}),
  'dst-type': (value, negated) => ({
    en: `${not(negated).en}to an address of type ${value}`,
    zh: `目的地址类型${negated ? '不' : ''}为 ${value}`,
  }),
  'src-type': (value, negated) => ({
    en: `${not(negated).en}from an address of type ${value}`,
    zh: `源地址类型${negated ? '不' : ''}为 ${value}`,
  }),
};

/** One condition of a rule. Everything that `parseRule` calls a match has words. */
export const matchInWords = ({option, value, negated}: RuleMatch): Text =>
  SAY[option]?.(value, negated) ?? {en: `${option} ${value}`, zh: `${option} ${value}`};
