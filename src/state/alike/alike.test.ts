import {describe, expect, test} from 'vitest';
import type {NamespaceSnapshot, Snapshot} from '../snapshot.ts';
import {
  aChain,
  aLink,
  aNamespace,
  aRoute,
  aRule,
  aTable,
  addressesOf,
  notRead,
  peerAt,
  read,
  routesOf,
  tablesOf,
} from '../testing/build-snapshot.ts';
import {differences} from './differences.ts';
import {FILES_OF_AGENTS} from './outputs.ts';
import type {Observed, ObservedNode} from './observed.ts';
import {plainState} from './plain-state.ts';

interface Host {
  /** What the kernel chose for br0's only port and its other end. */
  readonly macs?: readonly [string, string];
  readonly namespace?: Partial<NamespaceSnapshot>;
  readonly address?: string;
  readonly mtu?: number;
  readonly rules?: readonly string[];
  readonly packets?: number;
  readonly index?: number;
  readonly linkLocal?: string;
  readonly node?: Partial<ObservedNode>;
  readonly isWithoutGuest?: boolean;
}

const OURS = ['36:b2:5a:b7:46:bc', '8a:10:00:00:00:07'] as const;
const OTHERS = ['02:9c:e6:00:11:22', 'de:ad:be:ef:00:01'] as const;

/** A node with a bridge whose port leads into a guest's namespace, and a packet filter. */
function observed({
  macs: [mac, inside] = OURS,
  namespace = {},
  address = '10.0.0.1/24',
  mtu = 1500,
  rules = ['-s 10.0.0.2/32 -j ACCEPT', '-j DROP'],
  packets = 0,
  index = 5,
  linkLocal = 'fe80::34b2:5aff:feb7:46bc/64',
  node = {},
  isWithoutGuest = false,
}: Host = {}): Observed {
  const port = aLink('tap1', {index, mac, master: 'br0', mtu, peer: peerAt('host', 'vm1', 'eth0')});
  const bridge = aLink('br0', {
    index: index + 1,
    kind: 'bridge',
    mac,
    addresses: addressesOf(address, linkLocal),
    bridge: {stp: false, forwardDelayCs: 0, vlanFiltering: false, ageingTimeCs: 30_000},
  });
  const root = aNamespace('', [port, bridge], {
    routes: read(routesOf(aRoute('10.0.0.0/24 dev br0'))),
    fdb: read({
      [`tap1 ${mac}`]: {dev: 'tap1', mac, master: 'br0', origin: 'permanent', flags: []},
      [`tap1 ${inside}`]: {dev: 'tap1', mac: inside, master: 'br0', origin: 'learned', flags: []},
    }),
    neighbours: read({
      'br0 10.0.0.2': {dev: 'br0', address: '10.0.0.2', mac: inside, states: ['PERMANENT'], proxy: false},
    }),
    iptables: read(
      tablesOf(
        aTable(
          'filter',
          aChain(
            'FORWARD',
            rules.map((spec) => aRule(spec, packets)),
          ),
        ),
      ),
    ),
    listeners: read({
      'udp 0.0.0.0:67': {protocol: 'udp', address: '0.0.0.0', port: 67, program: 'dnsmasq', pid: index},
    }),
    ...namespace,
  });
  const guest = aNamespace('vm1', [aLink('eth0', {mac: inside, peer: peerAt('host', '', 'tap1')})]);
  const namespaces = {'': root, ...(isWithoutGuest ? {} : {vm1: guest})};
  const snapshot: Snapshot = {takenAt: index, nodes: {host: {name: 'host', namespaces}}};
  const outputs = {'ipset save': read('create A hash:net family inet initval 0x01\nadd A 10.0.0.2\nadd A 10.0.0.3\n')};
  return {snapshot, nodes: {host: {outputs, processes: read([{argv: ['dnsmasq', '-k'], namespace: ''}]), ...node}}};
}

const told = (one: Host, other: Host): readonly string[] =>
  differences(plainState(observed(one)), plainState(observed(other)), {one: 'A', other: 'B'});

const outputs = (command: string, text: string): Host => ({node: {outputs: {[command]: read(text)}}});

