import type {Link} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {forPort, run} from './command-words.ts';
import type {Command} from './driver.ts';

/**
 * A port that lives in a namespace of an agent, as Neutron's interface driver plugs it: linuxbridge lays a cable to it,
 * openvswitch moves a port of br-int itself into the namespace.
 */
export interface NamespacePort {
  /** Absent: a cable. `tap` and `link` are one device then. */
  readonly plug?: 'openvswitch';
  readonly portId: string;
  readonly namespace: string;
  /** The outer end, in the node's own namespace. */
  readonly tap: string;
  /** The inner end. */
  readonly link: string;
  readonly mac: string;
  readonly mtu: number;
  /** `172.16.1.2/24`, in the order they are put on the inner end. */
  readonly addresses: readonly string[];
}

export interface FoundEnds {
  readonly inside: Link | undefined;
  readonly outside: Link | undefined;
}

const text = (en: string, zh: string): Text => ({en, zh});

/** One end without the other is of no use: it belongs to a namespace that was deleted by hand, or is still dying. */
export const isWhole = ({inside, outside}: FoundEnds): boolean => inside !== undefined && outside !== undefined;

/** What was found of a port. A port of br-int is both its ends. */
export const endsOf = (
  {plug, tap, link}: NamespacePort,
  inside: Readonly<Record<string, Link>>,
  outside: Readonly<Record<string, Link>>,
): FoundEnds => ({inside: inside[link], outside: plug === 'openvswitch' ? inside[link] : outside[tap]});

/** The veth pair with its MAC and MTU, both ends up, and the addresses inside. */
export const plugPort = (item: NamespacePort, ends: FoundEnds): readonly Command[] => plugStages(item, ends).flat();

/**
 * The same in stages. Several ports are plugged stage by stage: what one program can do for all of them then stands
 * together, and takes one process.
 */
export function plugStages(item: NamespacePort, ends: FoundEnds): readonly (readonly Command[])[] {
  const {tap, namespace} = item;
  const {outside} = ends;
  const whole = isWhole(ends);
  const port = forPort(item.portId);
  if (item.plug === 'openvswitch')
    return [
      whole ? [] : addToSwitch(item),
      innerEnd(item, ends.inside, !whole).map(([why, line]) => run(port, why, line, {namespace})),
    ];
  return [
    whole ? [] : layCable(item, outside),
    whole
      ? []
      : [
          run(
            port,
            text('The outer end only carries frames.', '外侧一端只转发帧。'),
            `sysctl -qw net/ipv6/conf/${tap}/disable_ipv6=1`,
          ),
        ],
    whole && outside?.up === true
      ? []
      : [run(port, text('The outer end is brought up.', '启用外侧一端。'), `ip link set ${tap} up`)],
    innerEnd(item, whole ? ends.inside : undefined).map(([why, line]) => run(port, why, line, {namespace})),
  ];
}

function layCable(item: NamespacePort, outside: Link | undefined): readonly Command[] {
  const {tap, link, mac, mtu, namespace} = item;
  const port = forPort(item.portId);
  return [
    ...(outside === undefined
      ? []
      : [run(port, text('Its other end is gone.', '它的另一端已经不存在。'), `ip link del ${tap}`)]),
    run(
      port,
      text(
        'A cable between the bridge and the namespace, with the MAC of the port.',
        '在网桥与命名空间之间创建 veth 对，MAC 使用端口的 MAC。',
      ),
      `ip link add ${tap} mtu ${mtu} type veth peer name ${link} address ${mac} mtu ${mtu} netns ${namespace}`,
    ),
  ];
}

/** As OVSInterfaceDriver does (interface.py): dead until the switch agent has given it its local VLAN. */
function addToSwitch({portId, link, mac, namespace}: NamespacePort): readonly Command[] {
  const port = forPort(portId);
  return [
    run(
      port,
      text(
        'A port of br-int itself, in the dead VLAN until the Open vSwitch agent takes it up.',
        '直接在 br-int 上创建端口；Open vSwitch 代理接管之前，它处于 VLAN 4095。',
      ),
      `ovs-vsctl --timeout=10 -- --if-exists del-port ${link} -- add-port br-int ${link} tag=4095 -- set Interface ${link} type=internal external_ids:iface-id=${portId} external_ids:iface-status=active external_ids:attached-mac="${mac}"`,
    ),
    run(port, text('The MAC of the port.', '设置为端口的 MAC。'), `ip link set ${link} address ${mac}`),
    run(port, text('It moves into the namespace.', '把它移入命名空间。'), `ip link set ${link} netns ${namespace}`),
  ];
}

/** It leaves br-int, and its device is no more. */
export const removeFromSwitch = ({portId, link}: NamespacePort, why: Text): Command =>
  run(forPort(portId), why, `ovs-vsctl --timeout=10 -- --if-exists del-port br-int ${link}`);

/**
 * @param inside undefined where it is only being made, which gives it its MAC and MTU
 * @param setsMtu also then: a port of a switch is made without
 */
function innerEnd(
  item: NamespacePort,
  inside: Link | undefined,
  setsMtu = false,
): readonly (readonly [Text, string])[] {
  const {link, mac, mtu} = item;
  const lines: (readonly [Text, string])[] = [];
  if (setsMtu) lines.push([text("The network's MTU.", '设置为网络的 MTU。'), `ip link set ${link} mtu ${mtu}`]);
  if (inside !== undefined && inside.mac !== mac)
    lines.push([text('The MAC of the port.', '设置为端口的 MAC。'), `ip link set ${link} address ${mac}`]);
  if (inside !== undefined && inside.mtu !== mtu)
    lines.push([text("The network's MTU.", '设置为网络的 MTU。'), `ip link set ${link} mtu ${mtu}`]);
  if (inside?.up !== true)
    lines.push([text('The inner end is brought up.', '启用内侧一端。'), `ip link set ${link} up`]);
  for (const address of missingAddresses(item, inside))
    lines.push([
      text('The addresses of the port.', '端口的地址。'),
      `ip addr add ${address}${broadcast(address)} dev ${link}`,
    ]);
  for (const address of extraAddresses(item, inside))
    lines.push([text('An address it has no more.', '该端口已不再拥有此地址。'), `ip addr del ${address} dev ${link}`]);
  return lines;
}

/** Those that are missing on the inner end. */
export const missingAddresses = ({addresses}: NamespacePort, inside: Link | undefined): readonly string[] =>
  addresses.filter((address) => inside?.addresses[address] === undefined);

/** Those that it has and shall not have. */
export const extraAddresses = ({addresses}: NamespacePort, inside: Link | undefined): readonly string[] =>
  Object.values(inside?.addresses ?? {})
    .filter(({scope}) => scope === 'global')
    .map(({address, prefix}) => `${address}/${prefix}`)
    .filter((address) => !addresses.includes(address));

/** No waiting whether somebody else has an IPv6 address: a metadata proxy is bound to it at once. */
const broadcast = (address: string): string =>
  address.includes(':') ? ' nodad' : address.endsWith('/32') ? ` brd ${address.slice(0, -3)}` : ' brd +';
