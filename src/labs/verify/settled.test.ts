import {expect, it} from 'vitest';
import type {Link, NamespaceSnapshot, Snapshot} from '../../state/snapshot.ts';
import {isSettled} from './settled.ts';

const link = (over: Partial<Link>): Link => ({
  name: 'eth0',
  index: 2,
  kind: 'veth',
  mtu: 1500,
  up: true,
  carrier: true,
  state: 'UP',
  addresses: {},
  ...over,
});
const bridge = {stp: false, forwardDelayCs: 1500, vlanFiltering: false, ageingTimeCs: 30_000};
const port = (state: string) => ({state, isolated: false, hairpin: false, learning: true});

const settled = (...links: readonly Link[]): boolean => {
  const reading = {ok: true, value: Object.fromEntries(links.map((one) => [one.name, one]))} as const;
  const namespace = {name: '', links: reading} as unknown as NamespaceSnapshot;
  const snapshot: Snapshot = {takenAt: 0, nodes: {host: {name: 'host', namespaces: {'': namespace}}}};
  return isSettled(snapshot);
};

it.for([
  ['up with carrier', {}, true],
  ['carrier came, operstate not yet', {state: 'LOWERLAYERDOWN'}, false],
  ['just switched on', {state: 'DOWN'}, false],
  ['veth, operstate never asked', {state: 'UNKNOWN'}, false],
  ['loopback', {kind: 'loopback', state: 'UNKNOWN'}, true],
  ['far end down', {carrier: false, state: 'LOWERLAYERDOWN'}, true],
  ['carrier went, operstate not yet', {carrier: false, state: 'UP'}, false],
  ['switched off', {up: false, carrier: false, state: 'DOWN'}, true],
] as const)('%s', ([, over, expected]) => {
  expect(settled(link(over))).toBe(expected);
});

it.for([
  ['forwarding', {}, {}, true],
  ['not yet', {port: port('disabled')}, {}, false],
  ['down and disabled', {up: false, carrier: false, state: 'DOWN', port: port('disabled')}, {}, true],
  ['down and still forwarding', {up: false, carrier: false, state: 'DOWN'}, {}, false],
  ['of a bridge that is down', {port: port('disabled')}, {up: false, carrier: false, state: 'DOWN'}, true],
  ['of a bridge with STP', {port: port('listening')}, {bridge: {...bridge, stp: true}}, true],
] as const)('port: %s', ([, own, ofBridge, expected]) => {
  const br0 = link({name: 'br0', kind: 'bridge', bridge, ...ofBridge});
  expect(settled(link({master: 'br0', port: port('forwarding'), ...own}), br0)).toBe(expected);
});
