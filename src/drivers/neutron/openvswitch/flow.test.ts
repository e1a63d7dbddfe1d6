import {describe, expect, test} from 'vitest';
import {conjunction, flowKey, flowText, hexPort, parseFlows, portNumber, resolved, tagOf, vlanVid} from './flow.ts';
import {portMasks} from './port-masks.ts';
import {NO_MEMORY, flowsFor, tagsFor} from './switch-memory.ts';

const FLOW = {bridge: 'br-int', table: 60, priority: 90, match: `in_port=${portNumber('tapa')}`, actions: 'drop'};
const NUMBERS = {
  port: (name: string) => (name === 'tapa' ? 12 : undefined),
  tag: (id: string) => (id === 'blue' ? 3 : undefined),
  conjunction: () => 16,
};

test('names become numbers, and a flow waits for those that are not known', () => {
  const actions = `${hexPort('tapa')},${tagOf('blue')},${vlanVid('blue')},conjunction(${conjunction('a b', 7)},1/2)`;
  expect(resolved({...FLOW, actions}, NUMBERS)).toEqual({
    ...FLOW,
    match: 'in_port=12',
    actions: '0xc,3,4099,conjunction(23,1/2)',
  });
  expect(resolved({...FLOW, match: `dl_vlan=${tagOf('red')}`}, NUMBERS)).toBeUndefined();
  expect(resolved({...FLOW, actions: `output:${portNumber('tapb')}`}, NUMBERS)).toBeUndefined();
});

test('what is printed is read, and written so again', () => {
  const lines = [
    'priority=65535,dl_vlan=4095 actions=drop',
    'reset_counts priority=200,reg3=0 actions=set_queue:0,load:0x1->NXM_NX_REG3[0],resubmit(,0)',
    'table=82, priority=77,ct_state=+new-est,tcp,reg5=0x4,tp_dst=80 actions=ct(commit,zone=NXM_NX_REG6[0..15]),output:4,resubmit(,92)',
    'table=23, priority=0 actions=drop',
  ];
  const flows = parseFlows('br-int', lines.map((line) => ` cookie=0x1, ${line}`).join('\n'));
  expect(flows.map(flowText)).toEqual(lines);
  expect(new Set(flows.map(flowKey)).size).toBe(lines.length);
  expect(parseFlows('br-int', ' actions=NORMAL')).toEqual([
    {bridge: 'br-int', table: 0, priority: 32_768, match: '', actions: 'NORMAL'},
  ]);
  expect(
    parseFlows('br-tun', ' table=20, hard_timeout=300, priority=1,vlan_tci=0x0001/0x0fff actions=output:2'),
  ).toEqual([]);
  expect(() => parseFlows('br-int', 'br-int is not a bridge or a socket')).toThrow('br-int: no flow');
});

describe('ranges of ports', () => {
  test.each([
    [22, 22, ['22']],
    [1000, 1001, ['0x3e8/0xfffe']],
    [7, 9, ['7', '0x8/0xfffe']],
    [
      1000,
      1999,
      ['0x3e8/0xfff8', '0x3f0/0xfff0', '0x400/0xfe00', '0x600/0xff00', '0x700/0xff80', '0x780/0xffc0', '0x7c0/0xfff0'],
    ],
    [0x8000, 65_535, ['0x8000/0x8000']],
  ])('%i to %i', (from, to, masks) => {
    expect(portMasks(from, to)).toEqual(masks);
  });

  test('cover what they say and nothing else', () => {
    const matched = (from: number, to: number) => {
      const masks = portMasks(from, to).map((text) => text.split('/').map(Number));
      return Array.from({length: 2 ** 16}, (_, port) => port).filter((port) =>
        masks.some(([value = 0, mask = 0xffff]) => (port & mask) === value),
      );
    };
    for (const [from, to] of [
      [1, 65_535],
      [900, 1101],
      [65_535, 65_535],
    ] as const) {
      const ports = matched(from, to);
      expect([ports[0], ports.at(-1), ports.length]).toEqual([from, to, to - from + 1]);
    }
  });
});

describe('local VLANs', () => {
  const network = (networkId: string) => ({kind: 'network', networkId, flows: []}) as const;
  const items = {a: network('red'), b: network('blue')};
  const port = (name: string, tag: number, notes: Readonly<Record<string, string>>) => ({
    [name]: {bridge: 'br-int', name, number: 4, type: '', tag, options: {}, notes, externalIds: {}},
  });

  test('count up in the order in which networks come, and stay', () => {
    expect(tagsFor(items, NO_MEMORY, {ports: {}})).toEqual({red: 1, blue: 2});
    expect(tagsFor({...items, c: network('green')}, {...NO_MEMORY, tags: {blue: 1, red: 5}}, {ports: {}})).toEqual({
      red: 5,
      blue: 1,
      green: 2,
    });
  });

  test('are known again after a start by what was noted at ports, and what others use is left alone', () => {
    const ports = {...port('tapa', 4095, {net_uuid: 'blue', tag: '7'}), ...port('tapb', 1, {})};
    expect(tagsFor(items, NO_MEMORY, {ports})).toEqual({red: 2, blue: 7});
  });

  test('conjunctions have eight numbers each, and keep them', () => {
    const flow = (key: string) => ({...FLOW, match: `conj_id=${conjunction(key, 0)}`});
    const of = (...keys: readonly string[]) => ({x: {kind: 'flows', flows: keys.map(flow)}}) as const;
    const first = flowsFor(of('p', 'q'), NO_MEMORY, {ports: {}});
    expect(first.conjunctions).toEqual({p: 8, q: 16});
    const then = flowsFor(of('r', 'q'), {...NO_MEMORY, conjunctions: first.conjunctions}, {ports: {}});
    expect(then.conjunctions).toEqual({r: 24, q: 16});
  });
});
