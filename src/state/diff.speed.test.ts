import {expect, test} from 'vitest';
import {diff} from './diff.ts';
import {topology} from './make-topology.ts';
import type {NamespaceSnapshot, Snapshot} from './snapshot.ts';
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
} from './testing/build-snapshot.ts';

const COUNT = 100;

const namespace = (number: number): NamespaceSnapshot =>
  aNamespace(
    `ns${number}`,
    [aLink('eth0', {peer: peerAt('host', '', `port${number}`), addresses: addressesOf(`10.0.0.${number}/24`)})],
    {
      routes: read(routesOf(aRoute('10.0.0.0/24 dev eth0'), aRoute('default via 10.0.0.254 dev eth0'))),
      iptables: read(
        tablesOf(
          aTable(
            'filter',
            aChain(
              'FORWARD',
              Array.from({length: 20}, (_, index) => aRule(`-s 10.1.${index}.0/24 -j ACCEPT`)),
            ),
          ),
        ),
      ),
    },
  );

const hundred = (): Snapshot => {
  const ports = Array.from({length: COUNT}, (_, number) =>
    aLink(`port${number}`, {master: 'br0', peer: peerAt('host', `ns${number}`, 'eth0')}),
  );
  const namespaces = Array.from({length: COUNT}, (_, number) => namespace(number));
  return aSnapshot({host: [aNamespace('', [aLink('br0', {kind: 'bridge'}), ...ports]), ...namespaces]});
};

/** The same with another link in one namespace; everything else is the same object. */
const withOneMore = (snapshot: Snapshot): Snapshot => {
  const host = snapshot.nodes['host'];
  const one = host?.namespaces['ns50'];
  if (host === undefined || one?.links.ok !== true) throw new Error('the snapshot has no ns50');
  const changed = {...one, links: read({...one.links.value, veth9: aLink('veth9')})};
  return {...snapshot, nodes: {host: {...host, namespaces: {...host.namespaces, ns50: changed}}}};
};

const fastestMs = (work: () => unknown): number => {
  const times = Array.from({length: 30}, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
};

test('one change among 100 namespaces is found in 2 ms', () => {
  const before = hundred();
  const after = withOneMore(before);
  expect(diff(before, after)).toHaveLength(1);
  expect(fastestMs(() => diff(before, after))).toBeLessThan(2);
});

test('a topology of 100 namespaces takes less than a frame', () => {
  const snapshot = hundred();
  expect(fastestMs(() => topology(snapshot))).toBeLessThan(16);
});
