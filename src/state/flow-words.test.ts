import {expect, test} from 'vitest';
import {flowInWords, unknownFlowParts} from './flow-words.ts';

const told = (match: string, actions: string, options: readonly string[] = []) => {
  const {en, zh} = flowInWords({match, actions, options});
  return `${en}\n${zh}`;
};

test.each([
  ['', 'NORMAL', 'Every frame: switch normally (by what was learned).\n所有帧：正常交换（按学到的表）。'],
  [
    'in_port=int-br-ex,dl_vlan=3',
    'strip_vlan,NORMAL',
    'Frames arriving from port int-br-ex, tagged 3: take the tag off, then switch normally (by what was learned).\n' +
      '从端口 int-br-ex 进来、带标签 3 的帧：去掉标签，然后正常交换（按学到的表）。',
  ],
  [
    'in_port=phy-br-eth3,dl_vlan=2',
    'set_field:4196->vlan_vid,NORMAL',
    'Frames arriving from port phy-br-eth3, tagged 2: the tag becomes 100, then switch normally (by what was learned).\n' +
      '从端口 phy-br-eth3 进来、带标签 2 的帧：标签改为 100，然后正常交换（按学到的表）。',
  ],
  ['in_port=2', 'drop', 'Frames arriving from port 2: dropped.\n从端口 2 进来的帧：丢弃。'],
  [
    'dl_vlan=1,dl_dst=fa:16:3e:14:7e:49',
    'pop_vlan,set_field:0x12c->tun_id,output:vxlan-ac10100c',
    "Frames tagged 1, sent to fa:16:3e:14:7e:49: take the tag off, then the tunnel's number becomes 300, then out of port vxlan-ac10100c.\n" +
      '带标签 1、发往 fa:16:3e:14:7e:49 的帧：去掉标签，然后隧道编号设为 300，然后从端口 vxlan-ac10100c 发出。',
  ],
])('%s: %s', (match, actions, words) => {
  expect(told(match, actions)).toBe(words);
  expect(unknownFlowParts({match, actions})).toEqual([]);
});

test('how long it lives', () => {
  expect(told('tcp', 'drop', ['idle_timeout=300'])).toBe(
    'Frames that carry TCP: dropped (forgotten after 300 s without use).\n携带 TCP 的帧：丢弃（闲置 300 秒后失效）。',
  );
});

test('what has no words stands verbatim; commas in parentheses do not end an action', () => {
  const flow = {match: 'metadata=0x1', actions: 'clone(push_vlan:0x8100,output:2),resubmit(,91)'};
  expect(told(flow.match, flow.actions)).toContain(
    '“clone(push_vlan:0x8100,output:2)” (not explained here), then go on in table 91',
  );
  expect(unknownFlowParts(flow)).toEqual(['metadata=0x1', 'clone(push_vlan:0x8100,output:2)']);
});

/** One of each form that the agents of Neutron 21.0 wrote. */
const NEUTRONS: readonly (readonly [match: string, actions: string])[] = [
  ['reg6=0x1,ct_state=+new-est,ct_zone=1', 'ct(commit,zone=NXM_NX_REG6[0..15]),resubmit(,91)'],
  ['ct_state=+est-rel-rpl,ip,conj_id=12', 'conjunction(12,1/2)'],
  ['ct_mark=0x1', 'ct(commit,zone=NXM_NX_REG6[0..15],exec(set_field:0x1->ct_mark))'],
  ['ip,ct_state=-trk,in_port=tap1', 'ct(table=72,zone=NXM_NX_REG6[0..15])'],
  [
    'arp,dl_vlan=1,arp_tpa=172.16.1.5',
    'set_field:2->arp_op,move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],' +
      'set_field:fa:16:3e:00:00:05->arp_sha,set_field:172.16.1.5->arp_spa,move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],' +
      'set_field:fa:16:3e:00:00:05->eth_src,IN_PORT',
  ],
  [
    '',
    'learn(table=20,hard_timeout=300,priority=1,cookie=0x1,NXM_OF_VLAN_TCI[0..11],load:0->NXM_OF_VLAN_TCI[]),output:patch-int',
  ],
  ['vlan_tci=0x0001/0x0fff,tun_id=0x12c', 'load:0->NXM_OF_VLAN_TCI[],load:0x12c->NXM_NX_TUN_ID[],output:2'],
  ['reg3=0', 'set_queue:0,load:0x1->NXM_NX_REG3[0],resubmit(,0)'],
];

test('what Neutron writes', () => {
  for (const [match, actions] of NEUTRONS) expect(unknownFlowParts({match, actions})).toEqual([]);
  expect(`\n${NEUTRONS.map(([match, actions]) => told(match, actions)).join('\n\n')}\n`).toMatchInlineSnapshot(`
    "
    Frames with 1 in register 6, opening a connection, not of a known connection, tracked in zone 1: remember the connection (the zone in register 6), then go on in table 91.
    寄存器 6 为 1、新建连接、不属于已有连接、在区域 1 中跟踪的帧：记住连接（寄存器 6 中的区域），然后转到表 91。

    Frames of a known connection, not related to a known connection, not answering, that carry IPv4, that fulfil every part of condition 12: part 1 of 2 of condition 12 is fulfilled.
    属于已有连接、与已有连接无关、不是应答方向、携带 IPv4、满足条件 12 的每一部分的帧：满足条件 12 的第 1/2 部分。

    Frames whose connection is marked 1: remember the connection, marked 1 (the zone in register 6).
    所属连接的标记为 1 的帧：记住连接并标记为 1（寄存器 6 中的区域）。

    Frames that carry IPv4, not looked up, arriving from port tap1: look the connection up (the zone in register 6) and go on in table 72.
    携带 IPv4、未查询连接、从端口 tap1 进来的帧：查询连接（寄存器 6 中的区域），再转到表 72。

    Frames that carry ARP, tagged 1, asking for address 172.16.1.5: turn the question into an answer, then address it to the MAC that asked, then address it to the IP that asked, then answer fa:16:3e:00:00:05, then speak in the name of 172.16.1.5, then send it back to its sender, then the source MAC becomes fa:16:3e:00:00:05, then back out of the port they came from.
    携带 ARP、带标签 1、询问地址 172.16.1.5 的帧：把询问改成应答，然后应答给询问者的 MAC 地址，然后应答给询问者的 IP 地址，然后答案写 fa:16:3e:00:00:05，然后以 172.16.1.5 的名义应答，然后目的 MAC 改为发送者，然后源 MAC 改为 fa:16:3e:00:00:05，然后从进来的端口发回去。

    Every frame: learn the way back to their sender into table 20 for 300 s, then out of port patch-int.
    所有帧：把回到发送者的路学进表 20，300 秒内有效，然后从端口 patch-int 发出。

    Frames of VLAN 1, out of a tunnel with the number 300: take the tag off, then the tunnel's number becomes 300, then out of port 2.
    属于 VLAN 1、来自编号 300 的隧道的帧：去掉标签，然后隧道编号设为 300，然后从端口 2 发出。

    Frames with 0 in register 3: choose queue 0, then write 1 into register 3, then go on in table 0.
    寄存器 3 为 0 的帧：选择队列 0，然后寄存器 3 写入 1，然后转到表 0。
    "
  `);
});
