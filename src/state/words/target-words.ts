import {same, spaced} from '../text.ts';
import type {Text} from '../text.ts';
import {bitsWords, markValueWords} from './mark-value-words.ts';
import {BUILT_IN, neutronChain} from './neutron-chains.ts';
import type {ParsedRule} from './parse-rule.ts';
import type {RuleNames} from './rule-names.ts';

type Options = Readonly<Record<string, string>>;

/** Where a rule stands, and what its names stand for. */
export interface RulePlace {
  readonly table: string;
  readonly chain: string;
  readonly names: RuleNames;
}

type Say = (options: Options, place: RulePlace) => Text;

const THEN: Text = {en: ', then the next rule is asked', zh: '，然后继续匹配下一条规则'};

const onPorts = (options: Options): Text => {
  const ports = options['to-ports'];
  return ports === undefined ? same('') : {en: `, source ports ${ports}`, zh: `，源端口 ${ports}`};
};

const randomly = (options: Options): Text =>
  'random' in options ? {en: ', with a source port drawn at random', zh: '，源端口随机选取'} : same('');

/** `10.0.0.1:80`: the address with what it is. */
const destination = (value: string | undefined, names: RuleNames): Text => {
  if (value === undefined) return {en: 'another', zh: '另一个地址'};
  const meaning = names.meaning(value.replace(/:\d+(?:-\d+)?$/, '')) ?? names.meaning(value);
  return meaning === undefined ? same(value) : {en: `${value} (${meaning.en})`, zh: `${value}（${meaning.zh}）`};
};

/** What each target does to a packet. */
const TARGETS: Readonly<Record<string, Say>> = {
  ACCEPT: () => ({en: 'let through', zh: '放行'}),
  DROP: () => ({en: 'dropped without an answer', zh: '丢弃，不作回应'}),
  REJECT: (options) => {
    const how = options['reject-with'];
    return {
      en: `refused${how === undefined ? '' : ` with ${how}`}`,
      zh: `拒绝${how === undefined ? '' : `，回应 ${how}`}`,
    };
  },
  RETURN: (_, {table, chain, names}) =>
    neutronChain(table, chain, names)?.back ?? {en: 'back to the chain they came from', zh: '返回上一条链'},
  LOG: (options) => {
    const prefix = options['log-prefix'];
    return {
      en: `written to the kernel log${prefix === undefined ? '' : ` as “${prefix}”`}${THEN.en}`,
      zh: `写入内核日志${prefix === undefined ? '' : `（前缀“${prefix}”）`}${THEN.zh}`,
    };
  },
  MASQUERADE: (options) => ({
    en: `their source address becomes that of the interface they leave through${onPorts(options).en}${randomly(options).en}; replies are translated back`,
    zh: `源地址改为出口接口的地址${onPorts(options).zh}${randomly(options).zh}；应答会自动改回`,
  }),
  SNAT: (options, {names}) => {
    const to = destination(options['to-source'], names);
    return {
      en: `their source address becomes ${to.en}${randomly(options).en}; replies are translated back`,
      zh: `源地址改为 ${to.zh}${randomly(options).zh}；应答会自动改回`,
    };
  },
  DNAT: (options, {names}) => {
    const to = destination(options['to-destination'], names);
    return {
      en: `their destination becomes ${to.en}; replies are translated back`,
      zh: `目的地址改为 ${to.zh}；应答会自动改回`,
    };
  },
  REDIRECT: (options) => {
    const ports = options['to-ports'];
    return {
      en: `turned to this namespace itself${ports === undefined ? '' : `, port ${ports}`}`,
      zh: `转给本命名空间自己${ports === undefined ? '' : `的端口 ${ports}`}`,
    };
  },
  MARK: (options, {chain}) => {
    const mark = markValueWords(options['set-mark'] ?? '', chain);
    return {en: `given the mark ${mark.en}${THEN.en}`, zh: `打上标记 ${mark.zh}${THEN.zh}`};
  },
  CONNMARK: (options, {chain}) => {
    if ('save-mark' in options) {
      const bits = bitsWords(options['ctmask']);
      return {
        en: `their mark (${bits.en}) is remembered with the connection${THEN.en}`,
        zh: `把包的标记（${bits.zh}）记到所属连接上${THEN.zh}`,
      };
    }
    if ('restore-mark' in options) {
      const bits = bitsWords(options['nfmask']);
      return {
        en: `given the mark that their connection remembers (${bits.en})${THEN.en}`,
        zh: `把所属连接记住的标记（${bits.zh}）打到包上${THEN.zh}`,
      };
    }
    const mark = markValueWords(options['set-mark'] ?? '', chain);
    return {
      en: `their connection is given the mark ${mark.en}${THEN.en}`,
      zh: `给所属连接打上标记 ${mark.zh}${THEN.zh}`,
    };
  },
  CT: (options) =>
    'notrack' in options
      ? {en: 'not tracked as a connection', zh: '不做连接跟踪'}
      : {
          en: `tracked in zone ${options['zone'] ?? ''}, apart from connections of other zones${THEN.en}`,
          zh: `在跟踪区 ${options['zone'] ?? ''} 中跟踪，与其他区的连接互不混淆${THEN.zh}`,
        },
  CHECKSUM: () => ({
    en: `their checksum, which the sender left open, is filled in${THEN.en}`,
    zh: `补上发送方留空的校验和${THEN.zh}`,
  }),
  DSCP: (options) => {
    const value = options['set-dscp'] ?? '';
    const number = Number(value);
    return {
      en: `given service class DSCP ${number} (${value})${THEN.en}`,
      zh: `标上服务等级 DSCP ${number}（${value}）${THEN.zh}`,
    };
  },
  TCPMSS: () => ({
    en: 'their TCP segment size is limited to what the path carries',
    zh: 'TCP 报文段大小限制为路径所能承载的值',
  }),
  NOTRACK: () => ({en: 'not tracked as a connection', zh: '不做连接跟踪'}),
  TRACE: () => ({en: 'traced through every rule they meet', zh: '跟踪其经过的每条规则'}),
};

