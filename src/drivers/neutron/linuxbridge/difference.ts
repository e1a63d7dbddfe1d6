import type {Link, Route} from '../../../state/snapshot.ts';
import type {Text} from '../../../state/text.ts';
import {forNetwork, forPort, run} from '../command-words.ts';
import type {Command, NodeFindings} from '../driver.ts';
import {known, ownNamespace} from '../reading.ts';
import type {LinuxbridgeDesired, SegmentItem, TapItem, Uplink} from './plan.ts';

export interface LinuxbridgeFound {
  /** Of the node's own namespace. */
  readonly links: Readonly<Record<string, Link>>;
  readonly routes: readonly Route[];
}

export const findLinuxbridge = (found: NodeFindings): LinuxbridgeFound => {
  const own = ownNamespace(found);
  return {links: known(own.links, 'links'), routes: Object.values(known(own.routes, 'routes'))};
};

export function linuxbridgeDifference(desired: LinuxbridgeDesired, found: LinuxbridgeFound): readonly Command[] {
  const present = Object.values(desired.present);
  const absent = Object.values(desired.absent);
  return [
    ...absent.flatMap((item) => (item.kind === 'segment' ? removeSegment(item, found) : [])),
    ...present.flatMap((item) => (item.kind === 'segment' ? makeSegment(item, found) : [])),
    ...present.flatMap((item) => (item.kind === 'tap' ? wireTap(item, found.links[item.tap]) : [])),
  ];
}

const text = (en: string, zh: string): Text => ({en, zh});

/** In the agent's order: the way out, then the bridge, then the way out into the bridge. */
function makeSegment(item: SegmentItem, found: LinuxbridgeFound): readonly Command[] {
  const {bridge, uplink} = item;
  const subject = forNetwork(item.networkId);
  const commands: Command[] = [...makeUplink(item, found)];
  const existing = found.links[bridge];
  if (existing === undefined) {
    commands.push(
      run(
        subject,
        text('A bridge for the network, forwarding at once.', '为该网络创建网桥，端口立即进入转发状态。'),
        `ip link add ${bridge} type bridge forward_delay 0 stp_state 0`,
      ),
    );
  }
  if (existing?.up !== true)
    commands.push(run(subject, text('The bridge is brought up.', '启用网桥。'), `ip link set ${bridge} up`));
  if (uplink.kind === 'none') return commands;
  if (uplink.kind !== 'vxlan') commands.push(...moveAddresses(subject.id, uplink.link, bridge, found));
  if (found.links[uplink.link]?.master !== bridge) {
    commands.push(
      run(
        subject,
        text('The way out of the node joins the bridge.', '把出口接口接入网桥。'),
        `ip link set ${uplink.link} master ${bridge}`,
      ),
    );
  }
  return commands;
}

/** The kernel's own port; 4789 is IANA's, which Open vSwitch uses. */
const VXLAN_PORT = 8472;

/**
 * A device of the name is kept, whatever its attributes (`ensure_vxlan` and `ensure_vlan` of
 * plugins/ml2/drivers/linuxbridge/agent/linuxbridge_neutron_agent.py). One that is down is brought up: it may be of an
 * agent that was killed while it made it.
 */
function makeUplink({networkId, uplink}: SegmentItem, {links}: LinuxbridgeFound): readonly Command[] {
  if (uplink.kind === 'none') return [];
  const subject = forNetwork(networkId);
  const commands: Command[] = [];
  const existing = links[uplink.link];
  if (uplink.kind !== 'flat' && existing === undefined) {
    commands.push(
      uplink.kind === 'vlan'
        ? run(
            subject,
            text(
              `A sub-interface that puts VLAN ${uplink.id} on ${uplink.nic}.`,
              `在 ${uplink.nic} 上创建 VLAN ${uplink.id} 的子接口。`,
            ),
            `ip link add link ${uplink.nic} name ${uplink.link} type vlan id ${uplink.id}`,
          )
        : run(
            subject,
            text(`A tunnel interface for VNI ${uplink.vni}.`, `为 VNI ${uplink.vni} 创建隧道接口。`),
            `ip link add ${uplink.link} type vxlan id ${uplink.vni} ${tunnelEnds(uplink)} dstport ${VXLAN_PORT}${uplink.proxy ? ' proxy' : ''}`,
          ),
      run(
        subject,
        text('No IPv6 of its own: the device only carries frames.', '该设备只承载帧，不需要自己的 IPv6。'),
        `sysctl -qw net/ipv6/conf/${uplink.link}/disable_ipv6=1`,
      ),
    );
  }
  if (existing?.up !== true)
    commands.push(run(subject, text('The way out is brought up.', '启用出口接口。'), `ip link set ${uplink.link} up`));
  return commands;
}

