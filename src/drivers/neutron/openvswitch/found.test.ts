import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Reading} from '../../../state/snapshot.ts';
import type {NodeFindings} from '../driver.ts';
import {OVS_DATABASE, OVS_FLOWS, findDatabase, findOpenvswitch} from './found.ts';

/** Printed by Open vSwitch 3.1.0. `gone` has no device; br-tun speaks OpenFlow 1.5 alone. */
const captured = (name: string): Reading<string> => ({
  ok: true,
  value: readFileSync(join(import.meta.dirname, 'captured', name), 'utf8'),
});

const findings = (outputs: NodeFindings['outputs']): NodeFindings => ({
  snapshot: {name: 'compute1', namespaces: {}},
  files: {},
  processes: {ok: true, value: []},
  ...(outputs !== undefined && {outputs}),
});

const BOTH = {[OVS_DATABASE]: captured('database.out'), [OVS_FLOWS]: captured('flows.out')};

test('bridges, ports with what they have, and flows', () => {
  const {bridges, ports, flows} = findOpenvswitch(findings(BOTH));
  expect(bridges).toEqual({
    'br-int': {failMode: 'secure', datapathType: 'netdev'},
    'br-tun': {failMode: '', datapathType: 'netdev'},
  });
  expect(ports['tapb0000001-00']).toEqual({
    bridge: 'br-int',
    name: 'tapb0000001-00',
    number: 1,
    type: 'internal',
    tag: 1,
    options: {},
    notes: {net_uuid: 'a0000001-00a0-4000-8000-000000000001', tag: '1'},
    externalIds: {'attached-mac': 'fa:16:3e:00:00:01', 'iface-id': 'b0000001-00b0-4000-8000-000000000001'},
  });
  expect(ports['patch-tun']).toMatchObject({type: 'patch', options: {peer: 'patch-int'}, tag: undefined});
  expect(ports['vxlan-ac10100c']).toMatchObject({bridge: 'br-tun', options: {remote_ip: '172.16.16.12'}});
  expect(ports['gone']).toMatchObject({bridge: 'br-int', number: undefined});
  expect(flows.map(({table, priority, match}) => `${table} ${priority} ${match}`)).toEqual([
    '0 65535 dl_vlan=4095',
    '60 100 in_port=1',
  ]);
});

test('why the flows of a bridge were not read stays with it', () => {
  expect(findOpenvswitch(findings(BOTH)).unread).toEqual({
    'br-tun': expect.stringContaining('version negotiation failed'),
  });
});

test('what was not read, or is something else, is no empty switch', () => {
  const why = 'database connection failed';
  expect(() => findDatabase(findings({[OVS_DATABASE]: {ok: false, why}}))).toThrow(why);
  expect(() => findDatabase(findings({}))).toThrow('was not asked');
  expect(() => findDatabase(findings({[OVS_DATABASE]: {ok: true, value: 'ovs-vsctl: no'}}))).toThrow('ovs-vsctl: ');
  const odd = {...BOTH, [OVS_FLOWS]: {ok: true, value: 'bridge br-int\nwhat is this\n'} as const};
  expect(() => findOpenvswitch(findings(odd))).toThrow('br-int: no flow: what is this');
});
