import type {Link} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {forPort, forServer, run, write} from '../neutron/command-words.ts';
import type {Command, Driver, FoundProcess, NodeFindings} from '../neutron/driver.ts';
import {instanceFolder} from '../neutron/naming.ts';
import {findDatabase} from '../neutron/openvswitch/found.ts';
import type {FoundPort} from '../neutron/openvswitch/found.ts';
import {INTEGRATION_BRIDGE} from '../neutron/openvswitch/naming.ts';
import {known, namespaceOf, ownNamespace} from '../neutron/reading.ts';
import {guestInit} from './guest-files.ts';
import {planInstances} from './plan.ts';
import type {InstanceDesired, InstanceItem, Interface} from './plan.ts';

export interface InstanceFound {
  readonly links: Readonly<Record<string, Link>>;
  /** Of Open vSwitch. What a turn does not need was not read; asking for it all the same is an error. */
  readonly switchPorts: Readonly<Record<string, FoundPort>>;
  /** The links of a namespace; undefined where there is no such namespace. */
  readonly linksIn: (namespace: string) => Readonly<Record<string, Link>> | undefined;
  readonly processes: readonly FoundProcess[];
  /** Undefined where there is no such file. */
  readonly file: (path: string) => string | undefined;
}

/** What is read of an instance before {@link instances} can say what is missing. */
export const guestFile = (instanceId: string): string => `${instanceFolder(instanceId)}/init`;

const find = (found: NodeFindings): InstanceFound => ({
  links: known(ownNamespace(found).links, 'links'),
  get switchPorts() {
    return findDatabase(found).ports;
  },
  linksIn: (name) => {
    const namespace = namespaceOf(found, name);
    return namespace && known(namespace.links, `${name}: links`);
  },
  processes: known(found.processes, 'processes'),
  file: (path) => known<string | undefined>(found.files[path], path),
});

const difference = (desired: InstanceDesired, found: InstanceFound): readonly Command[] => {
  // Several cards on one network share its bridge, which is made once.
  const bridges = new Set(Object.values(found.links).flatMap((link) => (link.kind === 'bridge' ? [link.name] : [])));
  return [
    ...Object.values(desired.absent).flatMap((item) => [...stop(item, found), ...forget(item, found)]),
    ...Object.values(desired.present).flatMap((item) =>
      item.power === 'running' ? start(item, found, bridges) : stop(item, found),
    ),
  ];
};

const text = (en: string, zh: string): Text => ({en, zh});

/** What a guest is started with: one process, which may not have become the last of them yet. */
const STARTERS = new Set(['bash', 'setsid', 'unshare']);

/** Tells a guest's boots apart, as the last of its words. */
const bootOf = ({reboots}: InstanceItem): string => `boot-${reboots}`;

const processOf = ({instanceId}: InstanceItem, processes: readonly FoundProcess[]): FoundProcess | undefined =>
  processes.find(
    ({argv: [program = '', ...rest]}) =>
      STARTERS.has(program) && rest.some((word) => word.includes(guestFile(instanceId))),
  );

function start(item: InstanceItem, found: InstanceFound, bridges: Set<string>): readonly Command[] {
  const subject = forServer(item.instanceId);
  const {namespace} = item;
  const there = found.linksIn(namespace);
  const commands: Command[] = [];
  if (there === undefined) {
    const why = text('The instance: a namespace that stands for a guest.', '实例：用一个命名空间代替虚拟机。');
    commands.push(run(subject, why, `ip netns add ${namespace}`));
  }
  for (const card of item.interfaces)
    commands.push(
      ...(card.switched === undefined
        ? plug(card, namespace, there ?? {}, found, bridges)
        : plugIntoSwitch(item, card, there ?? {}, found)),
    );
  const process = processOf(item, found.processes);
  const isSameBoot = process?.argv.some((word) => word === bootOf(item) || word.includes(` ${bootOf(item)} `)) === true;
  if (process?.namespace === namespace && isSameBoot) return commands;
  if (process !== undefined) {
    const why =
      process.namespace === namespace
        ? text('It was told to reboot.', '它收到了重启的命令。')
        : text('It runs in a namespace that was deleted.', '它运行在已被删除的命名空间中。');
    commands.push(run(subject, why, `kill -KILL ${process.pid}`));
  }
  const folder = instanceFolder(item.instanceId);
  commands.push(
    write(
      subject,
      text('What the guest does when it boots.', '实例启动时执行的内容。'),
      `${folder}/init`,
      guestInit(item),
    ),
    {
      kind: 'run',
      argv: ['bash', '-c', `setsid ${GUEST} ${folder}/init ${bootOf(item)} </dev/null >${folder}/console.log 2>&1 &`],
      namespace,
      subject,
      why: text('The guest boots, with its own host name and processes.', '启动实例，它有自己的主机名和进程。'),
    },
  );
  return commands;
}

