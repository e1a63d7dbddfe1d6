import {z} from 'zod';
import type {Address, Link, LinkKind} from '../../state/snapshot.ts';
import {parseJsonList, sortedRecord} from './json-output.ts';

/** Question to `ip -j -d -batch`: links with kind data and addresses. */
export const LINKS_COMMAND = 'addr show';

/** A link as one namespace sees it: the other end of a veth is only a number, and a namespace id that is valid there. */
export interface RawLink {
  readonly link: Omit<Link, 'peer'>;
  readonly peer?: RawPeer;
  /** Of a network card: the MAC it was made with, whatever it has now. */
  readonly cardMac?: string;
}

export type RawPeer =
  /** In the same namespace. */
  {readonly name: string} | {readonly index: number; readonly namespaceId?: number};

const addressItem = z.object({
  family: z.string(),
  local: z.string(),
  prefixlen: z.number(),
  scope: z.string(),
  broadcast: z.string().optional(),
  /** The far end of a point-to-point address. */
  address: z.string().optional(),
});

const linkItem = z.object({
  ifindex: z.number(),
  ifname: z.string(),
  link: z.string().nullish(),
  link_index: z.number().optional(),
  link_netnsid: z.number().optional(),
  flags: z.array(z.string()),
  mtu: z.number(),
  master: z.string().optional(),
  operstate: z.string(),
  link_type: z.string(),
  address: z.string().optional(),
  /** Told where it is another one than the address. */
  permaddr: z.string().optional(),
  linkinfo: z
    .object({
      info_kind: z.string().optional(),
      info_data: z.record(z.string(), z.unknown()).optional(),
      info_slave_kind: z.string().optional(),
      info_slave_data: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  addr_info: z.array(z.union([addressItem, z.object({}).strict()])),
});

type LinkItem = z.infer<typeof linkItem>;
type Data = Readonly<Record<string, unknown>>;

/**
 * The links that `ip -j -d addr show` printed, in its order.
 * @throws {UnreadableOutput}
 */
export const parseLinks = (text: string): readonly RawLink[] =>
  parseJsonList('ip -j -d addr show', text, linkItem).map(rawLink);

const rawLink = (item: LinkItem): RawLink => {
  const kind = kindOf(item);
  const data = item.linkinfo?.info_data ?? {};
  const peer = kind === 'veth' ? peerOf(item) : undefined;
  const cardMac = kind === 'ether' ? (item.permaddr ?? item.address) : undefined;
  return {
    link: {
      name: item.ifname,
      index: item.ifindex,
      kind,
      ...(kind === 'other' && {kindName: item.linkinfo?.info_kind ?? item.link_type}),
      ...(kind !== 'loopback' && item.address?.includes(':') === true && {mac: item.address}),
      mtu: item.mtu,
      up: item.flags.includes('UP'),
      carrier: item.flags.includes('LOWER_UP'),
      state: item.operstate,
      ...(item.master !== undefined && {master: item.master}),
      addresses: addressesOf(item),
      ...(kind === 'bridge' && {bridge: bridgeOf(data)}),
      ...(item.linkinfo?.info_slave_kind === 'bridge' && {port: portOf(item.linkinfo.info_slave_data ?? {})}),
      ...(kind === 'vxlan' && {vxlan: vxlanOf(data)}),
      ...(kind === 'vlan' && {
        vlan: {id: number(data, 'id'), dev: item.link ?? '', protocol: string(data, 'protocol') ?? ''},
      }),
    },
    ...(peer !== undefined && {peer}),
    ...(cardMac !== undefined && {cardMac}),
  };
};

const KINDS: ReadonlySet<string> = new Set<LinkKind>(['veth', 'bridge', 'vxlan', 'vlan', 'macvlan', 'dummy', 'ifb']);

const kindOf = (item: LinkItem): LinkKind => {
  const kind = item.linkinfo?.info_kind;
  if (kind === undefined)
    return item.link_type === 'loopback' ? 'loopback' : item.link_type === 'ether' ? 'ether' : 'other';
  if (kind === 'tun') return item.linkinfo?.info_data?.['type'] === 'tap' ? 'tap' : 'tun';
  return KINDS.has(kind) ? (kind as LinkKind) : 'other';
};

/** `link` is a name where the other end is in the same namespace, `link_index` where it is in another. */
const peerOf = (item: LinkItem): RawPeer | undefined => {
  if (typeof item.link === 'string') return {name: item.link};
  if (item.link_index === undefined || item.link_index === 0) return undefined;
  return {index: item.link_index, ...(item.link_netnsid !== undefined && {namespaceId: item.link_netnsid})};
};

const addressesOf = (item: LinkItem): Readonly<Record<string, Address>> =>
  sortedRecord(
    item.addr_info.flatMap((entry): [string, Address][] => {
      if (!('local' in entry)) return [];
      const family = entry.family === 'inet6' ? 'inet6' : 'inet';
      const address: Address = {
        family,
        address: entry.local,
        prefix: entry.prefixlen,
        scope: entry.scope,
        ...(entry.broadcast !== undefined && {broadcast: entry.broadcast}),
        ...(entry.address !== undefined && {peer: entry.address}),
      };
      return [[`${entry.local}/${entry.prefixlen}`, address]];
    }),
  );

const bridgeOf = (data: Data): NonNullable<Link['bridge']> => ({
  stp: number(data, 'stp_state') !== 0,
  forwardDelayCs: number(data, 'forward_delay'),
  vlanFiltering: number(data, 'vlan_filtering') !== 0,
  ageingTimeCs: number(data, 'ageing_time'),
});

const portOf = (data: Data): NonNullable<Link['port']> => ({
  state: string(data, 'state') ?? '',
  isolated: data['isolated'] === true,
  hairpin: data['hairpin'] === true,
  learning: data['learning'] === true,
});

const vxlanOf = (data: Data): NonNullable<Link['vxlan']> => {
  const local = string(data, 'local') ?? string(data, 'local6');
  const group = string(data, 'group') ?? string(data, 'group6');
  const remote = string(data, 'remote') ?? string(data, 'remote6');
  const dev = string(data, 'link');
  return {
    vni: number(data, 'id'),
    ...(local !== undefined && {local}),
    ...(group !== undefined && {group}),
    ...(remote !== undefined && {remote}),
    ...(dev !== undefined && {dev}),
    dstPort: number(data, 'port'),
    learning: data['learning'] === true,
    proxy: data['proxy'] === true,
  };
};

const number = (data: Data, key: string): number => (typeof data[key] === 'number' ? data[key] : 0);
const string = (data: Data, key: string): string | undefined => (typeof data[key] === 'string' ? data[key] : undefined);
