import type {Link, NamespaceSnapshot, NodeSnapshot, Reading, Snapshot} from '../snapshot.ts';
import {
  aChain,
  aFlow,
  aLink,
  aNamespace,
  aRoute,
  aRule,
  aTable,
  anAddress,
  anOvsBridge,
  anOvsPort,
  notRead,
  peerAt,
  read,
  tablesOf,
} from './build-snapshot.ts';

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

interface Dice {
  readonly upTo: (limit: number) => number;
  readonly of: <const T>(items: readonly [T, ...(readonly T[])]) => T;
  readonly chance: (share: number) => boolean;
}

export const dice = (random: () => number): Dice => ({
  upTo: (limit) => Math.floor(random() * limit),
  of: (items) => items[Math.floor(random() * items.length)] ?? items[0],
  chance: (share) => random() < share,
});

const NODES = ['host', 'upstream', '计算1'] as const;
const NAMESPACES = ['', 'blue', 'nat1', 'red', '网关'] as const;
const LINKS = ['br0', 'eth0', 'eth10', 'peer1-virbr0', 'vnet0', '网口'] as const;

type Keyed<T> = Readonly<Record<string, T>>;

/** The record with this key set, or removed where there is no value; all other values stay the same objects. */
const withKey = <T>(record: Keyed<T>, key: string, value: T | undefined): Keyed<T> =>
  Object.fromEntries(
    [
      ...Object.entries(record).filter(([name]) => name !== key),
      ...(value === undefined ? [] : [[key, value] as const]),
    ].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const edited = <T>(reading: Reading<Keyed<T>>, key: string, value: T | undefined): Reading<Keyed<T>> =>
  read(withKey(reading.ok ? reading.value : {}, key, value));

const randomLink = (roll: Dice, name: string): Link => {
  const up = roll.chance(0.7);
  const address = `10.0.${roll.upTo(3)}.${roll.upTo(200) + 1}/24`;
  return aLink(name, {
    kind: name === 'br0' ? 'bridge' : 'veth',
    index: roll.upTo(9),
    up,
    carrier: up && roll.chance(0.8),
    mac: `02:00:00:00:00:0${roll.upTo(9)}`,
    mtu: roll.of([1500, 1400]),
    addresses: roll.chance(0.5) ? {[address]: anAddress(address)} : {},
    ...(name !== 'br0' && roll.chance(0.3) ? {master: 'br0'} : {}),
    ...(roll.chance(0.3) ? {peer: peerAt(roll.of(NODES), roll.of(NAMESPACES), roll.of(LINKS))} : {}),
  });
};

type Edit = (namespace: NamespaceSnapshot, roll: Dice) => NamespaceSnapshot;

const EDITS: readonly [Edit, ...(readonly Edit[])] = [
  (namespace, roll) => {
    const name = roll.of(LINKS);
    return {...namespace, links: edited(namespace.links, name, roll.chance(0.8) ? randomLink(roll, name) : undefined)};
  },
  (namespace, roll) => {
    const route = aRoute(`10.${roll.upTo(9)}.0.0/16 via 10.0.0.${roll.upTo(9)} dev ${roll.of(LINKS)}`);
    return {...namespace, routes: edited(namespace.routes, `r${roll.upTo(4)}`, roll.chance(0.7) ? route : undefined)};
  },
  (namespace, roll) => {
    const priority = roll.upTo(4) * 100;
    const rule = {family: 'inet', priority, selector: 'from all', table: `t${roll.upTo(2)}`} as const;
    return {...namespace, rules: edited(namespace.rules, `inet ${priority}`, roll.chance(0.7) ? rule : undefined)};
  },
  (namespace, roll) => {
    const address = `10.0.0.${roll.upTo(5)}`;
    const dev = roll.of(LINKS);
    const states = [roll.of(['REACHABLE', 'STALE', 'PERMANENT'])];
    const neighbour = {dev, address, mac: `02:00:00:00:00:1${roll.upTo(9)}`, states, proxy: false};
    return {
      ...namespace,
      neighbours: edited(namespace.neighbours, `${dev} ${address}`, roll.chance(0.7) ? neighbour : undefined),
    };
  },
  (namespace, roll) => {
    const dev = roll.of(LINKS);
    const mac = `02:00:00:00:00:2${roll.upTo(9)}`;
    const entry = {dev, mac, master: 'br0', origin: roll.of(['learned', 'static', 'permanent']), flags: []};
    return {...namespace, fdb: edited(namespace.fdb, `${dev} ${mac}`, roll.chance(0.7) ? entry : undefined)};
  },
  (namespace, roll) => {
    const vlan = {dev: roll.of(LINKS), id: roll.upTo(4) + 1, pvid: roll.chance(0.5), untagged: roll.chance(0.5)};
    return {
      ...namespace,
      bridgeVlans: edited(namespace.bridgeVlans, `${vlan.dev} ${vlan.id}`, roll.chance(0.7) ? vlan : undefined),
    };
  },
  (namespace, roll) => {
    const rules = Array.from({length: roll.upTo(6)}, () =>
      aRule(`-i ${roll.of(LINKS)} -j ${roll.of(['ACCEPT', 'DROP', 'MASQUERADE'])}`, roll.upTo(3)),
    );
    const chain = aChain(roll.of(['FORWARD', 'INPUT', 'office']), rules, {packets: roll.upTo(4)});
    const tables = tablesOf(aTable(roll.of(['filter', 'nat']), chain));
    return roll.chance(0.5) ? {...namespace, iptables: read(tables)} : {...namespace, ip6tables: read(tables)};
  },
  (namespace, roll) => {
    const lines = Array.from(
      {length: roll.upTo(5)},
      () => `tcp dport ${roll.upTo(4)} counter packets ${roll.upTo(3)} bytes 0`,
    );
    const table = {family: 'inet', name: 'lab', lines};
    return {...namespace, nftables: edited(namespace.nftables, 'inet lab', roll.chance(0.7) ? table : undefined)};
  },
  (namespace, roll) => {
    const key = roll.of(['net.ipv4.ip_forward', 'net.ipv4.conf.eth0.rp_filter', 'net.ipv6.conf.all.forwarding']);
    return {...namespace, sysctls: edited(namespace.sysctls, key, roll.of(['0', '1', undefined]))};
  },
  (namespace, roll) => {
    const port = roll.of([53, 80, 443]);
    const listener = {protocol: 'tcp', address: '0.0.0.0', port, program: roll.of(['nginx', 'nc'])} as const;
    return {
      ...namespace,
      listeners: edited(namespace.listeners, `tcp 0.0.0.0:${port}`, roll.chance(0.7) ? listener : undefined),
    };
  },
  (namespace, roll) => {
    const members = Object.fromEntries([1, 2, 3].filter(() => roll.chance(0.5)).map((one) => [`10.0.0.${one}`, '']));
    const set = {name: 'web', type: roll.of(['hash:net', 'hash:ip']), members};
    return {...namespace, sets: edited(namespace.sets ?? read({}), 'web', roll.chance(0.7) ? set : undefined)};
  },
  (namespace, roll) => {
    const dev = roll.of(LINKS);
    const [place, kind] = roll.of([['root', 'tbf'] as const, ['ingress', 'ingress'] as const]);
    const queue = {
      dev,
      place,
      kind,
      options: place === 'root' ? {rate: `${roll.upTo(3)}000`} : {},
      filters: place === 'root' ? [] : [`protocol all pref ${roll.upTo(3)} u32`],
    };
    const queues = edited(namespace.queues ?? read({}), `${dev} ${place}`, roll.chance(0.7) ? queue : undefined);
    return {...namespace, queues};
  },
  (namespace, roll) => {
    const part = roll.of(['links', 'routes', 'iptables', 'sysctls', 'listeners', 'sets', 'queues']);
    const reading = namespace[part]?.ok !== false ? notRead(roll.of(['Permission denied', 'timed out'])) : read({});
    return {...namespace, [part]: reading};
  },
];

const editNamespaces = (namespaces: Keyed<NamespaceSnapshot>, roll: Dice): Keyed<NamespaceSnapshot> => {
  const name = roll.of(NAMESPACES);
  const found = namespaces[name];
  if (found === undefined) return withKey(namespaces, name, aNamespace(name));
  if (roll.chance(0.1)) return withKey(namespaces, name, undefined);
  return withKey(namespaces, name, roll.of(EDITS)(found, roll));
};

/** A node's Open vSwitch with a bridge changed, come or gone; sometimes nobody could read it. */
const editedSwitch = (
  openvswitch: NodeSnapshot['openvswitch'],
  roll: Dice,
): NonNullable<NodeSnapshot['openvswitch']> => {
  if (roll.chance(0.1)) return notRead(roll.of(['no answer', 'timed out']));
  const name = roll.of(['br-ex', 'br-int']);
  const ports = [
    anOvsPort('tap1', roll.chance(0.5) ? {tag: roll.upTo(3) + 1} : {trunks: [roll.upTo(3) + 1, 9]}),
    anOvsPort('patch', {type: 'patch', options: {peer: roll.of(['a', 'b'])}}),
  ].filter(() => roll.chance(0.7));
  const flows = [
    aFlow(
      `table=0,priority=4,in_port=tap1 actions=${roll.of(['drop', 'NORMAL', 'mod_vlan_vid:3,NORMAL'])}`,
      roll.upTo(3),
    ),
    aFlow('table=1,priority=0 actions=NORMAL'),
  ].filter(() => roll.chance(0.7));
  const mac = `02:00:00:00:00:2${roll.upTo(9)}`;
  const bridge = {
    ...anOvsBridge(name, ports, flows),
    fdb: read({[`1 ${mac}`]: {mac, vlan: 1, port: 'tap1'}}),
    ...(roll.chance(0.1) && {flows: notRead('no answer')}),
  };
  return edited(openvswitch ?? read({}), name, roll.chance(0.8) ? bridge : undefined);
};

/** The snapshot after one random edit; what the edit does not touch stays the same object. */
export const randomEdit = (snapshot: Snapshot, roll: Dice): Snapshot => {
  const name = roll.of(NODES);
  const found: NodeSnapshot | undefined = snapshot.nodes[name];
  if (found !== undefined && roll.chance(0.02)) return {...snapshot, nodes: withKey(snapshot.nodes, name, undefined)};
  if (found !== undefined && roll.chance(0.1)) {
    const openvswitch = editedSwitch(found.openvswitch, roll);
    return {...snapshot, nodes: withKey(snapshot.nodes, name, {...found, openvswitch})};
  }
  const namespaces = editNamespaces(found?.namespaces ?? {'': aNamespace('')}, roll);
  return {...snapshot, nodes: withKey(snapshot.nodes, name, {...found, name, namespaces})};
};

export const randomEdits = (snapshot: Snapshot, count: number, roll: Dice): Snapshot => {
  let edited = snapshot;
  for (let index = 0; index < count; index++) edited = randomEdit(edited, roll);
  return edited;
};