/** Of this driver's: a guest boots when its cards are wired, or its first questions would go nowhere. */
export const bootsGuest = (command: Command): boolean => command.kind === 'write' || command.argv[0] === 'bash';

const GUEST = 'unshare --uts --mount --pid --fork --mount-proc --kill-child=KILL busybox sh';

/** What os-vif and libvirt do: the bridge if it is not there yet, the tap, and the tap into the bridge. */
function plug(
  card: Interface,
  namespace: string,
  inside: Readonly<Record<string, Link>>,
  found: InstanceFound,
  bridges: Set<string>,
): readonly Command[] {
  const {bridge, tap} = card;
  const subject = forPort(card.portId);
  const commands: Command[] = [];
  if (!bridges.has(bridge)) {
    bridges.add(bridge);
    commands.push(
      run(
        subject,
        text("The network's bridge, which Nova makes when it comes first.", '网络的网桥；若 Nova 先到，就由它创建。'),
        `ip link add ${bridge} type bridge forward_delay 0 stp_state 0 mcast_snooping 0`,
      ),
      run(
        subject,
        text('The bridge answers for no addresses of its own.', '网桥自身不应答任何地址。'),
        `sysctl -qw net/ipv6/conf/${bridge}/disable_ipv6=1 net/ipv4/conf/${bridge}/arp_ignore=1 net/ipv4/conf/${bridge}/arp_announce=2`,
      ),
      run(subject, text('The bridge is brought up.', '启用网桥。'), `ip link set ${bridge} up`),
    );
  }
  const outer = found.links[tap];
  const inner = inside[card.link];
  const whole = outer !== undefined && inner !== undefined;
  if (!whole) commands.push(...layTap(card, namespace, outer));
  if (!whole || outer.master !== bridge)
    commands.push(
      run(
        subject,
        text("The tap joins its network's bridge.", '把 tap 接入所属网络的网桥。'),
        `ip link set ${tap} master ${bridge}`,
      ),
    );
  // libvirt sets it up once; whether it stays up is the bridge agent's to say.
  if (!whole) commands.push(run(subject, text('The tap is brought up.', '启用 tap。'), `ip link set ${tap} up`));
  return commands;
}

function layTap({portId, tap, link, mac, mtu}: Interface, namespace: string, outer: Link | undefined) {
  const subject = forPort(portId);
  return [
    ...(outer === undefined
      ? []
      : [run(subject, text('Its other end is gone.', '它的另一端已经不存在。'), `ip link del ${tap}`)]),
    run(
      subject,
      text("The instance's card and its tap on the node.", '实例的网卡及其在节点上的 tap 接口。'),
      `ip link add ${tap} address ${hostMac(mac)} mtu ${mtu} type veth peer name ${link} address ${mac} mtu ${mtu} netns ${namespace}`,
    ),
  ];
}

/** os-vif's `ovs` plugin and libvirt: the tap into br-int, or with hybrid plug into a bridge that is cabled to it. */
function plugIntoSwitch(
  {instanceId, namespace}: InstanceItem,
  card: Interface,
  inside: Readonly<Record<string, Link>>,
  found: InstanceFound,
): readonly Command[] {
  const {bridge, tap, switched} = card;
  if (switched === undefined) return [];
  const {port, bridgeEnd} = switched;
  const subject = forPort(card.portId);
  const outer = found.links[tap];
  const whole = outer !== undefined && inside[card.link] !== undefined;
  const there = found.switchPorts[port];
  const isIn = there?.bridge === INTEGRATION_BRIDGE && there.externalIds['iface-id'] === card.portId;
  return [
    ...(bridgeEnd === undefined ? [] : hybridBridge(card, bridgeEnd, port, found)),
    ...(whole ? [] : layTap(card, namespace, outer)),
    ...(whole
      ? []
      : [
          run(
            subject,
            text(
              'Checksums are made by the guest itself: no card does it later, and Open vSwitch would not know the connection.',
              '校验和由实例自己计算：之后没有网卡会补上，Open vSwitch 也就无法跟踪连接。',
            ),
            `ethtool -K ${card.link} tx off`,
            {namespace},
          ),
        ]),
    ...(bridgeEnd === undefined || (whole && outer.master === bridge)
      ? []
      : [
          run(
            subject,
            text('The tap joins its bridge.', '把 tap 接入它的网桥。'),
            `ip link set ${tap} master ${bridge}`,
          ),
        ]),
    ...(isIn && (whole || port !== tap)
      ? []
      : [
          run(
            subject,
            text(
              'Into br-int, with the id by which Neutron knows it.',
              '接入 br-int，并写明 Neutron 用来识别它的端口 id。',
            ),
            `ovs-vsctl --timeout=10 -- --if-exists del-port ${port} -- add-port ${INTEGRATION_BRIDGE} ${port} -- set Interface ${port} external_ids:iface-id=${card.portId} external_ids:iface-status=active external_ids:attached-mac="${card.mac}" external_ids:vm-uuid=${instanceId}`,
          ),
        ]),
    ...(whole && outer.up ? [] : [run(subject, text('The tap is brought up.', '启用 tap。'), `ip link set ${tap} up`)]),
  ];
}

