import type {OvsBridge} from '../openvswitch.ts';
import {valueOf} from '../snapshot.ts';
import type {FdbEntry, FilterTable, Link, NamespaceSnapshot, NodeSnapshot, Peer, Reading} from '../snapshot.ts';
import {isOfKernel, macNames, withoutKernelAddresses, type MacNames} from './macs.ts';
import type {Observed, ObservedNode} from './observed.ts';
import {FILES_OF_AGENTS, outputLines} from './outputs.ts';

/**
 * What a host is like without what differs from one host to the next: interface numbers, counters, pids, times, MACs that
 * the kernel chose. Keyed by where and what (`host vm1: link eth0`); a list where the order counts.
 */
export interface PlainState {
  readonly things: Readonly<Record<string, string | readonly string[]>>;
  /** What could not be read, keyed alike. Nothing can be said of it. */
  readonly unread: Readonly<Record<string, string>>;
}

type Thing = readonly [key: string, value: string | readonly string[]];

/** What a guest asks while it boots, and how agents announce an address three times: whether they still run is chance. */
const ENDS_BY_ITSELF = /^(?:busybox timeout \d|arping -[AU] .*-c \d)/;

/** Made of what was observed, pure. */
export function plainState({snapshot, nodes}: Observed): PlainState {
  const names = macNames(snapshot);
  const things: Thing[] = [];
  const unread: (readonly [string, string])[] = [];
  const read = <T>(place: string, reading: Reading<T> | undefined, tell: (value: T) => readonly Thing[]): void => {
    if (reading === undefined) return;
    if (reading.ok) things.push(...tell(reading.value).map(([key, value]): Thing => [`${place}: ${key}`, value]));
    else unread.push([place, reading.why]);
  };
  for (const [name, node] of Object.entries(snapshot.nodes)) {
    for (const [namespace, inside] of Object.entries(node.namespaces)) {
      const place = namespace === '' ? name : `${name} ${namespace}`;
      things.push([`${place}: namespace`, 'there']);
      readNamespace(place, inside, names, read);
    }
    readSwitch(name, node, read);
    const {outputs, processes}: Partial<ObservedNode> = nodes[name] ?? {};
    for (const [command, reading] of Object.entries(outputs ?? {}))
      read(`${name} ${command === FILES_OF_AGENTS ? 'files' : command}`, reading, (text) =>
        outputLines(command, text, names),
      );
    read(`${name} processes`, processes, (list) =>
      list
        // The node's own first process is of every host.
        .filter(({argv}) => argv[0] !== 'init' && !ENDS_BY_ITSELF.test(argv.join(' ')))
        .map(({argv, namespace}) => `${withoutPids(argv.join(' '))}${namespace === '' ? '' : ` (in ${namespace})`}`)
        .toSorted()
        .map((line, index, all): Thing => [`${line} ×${index - all.indexOf(line) + 1}`, 'runs']),
    );
  }
  return {
    things: Object.fromEntries(
      things.map(([key, value]) => [
        withoutKernelAddresses(key),
        typeof value === 'string' ? withoutKernelAddresses(value) : value.map(withoutKernelAddresses),
      ]),
    ),
    unread: Object.fromEntries(unread),
  };
}

/** HAProxy is told whom it takes over from. */
const withoutPids = (line: string): string => line.replace(/ -sf(?: \d+)+/, ' -sf …');

type Read = <T>(place: string, reading: Reading<T> | undefined, tell: (value: T) => readonly Thing[]) => void;

