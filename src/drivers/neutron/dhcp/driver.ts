import type {Link, NamespaceSnapshot} from '../../../state/snapshot.ts';
import type {Text} from '../../../state/text.ts';
import {forPort, run, write} from '../command-words.ts';
import type {Command, Driver, FoundProcess, NodeFindings} from '../driver.ts';
import {DHCP_PREFIX, dhcpFolder} from '../naming.ts';
import {plumbing} from '../port-filter/rule-lists.ts';
import type {Tables} from '../port-filter/rule-lists.ts';
import {ruleEdits} from '../port-filter/rule-edits.ts';
import {known, namespaceOf, ownNamespace} from '../reading.ts';
import {planDhcp} from './plan.ts';
import type {DhcpDesired, DhcpPlugItem, DhcpServeItem} from './plan.ts';

export interface DhcpFound {
  readonly links: Readonly<Record<string, Link>>;
  /** Undefined where there is none of the name. */
  readonly namespace: (name: string) => NamespaceSnapshot | undefined;
  /** Undefined where there is no such file. */
  readonly file: (path: string) => string | undefined;
  readonly processes: readonly FoundProcess[];
}

/** What a turn does not need was not read; asking for it all the same is an error. */
const find = (found: NodeFindings): DhcpFound => ({
  get links() {
    return known(ownNamespace(found).links, 'links');
  },
  namespace: (name) => namespaceOf(found, name),
  file: (path) => known<string | undefined>(found.files[path], path),
  processes: known(found.processes, 'processes'),
});

const difference = (desired: DhcpDesired, found: DhcpFound): readonly Command[] => {
  const absent = Object.values(desired.absent);
  const present = Object.values(desired.present);
  return [
    ...absent.flatMap((item) => (item.kind === 'serve' ? stop(item, found) : [])),
    ...absent.flatMap((item) => (item.kind === 'plug' ? unplug(item, found) : [])),
    ...present.flatMap((item) => (item.kind === 'plug' ? plug(item, found) : [])),
    ...present.flatMap((item) => (item.kind === 'serve' ? serve(item, found) : [])),
  ];
};

const text = (en: string, zh: string): Text => ({en, zh});

/** The files that a served network has; read before {@link difference}. */
export const dhcpFiles = (networkId: string): readonly string[] =>
  ['host', 'addn_hosts', 'opts', 'interface'].map((name) => `${dhcpFolder(networkId)}/${name}`);

/** Where a service of a network lives on a node: a namespace with one end of a cable. */
export type ServicePlug = Omit<DhcpPlugItem, 'kind' | 'networkId'>;

const plug = (item: DhcpPlugItem, found: DhcpFound): readonly Command[] => [
  ...plugService(item, found),
  ...setRules(item, found.namespace(item.namespace)),
];