const tunnelEnds = ({local, group, nic}: Extract<Uplink, {kind: 'vxlan'}>): string =>
  [
    ...(local === undefined ? [] : [`local ${local}`]),
    ...(group === undefined ? [] : [`group ${group}`]),
    `dev ${nic}`,
  ].join(' ');

/** A port of a bridge does not answer for addresses of its own, so they go to the bridge, with the default route. */
function moveAddresses(networkId: string, from: string, to: string, found: LinuxbridgeFound): readonly Command[] {
  const subject = forNetwork(networkId);
  const addresses = Object.values(found.links[from]?.addresses ?? {}).filter(
    (address) => address.scope === 'global' && address.family === 'inet',
  );
  if (addresses.length === 0) return [];
  const gateway = found.routes.find(
    (route) =>
      route.destination === 'default' && route.family === 'inet' && route.table === 'main' && route.dev === from,
  );
  const why = text(`${from} joins a bridge, so its address moves.`, `${from} 与网桥的关系改变，其地址随之移动。`);
  return [
    ...addresses.map(({address, prefix}) => run(subject, why, `ip addr add ${address}/${prefix} brd + dev ${to}`)),
    ...(gateway?.via === undefined ? [] : [run(subject, why, `ip route replace default via ${gateway.via} dev ${to}`)]),
    ...addresses.map(({address, prefix}) => run(subject, why, `ip addr del ${address}/${prefix} dev ${from}`)),
  ];
}

/** As on the server's word that the network was deleted. */
function removeSegment({networkId, bridge, uplink}: SegmentItem, found: LinuxbridgeFound): readonly Command[] {
  const subject = forNetwork(networkId);
  const why = text('The network was deleted.', '该网络已被删除。');
  const commands: Command[] = [];
  if (found.links[bridge] !== undefined) {
    if (uplink.kind === 'flat' && found.links[uplink.link]?.master === bridge) {
      commands.push(run(subject, why, `ip link set ${uplink.link} nomaster`));
      commands.push(...moveAddresses(networkId, bridge, uplink.link, found));
    }
    commands.push(run(subject, why, `ip link del ${bridge}`));
  }
  if ((uplink.kind === 'vlan' || uplink.kind === 'vxlan') && found.links[uplink.link] !== undefined)
    commands.push(run(subject, why, `ip link del ${uplink.link}`));
  return commands;
}

/** @param link undefined while nobody has made it: an agent wires what it finds */
function wireTap(item: TapItem, link: Link | undefined): readonly Command[] {
  if (link === undefined) return [];
  const subject = forPort(item.portId);
  const {tap} = item;
  const commands: Command[] = [];
  if (link.mtu !== item.mtu)
    commands.push(run(subject, text("The network's MTU.", '设置为网络的 MTU。'), `ip link set ${tap} mtu ${item.mtu}`));
  if (!item.isInstance && link.master !== item.bridge)
    commands.push(
      run(
        subject,
        text("The port joins its network's bridge.", '把端口接入所属网络的网桥。'),
        `ip link set ${tap} master ${item.bridge}`,
      ),
    );
  if (link.up !== item.up) {
    const why = item.up
      ? text('The port is brought up.', '启用端口。')
      : text('The port is administratively down.', '端口被管理性关闭。');
    commands.push(run(subject, why, `ip link set ${tap} ${item.up ? 'up' : 'down'}`));
  }
  return commands;
}
