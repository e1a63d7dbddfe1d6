import type {ItemChange} from '../change.ts';
import {flowInWords} from '../flow-words.ts';
import type {Text} from '../text.ts';
import {valueWords} from './field-words.ts';

/** Changes of an Open vSwitch: its bridges, their ports, their flows, and what they learned. */

export const ovsBridgeChangeWords = (change: ItemChange): Text => {
  const {datapath = ''} = change.details ?? {};
  const name = {en: `Open vSwitch bridge ${change.key}`, zh: `Open vSwitch 网桥 ${change.key}`};
  if (change.how === 'added') return {en: `${name.en} added (${datapath})`, zh: `新增 ${name.zh}（${datapath}）`};
  if (change.how === 'removed') return {en: `${name.en} removed`, zh: `删除 ${name.zh}`};
  return arrow(name, change);
};

export const ovsPortChangeWords = (change: ItemChange): Text => {
  const {bridge = '', port = '', error} = change.details ?? {};
  const about = kindOfPort(change);
  if (change.how === 'added') {
    const failed = error === undefined ? {en: '', zh: ''} : {en: `, but ${error}`, zh: `，但是 ${error}`};
    return {
      en: `port ${port} added to ${bridge}${about.en}${failed.en}`,
      zh: `${bridge} 新增端口 ${port}${about.zh}${failed.zh}`,
    };
  }
  if (change.how === 'removed') return {en: `port ${port} removed from ${bridge}`, zh: `${bridge} 删除端口 ${port}`};
  return arrow({en: `port ${port} of ${bridge}`, zh: `${bridge} 的端口 ${port}`}, change);
};

const kindOfPort = ({details = {}}: ItemChange): Text => {
  const {tag, trunks, type, peer, remote} = details;
  const parts: Text[] = [
    ...(type === undefined || type === 'system' ? [] : [{en: type, zh: type}]),
    ...(peer === undefined ? [] : [{en: `to ${peer}`, zh: `通往 ${peer}`}]),
    ...(remote === undefined ? [] : [{en: `to ${remote}`, zh: `通往 ${remote}`}]),
    ...(tag === undefined ? [] : [{en: `tag ${tag}`, zh: `标签 ${tag}`}]),
    ...(trunks === undefined ? [] : [{en: `trunk of ${trunks}`, zh: `干道 ${trunks}`}]),
  ];
  if (parts.length === 0) return {en: '', zh: ''};
  return {en: ` (${parts.map(({en}) => en).join(' ')})`, zh: `（${parts.map(({zh}) => zh).join('，')}）`};
};

/** `flow 10 in table 0 of br-ex added: Frames …` */
export const ovsFlowChangeWords = (change: ItemChange): Text => {
  const {bridge = '', table = '', priority = '', match = '', actions = ''} = change.details ?? {};
  const words = flowInWords({match, actions, options: []});
  const name = {
    en: `flow of ${bridge} (table ${table}, priority ${priority})`,
    zh: `${bridge} 的流表项（表 ${table}，优先级 ${priority}）`,
  };
  const flow = {en: `${match === '' ? '*' : match} → ${actions}`, zh: `${match === '' ? '*' : match} → ${actions}`};
  if (change.how === 'added')
    return {en: `${name.en} added: ${flow.en}. ${words.en}`, zh: `新增 ${name.zh}：${flow.zh}。${words.zh}`};
  if (change.how === 'removed') return {en: `${name.en} removed: ${flow.en}`, zh: `删除 ${name.zh}：${flow.zh}`};
  const what = match === '' ? {en: 'everything', zh: '所有帧'} : {en: match, zh: match};
  return arrow({en: `${name.en} for ${what.en}`, zh: `${name.zh}，${what.zh}`}, change);
};

export const ovsFdbChangeWords = (change: ItemChange): Text => {
  const {bridge = '', mac = '', vlan = '', port = ''} = change.details ?? {};
  const inVlan = vlan === '0' ? '' : ` VLAN ${vlan}`;
  if (change.how === 'added')
    return {
      en: `${bridge} learned ${mac}${inVlan} behind ${port}`,
      zh: `${bridge} 学到 ${mac}${inVlan} 在 ${port} 之后`,
    };
  if (change.how === 'removed')
    return {
      en: `${bridge} forgot ${mac}${inVlan} behind ${port}`,
      zh: `${bridge} 忘记了 ${port} 之后的 ${mac}${inVlan}`,
    };
  return arrow({en: `${bridge}: ${mac}${inVlan}`, zh: `${bridge}：${mac}${inVlan}`}, change);
};

const FIELDS: Readonly<Record<string, Text>> = {
  datapath: {en: 'datapath', zh: '数据通路'},
  failMode: {en: 'fail mode', zh: '失效模式'},
  tag: {en: 'tag', zh: '标签'},
  trunks: {en: 'VLANs of the trunk', zh: '干道的 VLAN'},
  vlanMode: {en: 'VLAN mode', zh: 'VLAN 模式'},
  type: {en: 'type', zh: '类型'},
  peer: {en: 'other end of the patch', zh: '补丁的另一端'},
  remote: {en: 'tunnel end', zh: '隧道端点'},
  options: {en: 'options', zh: '选项'},
  error: {en: 'error', zh: '错误'},
  ofport: {en: 'number in flows', zh: '流表中的编号'},
  actions: {en: 'actions', zh: '动作'},
  cookie: {en: 'cookie', zh: 'cookie'},
  packets: {en: 'packets', zh: '报文数'},
  port: {en: 'port', zh: '端口'},
};

const arrow = (name: Text, {field = '', before, after}: ItemChange): Text => {
  const words = FIELDS[field] ?? {en: field, zh: field};
  const [old, now] = [valueWords(field, before), valueWords(field, after)];
  return {en: `${name.en}: ${words.en} ${old.en} → ${now.en}`, zh: `${name.zh}：${words.zh} ${old.zh} → ${now.zh}`};
};
