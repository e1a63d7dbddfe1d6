import {describe, expect, test} from 'vitest';
import {isDropped, lastWord, type FlowTrace, withPortNames} from '../../../state/flow-trace.ts';
import {anOvsBridge, anOvsPort} from '../../../state/testing/build-snapshot.ts';
import {captured} from '../captured/captured.ts';
import {UnreadableOutput} from '../unreadable-output.ts';
import {isTrace, parseTrace} from './trace.ts';

const traced = (name: string): FlowTrace => parseTrace(captured(`ovs-trace-${name}.out`))!;

/** `br-int 0 25 30` a bridge, indented as it was entered; `!` where the way ends. */
const way = ({rounds}: FlowTrace): string =>
  rounds
    .map(({bridges, found, datapathActions}) =>
      [
        ...(found === undefined ? [] : [`found ${found}`]),
        ...bridges.map(
          ({name, depth, hops}) =>
            `${'  '.repeat(depth)}${name} ${hops.map((hop) => `${hop.table}${isDropped(hop) ? '!' : ''}`).join(' ')}`,
        ),
        `→ ${datapathActions}`,
      ].join('\n'),
    )
    .join('\n');

test('which command lines are traces', () => {
  expect(isTrace('ovs-appctl ofproto/trace br-int in_port=tap1')).toBe(true);
  expect(isTrace('ovs-ofctl dump-flows br-int')).toBe(false);
});

describe('a trace', () => {
  test('through every bridge, with what is flooded side by side', () => {
    expect(way(traced('translated'))).toMatchInlineSnapshot(`
      "br-int 0 0 25 30 59 60
        br-ex 0!
        br-eth3 0
      br-tun 0 2 22!
      → push_vlan(vid=181,pcp=0),4,3,pop_vlan,push_vlan(vid=2,pcp=0),8"
    `);
    expect(way(traced('tunnel'))).toMatch(/^br-tun 0 2 22$\n^br-vtep 0$/m);
    expect(way(traced('back'))).toMatch(/^br-tun 0 4 10\nbr-int 0 0 59 60\n→ 9$/);
  });

  test('flows with their actions and what is said about them', () => {
    const [round] = traced('translated').rounds;
    const inPhysical = round!.bridges.find(({name}) => name === 'br-eth3')!.hops;
    expect(inPhysical).toEqual([
      {
        table: 0,
        flow: {priority: 4, match: 'in_port=2,dl_vlan=2'},
        actions: ['mod_vlan_vid:181', 'NORMAL'],
        notes: ['no learned MAC for destination, flooding'],
      },
    ]);
    const last = traced('tunnel')
      .rounds[0]!.bridges.find(({name}) => name === 'br-tun')!
      .hops.at(-1)!;
    expect(last.actions).toEqual(['pop_vlan', 'set_field:0xe4->tun_id', 'output:2']);
    expect(last.notes).toContain('tunneling to 172.16.16.10 via br-vtep');
  });

  test('who has the last word where nothing is sent', () => {
    expect(lastWord(traced('spoof').rounds[0]!)).toMatchObject({
      bridge: 'br-int',
      hop: {table: 24, flow: {priority: 0, match: ''}},
    });
    expect(lastWord(traced('refused').rounds[1]!)).toMatchObject({bridge: 'br-int', hop: {table: 93}});
    expect(lastWord(traced('no-tunnel').rounds[0]!)).toMatchObject({
      bridge: 'br-tun',
      hop: {table: 22, flow: {priority: 1}},
    });
  });

  test('a frame that comes back from connection tracking has a second round', () => {
    expect(way(traced('refused'))).toMatchInlineSnapshot(`
      "br-int 0 0 59 60 73 81
      → ct(zone=2),recirc(0x3)
      found trk|new
      br-int 82 93!
      → drop"
    `);
    expect(way(traced('allowed'))).toMatchInlineSnapshot(`
      "br-int 0 0 59 60 71
      → ct(zone=2),recirc(0x4)
      found trk|new
      br-int 72 73 91 94
        br-eth3 0!
        br-tun 0 2 20 22!
      br-ex 0!
      → ct(commit,zone=2),push_vlan(vid=2,pcp=0),8,pop_vlan,10"
    `);
  });

  test('names of ports for numbers, where the bridge has them', () => {
    const ports = [anOvsPort('tap1', {ofport: 4}), anOvsPort('tap2', {ofport: 24})];
    const named = withPortNames(traced('spoof'), {'br-int': anOvsBridge('br-int', ports)});
    expect(named.rounds[0]!.bridges[0]!.hops.map((hop) => hop.flow?.match)).toEqual(['reg3=0', 'arp,in_port=tap1', '']);
    const tunnel = anOvsBridge('br-tun', [anOvsPort('vxlan-ac10100a', {ofport: 2})]);
    const out = withPortNames(traced('tunnel'), {'br-tun': tunnel}).rounds[0]!.bridges;
    expect(
      out
        .find(({name}) => name === 'br-tun')
        ?.hops.at(-1)
        ?.actions.at(-1),
    ).toBe('output:vxlan-ac10100a');
    // Of a bridge that is not known the number stays.
    expect(out[0]?.hops[1]?.flow?.match).toBe('in_port=4');
  });

  test('with names, and a table without any flow that matches', () => {
    const text = captured('ovs-trace-spoof.out')
      .replace(' 0. arp,in_port=4, priority 10', ' 0. arp,in_port="tap1", priority 10, cookie 0x2a')
      .replace('24. priority 0', '24. No match.');
    const hops = parseTrace(text)!.rounds[0]!.bridges[0]!.hops;
    expect(hops.map(({flow}) => flow?.match)).toEqual(['reg3=0', 'arp,in_port=tap1', undefined]);
    expect(isDropped(hops[2]!)).toBe(true);
  });

  test('as a terminal has it', () => {
    const text = captured('ovs-trace-allowed.out');
    expect(parseTrace(text.replaceAll('\n', '\r\n'))).toEqual(parseTrace(text));
  });

  test('what is none, what is cut off, and what is not understood', () => {
    expect(parseTrace('br-nope: unknown bridge\novs-appctl: ovs-vswitchd: server returned an error\n')).toBeUndefined();
    expect(parseTrace('Datapath actions: drop\n')).toBeUndefined();
    expect(parseTrace('')).toBeUndefined();
    const text = captured('ovs-trace-spoof.out');
    expect(() => parseTrace(text.slice(0, text.indexOf('Datapath')))).toThrow(UnreadableOutput);
    expect(() => parseTrace(text.replace('24. priority 0', 'something new'))).toThrow(/line 11: not understood/);
  });
});
