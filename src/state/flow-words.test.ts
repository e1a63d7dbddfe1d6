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
  const flow = {match: 'reg6=0x1', actions: 'ct(commit,zone=NXM_NX_REG6[0..15]),resubmit(,91)'};
  expect(told(flow.match, flow.actions)).toContain(
    '“ct(commit,zone=NXM_NX_REG6[0..15])” (not explained here), then go on in table 91',
  );
  expect(unknownFlowParts(flow)).toEqual(['reg6=0x1', 'ct(commit,zone=NXM_NX_REG6[0..15])']);
});
