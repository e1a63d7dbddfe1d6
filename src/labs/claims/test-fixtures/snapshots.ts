import type {Link, NamespaceSnapshot, Route, Snapshot} from '../../../state/snapshot.ts';
import {routeKey} from '../../../state/snapshot.ts';
import type {FilterRule, FilterTable, Reading} from '../../../state/snapshot.ts';

/** Snapshots for the tests of claims: what is not named is read and empty. */

const read = <T>(value: T): Reading<T> => ({ok: true, value});

export const unread: Reading<never> = {ok: false, why: 'ip ended with exit code 1'};

export const link = (name: string, more: Partial<Link> = {}): Link => ({
  name,
  index: 1,
  kind: 'veth',
  mac: '52:54:00:00:00:01',
  mtu: 1500,
  up: true,
  carrier: true,
  state: 'UP',
  addresses: {},
  ...more,
});

export const addresses = (...list: readonly string[]): Link['addresses'] =>
  Object.fromEntries(
    list.map((text) => {
      const [address = '', prefix] = text.split('/');
      return [
        text,
        {family: address.includes(':') ? 'inet6' : 'inet', address, prefix: Number(prefix), scope: 'global'},
      ];
    }),
  );

export const links = (...list: readonly Link[]): NamespaceSnapshot['links'] =>
  read(Object.fromEntries(list.map((one) => [one.name, one])));

export const routes = (
  ...list: readonly (Partial<Route> & Pick<Route, 'destination'>)[]
): NamespaceSnapshot['routes'] =>
  read(
    Object.fromEntries(
      list.map((one) => {
        const route: Route = {
          family: one.destination.includes(':') ? 'inet6' : 'inet',
          type: 'unicast',
          table: 'main',
          protocol: 'boot',
          scope: 'global',
          flags: [],
          ...one,
        };
        return [routeKey(route), route];
      }),
    ),
  );

/** `{filter: {FORWARD: ['DROP', '-i a -j ACCEPT', …]}}`: the policy (`-` for a chain without one), then the rules. */
export const iptables = (
  tables: Readonly<Record<string, Readonly<Record<string, readonly (string | FilterRule)[]>>>>,
): NamespaceSnapshot['iptables'] =>
  read(
    Object.fromEntries(
      Object.entries(tables).map(([name, chains]): [string, FilterTable] => [
        name,
        {
          name,
          chains: Object.fromEntries(
            Object.entries(chains).map(([chain, [policy, ...rules]]) => [
              chain,
              {
                name: chain,
                ...(typeof policy === 'string' && policy !== '-' && {policy}),
                packets: 0,
                bytes: 0,
                rules: rules.map((rule) => (typeof rule === 'string' ? {spec: rule, packets: 0, bytes: 0} : rule)),
              },
            ]),
          ),
        },
      ]),
    ),
  );

export const keyed = <T>(record: Readonly<Record<string, T>>): Reading<Readonly<Record<string, T>>> => read(record);

const EMPTY: Omit<NamespaceSnapshot, 'name'> = {
  links: read({}),
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
};

type Namespaces = Readonly<Record<string, Partial<NamespaceSnapshot>>>;

/** Nodes by name, in each its namespaces by name; the node's own (``) is always there. */
export const snapshotOf = (nodes: Readonly<Record<string, Namespaces>>): Snapshot => ({
  takenAt: 0,
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([node, namespaces]) => [
      node,
      {
        name: node,
        namespaces: Object.fromEntries(
          Object.entries({'': {}, ...namespaces}).map(([name, sections]) => [name, {...EMPTY, ...sections, name}]),
        ),
      },
    ]),
  ),
});

/** One node with these namespaces. */
export const onHost = (namespaces: Namespaces): Snapshot => snapshotOf({host: namespaces});
