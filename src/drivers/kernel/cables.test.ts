import {expect, it} from 'vitest';
import {findCablePeers} from './cables.ts';
import type {RawLink} from './ip-links.ts';
import {unreadNamespace} from './namespace-reading.ts';
import {findPeers} from './peers.ts';
import type {RawNode} from './raw-namespace.ts';

const card = (name: string, cardMac: string): RawLink => ({
  link: {name, index: 2, kind: 'ether', mtu: 1500, up: true, carrier: true, state: 'UP', addresses: {}},
  cardMac,
});
const veth = (name: string, index: number, peer: number): RawLink => ({
  link: {name, index, kind: 'veth', mtu: 1500, up: true, carrier: true, state: 'UP', addresses: {}},
  peer: {index: peer, namespaceId: 0},
});
const node = (name: string, namespaces: Readonly<Record<string, readonly RawLink[]>>): RawNode => ({
  name,
  machine: name,
  namespaceIds: {},
  namespaces: Object.entries(namespaces).map(([namespace, links]) => ({
    ...unreadNamespace(namespace, ''),
    links: {ok: true, value: links},
  })),
});
const CABLE = [
  {node: 'a', mac: '52:54:00:00:01:01'},
  {node: 'b', mac: '52:54:00:00:01:02'},
] as const;

it('finds the card at the other end, whatever it is called and wherever it was taken', () => {
  const nodes = [
    node('a', {'': [card('eth0', CABLE[0].mac), card('eth1', '52:54:00:00:09:01')]}),
    node('b', {'': [], red: [card('uplink', CABLE[1].mac)]}),
  ];
  const find = findCablePeers(nodes, [CABLE]);
  expect(find({node: 'a', namespace: ''}, 'eth0')).toEqual({known: true, node: 'b', namespace: 'red', name: 'uplink'});
  expect(find({node: 'b', namespace: 'red'}, 'uplink')).toMatchObject({node: 'a', name: 'eth0'});
  expect(find({node: 'a', namespace: ''}, 'eth1')).toBeUndefined();
  expect(findCablePeers(nodes.slice(0, 1), [CABLE])({node: 'a', namespace: ''}, 'eth0')).toBeUndefined();
});

it('never joins veth ends of two kernels, which count alike', () => {
  const peers = findPeers([
    node('a', {'': [veth('v', 3, 2)], in: [veth('v', 2, 3)]}),
    node('b', {'': [veth('v', 3, 2)], in: [veth('v', 2, 3)]}),
  ]);
  for (const name of ['a', 'b'])
    expect(peers.find({node: name, namespace: ''}, 'v')).toEqual({known: true, node: name, namespace: 'in', name: 'v'});
  expect(peers.ambiguous).toEqual([]);
});
