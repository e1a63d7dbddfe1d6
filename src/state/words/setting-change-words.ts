import type {ItemChange} from '../change.ts';
import {same} from '../text.ts';
import type {Text} from '../text.ts';
import {fieldArrowWords} from './route-change-words.ts';
import {shortSysctlName, sysctlMeaning} from './sysctl-words.ts';

export const sysctlChangeWords = (change: ItemChange): Text => {
  const name = shortSysctlName(change.key);
  if (change.how === 'removed') return {en: `${name} is gone`, zh: `${name} 已消失`};
  const value = change.how === 'added' ? (change.details?.['value'] ?? '') : (change.after ?? '');
  const arrow = change.how === 'added' ? value : `${change.before ?? ''} → ${value}`;
  const meaning = sysctlMeaning(change.key, value);
  const said = meaning.en === '' ? same('') : {en: ` (${meaning.en})`, zh: `（${meaning.zh}）`};
  return {en: `${name}: ${arrow}${said.en}`, zh: `${name}：${arrow}${said.zh}`};
};

export const listenerChangeWords = (change: ItemChange): Text => {
  const {program, pid} = change.details ?? {};
  const name = {en: `socket ${change.key}`, zh: `套接字 ${change.key}`};
  if (change.how === 'changed') return fieldArrowWords(name, change);
  const owner = program === undefined ? same('') : programWords(program, pid);
  return change.how === 'added'
    ? {en: `${change.key} is listening${owner.en}`, zh: `${change.key} 开始监听${owner.zh}`}
    : {en: `${change.key} is no longer listening${owner.en}`, zh: `${change.key} 不再监听${owner.zh}`};
};

const programWords = (program: string, pid: string | undefined): Text =>
  pid === undefined
    ? {en: ` (${program})`, zh: `（${program}）`}
    : {en: ` (${program}, pid ${pid})`, zh: `（${program}，pid ${pid}）`};

const PARTS: Readonly<Record<string, Text>> = {
  links: {en: 'interfaces (links)', zh: '接口（links）'},
  routes: {en: 'routes', zh: '路由（routes）'},
  rules: {en: 'routing rules (rules)', zh: '策略路由规则（rules）'},
  neighbours: {en: 'neighbours', zh: '邻居（neighbours）'},
  fdb: {en: 'forwarding entries (fdb)', zh: '转发表（fdb）'},
  bridgeVlans: {en: 'VLANs of bridge ports (bridgeVlans)', zh: '网桥端口的 VLAN（bridgeVlans）'},
  listeners: {en: 'listening sockets (listeners)', zh: '监听套接字（listeners）'},
  sets: {en: 'ipset (sets)', zh: 'ipset 地址集合（sets）'},
  queues: {en: 'queueing disciplines (queues)', zh: '排队规则（queues）'},
  openvswitch: {en: 'Open vSwitch', zh: 'Open vSwitch '},
  libvirt: {en: 'libvirt (its guests, networks, pools)', zh: 'libvirt（客户机、网络、存储池）'},
  sysctls: {en: 'kernel settings (sysctls)', zh: '内核参数（sysctls）'},
};

/** What a part of a namespace's snapshot is called. */
const partWords = (part: string): Text => {
  if (part.startsWith('flows ')) return {en: `flow entries (${part})`, zh: `流表项（${part}）`};
  return PARTS[part] ?? {en: part, zh: `${part} `};
};

export const readingChangeWords = (change: ItemChange): Text => {
  const name = partWords(change.key);
  return change.after === undefined
    ? {en: `${name.en} can be read again`, zh: `${name.zh}又能读取了`}
    : {en: `${name.en} could not be read: ${change.after}`, zh: `${name.zh}无法读取：${change.after}`};
};
