import type {OvsFlow} from './openvswitch.ts';
import {joinTexts, same, spaced} from './text.ts';
import type {Text} from './text.ts';

/**
 * A flow of Open vSwitch in plain words: which frames, and what happens to them, in the order of its actions. What we
 * have no words for stands verbatim, in quotation marks.
 */
export const flowInWords = ({match, actions, options}: Pick<OvsFlow, 'match' | 'actions' | 'options'>): Text => {
  const conditions = match === '' ? [] : match.split(',').map(matchWords);
  const which = joinTexts(conditions, {en: ', ', zh: '、'});
  const subject: Text =
    conditions.length === 0
      ? {en: 'Every frame', zh: '所有帧'}
      : {en: `Frames ${which.en}`, zh: `${spaced(which.zh).trimStart()}的帧`};
  const steps = joinTexts(splitActions(actions).map(actionWords), {en: ', then ', zh: '，然后'});
  const life = options.flatMap(optionWords);
  const until = life.length === 0 ? same('') : joinTexts([same(''), joinTexts(life)], {en: ' (', zh: '（'});
  const end: Text = life.length === 0 ? same('') : {en: ')', zh: '）'};
  return {
    en: `${subject.en}: ${steps.en}${until.en}${end.en}.`,
    zh: `${subject.zh}：${steps.zh}${until.zh}${end.zh}。`,
  };
};

/** The parts of a flow that {@link flowInWords} has no words for, verbatim. */
export const unknownFlowParts = ({match, actions}: Pick<OvsFlow, 'match' | 'actions'>): readonly string[] => [
  ...(match === '' ? [] : match.split(',').filter((part) => knownMatch(part) === undefined)),
  ...splitActions(actions).filter((action) => knownAction(action) === undefined),
];

const matchWords = (part: string): Text =>
  knownMatch(part) ?? {en: `if “${part}” (not explained here)`, zh: `符合“${part}”（此处无法解释）`};
const actionWords = (action: string): Text =>
  knownAction(action) ?? {en: `“${action}” (not explained here)`, zh: `“${action}”（此处无法解释）`};

/** Commas inside parentheses do not end an action. */
const splitActions = (actions: string): readonly string[] => {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of actions) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
};

const PROTOCOLS: Readonly<Record<string, string>> = {
  arp: 'ARP',
  ip: 'IPv4',
  ipv6: 'IPv6',
  icmp: 'ICMP',
  icmp6: 'ICMPv6',
  tcp: 'TCP',
  udp: 'UDP',
};

const knownMatch = (part: string): Text | undefined => {
  const protocol = PROTOCOLS[part];
  if (protocol !== undefined) return {en: `that carry ${protocol}`, zh: `携带 ${protocol}`};
  const at = part.indexOf('=');
  const say = at < 0 ? undefined : MATCHES[part.slice(0, at)];
  return say?.(part.slice(at + 1));
};

const MATCHES: Readonly<Record<string, (value: string) => Text | undefined>> = {
  in_port: (port) => ({en: `arriving from port ${port}`, zh: `从端口 ${port} 进来`}),
  dl_vlan: (vlan) =>
    vlan === '0xffff' ? {en: 'without a tag', zh: '不带标签'} : {en: `tagged ${vlan}`, zh: `带标签 ${vlan}`},
  vlan_tci: (value) =>
    value === '0x0000' || value === '0x0000/0x1fff' ? {en: 'without a tag', zh: '不带标签'} : undefined,
  dl_src: (mac) => ({en: `sent by ${mac}`, zh: `由 ${mac} 发出`}),
  dl_dst: (mac) => DESTINATIONS[mac] ?? {en: `sent to ${mac}`, zh: `发往 ${mac}`},
  nw_src: (address) => ({en: `from address ${address}`, zh: `源地址 ${address}`}),
  nw_dst: (address) => ({en: `to address ${address}`, zh: `目的地址 ${address}`}),
  arp_spa: (address) => ({en: `speaking for address ${address}`, zh: `自称地址 ${address}`}),
  arp_tpa: (address) => ({en: `asking for address ${address}`, zh: `询问地址 ${address}`}),
  tp_src: (port) => ({en: `from port number ${port}`, zh: `源端口号 ${port}`}),
  tp_dst: (port) => ({en: `to port number ${port}`, zh: `目的端口号 ${port}`}),
  tun_id: (id) => ({en: `out of a tunnel with the number ${decimal(id)}`, zh: `来自编号 ${decimal(id)} 的隧道`}),
};

