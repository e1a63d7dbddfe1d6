import {same} from '../text.ts';
import type {Text} from '../text.ts';

const FIELDS: Readonly<Record<string, Text>> = {
  state: same('operstate'),
  mac: {en: 'MAC address', zh: 'MAC 地址'},
  mtu: same('MTU'),
  stp: {en: 'spanning tree', zh: '生成树'},
  'forward delay': {en: 'forward delay', zh: '转发延迟'},
  'VLAN filtering': {en: 'VLAN filtering', zh: 'VLAN 过滤'},
  'ageing time': {en: 'ageing time', zh: '老化时间'},
  local: {en: 'local address', zh: '本地地址'},
  group: {en: 'multicast group', zh: '组播组'},
  remote: {en: 'remote address', zh: '远端地址'},
  dev: {en: 'device', zh: '底层设备'},
  'destination port': {en: 'destination port', zh: '目的端口'},
  'VXLAN learning': {en: 'learning', zh: '学习'},
  proxy: {en: 'proxy', zh: '代理'},
  'VLAN id': {en: 'VLAN id', zh: 'VLAN 号'},
  protocol: {en: 'protocol', zh: '协议'},
  'port state': {en: 'port state', zh: '端口状态'},
  isolated: {en: 'isolated from other isolated ports', zh: '与其他隔离端口隔离'},
  hairpin: {en: 'hairpin', zh: '发夹转发'},
  learning: {en: 'MAC learning', zh: 'MAC 学习'},
  scope: {en: 'scope', zh: '作用域'},
  broadcast: {en: 'broadcast address', zh: '广播地址'},
  peer: {en: 'peer address', zh: '对端地址'},
  flags: {en: 'flags', zh: '标志'},
  source: {en: 'source address', zh: '源地址'},
  metric: {en: 'metric', zh: '度量值'},
  table: {en: 'table', zh: '路由表'},
  origin: {en: 'origin', zh: '来源'},
  master: {en: 'bridge', zh: '网桥'},
  destination: {en: 'tunnel end', zh: '隧道端点'},
  untagged: {en: 'untagged', zh: '不带标签'},
  pvid: same('PVID'),
  program: {en: 'program', zh: '程序'},
};

/** Times that the kernel keeps in hundredths of a second. */
const IN_CENTISECONDS = new Set(['forward delay', 'ageing time']);

export const fieldWords = (field: string): Text => FIELDS[field] ?? same(field);

/** A value as a reader wants it: switches are on or off, times are in seconds, nothing is `none`. */
export const valueWords = (field: string, value: string | undefined): Text => {
  if (value === undefined || value === '') return {en: 'none', zh: '无'};
  if (value === 'yes') return {en: 'on', zh: '开'};
  if (value === 'no') return {en: 'off', zh: '关'};
  if (IN_CENTISECONDS.has(field)) return {en: `${Number(value) / 100} s`, zh: `${Number(value) / 100} 秒`};
  return same(value);
};
