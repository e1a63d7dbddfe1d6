import {describe, expect, test} from 'vitest';
import {unknownFlowParts} from '../../../state/flow-words.ts';
import {vlanModeOf} from '../../../state/openvswitch.ts';
import {captured} from '../captured/captured.ts';
import {UnreadableOutput} from '../unreadable-output.ts';
import {parseDatabase} from './database.ts';
import {parseFlows, parseOvsFdb} from './flows.ts';

describe('the database', () => {
  test('bridges with their ports: access, trunk, patch, tunnel, internal, and one that could not be opened', () => {
    const bridges = parseDatabase(captured('ovs-database.out'));
    expect(Object.keys(bridges)).toEqual(['br-ex', 'br-int']);
    expect(bridges['br-ex']).toMatchObject({datapath: 'netdev', failMode: 'secure'});
    const {ports, ...about} = bridges['br-int']!;
    expect(about).toEqual({name: 'br-int', datapath: 'netdev'});
    expect(Object.keys(ports)).toEqual(['br-int', 'int-br-ex', 'missing0', 'tap1', 'tap2', 'tap3', 'vx1']);
    expect(ports['tap1']).toEqual({
      name: 'tap1',
      tag: 10,
      trunks: [],
      interfaces: {tap1: {name: 'tap1', type: 'system', ofport: 2, options: {}}},
    });
    expect(ports['tap3']).toMatchObject({trunks: [10, 20], vlanMode: 'trunk'});
    expect(ports['int-br-ex']?.interfaces['int-br-ex']).toMatchObject({type: 'patch', options: {peer: 'phy-br-ex'}});
    expect(ports['vx1']?.interfaces['vx1']).toMatchObject({
      type: 'vxlan',
      options: {key: 'flow', remote_ip: '192.0.2.2'},
    });
    expect(ports['missing0']?.interfaces['missing0']).toEqual({
      name: 'missing0',
      type: 'system',
      options: {},
      error: 'could not open network device missing0 (No such device)',
    });
    expect(['tap1', 'tap3', 'int-br-ex'].map((name) => vlanModeOf(ports[name]!))).toEqual(['access', 'trunk', 'trunk']);
  });

  test('an empty one, and one that is cut off', () => {
    expect(parseDatabase(captured('ovs-database-empty.out'))).toEqual({});
    const text = captured('ovs-database.out');
    for (let length = 0; length < text.length - 1; length += 13)
      expect(() => parseDatabase(text.slice(0, length)), `${length} characters`).toThrow(UnreadableOutput);
  });
});

describe('flows', () => {
  test('tables, priorities, matches, actions, counters and cookies', () => {
    expect(Object.entries(parseFlows(captured('ovs-flows.out')))).toEqual([
      [
        'table=0,priority=4,in_port=phy-br-ex,dl_vlan=10',
        {
          table: 0,
          priority: 4,
          match: 'in_port=phy-br-ex,dl_vlan=10',
          actions: 'strip_vlan,NORMAL',
          cookie: '0x2a',
          options: [],
          packets: 2,
          bytes: 132,
        },
      ],
      [
        'table=1,priority=32768,tcp,nw_dst=10.0.0.0/24,tp_dst=80',
        expect.objectContaining({
          table: 1,
          priority: 32_768,
          actions: 'mod_vlan_vid:20,output:phy-br-ex',
          options: ['idle_timeout=300'],
        }),
      ],
    ]);
  });

  test.each([
    ['ovs-flows-neutron-int.out', 140],
    ['ovs-flows-neutron-tun.out', 25],
    ['ovs-flows-neutron-provider.out', 3],
  ])('every flow of %s has a key of its own', (file, count) => {
    const flows = parseFlows(captured(file));
    expect(Object.keys(flows)).toHaveLength(count);
    expect(Object.values(flows).every(({actions}) => actions !== '')).toBe(true);
  });

  test.each(['int', 'tun', 'provider'])('every flow that Neutron wrote has words: %s', (bridge) => {
    const flows = Object.values(parseFlows(captured(`ovs-flows-neutron-${bridge}.out`)));
    expect(flows.flatMap((flow) => unknownFlowParts(flow))).toEqual([]);
  });

  test('what is no fact and no flag belongs to the match', () => {
    const flows = Object.values(parseFlows(captured('ovs-flows-neutron-int.out')));
    expect(flows.find(({priority}) => priority === 200)).toMatchObject({match: 'reg3=0', options: ['reset_counts']});
    expect(flows.map(({match}) => match).join(',')).not.toMatch(/cookie|duration|n_packets|priority|"/);
  });

  test('a line without actions is refused', () => {
    expect(() => parseFlows(' cookie=0x0, table=0, priority=1')).toThrow(/line 1: no actions/);
    expect(() => parseFlows(' cookie=0x0, table=x, priority=1 actions=drop')).toThrow(/table is no number/);
  });
});

test('what NORMAL learned, by names of ports', () => {
  expect(parseOvsFdb(captured('ovs-fdb.out'), {2: 'tap1', 3: 'tap2'})).toEqual({
    '10 02:00:00:00:00:01': {mac: '02:00:00:00:00:01', vlan: 10, port: 'tap1'},
    '10 02:00:00:00:00:02': {mac: '02:00:00:00:00:02', vlan: 10, port: 'tap2'},
  });
  expect(() => parseOvsFdb('no table', {})).toThrow(UnreadableOutput);
});
