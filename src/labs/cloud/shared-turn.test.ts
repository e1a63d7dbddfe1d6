import {expect, test} from 'vitest';
import type {Subject} from '../../drivers/neutron/driver.ts';
import type {Work} from '../../drivers/neutron/work.ts';
import type {CloudChange} from '../../cloud/store/store.ts';
import {partWork, touchedBy} from './shared-turn.ts';

const touched = (...records: readonly (readonly [string, object])[]) =>
  touchedBy(records.map(([table, after]) => ({table, id: '', after}) as unknown as CloudChange));
const work = (...done: readonly (readonly [string, Subject['type'], string])[]): Work => ({
  node: 'compute1',
  at: 0,
  durationMs: 5,
  outcomes: done.map(([line, type, id]) => ({
    driver: 'linuxbridge',
    command: {kind: 'run', argv: line.split(' '), subject: {type, id}, why: {en: '', zh: ''}},
    exitCode: 0,
    stderr: '',
  })),
});
const told = (parts: readonly (Work | undefined)[]) =>
  parts.map((part) =>
    part?.outcomes.map(({command}) => (command.kind === 'run' ? command.argv.join(' ') : command.kind)),
  );

test('what is done for a port goes to the call that made it, with the bridge of its network', () => {
  const network = touched(['networks', {id: 'net-1', name: 'blue'}]);
  const subnet = touched(['subnets', {id: 'sub-1', networkId: 'net-1'}], ['ports', {id: 'dhcp', networkId: 'net-1'}]);
  const first = touched(['servers', {id: 'vm-1', portIds: ['p-1']}], ['ports', {id: 'p-1', networkId: 'net-1'}]);
  const second = touched(['servers', {id: 'vm-2', portIds: ['p-2']}], ['ports', {id: 'p-2', networkId: 'net-1'}]);
  const turn = work(
    ['dnsmasq', 'port', 'dhcp'],
    ['ip link add brq1 type bridge', 'network', 'net-1'],
    ['ip link add tap1', 'port', 'p-1'],
    ['ip link add tap2', 'port', 'p-2'],
    ['start vm-2', 'server', 'vm-2'],
    ['something else', 'port', ''],
  );
  expect(told(partWork(turn, [network, subnet, first, second]))).toEqual([
    undefined,
    ['dnsmasq', 'ip link add brq1 type bridge'],
    ['ip link add tap1'],
    ['ip link add tap2', 'start vm-2', 'something else'],
  ]);
});

test('a router goes to the call that made it, a policy to the call that put it on the port', () => {
  const made = touched(['routers', {id: 'r-1'}]);
  const policy = touched(['qosPolicies', {id: 'q-1'}], ['ports', {id: 'p-1'}]);
  const put = touched(['ports', {id: 'p-1', qosPolicyId: 'q-1'}], ['routers', {id: 'r-1', description: 'later'}]);
  const turn = work(['ip netns add qrouter', 'router', 'r-1'], ['tc qdisc replace', 'qos', 'p-1']);
  expect(told(partWork(turn, [made, policy, put]))).toEqual([
    ['ip netns add qrouter'],
    undefined,
    ['tc qdisc replace'],
  ]);
});

test('what went wrong with the whole turn stands at the newest cause, which has all that fits nowhere', () => {
  const turn = {...work(['ip link add tap1', 'port', 'p-1']), problem: 'could not look'};
  const parts = partWork(turn, [touched(['ports', {id: 'p-1'}]), touched(['networks', {id: 'net-9'}])]);
  expect(told(parts)).toEqual([['ip link add tap1'], []]);
  expect(parts.map((part) => part?.problem)).toEqual([undefined, 'could not look']);
  expect(partWork(turn, [[]])).toEqual([turn]);
});