function hybridBridge(
  {portId, bridge, mtu}: Interface,
  bridgeEnd: string,
  switchEnd: string,
  {links}: InstanceFound,
): readonly Command[] {
  const subject = forPort(portId);
  const isCabled = links[bridgeEnd] !== undefined && links[switchEnd] !== undefined;
  const commands: Command[] = [];
  if (links[bridge] === undefined)
    commands.push(
      run(
        subject,
        text(
          'A bridge of its own, where iptables sees what the port sends and gets.',
          '该端口专用的网桥，iptables 在这里过滤它收发的报文。',
        ),
        `ip link add ${bridge} type bridge forward_delay 0 stp_state 0 ageing_time 0 mcast_snooping 0`,
      ),
      run(
        subject,
        text('The bridge answers for no addresses of its own.', '网桥自身不应答任何地址。'),
        `sysctl -qw net/ipv6/conf/${bridge}/disable_ipv6=1 net/ipv4/conf/${bridge}/arp_ignore=1 net/ipv4/conf/${bridge}/arp_announce=2`,
      ),
    );
  if (!isCabled) {
    const why = text('A cable from the bridge to br-int.', '从该网桥到 br-int 的 veth 对。');
    if (links[bridgeEnd] !== undefined) commands.push(run(subject, why, `ip link del ${bridgeEnd}`));
    commands.push(
      run(subject, why, `ip link add ${bridgeEnd} mtu ${mtu} type veth peer name ${switchEnd} mtu ${mtu}`),
      run(subject, why, `ip link set ${bridgeEnd} promisc on up`),
      run(subject, why, `ip link set ${switchEnd} promisc on up`),
    );
  }
  if (!isCabled || links[bridgeEnd]?.master !== bridge)
    commands.push(
      run(subject, text('One end joins the bridge.', '一端接入网桥。'), `ip link set ${bridgeEnd} master ${bridge}`),
    );
  if (links[bridge]?.up !== true)
    commands.push(run(subject, text('The bridge is brought up.', '启用网桥。'), `ip link set ${bridge} up`));
  return commands;
}

/** libvirt's habit: the node's end has the highest first byte, so that a bridge with a NIC keeps the NIC's MAC. */
const hostMac = (mac: string): string => `fe${mac.slice(2)}`;

function stop(item: InstanceItem, found: InstanceFound): readonly Command[] {
  const subject = forServer(item.instanceId);
  const why = text('The instance is shut down.', '实例关机。');
  // unshare waits for its child and heeds no TERM; its own end ends the child.
  const process = processOf(item, found.processes);
  return [
    ...(process === undefined ? [] : [run(subject, why, `kill -KILL ${process.pid}`)]),
    ...item.interfaces
      .filter(({tap}) => found.links[tap] !== undefined)
      .map(({tap}) => run(subject, why, `ip link del ${tap}`)),
    ...item.interfaces.flatMap((card) => unplugFromSwitch(item, card, found, why)),
    ...(found.linksIn(item.namespace) === undefined ? [] : [run(subject, why, `ip netns del ${item.namespace}`)]),
  ];
}

function unplugFromSwitch(
  {instanceId}: InstanceItem,
  {bridge, switched}: Interface,
  found: InstanceFound,
  why: Text,
): readonly Command[] {
  if (switched === undefined) return [];
  const subject = forServer(instanceId);
  const {port, bridgeEnd} = switched;
  return [
    ...(found.switchPorts[port] === undefined
      ? []
      : [run(subject, why, `ovs-vsctl --timeout=10 -- --if-exists del-port ${INTEGRATION_BRIDGE} ${port}`)]),
    ...(bridgeEnd === undefined || found.links[bridgeEnd] === undefined
      ? []
      : [run(subject, why, `ip link del ${bridgeEnd}`)]),
    ...(bridgeEnd === undefined || found.links[bridge] === undefined
      ? []
      : [run(subject, why, `ip link del ${bridge}`)]),
  ];
}

/** Its files go with it, the console log too. */
const forget = (item: InstanceItem, found: InstanceFound): readonly Command[] =>
  found.file(guestFile(item.instanceId)) === undefined
    ? []
    : [
        run(
          forServer(item.instanceId),
          text('The instance was deleted.', '实例已被删除。'),
          `rm -r ${instanceFolder(item.instanceId)}`,
        ),
      ];

/** nova-compute with instances that are namespaces. */
export const instances: Driver<InstanceDesired, InstanceFound> = {
  name: 'instance',
  plan: planInstances,
  find,
  difference,
};
