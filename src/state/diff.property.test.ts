import {expect, test} from 'vitest';
import type {Change} from './change.ts';
import {describeChange, placeName} from './describe-change.ts';
import {diff} from './diff.ts';
import type {Snapshot} from './snapshot.ts';
import {aSnapshot} from './testing/build-snapshot.ts';
import {dice, randomEdits, seeded} from './testing/random-edits.ts';
import {LANGUAGES} from './text.ts';
import {shortSysctlName} from './words/sysctl-words.ts';

/** Pairs of snapshots a few random edits apart, with what made them in the name. */
const pairs = (): readonly {readonly name: string; readonly before: Snapshot; readonly after: Snapshot}[] =>
  Array.from({length: 150}, (_, seed) => {
    const roll = dice(seeded(seed));
    const before = randomEdits(aSnapshot({host: []}), roll.upTo(80), roll);
    return {name: `seed ${seed}`, before, after: randomEdits(before, 1 + roll.upTo(12), roll)};
  });

const copied = (snapshot: Snapshot): Snapshot => structuredClone(snapshot);
const identity = (change: Change) =>
  JSON.stringify([
    change.what,
    'node' in change && change.node,
    'namespace' in change && change.namespace,
    'key' in change && change.key,
  ]);
const ofKind = (changes: readonly Change[], how: Change['how']) =>
  changes
    .filter((change) => change.how === how)
    .map(identity)
    .toSorted();

test('nothing differs from itself, nor from its copy', () => {
  for (const {name, before, after} of pairs()) {
    expect(diff(before, before), name).toEqual([]);
    expect(diff(after, copied(after)), name).toEqual([]);
  }
});

test('sharing objects only saves time', () => {
  for (const {name, before, after} of pairs())
    expect(diff(copied(before), copied(after)), name).toEqual(diff(before, after));
});

test('what comes one way goes the other way', () => {
  let seen = 0;
  for (const {name, before, after} of pairs()) {
    const forth = diff(before, after);
    const back = diff(after, before);
    expect(ofKind(back, 'removed'), name).toEqual(ofKind(forth, 'added'));
    expect(ofKind(back, 'added'), name).toEqual(ofKind(forth, 'removed'));
    seen += forth.length;
  }
  expect(seen).toBeGreaterThan(500);
});

/** The words of a change that a reader would look for. */
const names = (change: Change): readonly string[] => {
  if (change.what === 'node') return [change.node];
  if (change.what === 'namespace') return [change.namespace];
  const {details = {}} = change;
  switch (change.what) {
    case 'route':
      return [details['destination'] ?? 'no destination'];
    case 'rule':
      return [details['priority'] ?? 'no priority'];
    case 'neighbour':
    case 'address':
      return [details['dev'] ?? 'no dev', details['address'] ?? 'no address'];
    case 'fdb':
      return [details['dev'] ?? 'no dev', details['mac'] ?? 'no mac'];
    case 'bridge-vlan':
      return [details['dev'] ?? 'no dev', details['id'] ?? 'no id'];
    case 'chain':
      return [details['table'] ?? 'no table', details['chain'] ?? 'no chain'];
    case 'filter-rule':
      return [details['table'] ?? 'no table', details['chain'] ?? 'no chain', details['spec'] ?? 'no spec'];
    case 'ovs-port':
      return [details['bridge'] ?? 'no bridge', details['port'] ?? 'no port'];
    case 'ovs-flow':
      return [details['bridge'] ?? 'no bridge', details['match'] ?? 'no match'];
    case 'ovs-fdb':
      return [details['bridge'] ?? 'no bridge', details['mac'] ?? 'no mac'];
    case 'set-member':
      return [details['set'] ?? 'no set', details['member'] ?? 'no member'];
    case 'queue':
      return [details['dev'] ?? 'no dev'];
    case 'queue-filter':
      return [details['dev'] ?? 'no dev', details['filter'] ?? 'no filter'];
    case 'reading':
      return [change.key === 'openvswitch' ? 'Open vSwitch' : change.key];
    case 'sysctl':
      return [shortSysctlName(change.key)];
    default:
      return [change.key];
  }
};

test('every change has words in both languages that name what changed', () => {
  const kinds = new Set<string>();
  for (const {name, before, after} of pairs()) {
    for (const change of diff(before, after)) {
      kinds.add(`${change.what} ${change.how}`);
      for (const language of LANGUAGES) {
        const words = describeChange(change)[language];
        for (const key of names(change)) expect(words, name).toContain(key);
        expect(words, name).not.toMatch(/undefined|\[object|NaN|^\s|\s$|\s{2}/);
        expect(placeName(change)[language], name).not.toBe('');
      }
      expect(describeChange(change).zh, name).toMatch(/[\u4e00-\u9fff]/);
    }
  }
  expect([...kinds].toSorted()).toMatchInlineSnapshot(`
    [
      "address added",
      "address removed",
      "bridge-vlan added",
      "bridge-vlan removed",
      "chain added",
      "chain changed",
      "chain removed",
      "fdb added",
      "fdb removed",
      "filter-rule added",
      "filter-rule removed",
      "link added",
      "link removed",
      "listener added",
      "listener changed",
      "listener removed",
      "namespace added",
      "namespace removed",
      "neighbour added",
      "neighbour removed",
      "nft-table added",
      "nft-table changed",
      "nft-table removed",
      "node added",
      "node removed",
      "ovs-bridge added",
      "ovs-bridge removed",
      "ovs-fdb added",
      "ovs-fdb removed",
      "ovs-flow added",
      "ovs-flow changed",
      "ovs-flow removed",
      "ovs-port added",
      "ovs-port changed",
      "ovs-port removed",
      "queue added",
      "queue removed",
      "queue-filter added",
      "queue-filter removed",
      "reading changed",
      "route added",
      "route removed",
      "rule added",
      "rule removed",
      "set added",
      "set changed",
      "set removed",
      "set-member added",
      "set-member removed",
      "sysctl added",
      "sysctl changed",
      "sysctl removed",
    ]
  `);
});

test('changes come in the order of nodes, namespaces and kinds', () => {
  const order = [
    'link',
    'address',
    'route',
    'rule',
    'neighbour',
    'fdb',
    'bridge-vlan',
    'chain',
    'filter-rule',
    'ip6',
    'nft-table',
    'sysctl',
    'listener',
    'set',
    'queue',
    'reading',
    'ovs-bridge',
    'ovs-port',
    'ovs-flow',
    'ovs-fdb',
    'ovs-reading',
  ];
  const rank = (change: Change) => {
    if (change.what === 'node' || change.what === 'namespace') return -1;
    if (change.what === 'reading' && /^(?:openvswitch|flows )/.test(change.key)) return order.indexOf('ovs-reading');
    // What is in a set, or on a queue, stands below it.
    const kind = change.what === 'set-member' ? 'set' : change.what === 'queue-filter' ? 'queue' : change.what;
    return order.indexOf(change.details?.['family'] === 'ip6tables' ? 'ip6' : kind);
  };
  for (const {name, before, after} of pairs()) {
    const changes = diff(before, after);
    const places = changes.map((change) => `${change.node}/${change.what === 'node' ? '' : change.namespace}`);
    expect(places, name).toEqual(places.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    changes.forEach((change, index) => {
      const next = changes[index + 1];
      if (next !== undefined && places[index] === places[index + 1])
        expect(rank(change), name).toBeLessThanOrEqual(rank(next));
    });
  }
});
