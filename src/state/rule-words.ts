import type {FilterRule} from './snapshot.ts';
import {joinTexts, same} from './text.ts';
import type {Text} from './text.ts';
import {matchInWords} from './words/match-words.ts';
import {parseRule} from './words/parse-rule.ts';
import type {ParsedRule} from './words/parse-rule.ts';

/** Whose packets a built-in chain sees. */
const PACKETS: Readonly<Record<string, Text>> = {
  PREROUTING: {en: 'Packets that just came in', zh: '刚进入的包'},
  INPUT: {en: 'Packets for this namespace itself', zh: '发给本命名空间的包'},
  FORWARD: {en: 'Packets passing through', zh: '被转发的包'},
  OUTPUT: {en: 'Packets that this namespace itself sends', zh: '本命名空间自己发出的包'},
  POSTROUTING: {en: 'Packets about to leave', zh: '即将离开的包'},
};

const packetsOf = (chain: string): Text =>
  PACKETS[chain] ?? {en: `Packets that reach chain ${chain}`, zh: `到达链 ${chain} 的包`};

type Options = Readonly<Record<string, string>>;

const onPorts = (options: Options): Text => {
  const ports = options['to-ports'];
  return ports === undefined ? same('') : {en: `, source ports ${ports}`, zh: `，源端口 ${ports}`};
};

/** What each target does to a packet. */
const TARGETS: Readonly<Record<string, (options: Options) => Text>> = {
  ACCEPT: () => ({en: 'let through', zh: '放行'}),
  DROP: () => ({en: 'dropped without an answer', zh: '丢弃，不作回应'}),
  REJECT: (options) => {
    const how = options['reject-with'];
    return {
      en: `refused${how === undefined ? '' : ` with ${how}`}`,
      zh: `拒绝${how === undefined ? '' : `，回应 ${how}`}`,
    };
  },
  RETURN: () => ({en: 'back to the chain they came from', zh: '返回上一条链'}),
  LOG: (options) => {
    const prefix = options['log-prefix'];
    return {
      en: `written to the kernel log${prefix === undefined ? '' : ` as “${prefix}”`}, then the next rule is asked`,
      zh: `写入内核日志${prefix === undefined ? '' : `（前缀“${prefix}”）`}，然后继续匹配下一条规则`,
    };
  },
  MASQUERADE: (options) => ({
    en: `their source address becomes that of the interface they leave through${onPorts(options).en}; replies are translated back`,
    zh: `源地址改为出口接口的地址${onPorts(options).zh}；应答会自动改回`,
  }),
  SNAT: (options) => ({
    en: `their source address becomes ${options['to-source'] ?? 'another'}; replies are translated back`,
    zh: `源地址改为 ${options['to-source'] ?? '另一个地址'}；应答会自动改回`,
  }),
  DNAT: (options) => ({
    en: `their destination becomes ${options['to-destination'] ?? 'another'}; replies are translated back`,
    zh: `目的地址改为 ${options['to-destination'] ?? '另一个地址'}；应答会自动改回`,
  }),
  REDIRECT: (options) => {
    const ports = options['to-ports'];
    return {
      en: `turned to this namespace itself${ports === undefined ? '' : `, port ${ports}`}`,
      zh: `转给本命名空间自己${ports === undefined ? '' : `的端口 ${ports}`}`,
    };
  },
  MARK: (options) => ({
    en: `given the mark ${options['set-mark'] ?? ''}, then the next rule is asked`,
    zh: `打上标记 ${options['set-mark'] ?? ''}，然后继续匹配下一条规则`,
  }),
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
    'AUDIT CHECKSUM CLASSIFY CONNMARK CONNSECMARK CT DNPT DSCP ECN HL HMARK IDLETIMER LED NETMAP NFLOG NFQUEUE QUEUE ' +
    'RATEEST SECMARK SET SNPT SYNPROXY TCPOPTSTRIP TEE TOS TPROXY TTL ULOG'
  ).split(' '),
);

const actionOf = ({target}: ParsedRule, table: string): Text => {
  if (target === undefined) return {en: 'only counted', zh: '只计数'};
  // In nat, accepting ends the search for a translation; whether the packet passes is the filter table's business.
  if (table === 'nat' && target.name === 'ACCEPT') return {en: 'not translated', zh: '不做地址转换'};
  const say = TARGETS[target.name];
  if (say !== undefined) return say(target.options);
  if (UNEXPLAINED_TARGETS.has(target.name)) {
    return {en: `handed to ${target.name} (not explained here)`, zh: `交给 ${target.name} 处理（此处无法解释）`};
  }
  return target.goto
    ? {en: `continue in chain ${target.name} and do not come back`, zh: `转到链 ${target.name} 且不再返回`}
    : {en: `go through chain ${target.name}`, zh: `进入链 ${target.name}`};
};

/**
 * An iptables rule in plain words: which packets, under which conditions, and what happens to them. Parts that we
 * have no words for are said to be such, verbatim.
 */
export const ruleInWords = (table: string, chain: string, rule: Pick<FilterRule, 'spec'>): Text => {
  const parsed = parseRule(rule.spec);
  const matches = parsed.unknownMatches.join(' ');
  const unknown =
    matches === ''
      ? []
      : [{en: `and if “${matches}” (not explained here)`, zh: `并且符合“${matches}”（此处无法解释）`}];
  const conditions = joinTexts([packetsOf(chain), ...parsed.matches.map(matchInWords), ...unknown]);
  const action = actionOf(parsed, table);
  const options = parsed.unknownOptions.join(' ');
  const rest =
    options === ''
      ? same('')
      : {en: ` (option not explained here: ${options})`, zh: `（此处无法解释的选项：${options}）`};
  return {en: `${conditions.en}: ${action.en}${rest.en}.`, zh: `${conditions.zh}：${action.zh}${rest.zh}。`};
};

/** What a built-in chain does with packets that no rule decided about. */
export const policyInWords = (chain: string, policy: string): Text => {
  const packets = packetsOf(chain);
  const action = TARGETS[policy]?.({}) ?? same(policy);
  return {
    en: `${packets.en} that no rule decided about: ${action.en}.`,
    zh: `${packets.zh}，没有规则作出决定时：${action.zh}。`,
  };
};
