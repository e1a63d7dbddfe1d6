import type {Link, NamespaceSnapshot} from '../../../state/snapshot.ts';
import type {Text} from '../../../state/text.ts';
import {forPort, run, write} from '../command-words.ts';
import type {Command, Driver, FoundProcess, NodeFindings} from '../driver.ts';
import {writeRules} from '../namespace-rules.ts';
import {DHCP_PREFIX, dhcpFolder} from '../naming.ts';
import {plumbing} from '../port-filter/rule-lists.ts';
import type {Tables} from '../port-filter/rule-lists.ts';
import {known, namespaceOf, ownNamespace} from '../reading.ts';
import {plugService, unplugService} from '../service-port.ts';
import {planDhcp} from './plan.ts';
import type {DhcpDesired, DhcpPlugItem, DhcpServeItem} from './plan.ts';
import {unusedLeases} from './release.ts';

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
    ...absent.flatMap((item) => (item.kind === 'plug' ? unplugService(item, found, NO_DHCP) : [])),
    ...present.flatMap((item) => (item.kind === 'plug' ? plug(item, found) : [])),
    ...present.flatMap((item) => (item.kind === 'serve' ? serve(item, found) : [])),
  ];
};

const text = (en: string, zh: string): Text => ({en, zh});

/** The files that a served network has; read before {@link difference}. */
export const dhcpFiles = (networkId: string): readonly string[] =>
  ['host', 'addn_hosts', 'opts', 'interface', 'leases'].map((name) => `${dhcpFolder(networkId)}/${name}`);

/** Its namespace and cable, and the one rule that clients need. */
const plug = (item: DhcpPlugItem, found: DhcpFound): readonly Command[] => [
  ...plugService(item, found),
  ...writeRules(
    {
      subject: forPort(item.portId),
      namespace: item.namespace,
      tables: checksum,
      owns: () => false,
      why: text('DHCP answers get a checksum.', '为 DHCP 应答补上校验和。'),
    },
    found.namespace(item.namespace),
  ),
];

/** Old clients drop a datagram whose checksum was left to a network card that does not exist. */
const checksum = (version: 4 | 6): Tables => {
  const {mangle = {}, ...rest} = plumbing(DHCP_PREFIX, version);
  mangle[`${DHCP_PREFIX}-POSTROUTING`] = [
    `-p udp -m udp --dport ${version === 4 ? 68 : 546} -j CHECKSUM --checksum-fill`,
  ];
  return {mangle, ...rest};
};

const serverOf = (item: DhcpServeItem, processes: readonly FoundProcess[]): FoundProcess | undefined =>
  processes.find(({argv}) => argv.includes(`--pid-file=${dhcpFolder(item.networkId)}/pid`));

/** The files, and a dnsmasq that has read them. */
function serve(item: DhcpServeItem, found: DhcpFound): readonly Command[] {
  const subject = forPort(item.portId);
  const folder = dhcpFolder(item.networkId);
  const stale = Object.entries(item.files).filter(([name, content]) => found.file(`${folder}/${name}`) !== content);
  const server = serverOf(item, found.processes);
  const over =
    server !== undefined && stale.some(([name]) => name === 'host')
      ? unusedLeases(found.file(`${folder}/leases`) ?? '', item.files['host'] ?? '')
      : [];
  const commands: Command[] = [
    ...over.map(({address, mac, clientId}) =>
      run(
        subject,
        text('Nobody has this port any more: its lease is over.', '这个端口已经没有了：释放它的租约。'),
        [
          'dhcp_release',
          item.files['interface'] ?? '',
          address,
          mac,
          ...(clientId === undefined ? [] : [clientId]),
        ].join(' '),
        {namespace: item.namespace},
      ),
    ),
    ...stale.map(([name, content]) =>
      write(subject, FILE_WORDS[name] ?? text(name, name), `${folder}/${name}`, content),
    ),
  ];
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

/** The DHCP agent with its dnsmasq. */
export const dhcp: Driver<DhcpDesired, DhcpFound> = {name: 'dhcp', plan: planDhcp, find, difference};
