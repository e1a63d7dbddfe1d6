import {expect, test} from 'vitest';
import {endInWords, foundInWords, hopInWords, noteInWords} from './trace-words.ts';

const hop = (match: string, ...actions: readonly string[]) => ({
  table: 60,
  flow: {priority: 3, match},
  actions,
  notes: [],
});

test('a flow that only passes every frame on needs no words', () => {
  expect(hopInWords(hop('', 'goto_table:60'))).toBeUndefined();
  expect(hopInWords(hop('in_port=tap1', 'goto_table:25'))?.en).toBe(
    'Frames arriving from port tap1: go on in table 25.',
  );
  expect(hopInWords(hop('', 'drop'))).toEqual({en: 'Every frame: dropped.', zh: '所有帧：丢弃。'});
});

test('what a conntrack action leaves behind is no drop', () => {
  const words = hopInWords(hop('ip', 'ct(table=82,zone=NXM_NX_REG6[0..15])', 'drop'));
  expect(words?.en).toBe(
    'Frames that carry IPv4: look the connection up (the zone in register 6) and go on in table 82.',
  );
});

test('the end, in the words of the datapath', () => {
  const end = (datapathActions: string) => endInWords({bridges: [], datapathActions});
  expect(end('push_vlan(vid=2,pcp=0),8,pop_vlan,10')).toEqual({
    en: 'In the end: tag 2 on, out of datapath port 8, tag off, out of datapath port 10.',
    zh: '最后：加标签 2，从数据通路端口 8 发出，去标签，从数据通路端口 10 发出。',
  });
  expect(
    end(
      'tnl_push(tnl_port(11),header(size=50,type=4,eth(dst=00:50:56:b0:0a:01),ipv4(src=172.16.16.11,dst=172.16.16.10,proto=17),vxlan(flags=0x8000000,vni=0xe4)),out_port(1)),2',
    ).en,
  ).toBe('In the end: packed for 172.16.16.10 with VNI 228, out of datapath port 2.');
  expect(end('ct(zone=2),recirc(0x3)').en).toBe('First: look the connection up in zone 2, then go on below.');
  expect(end('userspace(pid=1)').en).toContain('“userspace(pid=1)”');
  expect(end('drop').en).toBe('Nothing is sent.');
});

test('the flow with the last word about what is not sent', () => {
  const bridges = [
    {name: 'br-int', depth: 0, hops: [hop('', 'NORMAL'), {...hop('', 'drop'), table: 93, notes: []}]},
    {name: 'br-ex', depth: 0, hops: [hop('', 'NORMAL')]},
  ];
  expect(endInWords({bridges, datapathActions: 'drop'})).toEqual({
    en: 'Nothing is sent: table 93 of br-int (priority 3) has the last word.',
    zh: '什么也不发出：最后由 br-int 的表 93（优先级 3）决定。',
  });
});

test('notes: known ones in words, unknown ones verbatim, idle ones not at all', () => {
  expect(noteInWords('Nonexistent output port')?.zh).toBe('没有这个编号的端口：丢弃');
  expect(noteInWords('tunneling to 192.0.2.1 via br-vtep')?.en).toBe('into the tunnel to 192.0.2.1, by br-vtep');
  expect(noteInWords('output to native tunnel')).toBeUndefined();
  expect(noteInWords('over max translation depth 64')?.en).toBe('“over max translation depth 64”');
});

test('what connection tracking is taken to have found', () => {
  expect(foundInWords('trk|new')).toEqual({en: 'Taken as a new connection:', zh: '假定是新连接：'});
  expect(foundInWords('est|rpl|trk').en).toBe('Taken as a known connection and its answer:');
});