/** Namespace, veth pair, addresses and route. */
export function plugService(item: ServicePlug, found: Pick<DhcpFound, 'links' | 'namespace'>): readonly Command[] {
  const {namespace, tap, link, mtu} = item;
  const port = forPort(item.portId);
  const commands: Command[] = [];
  const there = found.namespace(namespace);
  if (there === undefined) {
    commands.push(
      run(
        port,
        text(
          'A namespace of its own: networks may have the same addresses.',
          '使用独立的命名空间：不同网络可以有相同的地址。',
        ),
        `ip netns add ${namespace}`,
      ),
      run(
        port,
        text('The settings of every namespace that Neutron makes.', 'Neutron 创建的命名空间统一采用的设置。'),
        'sysctl -qw net.ipv4.conf.all.promote_secondaries=1 net.ipv4.ip_nonlocal_bind=1 net.ipv6.conf.default.accept_ra=0',
        {namespace},
      ),
      run(port, text('The loopback interface.', '启用回环接口。'), 'ip link set lo up', {namespace}),
    );
  }
  const links = there === undefined ? {} : known(there.links, `${namespace}: links`);
  const inside = links[link];
  const outside = found.links[tap];
  if (inside === undefined || outside === undefined) {
    // One end without the other is of no use: it belongs to a namespace that was deleted by hand, or is still dying.
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
  } else if (inside.mac !== item.mac) {
    commands.push(
      run(port, text('The MAC of the port.', '设置为端口的 MAC。'), `ip link set ${link} address ${item.mac}`, {
        namespace,
      }),
    );
  }
  if (inside !== undefined && outside !== undefined && inside.mtu !== mtu)
    commands.push(
      run(port, text("The network's MTU.", '设置为网络的 MTU。'), `ip link set ${link} mtu ${mtu}`, {namespace}),
    );
  if (outside?.up !== true || inside === undefined)
    commands.push(run(port, text('The outer end is brought up.', '启用外侧一端。'), `ip link set ${tap} up`));
  if (inside?.up !== true || outside === undefined)
    commands.push(
      run(port, text('The inner end is brought up.', '启用内侧一端。'), `ip link set ${link} up`, {namespace}),
    );
  const whole = inside !== undefined && outside !== undefined;
  commands.push(...setAddresses(item, whole ? inside : undefined), ...setRoute(item, whole ? there : undefined));
  return commands;
}

function setAddresses(item: ServicePlug, inside: Link | undefined): readonly Command[] {
  const {namespace, link} = item;
  const there = Object.values(inside?.addresses ?? {});
  const has = (address: string) => inside?.addresses[address] !== undefined;
  const extra = there.filter(
    ({address, prefix, scope}) => scope === 'global' && !item.addresses.includes(`${address}/${prefix}`),
  );
  const why = text('The addresses of the port.', '端口的地址。');
  return [
    ...item.addresses
      .filter((address) => !has(address))
      .map((address) =>
        run(forPort(item.portId), why, `ip addr add ${address}${broadcast(address)} dev ${link}`, {namespace}),
      ),
    ...extra.map(({address, prefix}) =>
      run(
        forPort(item.portId),
        text('An address it has no more.', '该端口已不再拥有此地址。'),
        `ip addr del ${address}/${prefix} dev ${link}`,
        {namespace},
      ),
    ),
  ];
}

/** No waiting whether somebody else has the IPv6 address: the metadata proxy is bound to it at once. */
const broadcast = (address: string): string =>
  address.includes(':') ? ' nodad' : address.endsWith('/32') ? ` brd ${address.slice(0, -3)}` : ' brd +';

function setRoute(
  {portId, namespace, link, gateway}: ServicePlug,
  there: NamespaceSnapshot | undefined,
): readonly Command[] {
  const found = there === undefined ? [] : Object.values(known(there.routes, `${namespace}: routes`));
  const current = found.find((route) => route.family === 'inet' && route.destination === 'default');
  if (gateway === null) {
    if (current === undefined) return [];
    return [
      run(forPort(portId), text('No gateway any more.', '已没有网关。'), `ip route del default dev ${link}`, {
        namespace,
      }),
    ];
  }
  if (current?.via === gateway && current.dev === link) return [];
  const why = text('The way to other networks, for answers.', '到其他网络的默认路由，用于返回应答。');
  return [run(forPort(portId), why, `ip route replace default via ${gateway} dev ${link} proto static`, {namespace})];
}

/** Old clients drop a datagram whose checksum was left to a network card that does not exist. */
const checksum = (version: 4 | 6): Tables => {
  const {mangle = {}, ...rest} = plumbing(DHCP_PREFIX, version);
  mangle[`${DHCP_PREFIX}-POSTROUTING`] = [
    `-p udp -m udp --dport ${version === 4 ? 68 : 546} -j CHECKSUM --checksum-fill`,
  ];
  return {mangle, ...rest};
};

