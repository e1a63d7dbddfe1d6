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
export function plugPort(item: NamespacePort, ends: FoundEnds): readonly Command[] {
  const {tap, link, mtu, namespace} = item;
  const {inside, outside} = ends;
  const port = forPort(item.portId);
  const whole = isWhole(ends);
  const commands: Command[] = [];
  if (!whole) {
    if (outside !== undefined)
      commands.push(run(port, text('Its other end is gone.', '它的另一端已经不存在。'), `ip link del ${tap}`));
    commands.push(
      run(
        port,
        text(
          'A cable between the bridge and the namespace, with the MAC of the port.',
          '在网桥与命名空间之间创建 veth 对，MAC 使用端口的 MAC。',
        ),
        `ip link add ${tap} mtu ${mtu} type veth peer name ${link} address ${item.mac} mtu ${mtu} netns ${namespace}`,
      ),
      run(
        port,
        text('The outer end only carries frames.', '外侧一端只转发帧。'),
        `sysctl -qw net/ipv6/conf/${tap}/disable_ipv6=1`,
      ),
    );
  } else if (inside?.mac !== item.mac) {
    commands.push(
      run(port, text('The MAC of the port.', '设置为端口的 MAC。'), `ip link set ${link} address ${item.mac}`, {
        namespace,
      }),
    );
  }
  if (whole && inside?.mtu !== mtu)
    commands.push(
      run(port, text("The network's MTU.", '设置为网络的 MTU。'), `ip link set ${link} mtu ${mtu}`, {namespace}),
    );
  if (!whole || outside?.up !== true)
    commands.push(run(port, text('The outer end is brought up.', '启用外侧一端。'), `ip link set ${tap} up`));
  if (!whole || inside?.up !== true)
    commands.push(
      run(port, text('The inner end is brought up.', '启用内侧一端。'), `ip link set ${link} up`, {namespace}),
    );
  return [...commands, ...setAddresses(item, whole ? inside : undefined)];
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

function setAddresses(item: NamespacePort, inside: Link | undefined): readonly Command[] {
  const {namespace, link} = item;
  const port = forPort(item.portId);
  const why = text('The addresses of the port.', '端口的地址。');
  return [
    ...missingAddresses(item, inside).map((address) =>
      run(port, why, `ip addr add ${address}${broadcast(address)} dev ${link}`, {namespace}),
    ),
    ...extraAddresses(item, inside).map((address) =>
      run(port, text('An address it has no more.', '该端口已不再拥有此地址。'), `ip addr del ${address} dev ${link}`, {
        namespace,
      }),
    ),
  ];
}

/** No waiting whether somebody else has an IPv6 address: a metadata proxy is bound to it at once. */
const broadcast = (address: string): string =>
  address.includes(':') ? ' nodad' : address.endsWith('/32') ? ` brd ${address.slice(0, -3)}` : ' brd +';
