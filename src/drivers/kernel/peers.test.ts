import {describe, expect, it} from 'vitest';
import type {RawLink, RawPeer} from './ip-links.ts';
import {unreadNamespace} from './namespace-reading.ts';
import {findPeers} from './peers.ts';
import type {NamespaceIds, RawNode} from './raw-namespace.ts';

const veth = (name: string, index: number, peer: RawPeer): RawLink => ({
  link: {name, index, kind: 'veth', mtu: 1500, up: true, carrier: true, state: 'UP', addresses: {}},
  peer,
});
const node = (
  name: string,
  namespaces: Readonly<Record<string, readonly RawLink[]>>,
  namespaceIds: Readonly<Record<string, NamespaceIds>> = {},
): RawNode => ({
  name,
  namespaceIds,
  namespaces: Object.entries(namespaces).map(([namespace, links]) => ({
    ...unreadNamespace(namespace, ''),
    links: {ok: true, value: links},
  })),
});
const across = (index: number, namespaceId: number): RawPeer => ({index, namespaceId});

describe('findPeers', () => {
  it('finds ends in the same namespace, in another and on another node', () => {
    const peers = findPeers([
      node('host', {
        '': [
          veth('eth0', 2, across(2, 0)),
          veth('va', 3, across(2, 1)),
          veth('p0', 5, {name: 'p1'}),
          veth('p1', 4, {name: 'p0'}),
        ],
        red: [veth('eth0', 2, across(3, 0))],
      }),
      node('up', {'': [veth('eth0', 2, across(2, 0))]}),
    ]);
    expect(peers.find({node: 'host', namespace: ''}, 'va')).toEqual({
      known: true,
      node: 'host',
      namespace: 'red',
      name: 'eth0',
    });
    expect(peers.find({node: 'host', namespace: 'red'}, 'eth0')).toEqual({
      known: true,
      node: 'host',
      namespace: '',
      name: 'va',
    });
    expect(peers.find({node: 'host', namespace: ''}, 'eth0')).toEqual({
      known: true,
      node: 'up',
      namespace: '',
      name: 'eth0',
    });
    expect(peers.find({node: 'host', namespace: ''}, 'p0')).toEqual({
      known: true,
      node: 'host',
      namespace: '',
      name: 'p1',
    });
    expect(peers.find({node: 'host', namespace: ''}, 'lo')).toBeUndefined();
    expect(peers.ambiguous).toEqual([]);
  });

  it('says so where the other end is nowhere', () => {
    const peers = findPeers([node('host', {'': [veth('va', 3, across(7, 0))]})]);
    expect(peers.find({node: 'host', namespace: ''}, 'va')).toEqual({known: false, index: 7});
    expect(peers.ambiguous).toEqual([]);
  });

  it('does not join the end of a new pair with an end that belongs elsewhere', () => {
    const peers = findPeers([
      node('controller', {'': [veth('eth0', 2, across(2, 0)), veth('tap1', 9, across(2, 1))]}),
      node('compute1', {'': [veth('eth0', 2, across(9, 0)), veth('eth1', 3, across(10, 0))]}),
      node('switch', {'': [veth('p1', 2, across(2, 1)), veth('p2', 9, across(2, 2)), veth('p3', 10, across(3, 2))]}),
    ]);
    // Its other end is in a namespace that was made a moment ago.
    expect(peers.find({node: 'controller', namespace: ''}, 'tap1')).toEqual({known: false, index: 2});
    expect(peers.find({node: 'compute1', namespace: ''}, 'eth0')).toEqual({
      known: true,
      node: 'switch',
      namespace: '',
      name: 'p2',
    });
  });

  // red–blue and green–white, each pair with the indexes 2 and 2: nothing in the links tells which belongs to which.
  const pairs = {
    red: [veth('r', 2, across(2, 0))],
    blue: [veth('b', 2, across(2, 0))],
    green: [veth('g', 2, across(2, 0))],
    white: [veth('w', 2, across(2, 0))],
  };

  it('joins nothing by guess, and names who should be asked', () => {
    const peers = findPeers([node('host', pairs)]);
    expect(peers.find({node: 'host', namespace: 'red'}, 'r')).toEqual({known: false, index: 2});
    expect(peers.ambiguous.map((place) => place.namespace)).toEqual(['red', 'blue', 'green', 'white']);
  });

  it('joins them by one name: the rest follows', () => {
    const peers = findPeers([node('host', pairs, {red: {0: 'blue'}})]);
    expect(peers.find({node: 'host', namespace: 'red'}, 'r')).toMatchObject({namespace: 'blue'});
    expect(peers.find({node: 'host', namespace: 'blue'}, 'b')).toMatchObject({namespace: 'red'});
    expect(peers.find({node: 'host', namespace: 'green'}, 'g')).toMatchObject({namespace: 'white'});
    expect(peers.ambiguous).toEqual([]);
  });

  it('uses what an id already stands for', () => {
    const peers = findPeers([
      node('host', {
        red: [veth('r1', 9, across(8, 0)), veth('r2', 2, across(2, 0))],
        blue: [veth('b1', 8, across(9, 0)), veth('b2', 2, across(2, 0))],
        green: [veth('g', 2, across(2, 0))],
        white: [veth('w', 2, across(2, 0))],
      }),
    ]);
    expect(peers.find({node: 'host', namespace: 'red'}, 'r2')).toMatchObject({namespace: 'blue', name: 'b2'});
    expect(peers.find({node: 'host', namespace: 'white'}, 'w')).toMatchObject({namespace: 'green'});
  });
});