function setRules({portId, namespace}: DhcpPlugItem, there: NamespaceSnapshot | undefined): readonly Command[] {
  return ([4, 6] as const).flatMap((version) => {
    const reading = version === 4 ? there?.iptables : there?.ip6tables;
    const found = there === undefined ? {} : known(reading, `${namespace}: iptables`);
    const input = ruleEdits(checksum(version), found, () => false);
    if (input === '') return [];
    const why = text('DHCP answers get a checksum.', '为 DHCP 应答补上校验和。');
    const program = version === 4 ? 'iptables-restore -n' : 'ip6tables-restore -n';
    return [run(forPort(portId), why, program, {namespace, input})];
  });
}

const serverOf = (item: DhcpServeItem, processes: readonly FoundProcess[]): FoundProcess | undefined =>
  processes.find(({argv}) => argv.includes(`--pid-file=${dhcpFolder(item.networkId)}/pid`));

/** The files, and a dnsmasq that has read them. */
function serve(item: DhcpServeItem, found: DhcpFound): readonly Command[] {
  const subject = forPort(item.portId);
  const folder = dhcpFolder(item.networkId);
  const stale = Object.entries(item.files).filter(([name, content]) => found.file(`${folder}/${name}`) !== content);
  const commands: Command[] = stale.map(([name, content]) =>
    write(subject, FILE_WORDS[name] ?? text(name, name), `${folder}/${name}`, content),
  );
  const server = serverOf(item, found.processes);
  const right =
    server !== undefined &&
    server.namespace === item.namespace &&
    server.argv.slice(1).join('\0') === item.arguments.slice(1).join('\0');
  if (right) {
    if (stale.some(([name]) => name !== 'interface'))
      commands.push(
        run(subject, text('dnsmasq reads its files again.', '让 dnsmasq 重新读取文件。'), `kill -HUP ${server.pid}`),
      );
    return commands;
  }
  if (server !== undefined)
    commands.push(run(subject, text('It runs with other arguments.', '它正以旧参数运行。'), `kill ${server.pid}`));
  commands.push({
    kind: 'run',
    argv: item.arguments,
    namespace: item.namespace,
    subject,
    why: text('One DHCP server for the network.', '为该网络启动一个 DHCP 服务器。'),
  });
  return commands;
}

const FILE_WORDS: Readonly<Record<string, Text>> = {
  host: text('Which MAC gets which address.', '哪个 MAC 得到哪个地址。'),
  addn_hosts: text('The names of these addresses.', '这些地址对应的主机名。'),
  opts: text('What clients are told besides: routes and router.', '另外告知客户端的内容：路由和网关。'),
  interface: text("The agent's note of its interface.", '代理记下自己使用的接口。'),
};

const NO_DHCP = text('The network has no DHCP any more.', '该网络不再需要 DHCP。');

function stop(item: DhcpServeItem, found: DhcpFound): readonly Command[] {
  const subject = forPort(item.portId);
  const server = serverOf(item, found.processes);
  const hasFiles = dhcpFiles(item.networkId).some((path) => found.file(path) !== undefined);
  return [
    ...(server === undefined ? [] : [run(subject, NO_DHCP, `kill ${server.pid}`)]),
    ...(hasFiles ? [run(subject, NO_DHCP, `rm -r ${dhcpFolder(item.networkId)}`)] : []),
  ];
}

const unplug = (item: DhcpPlugItem, found: DhcpFound): readonly Command[] => unplugService(item, found, NO_DHCP);

export function unplugService(
  {portId, tap, namespace}: ServicePlug,
  found: Pick<DhcpFound, 'links' | 'namespace'>,
  why: Text,
): readonly Command[] {
  const subject = forPort(portId);
  return [
    ...(found.links[tap] === undefined ? [] : [run(subject, why, `ip link del ${tap}`)]),
    ...(found.namespace(namespace) === undefined ? [] : [run(subject, why, `ip netns del ${namespace}`)]),
  ];
}

/** The DHCP agent with its dnsmasq. */
export const dhcp: Driver<DhcpDesired, DhcpFound> = {name: 'dhcp', plan: planDhcp, find, difference};
