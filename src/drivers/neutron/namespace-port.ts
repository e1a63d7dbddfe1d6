import type {Link} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {forPort, run} from './command-words.ts';
import type {Command} from './driver.ts';

/** A port whose inner end lives in a namespace of an agent, as Neutron's linuxbridge interface driver plugs it. */
export interface NamespacePort {
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

/** @param inside undefined where it is only being made, which gives it its MAC and MTU */
function innerEnd(item: NamespacePort, inside: Link | undefined): readonly (readonly [Text, string])[] {
  const {link, mac, mtu} = item;
  const lines: (readonly [Text, string])[] = [];
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
