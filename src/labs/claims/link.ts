import {z} from 'zod';
import {type Link, type Peer, type Snapshot, valueOf} from '../../state/snapshot.ts';
import {type Text, same} from '../../state/text.ts';
import type {Outcome} from '../outcome.ts';
import {type Aspect, EXISTS, aspect, aspects, compared, judge} from './aspects.ts';
import {type Place, type Placed, count, linkName, mac, namespaceOf, port, state, text} from './fields.ts';
import {elsewhere, inSection, otherPlaces, othersInstead} from './look.ts';
import {placeWords, sentence, thingAt} from './sentences.ts';

const LINK_KINDS = [
  'loopback',
  'ether',
  'veth',
  'bridge',
  'vxlan',
  'vlan',
  'tun',
  'tap',
  'macvlan',
  'dummy',
  'ifb',
] as const;

export const linkSchema = z.strictObject({
  claim: z.literal('link').describe('An interface exists and is so.'),
  ...state,
  name: linkName,
  kind: z.enum(LINK_KINDS).optional(),
  up: z.boolean().optional().describe('Switched on (`ip link set … up`).'),
  carrier: z.boolean().optional().describe('Its far end is up too.'),
  master: text.optional().describe('The bridge it is a port of, or `none`.'),
  mac: mac.optional(),
  mtu: count.optional(),
  peer: z
    .strictObject({
      name: linkName,
      in: text.optional().describe("The peer's namespace; default the node's own."),
      node: text.optional().describe("The peer's node; default the claim's."),
    })
    .optional()
    .describe('The other end of a veth pair.'),
  vni: count.optional().describe('Of a VXLAN device.'),
  dstport: port.optional().describe('Of a VXLAN device: the UDP port it sends to and listens at.'),
  vlan: count.optional().describe('Of a VLAN device: its 802.1Q id.'),
  stp: z.boolean().optional().describe('Of a bridge: spanning tree on.'),
  'vlan-filtering': z.boolean().optional().describe('Of a bridge: it looks at tags, and forwards within a VLAN.'),
});
export type LinkClaim = z.infer<typeof linkSchema>;

export const checkLink = (snapshot: Snapshot, claim: Placed<LinkClaim>): Outcome =>
  inSection(snapshot, claim, 'links', (links) => {
    const link = links[claim.name];
    const where = placeWords(snapshot, claim);
    return judge(
      link === undefined
        ? []
        : [
            {
              subject: thingAt(snapshot, claim, same(claim.name)),
              exists: EXISTS,
              aspects: linkAspects(snapshot, claim, link),
            },
          ],
      {
        absent: claim.absent === true,
        absence: sentence(`no link ${claim.name} ${where.en}`, `${where.zh}中没有接口${claim.name}`),
        missing: () => ({
          expected: sentence(`a link ${claim.name} ${where.en}`, `${where.zh}中有接口${claim.name}`),
          found: missingLink(snapshot, claim, claim.name, Object.keys(links)),
        }),
      },
    );
  });

/** Where the link is instead, or what is there instead. */
export const missingLink = (snapshot: Snapshot, place: Place, name: string, there: readonly string[]): Text => {
  const other = otherPlaces(snapshot, place).find(({namespace}) => valueOf(namespace.links)?.[name] !== undefined);
  if (other !== undefined && name !== 'lo') return elsewhere(snapshot, name, other.place, place);
  const where = placeWords(snapshot, place);
  return othersInstead(sentence(`there is no link ${name} ${where.en}`, `${where.zh}中没有接口${name}`), name, there);
};

