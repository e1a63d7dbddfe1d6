import {joinTexts, spaced} from '../text.ts';
import type {Text} from '../text.ts';
import {addressWords, deviceWords, setWords} from './address-words.ts';
import {icmpTypeWords} from './icmp-words.ts';
import {bitsWords, isZeroMark, markValueWords, maskOf} from './mark-value-words.ts';
import type {RuleMatch} from './parse-rule.ts';
import type {RulePlace} from './target-words.ts';

type Say = (value: string, negated: boolean, place: Pick<RulePlace, 'chain' | 'names'>) => Text;

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
  vrrp: 'VRRP',
  sctp: 'SCTP',
  gre: 'GRE',
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

const markMatch =
  (who: Text): Say =>
  (value, negated, {chain}) => {
    if (isZeroMark(value)) {
      const bits = bitsWords(maskOf(value));
      return negated
        ? {en: `${who.en}marked (${bits.en})`, zh: `${who.zh}有标记（${bits.zh}）`}
        : {en: `${who.en}not marked (${bits.en})`, zh: `${who.zh}没有标记（${bits.zh}）`};
    }
    const mark = markValueWords(value, chain);
    return {
      en: `${who.en}${not(negated).en}marked ${mark.en}`,
      zh: `${who.zh}标记${negated ? '不' : ''}为 ${mark.zh}`,
    };
  };

const SIDES: Readonly<Record<string, Text>> = {
  src: {en: 'from an address in', zh: '源地址属于'},
  dst: {en: 'to an address in', zh: '目的地址属于'},
};

const setMatch: Say = (value, negated, {names}) => {
  const [set = '', sides = ''] = value.split(' ');
  const side = SIDES[sides] ?? {en: `with ${sides} in`, zh: `${sides} 属于`};
  const members = setWords(set, names);
  return {
    en: `${not(negated).en}${side.en} set ${members.en}`,
    zh: `${negated ? '并非' : ''}${side.zh}集合 ${members.zh}`,
  };
};

const device =
  (before: Text, after: string): Say =>
  (value, negated, {names}) => {
    const words = deviceWords(value, names);
    return {
      en: `${not(negated).en}${before.en} ${words.en}`,
      zh: `${not(negated).zh}${before.zh}${spaced(words.zh)}${after}`,
    };
  };

const address =
  (before: Text): Say =>
  (value, negated, {names}) => {
    const words = addressWords(value, names);
    return {
      en: `${not(negated).en}${before.en} ${words.en}`,
      zh: `${not(negated).zh}${before.zh}${spaced(words.zh).trimEnd()}`,
    };
  };

const icmp =
  (version: 4 | 6): Say =>
  (value, negated) => {
    const type = icmpTypeWords(value, version);
    return {en: `${not(negated).en}${type.en}`, zh: `${negated ? '非' : ''}${type.zh}`};
  };

/** How each match of a rule is said after the packets it is about. */
const SAY: Readonly<Record<string, Say>> = {
  'in-interface': device({en: 'in through', zh: '从'}, '进入'),
  'out-interface': device({en: 'out through', zh: '从'}, '发出'),
  source: address({en: 'from', zh: '来自'}),
  destination: address({en: 'to', zh: '去往'}),
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
  'icmp-type': icmp(4),
  'icmpv6-type': icmp(6),
  'match-set': setMatch,
  'mac-source': (value, negated) => ({
    en: `${not(negated).en}from MAC address ${value}`,
    zh: `${not(negated).zh}来自 MAC 地址 ${value}`,
  }),
  'physdev-in': device({en: 'in through bridge port', zh: '从网桥端口'}, '进入'),
  'physdev-out': device({en: 'out through bridge port', zh: '从网桥端口'}, '发出'),
  'physdev-is-bridged': (_, negated) => ({
    en: negated ? 'routed, not bridged' : 'bridged, not routed',
    zh: negated ? '经路由而非桥接' : '经桥接而非路由',
  }),
  syn: (_, negated) => ({
    en: `${not(negated).en}the first packet of a TCP connection (SYN)`,
    zh: `${negated ? '不是' : ''}TCP 连接的第一个包（SYN）`,
  }),
  mark: markMatch({en: '', zh: ''}),
  connmark: markMatch({en: 'of a connection ', zh: '所属连接'}),
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

/** One condition of a rule. Everything that `parseRule` calls a match has words; comments are said elsewhere. */
export const matchInWords = ({option, value, negated}: RuleMatch, place: RulePlace): Text =>
  SAY[option]?.(value, negated, place) ?? {en: `${option} ${value}`, zh: `${option} ${value}`};
