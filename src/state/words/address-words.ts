import type {Text} from '../text.ts';
import {named} from './rule-names.ts';
import type {RuleNames} from './rule-names.ts';

/** Addresses that mean the same everywhere. */
const KNOWN: Readonly<Record<string, Text>> = {
  '169.254.169.254/32': {en: 'the metadata service', zh: '元数据服务'},
  'fe80::a9fe:a9fe/128': {en: 'the metadata service', zh: '元数据服务'},
  '255.255.255.255/32': {en: 'everybody here', zh: '本网段所有主机'},
  '0.0.0.0/32': {en: 'no address yet', zh: '尚无地址'},
  '::/128': {en: 'no address yet', zh: '尚无地址'},
  'fe80::/64': {en: 'link-local', zh: '链路本地'},
  'ff02::/16': {en: 'multicast on the link', zh: '链路内组播'},
};

/** An address or prefix as iptables-save writes it, with what it is. */
export const addressWords = (value: string, names: RuleNames): Text =>
  named(value, KNOWN[value] ?? names.meaning(value.replace(/\/(?:32|128)$/, '')));

/** Patterns of Neutron's devices that a rule names all at once. */
const PATTERNS: Readonly<Record<string, Text>> = {
  'qr-+': {en: 'any inner interface of the router', zh: '路由器的任一内部接口'},
  'qg-+': {en: 'the outer interface of the router', zh: '路由器的外部接口'},
  'tap+': {en: 'any port', zh: '任一端口'},
};

export const deviceWords = (device: string, names: RuleNames): Text =>
  named(device, PATTERNS[device] ?? names.meaning(device));

/** `NIPv4<id>`: the addresses of a security group. */
export const setWords = (set: string, names: RuleNames): Text => {
  const meaning = names.meaning(set);
  if (meaning !== undefined) return named(set, meaning);
  const group = /^NIPv([46])([0-9a-f-]+)$/.exec(set);
  if (group === null) return {en: set, zh: set};
  const [, version = '', id = ''] = group;
  return {
    en: `${set} (IPv${version} addresses of security group ${id}…)`,
    zh: `${set}（安全组 ${id}… 的 IPv${version} 地址）`,
  };
};