describe('what differs from one host to the next is left out', () => {
  test.each<[string, Host]>([
    ['MACs of the kernel, wherever they stand', {macs: OTHERS}],
    ['link-local addresses made of them', {macs: OTHERS, linkLocal: 'fe80::9c:e6ff:fe00:1122/64'}],
    ['interface numbers, pids, times', {index: 90}],
    ['counters', {packets: 77}],
    [
      'what a guest asks while it boots',
      {
        node: {
          processes: read([
            {argv: ['busybox', 'timeout', '3', 'busybox', 'wget'], namespace: 'vm1'},
            {argv: ['dnsmasq', '-k'], namespace: ''},
          ]),
        },
      },
    ],
    [
      'what was learned',
      {
        namespace: {
          fdb: read({[`tap1 ${OURS[0]}`]: {dev: 'tap1', mac: OURS[0], master: 'br0', origin: 'permanent', flags: []}}),
        },
      },
    ],
    ['a table that nobody uses', {namespace: {ip6tables: read(tablesOf(aTable('nat', aChain('OUTPUT'))))}}],
    [
      'the VLAN that a port is born with',
      {namespace: {bridgeVlans: read({'tap1 1': {dev: 'tap1', id: 1, pvid: true, untagged: true}})}},
    ],
    [
      'the order of a set, and what it is hashed with',
      outputs('ipset save', 'create A hash:net family inet initval 0x77\nadd A 10.0.0.3\nadd A 10.0.0.2\n'),
    ],
  ])('%s', (_, other) => {
    expect(told({}, other)).toEqual([]);
  });
});

test('what ends by itself is not looked for', () => {
  const passing = ['busybox timeout 3 busybox wget -qO- http://a/', 'arping -U -I eth0 -c 3 -w 4 10.0.0.1'];
  const processes = read(passing.map((words) => ({argv: words.split(' '), namespace: 'q'})));
  expect(told({node: {processes}}, {node: {processes: read([])}})).toEqual([]);
  const lasting = read([{argv: ['arping', '-I', 'eth0', '10.0.0.1'], namespace: 'q'}]);
  expect(told({node: {processes: lasting}}, {node: {processes: read([])}})).toHaveLength(1);
});

test('whom HAProxy takes over from', () => {
  const haproxy = (pid: string): Host => ({
    node: {processes: read([{argv: ['haproxy', '-f', 'a.cfg', '-sf', pid], namespace: 'q'}])},
  });
  expect(told(haproxy('302'), haproxy('327'))).toEqual([]);
  expect(told(haproxy('302'), {node: {processes: read([])}})).toEqual([
    'host processes: haproxy -f a.cfg -sf … (in q) ×1: only in A: runs',
  ]);
});

