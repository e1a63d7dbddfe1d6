import type {ItemChange} from '../change.ts';
import {same} from '../text.ts';
import type {Text} from '../text.ts';

/** `nat POSTROUTING`, `IPv6 filter FORWARD`. */
const chainName = ({details}: ItemChange): string => {
  const {family, table = '', chain = ''} = details ?? {};
  return `${family === 'ip6tables' ? 'IPv6 ' : ''}${table} ${chain}`;
};

/** How far a counter went. Counters go back when they are zeroed. */
const moreWords = ({field, before, after}: ItemChange): Text => {
  const more = Number(after ?? 0) - Number(before ?? 0);
  const bytes = field === 'bytes';
  if (more < 0) return {en: `counter back from ${before} to ${after}`, zh: `计数从 ${before} 回到 ${after}`};
  const unit = bytes ? (more === 1 ? 'byte' : 'bytes') : more === 1 ? 'packet' : 'packets';
  return {en: `${more} ${unit} more`, zh: `又有 ${more} ${bytes ? '字节' : '个包'}`};
};

const POLICIES: Readonly<Record<string, Text>> = {
  ACCEPT: {en: 'packets that match no rule pass', zh: '不匹配任何规则的包放行'},
  DROP: {en: 'packets that match no rule are dropped', zh: '不匹配任何规则的包丢弃'},
};

/** A change of an iptables chain, its policy or its counter. */
export const chainChangeWords = (change: ItemChange): Text => {
  const name = chainName(change);
  const {before, after} = change;
  if (change.field === 'policy') {
    const meaning = POLICIES[after ?? ''];
    const said = meaning === undefined ? same('') : {en: ` (${meaning.en})`, zh: `（${meaning.zh}）`};
    return {
      en: `${name}: policy ${before ?? 'none'} → ${after ?? 'none'}${said.en}`,
      zh: `${name}：默认策略 ${before ?? '无'} → ${after ?? '无'}${said.zh}`,
    };
  }
  if (change.how === 'changed') {
    const more = moreWords(change);
    return {en: `${name}: policy: ${more.en}`, zh: `${name}：默认策略：${more.zh}`};
  }
  return change.how === 'added'
    ? {en: `${name}: chain added`, zh: `${name}：新增链`}
    : {en: `${name}: chain removed`, zh: `${name}：链已删除`};
};

/** A change of one iptables rule: its coming, going, place or counter. */
export const ruleChangeWords = (change: ItemChange): Text => {
  const name = chainName(change);
  const {position = '', spec = ''} = change.details ?? {};
  if (change.how === 'added') {
    return {en: `${name}: rule ${position} added: ${spec}`, zh: `${name}：新增第 ${position} 条规则：${spec}`};
  }
  if (change.how === 'removed') {
    return {en: `${name}: rule ${position} removed: ${spec}`, zh: `${name}：删除第 ${position} 条规则：${spec}`};
  }
  if (change.field === 'position') {
    return {
      en: `${name}: rule moved from place ${change.before} to ${change.after}: ${spec}`,
      zh: `${name}：规则从第 ${change.before} 位移到第 ${change.after} 位：${spec}`,
    };
  }
  const more = moreWords(change);
  const rule = spec.replace(COMMENT, '').trim();
  return {
    en: `${name}: rule ${position} (${rule}): ${more.en}`,
    zh: `${name}：第 ${position} 条规则（${rule}）：${more.zh}`,
  };
};

/** A packet counts at a dozen of Neutron's rules; with their comments they would not fit on a screen. */
const COMMENT = / ?-m comment --comment (?:"(?:[^"\\]|\\.)*"|\S+)/;

/** A change of an nftables table or of one of its lines. */
export const nftChangeWords = (change: ItemChange): Text => {
  const {key, before, after} = change;
  if (change.how === 'added') return {en: `nftables table ${key} added`, zh: `新增 nftables 表 ${key}`};
  if (change.how === 'removed') return {en: `nftables table ${key} removed`, zh: `nftables 表 ${key} 已删除`};
  if (change.field === 'packets') {
    const more = moreWords(change);
    const line = change.details?.['line'] ?? '';
    return {en: `nftables ${key}: ${line}: ${more.en}`, zh: `nftables ${key}：${line}：${more.zh}`};
  }
  return after === undefined
    ? {en: `nftables ${key}: line removed: ${before}`, zh: `nftables ${key}：删除一行：${before}`}
    : {en: `nftables ${key}: line added: ${after}`, zh: `nftables ${key}：新增一行：${after}`};
};
