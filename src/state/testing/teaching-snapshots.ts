import type {Link, Snapshot} from '../snapshot.ts';
import {
  aChain,
  aLink,
  aNamespace,
  aRoute,
  aRule,
  aSnapshot,
  aTable,
  addressesOf,
  peerAt,
  read,
  routesOf,
  tablesOf,
} from './build-snapshot.ts';

/** The topologies that the first labs build, for tests of drawings and words. */

/** Two namespaces and nothing between them. */
export const island: Snapshot = aSnapshot({host: [aNamespace('blue'), aNamespace('red')]});

/** One cable between two namespaces. */
export const vethPair: Snapshot = aSnapshot({
  host: [
    aNamespace('blue', [
      aLink('veth-b', {peer: peerAt('host', 'red', 'veth-a'), addresses: addressesOf('10.0.0.2/24')}),
    ]),
    aNamespace('red', [
      aLink('veth-a', {peer: peerAt('host', 'blue', 'veth-b'), addresses: addressesOf('10.0.0.1/24')}),
    ]),
  ],
});

const bridgePort = (name: string, master: string, peer: readonly [namespace: string, name: string]): Link =>
  aLink(name, {master, peer: peerAt('host', peer[0], peer[1])});

const member = (namespace: string, address: string, port: string, up = true) =>
  aNamespace(namespace, [aLink('eth0', {up, peer: peerAt('host', '', port), addresses: addressesOf(address)})]);

/** Three namespaces on one bridge; the last one's interface is down. */
export const bridgeWithThree: Snapshot = aSnapshot({
  host: [
    aNamespace('', [
      aLink('br0', {kind: 'bridge'}),
      bridgePort('br0-blue', 'br0', ['blue', 'eth0']),
      bridgePort('br0-green', 'br0', ['green', 'eth0']),
      {...bridgePort('br0-red', 'br0', ['red', 'eth0']), carrier: false, state: 'LOWERLAYERDOWN'},
    ]),
    member('blue', '10.0.0.11/24', 'br0-blue'),
    member('green', '10.0.0.12/24', 'br0-green'),
    member('red', '10.0.0.13/24', 'br0-red', false),
  ],
});

/** A NAT gateway between an outer and an inner bridge, with an upstream node and a guest. */
export const natGateway: Snapshot = aSnapshot({
  host: [
    aNamespace(
      '',
      [
        aLink('br0', {kind: 'bridge', addresses: addressesOf('192.168.0.50/24')}),
        aLink('eth0', {master: 'br0', peer: peerAt('upstream', '', 'eth0')}),
        bridgePort('peer1-br0', 'br0', ['nat1', 'peer1-gw1']),
        aLink('virbr0', {kind: 'bridge'}),
        bridgePort('peer1-virbr0', 'virbr0', ['nat1', 'peer1-gw2']),
        bridgePort('vnet0', 'virbr0', ['vm1', 'eth0']),
      ],
      {routes: read(routesOf(aRoute('192.168.0.0/24 dev br0'), aRoute('default via 192.168.0.1 dev br0')))},
    ),
    aNamespace(
      'nat1',
      [
        aLink('peer1-gw1', {peer: peerAt('host', '', 'peer1-br0'), addresses: addressesOf('192.168.0.100/24')}),
        aLink('peer1-gw2', {peer: peerAt('host', '', 'peer1-virbr0'), addresses: addressesOf('10.0.0.1/24')}),
      ],
      {
        sysctls: read({'net.ipv4.ip_forward': '1'}),
        routes: read(routesOf(aRoute('default via 192.168.0.1 dev peer1-gw1'))),
        iptables: read(
          tablesOf(
            aTable(
              'nat',
              aChain('PREROUTING'),
              aChain('INPUT'),
              aChain('OUTPUT'),
              aChain('POSTROUTING', [aRule('-o peer1-gw1 -j MASQUERADE')]),
            ),
          ),
        ),
      },
    ),
    aNamespace('vm1', [aLink('eth0', {peer: peerAt('host', '', 'vnet0'), addresses: addressesOf('10.0.0.10/24')})], {
      routes: read(routesOf(aRoute('default via 10.0.0.1 dev eth0'))),
    }),
  ],
  upstream: [
    aNamespace('', [aLink('eth0', {peer: peerAt('host', '', 'eth0'), addresses: addressesOf('192.168.0.1/24')})]),
  ],
});