function readNamespace(place: string, inside: NamespaceSnapshot, names: MacNames, read: Read): void {
  read(`${place} links`, inside.links, (links) =>
    Object.values(links).flatMap((link): readonly Thing[] => [
      [link.name, linkWords(link, links, names)],
      ...Object.values(link.addresses).map(({address, prefix, family: _family, ...rest}): Thing => [
        `address ${address}/${prefix} on ${link.name}`,
        words(rest),
      ]),
    ]),
  );
  read(`${place} routes`, inside.routes, (routes) =>
    Object.entries(routes).map(([key, {flags, protocol, scope, source}]) => [
      key,
      words({protocol, scope, source, flags: flags.toSorted().join(',')}),
    ]),
  );
  read(`${place} rules`, inside.rules, (rules) => Object.entries(rules).map(([key, {table}]) => [key, words({table})]));
  read(`${place} neighbours`, inside.neighbours, (neighbours) =>
    Object.entries(neighbours)
      // The others come with traffic and go with time.
      .filter(([, {states, proxy}]) => proxy || states.includes('PERMANENT'))
      .map(([key, {mac, states, proxy}]) => [
        key,
        words({mac: mac && names(mac), states: states.toSorted().join(','), proxy}),
      ]),
  );
  read(`${place} fdb`, inside.fdb, (entries) =>
    Object.values(entries)
      // Those come with traffic and go with time.
      .filter(({origin}) => origin !== 'learned')
      .filter((entry) => !isGroup(entry) && !isOfFirstVlan(entry, entries))
      .map(({dev, mac, master, vlan, destination, origin, flags}) => [
        words({dev, mac: names(mac), vlan, destination, master}),
        words({origin, flags: flags.toSorted().join(',')}),
      ]),
  );
  read(`${place} VLANs`, inside.bridgeVlans, (vlans) =>
    Object.values(vlans)
      // What every port of a bridge has by itself, where the kernel knows of VLANs.
      .filter(({id, pvid, untagged}) => id !== 1 || !pvid || !untagged)
      .map(({dev, id, pvid, untagged}) => [`${dev} ${id}`, words({pvid, untagged})]),
  );
  read(`${place} iptables`, inside.iptables, (tables) => chainThings(tables));
  read(`${place} ip6tables`, inside.ip6tables, (tables) => chainThings(tables));
  read(`${place} nftables`, inside.nftables, (tables) =>
    Object.entries(tables).map(([key, {lines}]) => [
      key,
      lines.map((line) => line.replaceAll(/\b(packets|bytes) \d+/g, '$1 …')),
    ]),
  );
  read(`${place} sysctls`, inside.sysctls, (sysctls) => Object.entries(sysctls));
  read(`${place} listeners`, inside.listeners, (listeners) =>
    Object.entries(listeners).map(([key, {program}]) => [key, program ?? 'somebody']),
  );
}

/** The kernel keeps an entry for each group that a link listens to, among them some that are made of its MAC. */
const isGroup = ({mac}: FdbEntry): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;

/** A kernel that knows of VLANs has what a bridge's port brings along twice: without a VLAN, and in the first one. */
const isOfFirstVlan = ({vlan, ...entry}: FdbEntry, all: Readonly<Record<string, FdbEntry>>): boolean =>
  vlan === 1 &&
  Object.values(all).some(
    ({dev, mac, origin, vlan: other}) =>
      other === undefined && dev === entry.dev && mac === entry.mac && origin === entry.origin,
  );

function linkWords(link: Link, links: Readonly<Record<string, Link>>, names: MacNames): string {
  const {name: _name, index: _index, addresses: _addresses, mac, peer, bridge, port, vxlan, vlan, ...rest} = link;
  const ports = Object.values(links).filter(({master}) => master === link.name);
  // Which port has the lowest MAC is chance, too, where the kernel chose one of them.
  const isPorts =
    bridge !== undefined &&
    ports.some((one) => one.mac === mac) &&
    ports.some((one) => one.mac !== undefined && isOfKernel(one.mac));
  return words({
    ...rest,
    mac: mac && (isPorts ? '<MAC of a port>' : names(mac)),
    peer: peer && peerWords(peer),
    ...prefixed('bridge', bridge),
    ...prefixed('port', port),
    ...prefixed('vxlan', vxlan),
    ...prefixed('vlan', vlan),
  });
}

const peerWords = (peer: Peer): string =>
  peer.known ? `${peer.node}/${peer.namespace}/${peer.name}` : 'in a namespace without a name';

const prefixed = (prefix: string, values: object | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [`${prefix}.${key}`, value]));

/** `mtu=1500 up=true`; what is undefined or empty is left out. */
const words = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(' ');

function chainThings(tables: Readonly<Record<string, FilterTable>>): readonly Thing[] {
  return Object.values(tables).flatMap((table) =>
    Object.values(table.chains)
      // A table is there once somebody looked at it: then it has what every table has.
      .filter(({policy, rules}) => policy !== 'ACCEPT' || rules.length > 0)
      .map(({name, policy, rules}): Thing => [
        `${table.name} ${name}`,
        [...(policy === undefined ? [] : [`policy ${policy}`]), ...rules.map(({spec}) => spec)],
      ]),
  );
}

function readSwitch(node: string, {openvswitch}: NodeSnapshot, read: Read): void {
  read(`${node} Open vSwitch`, openvswitch, (bridges) => Object.values(bridges).flatMap(bridgeThings));
  for (const {name, flows} of Object.values((openvswitch && valueOf(openvswitch)) ?? {}))
    read(`${node} flows of ${name}`, flows, (all) =>
      Object.entries(all).map(([key, {actions, options}]) => [key, words({actions, options: options.join(',')})]),
    );
}

const bridgeThings = ({name, datapath, failMode, ports}: OvsBridge): readonly Thing[] => [
  [name, words({datapath, failMode})],
  ...Object.values(ports).flatMap((port): readonly Thing[] => [
    [`port ${port.name} of ${name}`, words({tag: port.tag, trunks: port.trunks.join(','), vlanMode: port.vlanMode})],
    ...Object.values(port.interfaces).map((one): Thing => [
      `interface ${one.name} of ${name}`,
      words({type: one.type, error: one.error, ...one.options}),
    ]),
  ]),
];