const DESTINATIONS: Readonly<Record<string, Text>> = {
  'ff:ff:ff:ff:ff:ff': {en: 'sent to everybody', zh: '广播'},
  '00:00:00:00:00:00/01:00:00:00:00:00': {en: 'sent to one address', zh: '单播'},
  '01:00:00:00:00:00/01:00:00:00:00:00': {en: 'sent to many', zh: '广播或组播'},
};

const STRIP: Text = {en: 'take the tag off', zh: '去掉标签'};
const NORMAL: Text = {en: 'switch normally (by what was learned)', zh: '正常交换（按学到的表）'};
const DROP: Text = {en: 'dropped', zh: '丢弃'};

const PLAIN_ACTIONS: Readonly<Record<string, Text>> = {
  drop: DROP,
  NORMAL,
  FLOOD: {en: 'out of every port but the one they came from', zh: '从除来源外的所有端口发出'},
  ALL: {en: 'out of every port but the one they came from', zh: '从除来源外的所有端口发出'},
  LOCAL: {en: "out of the bridge's own port", zh: '从网桥自己的端口发出'},
  IN_PORT: {en: 'back out of the port they came from', zh: '从进来的端口发回去'},
  strip_vlan: STRIP,
  pop_vlan: STRIP,
  'push_vlan:0x8100': {en: 'put a tag on', zh: '加上标签'},
  ct_clear: {en: 'forget the connection they were found in', zh: '忘掉查到的连接'},
};

const tagBecomes = (vlan: string): Text => ({en: `the tag becomes ${vlan}`, zh: `标签改为 ${vlan}`});
const goesOn = (table: string): Text => ({en: `go on in table ${table}`, zh: `转到表 ${table}`});

const ACTIONS: readonly (readonly [RegExp, (value: string) => Text])[] = [
  [/^mod_vlan_vid:(\d+)$/, tagBecomes],
  // Bit 12 only says that there is a tag.
  [/^set_field:(\d+)->vlan_vid$/, (value) => tagBecomes(String(Number(value) & 0xf_ff))],
  [/^output:(.+)$/, (port) => ({en: `out of port ${port}`, zh: `从端口 ${port} 发出`})],
  [/^(?:goto_table:|resubmit\(,)(\d+)\)?$/, goesOn],
  [
    /^set_field:(0x[\da-f]+|\d+)->tun_id$/,
    (id) => ({en: `the tunnel's number becomes ${decimal(id)}`, zh: `隧道编号设为 ${decimal(id)}`}),
  ],
];

const knownAction = (action: string): Text | undefined => {
  const plain = PLAIN_ACTIONS[action];
  if (plain !== undefined) return plain;
  for (const [pattern, say] of ACTIONS) {
    const value = pattern.exec(action)?.[1];
    if (value !== undefined) return say(value);
  }
  // A port stands for itself where nothing else has its name.
  return /^\d+$/.test(action) ? {en: `out of port ${action}`, zh: `从端口 ${action} 发出`} : undefined;
};

const optionWords = (option: string): readonly Text[] => {
  const [name, value = ''] = option.split('=');
  if (name === 'idle_timeout') return [{en: `forgotten after ${value} s without use`, zh: `闲置 ${value} 秒后失效`}];
  if (name === 'hard_timeout') return [{en: `forgotten after ${value} s`, zh: `${value} 秒后失效`}];
  return [];
};

const decimal = (value: string): string => (/^(0x[\da-f]+|\d+)$/.test(value) ? String(Number(value)) : value);
