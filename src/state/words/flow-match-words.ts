import {joinTexts} from '../text.ts';
import type {Text} from '../text.ts';

/** One part of a flow's match in words: `arriving from port eth0`; undefined where we have none. */
export const flowMatchWords = (part: string): Text | undefined => {
  const protocol = PROTOCOLS[part];
  if (protocol !== undefined) return {en: `that carry ${protocol}`, zh: `携带 ${protocol}`};
  const at = part.indexOf('=');
  if (at < 0) return undefined;
  const [name, value] = [part.slice(0, at), part.slice(at + 1)];
  const register = /^reg(\d+)$/.exec(name)?.[1];
  if (register !== undefined)
    return {en: `with ${decimal(value)} in register ${register}`, zh: `寄存器 ${register} 为 ${decimal(value)}`};
  return MATCHES[name]?.(value);
};

/** Hexadecimal numbers as people count. */
export const decimal = (value: string): string => (/^(0x[\da-f]+|\d+)$/.test(value) ? String(Number(value)) : value);

const PROTOCOLS: Readonly<Record<string, string>> = {
  arp: 'ARP',
  ip: 'IPv4',
  ipv6: 'IPv6',
  icmp: 'ICMP',
  icmp6: 'ICMPv6',
  tcp: 'TCP',
  tcp6: 'TCP (IPv6)',
  udp: 'UDP',
  udp6: 'UDP (IPv6)',
};

type Say = (value: string) => Text | undefined;

const from: Say = (address) => ({en: `from address ${address}`, zh: `源地址 ${address}`});
const to: Say = (address) => ({en: `to address ${address}`, zh: `目的地址 ${address}`});

const MATCHES: Readonly<Record<string, Say>> = {
  in_port: (port) => ({en: `arriving from port ${port}`, zh: `从端口 ${port} 进来`}),
  dl_vlan: (vlan) => (vlan === '0xffff' ? UNTAGGED : {en: `tagged ${vlan}`, zh: `带标签 ${vlan}`}),
  vlan_tci: (value) => {
    if (value === '0x0000' || value === '0x0000/0x1fff') return UNTAGGED;
    const vlan = /^(0x[\da-f]+)\/0x0fff$/.exec(value)?.[1];
    return vlan === undefined ? undefined : {en: `of VLAN ${Number(vlan)}`, zh: `属于 VLAN ${Number(vlan)}`};
  },
  dl_src: (mac) => ({en: `sent by ${mac}`, zh: `由 ${mac} 发出`}),
  dl_dst: (mac) => DESTINATIONS[mac] ?? {en: `sent to ${mac}`, zh: `发往 ${mac}`},
  nw_src: from,
  nw_dst: to,
  ipv6_src: from,
  ipv6_dst: to,
  nd_target: (address) => ({en: `about the neighbour ${address}`, zh: `涉及邻居 ${address}`}),
  arp_spa: (address) => ({en: `speaking for address ${address}`, zh: `自称地址 ${address}`}),
  arp_tpa: (address) => ({en: `asking for address ${address}`, zh: `询问地址 ${address}`}),
  tp_src: (port) => ({en: `from port number ${port}`, zh: `源端口号 ${port}`}),
  tp_dst: (port) => ({en: `to port number ${port}`, zh: `目的端口号 ${port}`}),
  icmp_type: (type) => ({en: `of type ${type}`, zh: `类型 ${type}`}),
  tun_id: (id) => ({en: `out of a tunnel with the number ${decimal(id)}`, zh: `来自编号 ${decimal(id)} 的隧道`}),
  ct_zone: (zone) => ({en: `tracked in zone ${decimal(zone)}`, zh: `在区域 ${decimal(zone)} 中跟踪`}),
  ct_mark: (mark) => ({
    en: `whose connection is marked ${decimal(mark)}`,
    zh: `所属连接的标记为 ${decimal(mark)}`,
  }),
  conj_id: (id) => ({en: `that fulfil every part of condition ${id}`, zh: `满足条件 ${id} 的每一部分`}),
  ct_state: (value) => {
    const flags = [...value.matchAll(/([+-])([a-z]+)/g)].map(([, sign, flag = '']) => stateWords(sign === '+', flag));
    return flags.length === 0 || flags.includes(undefined)
      ? undefined
      : joinTexts(
          flags.filter((flag) => flag !== undefined),
          {en: ', ', zh: '、'},
        );
  },
};

const UNTAGGED: Text = {en: 'without a tag', zh: '不带标签'};

const DESTINATIONS: Readonly<Record<string, Text>> = {
  'ff:ff:ff:ff:ff:ff': {en: 'sent to everybody', zh: '广播'},
  '00:00:00:00:00:00/01:00:00:00:00:00': {en: 'sent to one address', zh: '单播'},
  '01:00:00:00:00:00/01:00:00:00:00:00': {en: 'sent to many', zh: '广播或组播'},
};

/** What connection tracking says of a packet (ovs-fields(7), ct_state). */
const STATES: Readonly<Record<string, {readonly set: Text; readonly unset: Text}>> = {
  trk: {set: {en: 'looked up', zh: '已查询连接'}, unset: {en: 'not looked up', zh: '未查询连接'}},
  new: {set: {en: 'opening a connection', zh: '新建连接'}, unset: {en: 'not opening a connection', zh: '不新建连接'}},
  est: {
    set: {en: 'of a known connection', zh: '属于已有连接'},
    unset: {en: 'not of a known connection', zh: '不属于已有连接'},
  },
  rel: {
    set: {en: 'related to a known connection', zh: '与已有连接相关'},
    unset: {en: 'not related to a known connection', zh: '与已有连接无关'},
  },
  rpl: {set: {en: 'answering', zh: '应答方向'}, unset: {en: 'not answering', zh: '不是应答方向'}},
  inv: {
    set: {en: 'of no valid connection', zh: '连接无效'},
    unset: {en: 'not of no valid connection', zh: '连接并非无效'},
  },
};

const stateWords = (isSet: boolean, flag: string): Text | undefined => STATES[flag]?.[isSet ? 'set' : 'unset'];