/** Targets of iptables extensions that we have no words for; any other name is a chain. */
const UNEXPLAINED_TARGETS = new Set(
  (
    'AUDIT CLASSIFY CONNSECMARK DNPT ECN HL HMARK IDLETIMER LED NETMAP NFLOG NFQUEUE QUEUE ' +
    'RATEEST SECMARK SET SNPT SYNPROXY TCPOPTSTRIP TEE TOS TPROXY TTL ULOG'
  ).split(' '),
);

/** Options without which these targets do something that we have no words for. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  CONNMARK: ['save-mark', 'restore-mark', 'set-mark'],
  CT: ['zone', 'notrack'],
  CHECKSUM: ['checksum-fill'],
  DSCP: ['set-dscp'],
};

/** Whether what a rule does with packets has words. */
export const isTargetExplained = ({target}: ParsedRule): boolean =>
  target === undefined ||
  (!UNEXPLAINED_TARGETS.has(target.name) && (NEEDED[target.name]?.some((option) => option in target.options) ?? true));

/** What a rule does with the packets it matches. */
export const actionWords = (rule: ParsedRule, place: RulePlace): Text => {
  const {target} = rule;
  if (target === undefined) return {en: 'only counted', zh: '只计数'};
  // In nat, accepting ends the search for a translation; whether the packet passes is the filter table's business.
  if (place.table === 'nat' && target.name === 'ACCEPT') return {en: 'not translated', zh: '不做地址转换'};
  if (!isTargetExplained(rule)) {
    return {en: `handed to ${target.name} (not explained here)`, zh: `交给 ${target.name} 处理（此处无法解释）`};
  }
  const say = TARGETS[target.name];
  if (say !== undefined) return say(target.options, place);
  return jumpWords(target.name, target.goto, place);
};

/** A policy, said as what it does. */
export const policyAction = (policy: string, place: RulePlace): Text => TARGETS[policy]?.({}, place) ?? same(policy);

const jumpWords = (chain: string, isGoto: boolean, {table, names}: RulePlace): Text => {
  const role = neutronChain(table, chain, names)?.role;
  const why = role === undefined ? same('') : {en: ` (${role.en})`, zh: `（${role.zh}）`};
  return isGoto
    ? {
        en: `continue in chain ${chain}${why.en} and do not come back`,
        zh: `转到链${spaced(`${chain}${why.zh}`)}且不再返回`,
      }
    : {en: `go through chain ${chain}${why.en}`, zh: `进入链 ${chain}${why.zh}`};
};

/** The packets that a chain sees. */
export const packetsWords = ({table, chain, names}: RulePlace): Text =>
  BUILT_IN[chain] ??
  neutronChain(table, chain, names)?.packets ?? {
    en: `Packets that reach chain ${chain}`,
    zh: `到达链 ${chain} 的包`,
  };
