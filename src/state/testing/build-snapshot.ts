import {flowKey} from '../openvswitch.ts';
import type {OvsBridge, OvsFlow, OvsInterface, OvsPort} from '../openvswitch.ts';
import {ROOT_NAMESPACE, routeKey} from '../snapshot.ts';
import type {
  Address,
  FilterChain,
  FilterRule,
  FilterTable,
  Link,
  NamespaceSnapshot,
  Peer,
  Reading,
  Route,
  Snapshot,
} from '../snapshot.ts';

/** Builds snapshots for tests: only what a test is about has to be said. */

export const read = <T>(value: T): Reading<T> => ({ok: true, value});
export const notRead = (why: string) => ({ok: false, why}) as const;

const keyed = <T>(items: readonly T[], keyOf: (item: T) => string): Readonly<Record<string, T>> =>
  Object.fromEntries(items.map((item) => [keyOf(item), item] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** `10.0.0.1/24`, `fe80::1/64`. */
export const anAddress = (text: string): Address => {
  const [address = '', prefix = '32'] = text.split('/');
  const inet6 = address.includes(':');
  const scope = address.startsWith('fe80') ? 'link' : address === '127.0.0.1' || address === '::1' ? 'host' : 'global';
  return {family: inet6 ? 'inet6' : 'inet', address, prefix: Number(prefix), scope};
};

export const addressesOf = (...texts: readonly string[]): Readonly<Record<string, Address>> =>
  Object.fromEntries(texts.map((text) => [text, anAddress(text)]));

/** A link that is up with carrier, of kind veth, without peer. */
export const aLink = (name: string, fields: Partial<Link> = {}): Link => ({
  name,
  index: 2,
  kind: 'veth',
  mtu: 1500,
  up: true,
  carrier: fields.up ?? true,
  state: (fields.up ?? true) ? 'UP' : 'DOWN',
  addresses: {},
  ...fields,
});

export const aLoopback = (up = false): Link =>
  aLink('lo', {
    index: 1,
    kind: 'loopback',
    mtu: 65_536,
    up,
    carrier: up,
    state: up ? 'UNKNOWN' : 'DOWN',
    addresses: up ? addressesOf('127.0.0.1/8') : {},
  });

export const peerAt = (node: string, namespace: string, name: string): Peer => ({known: true, node, namespace, name});

/** `default via 192.168.0.1 dev eth0`, `10.0.0.0/24 dev eth0`. */
export const aRoute = (text: string, fields: Partial<Route> = {}): Route => {
  const [destination = '', ...rest] = text.split(' ');
  const after = (word: string) => (rest.includes(word) ? rest[rest.indexOf(word) + 1] : undefined);
  const via = after('via');
  const dev = after('dev');
  return {
    family: destination.includes(':') ? 'inet6' : 'inet',
    destination,
    type: 'unicast',
    table: 'main',
    ...(via === undefined ? {} : {via}),
    ...(dev === undefined ? {} : {dev}),
    protocol: via === undefined ? 'kernel' : 'boot',
    scope: via === undefined ? 'link' : 'global',
    flags: [],
    ...fields,
  };
};

export const routesOf = (...routes: readonly Route[]) => keyed(routes, routeKey);

export const aRule = (spec: string, packets = 0): FilterRule => ({spec, packets, bytes: packets * 84});

export const aChain = (
  name: string,
  rules: readonly FilterRule[] = [],
  fields: Partial<FilterChain> = {},
): FilterChain => ({
  name,
  ...(name === name.toUpperCase() ? {policy: 'ACCEPT'} : {}),
  packets: 0,
  bytes: 0,
  rules,
  ...fields,
});

export const aTable = (name: string, ...chains: readonly FilterChain[]): FilterTable => ({
  name,
  chains: Object.fromEntries(chains.map((chain) => [chain.name, chain])),
});

export const tablesOf = (...tables: readonly FilterTable[]) => keyed(tables, ({name}) => name);

/** A namespace in which everything was read; with loopback unless links are given as a reading. */
export const aNamespace = (
  name: string,
  links: readonly Link[] = [],
  fields: Partial<NamespaceSnapshot> = {},
): NamespaceSnapshot => ({
  name,
  links: read(keyed([aLoopback(), ...links], (link) => link.name)),
  routes: read({}),
  rules: read({}),
  neighbours: read({}),
  fdb: read({}),
  bridgeVlans: read({}),
  iptables: read({}),
  ip6tables: read({}),
  nftables: read({}),
  sysctls: read({}),
  listeners: read({}),
  ...fields,
});

/** Nodes by name with their namespaces; a node without its own namespace gets an empty one. */
export const aSnapshot = (nodes: Readonly<Record<string, readonly NamespaceSnapshot[]>>): Snapshot => ({
  takenAt: 0,
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([name, namespaces]) => {
      const hasRoot = namespaces.some((namespace) => namespace.name === ROOT_NAMESPACE);
      const all = hasRoot ? namespaces : [aNamespace(ROOT_NAMESPACE), ...namespaces];
      return [name, {name, namespaces: keyed(all, (namespace) => namespace.name)}];
    }),
  ),
});

/** An access, trunk or patch port of Open vSwitch; its type and options are those of its one interface. */
export const anOvsPort = (
  name: string,
  {
    type = 'system',
    options = {},
    ofport = 1,
    ...fields
  }: Partial<OvsPort & Pick<OvsInterface, 'type' | 'options' | 'ofport'>> = {},
): OvsPort => ({name, trunks: [], interfaces: {[name]: {name, type, ofport, options}}, ...fields});

/** `table=0,priority=5,in_port=tap1 actions=drop` */
export const aFlow = (text: string, packets = 0): OvsFlow => {
  const [about = '', actions = ''] = text.split(' actions=');
  const parts = about.split(',');
  const number = (name: string) => Number(parts.find((part) => part.startsWith(`${name}=`))?.split('=')[1] ?? 0);
  const match = parts.filter((part) => !/^(table|priority)=/.test(part)).join(',');
  return {
    table: number('table'),
    priority: number('priority'),
    match,
    actions,
    cookie: '0x0',
    options: [],
    packets,
    bytes: packets * 84,
  };
};

/** A bridge of Open vSwitch with its own port. */
export const anOvsBridge = (
  name: string,
  ports: readonly OvsPort[] = [],
  flows: readonly OvsFlow[] = [],
): OvsBridge => ({
  name,
  datapath: 'netdev',
  ports: keyed([anOvsPort(name, {type: 'internal', ofport: 65_534}), ...ports], (port) => port.name),
  flows: read(Object.fromEntries(flows.map((flow) => [flowKey(flow), flow]))),
  fdb: read({}),
});

/** The snapshot with these bridges on a node. */
export const withOvs = (snapshot: Snapshot, node: string, ...bridges: readonly OvsBridge[]): Snapshot => ({
  ...snapshot,
  nodes: {
    ...snapshot.nodes,
    [node]: {
      name: node,
      namespaces: {},
      ...snapshot.nodes[node],
      openvswitch: read(keyed(bridges, (bridge) => bridge.name)),
    },
  },
});

/** One node with its own namespace. */
export const host = (links: readonly Link[], fields: Partial<NamespaceSnapshot> = {}): Snapshot =>
  aSnapshot({host: [aNamespace('', links, fields)]});

/** The same with loopback alone. */
export const hostWith = (fields: Partial<NamespaceSnapshot>): Snapshot => host([], fields);