describe('a real difference is found', () => {
  test.each<[string, Host, Host, readonly string[]]>([
    [
      'a missing rule',
      {},
      {rules: ['-j DROP']},
      ['host iptables: filter FORWARD:', '  line 2 only in A: -s 10.0.0.2/32 -j ACCEPT'],
    ],
    [
      'another order of rules',
      {},
      {rules: ['-j DROP', '-s 10.0.0.2/32 -j ACCEPT']},
      [
        'host iptables: filter FORWARD:',
        '  line 2 only in A: -s 10.0.0.2/32 -j ACCEPT',
        '  line 3 only in B: -s 10.0.0.2/32 -j ACCEPT',
      ],
    ],
    [
      'a chain without rules that drops',
      {rules: []},
      {rules: [], namespace: {iptables: read(tablesOf(aTable('filter', aChain('FORWARD', [], {policy: 'DROP'}))))}},
      ['host iptables: filter FORWARD: only in B: policy DROP'],
    ],
    [
      'another address',
      {},
      {address: '10.0.0.9/24'},
      [
        'host links: address 10.0.0.1/24 on br0: only in A: scope=global',
        'host links: address 10.0.0.9/24 on br0: only in B: scope=global',
      ],
    ],
    [
      'a missing route',
      {},
      {namespace: {routes: read({})}},
      ['host routes: inet main 10.0.0.0/24 unicast  br0 0: only in A: protocol=kernel scope=link'],
    ],
    [
      'a sysctl',
      {namespace: {sysctls: read({'net.ipv4.ip_forward': '1'})}},
      {namespace: {sysctls: read({'net.ipv4.ip_forward': '0'})}},
      ['host sysctls: net.ipv4.ip_forward: A has 1; B has 0'],
    ],
    [
      'an entry that was put there',
      {},
      {namespace: {neighbours: read({})}},
      ['host neighbours: br0 10.0.0.2: only in A: mac=<MAC of host vm1 eth0> proxy=false states=PERMANENT'],
    ],
    [
      'a MAC that leads elsewhere',
      {},
      {
        namespace: {
          neighbours: read({
            'br0 10.0.0.2': {dev: 'br0', address: '10.0.0.2', mac: OURS[0], states: ['PERMANENT'], proxy: false},
          }),
        },
      },
      [
        'host neighbours: br0 10.0.0.2: A has mac=<MAC of host vm1 eth0> proxy=false states=PERMANENT; B has mac=<MAC of host tap1> proxy=false states=PERMANENT',
      ],
    ],
    [
      'a MAC that Neutron chose',
      {macs: ['fa:16:3e:00:00:01', OURS[1]]},
      {macs: ['fa:16:3e:00:00:02', OURS[1]]},
      [
        'host fdb: dev=tap1 mac=fa:16:3e:00:00:01 master=br0: only in A: origin=permanent',
        'host fdb: dev=tap1 mac=fa:16:3e:00:00:02 master=br0: only in B: origin=permanent',
        expect.stringMatching(/^host links: br0: A has .*mac=fa:16:3e:00:00:01.*; B has .*mac=fa:16:3e:00:00:02/),
        expect.stringMatching(/^host links: tap1: A has .*; B has /),
      ],
    ],
    ['an MTU', {}, {mtu: 1450}, [expect.stringMatching(/^host links: tap1: A has .*mtu=1500.*; B has .*mtu=1450/)]],
    ['a process', {}, {node: {processes: read([])}}, ['host processes: dnsmasq -k ×1: only in A: runs']],
    [
      'one of two processes',
      {node: {processes: read([0, 1].map(() => ({argv: ['dnsmasq', '-k'], namespace: ''})))}},
      {},
      ['host processes: dnsmasq -k ×2: only in A: runs'],
    ],
    [
      'a member of a set',
      {},
      outputs('ipset save', 'create A hash:net family inet\nadd A 10.0.0.2\n'),
      ['host ipset save: 10.0.0.3 in A: only in A: there'],
    ],
    [
      'a line of a file',
      outputs(FILES_OF_AGENTS, '/f/host:a\n/f/host:b\n'),
      outputs(FILES_OF_AGENTS, '/f/host:b\n'),
      ['host files: /f/host:', '  line 1 only in A: a'],
    ],
    [
      'a frame filter’s rule',
      outputs(
        'ebtables-save',
        '*nat\n:PREROUTING ACCEPT\n:c RETURN\n-A c -s fa:16:3e:3:fa:bb -j RETURN\n-A c -j DROP\n',
      ),
      outputs('ebtables-save', '*nat\n:PREROUTING ACCEPT\n:c RETURN\n-A c -j DROP\n'),
      ['host ebtables-save: nat c:', '  line 2 only in A: -s fa:16:3e:03:fa:bb -j RETURN'],
    ],
    [
      'a limit',
      outputs(
        'tc qdisc show',
        'qdisc noqueue 0: dev lo root refcnt 2\nqdisc tbf 8001: dev tap1 root refcnt 2 rate 1Mbit\n',
      ),
      outputs(
        'tc qdisc show',
        'qdisc noqueue 0: dev lo root refcnt 2\nqdisc tbf 8002: dev tap1 root refcnt 9 rate 2Mbit\n',
      ),
      [
        'host tc qdisc show: qdisc tbf dev tap1 root rate 1Mbit: only in A: there',
        'host tc qdisc show: qdisc tbf dev tap1 root rate 2Mbit: only in B: there',
      ],
    ],
  ])('%s', (_, one, other, lines) => {
    expect(told(one, other)).toEqual(lines);
    expect(told(other, one)).toHaveLength(lines.length);
  });

  test('a namespace', () => {
    expect(told({}, {isWithoutGuest: true})).toContain('host vm1: namespace: only in A: there');
  });
});

test('what could be read on neither is not the same', () => {
  const unread = {namespace: {links: notRead('no answer')}};
  expect(told(unread, unread)).toEqual([
    'host links: could not be read in A: no answer',
    'host links: could not be read in B: no answer',
  ]);
});
