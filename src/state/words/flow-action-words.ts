import {same} from '../text.ts';
import type {Text} from '../text.ts';
import {decimal} from './flow-match-words.ts';

/** The actions of a flow, one by one: commas inside parentheses do not end one. */
export const splitActions = (actions: string): readonly string[] => {
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

/** One action of a flow in words: `take the tag off`; undefined where we have none. */
export const flowActionWords = (action: string): Text | undefined => {
  const plain = PLAIN[action];
  if (plain !== undefined) return plain;
  for (const [pattern, say] of PATTERNS) {
    const found = pattern.exec(action);
    if (found !== null) return say(found[1] ?? '', found[2] ?? '', found[3] ?? '');
  }
  return undefined;
};

const STRIP: Text = {en: 'take the tag off', zh: '去掉标签'};
const FLOOD: Text = {en: 'out of every port but the one they came from', zh: '从除来源外的所有端口发出'};

const PLAIN: Readonly<Record<string, Text>> = {
  drop: {en: 'dropped', zh: '丢弃'},
  NORMAL: {en: 'switch normally (by what was learned)', zh: '正常交换（按学到的表）'},
  FLOOD,
  ALL: FLOOD,
  LOCAL: {en: "out of the bridge's own port", zh: '从网桥自己的端口发出'},
  IN_PORT: {en: 'back out of the port they came from', zh: '从进来的端口发回去'},
  strip_vlan: STRIP,
  pop_vlan: STRIP,
  'load:0->NXM_OF_VLAN_TCI[]': STRIP,
  'push_vlan:0x8100': {en: 'put a tag on', zh: '加上标签'},
  ct_clear: {en: 'forget the connection they were found in', zh: '忘掉查到的连接'},
  'set_field:2->arp_op': {en: 'turn the question into an answer', zh: '把询问改成应答'},
  'move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[]': {en: 'address it to the MAC that asked', zh: '应答给询问者的 MAC 地址'},
  'move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[]': {en: 'address it to the IP that asked', zh: '应答给询问者的 IP 地址'},
  'move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]': {en: 'send it back to its sender', zh: '目的 MAC 改为发送者'},
};

type Say = (first: string, second: string, third: string) => Text;

const tagBecomes: Say = (vlan) => ({en: `the tag becomes ${vlan}`, zh: `标签改为 ${vlan}`});
const outOf: Say = (port) => ({en: `out of port ${port}`, zh: `从端口 ${port} 发出`});
const goOn: Say = (table) => ({en: `go on in table ${table}`, zh: `转到表 ${table}`});
const tunnelBecomes: Say = (id) => ({
  en: `the tunnel's number becomes ${decimal(id)}`,
  zh: `隧道编号设为 ${decimal(id)}`,
});
const write: Say = (value, register) => ({
  en: `write ${decimal(value)} into register ${register}`,
  zh: `寄存器 ${register} 写入 ${decimal(value)}`,
});

const zoneWords = (zone: string): Text => {
  const register = /^NXM_NX_REG(\d+)\[/.exec(zone)?.[1];
  return register === undefined
    ? {en: `zone ${zone}`, zh: `区域 ${zone}`}
    : {en: `the zone in register ${register}`, zh: `寄存器 ${register} 中的区域`};
};

const PATTERNS: readonly (readonly [RegExp, Say])[] = [
  [/^mod_vlan_vid:(\d+)$/, tagBecomes],
  // Bit 12 only says that there is a tag.
  [/^set_field:(\d+)->vlan_vid$/, (value) => tagBecomes(String(Number(value) & 0xf_ff), '', '')],
  [/^output:([^\s:,[]+)$/, outOf],
  [/^(\d+)$/, outOf],
  [/^(?:goto_table:|resubmit\(,)(\d+)\)?$/, goOn],
  [/^set_field:(0x[\da-f]+|\d+)->tun_id$/, tunnelBecomes],
  [/^load:(0x[\da-f]+|\d+)->NXM_NX_TUN_ID\[\]$/, tunnelBecomes],
  [/^set_field:(0x[\da-f]+|\d+)->reg(\d+)$/, write],
  [/^load:(0x[\da-f]+|\d+)->NXM_NX_REG(\d+)\[/, write],
  [/^set_queue:(\d+)$/, (queue) => ({en: `choose queue ${queue}`, zh: `选择队列 ${queue}`})],
  [/^set_field:([\da-f:]+)->arp_sha$/, (mac) => ({en: `answer ${mac}`, zh: `答案写 ${mac}`})],
  [
    /^set_field:([\d.]+)->arp_spa$/,
    (address) => ({en: `speak in the name of ${address}`, zh: `以 ${address} 的名义应答`}),
  ],
  [/^set_field:([\da-f:]+)->eth_src$/, (mac) => ({en: `the source MAC becomes ${mac}`, zh: `源 MAC 改为 ${mac}`})],
  [
    /^conjunction\((\d+),(\d+)\/(\d+)\)$/,
    (id, part, of) => ({
      en: `part ${part} of ${of} of condition ${id} is fulfilled`,
      zh: `满足条件 ${id} 的第 ${part}/${of} 部分`,
    }),
  ],
  [
    /^ct\(commit,zone=([^,()]+)\)$/,
    (zone) => {
      const where = zoneWords(zone);
      return {en: `remember the connection (${where.en})`, zh: `记住连接（${where.zh}）`};
    },
  ],
  [
    /^ct\(commit,zone=([^,()]+),exec\(set_field:(0x[\da-f]+|\d+)->ct_mark\)\)$/,
    (zone, mark) => {
      const where = zoneWords(zone);
      return {
        en: `remember the connection, marked ${decimal(mark)} (${where.en})`,
        zh: `记住连接并标记为 ${decimal(mark)}（${where.zh}）`,
      };
    },
  ],
  [
    /^ct\(table=(\d+),zone=([^,()]+)\)$/,
    (table, zone) => {
      const where = zoneWords(zone);
      return {
        en: `look the connection up (${where.en}) and go on in table ${table}`,
        zh: `查询连接（${where.zh}），再转到表 ${table}`,
      };
    },
  ],
  [
    /^learn\(table=(\d+),(?:hard_timeout=(\d+))?/,
    (table, seconds) => {
      const life: Text = seconds === '' ? same('') : {en: ` for ${seconds} s`, zh: `，${seconds} 秒内有效`};
      return {
        en: `learn the way back to their sender into table ${table}${life.en}`,
        zh: `把回到发送者的路学进表 ${table}${life.zh}`,
      };
    },
  ],
];