const linkAspects = (snapshot: Snapshot, claim: Placed<LinkClaim>, link: Link): readonly Aspect[] =>
  aspects(
    compared(claim.kind, link.kind, (kind) => isKind(kind === 'other' ? (link.kindName ?? kind) : kind)),
    compared(claim.up, link.up, isUp),
    compared(claim.carrier, link.carrier, hasCarrier),
    compared(claim.master, link.master ?? 'none', isPortOf),
    compared(claim.mac?.toLowerCase(), link.mac?.toLowerCase(), hasMac),
    compared(claim.mtu, link.mtu, hasMtu),
    claim.peer === undefined ? undefined : peerAspect(snapshot, claim, claim.peer, link.peer),
    compared(claim.vni, link.vxlan?.vni, hasVni),
    compared(claim.dstport, link.vxlan?.dstPort, hasDstPort),
    compared(claim.vlan, link.vlan?.id, hasVlan),
    compared(claim.stp, link.bridge?.stp, hasStp),
    compared(claim['vlan-filtering'], link.bridge?.vlanFiltering, filtersVlans),
  );

const isKind = (kind: string): Text => sentence(`is of kind ${kind}`, `类型为 ${kind}`);
const isUp = (up: boolean): Text => (up ? sentence('is up', '已启用') : sentence('is down', '未启用'));
const hasCarrier = (carrier: boolean): Text =>
  carrier ? sentence('has carrier', '有载波') : sentence('has no carrier', '没有载波');
const isPortOf = (master: string): Text =>
  master === 'none'
    ? sentence('is no port of any bridge', '不是任何网桥的端口')
    : sentence(`is a port of ${master}`, `是网桥${master}的端口`);
const hasMac = (mac: string | undefined): Text =>
  mac === undefined ? sentence('has no MAC address', '没有 MAC 地址') : sentence(`has MAC ${mac}`, `MAC 为 ${mac}`);
const hasMtu = (mtu: number): Text => sentence(`has MTU ${mtu}`, `MTU 为 ${mtu}`);
const hasVni = (vni: number | undefined): Text =>
  vni === undefined ? sentence('is no VXLAN device', '不是 VXLAN 设备') : sentence(`has VNI ${vni}`, `VNI 为 ${vni}`);
const hasDstPort = (port: number | undefined): Text =>
  port === undefined
    ? sentence('is no VXLAN device', '不是 VXLAN 设备')
    : sentence(`sends to UDP port ${port}`, `目的 UDP 端口为 ${port}`);
const hasVlan = (id: number | undefined): Text =>
  id === undefined
    ? sentence('is no VLAN device', '不是 VLAN 设备')
    : sentence(`has VLAN id ${id}`, `VLAN ID 为 ${id}`);
const hasStp = (stp: boolean | undefined): Text =>
  stp === undefined
    ? sentence('is no bridge', '不是网桥')
    : stp
      ? sentence('has STP on', '已开启 STP')
      : sentence('has STP off', '已关闭 STP');
const filtersVlans = (filters: boolean | undefined): Text =>
  filters === undefined
    ? sentence('is no bridge', '不是网桥')
    : filters
      ? sentence('filters VLANs', '按 VLAN 过滤')
      : sentence('does not filter VLANs', '不按 VLAN 过滤');

const peerAspect = (
  snapshot: Snapshot,
  claim: Placed<LinkClaim>,
  wanted: NonNullable<LinkClaim['peer']>,
  peer: Peer | undefined,
): Aspect => {
  const place = {node: wanted.node ?? claim.node, in: wanted.in};
  const holds =
    peer?.known === true &&
    peer.name === wanted.name &&
    peer.node === place.node &&
    peer.namespace === namespaceOf(place);
  return aspect(holds, hasPeer(snapshot, place, wanted.name), foundPeer(snapshot, peer));
};

const hasPeer = (snapshot: Snapshot, place: Place, name: string): Text => {
  const where = placeWords(snapshot, place);
  return sentence(`has its other end ${name} ${where.en}`, `另一端为${where.zh}中的${name}`);
};

const foundPeer = (snapshot: Snapshot, peer: Peer | undefined): Text => {
  if (peer === undefined) return sentence('is no end of a veth pair', '不是 veth 对的一端');
  return peer.known
    ? hasPeer(snapshot, {node: peer.node, in: peer.namespace}, peer.name)
    : sentence('has its other end in a namespace without a name', '另一端在一个没有名字的命名空间中');
};
