import type {Link, NamespaceSnapshot} from '../../../state/snapshot.ts';
import type {Text} from '../../../state/text.ts';
import {forPort, forRouter, run, write} from '../command-words.ts';
import type {Command, Driver, FoundProcess, NodeFindings} from '../driver.ts';
import {proxyConfiguration, proxyFile} from '../metadata-proxy.ts';
import {endsOf, extraAddresses, isWhole, missingAddresses, plugStages, removeFromSwitch} from '../namespace-port.ts';
import {forgottenFlows} from '../fwaas/forgotten-flows.ts';
import {writeRules} from '../namespace-rules.ts';
import {L3_PREFIX, METER_PREFIX} from '../naming.ts';
import {known, namespaceOf, ownNamespace} from '../reading.ts';
import {advertise, endAdvertising} from './advertisements.ts';
import {endCopy, forwardsIpv6, isActive, isOnlyRole, keepAlive, pluggedEnd} from './ha-copy.ts';
import {planL3} from './plan.ts';
import type {L3Desired, RouterEnd, RouterItem} from './plan.ts';
import {forwards, letForward, makeNamespace} from './router-namespace.ts';
import {METADATA_PORT, routerTables} from './router-rules.ts';
import {changeWays} from './router-ways.ts';

export interface L3Found {
  readonly links: Readonly<Record<string, Link>>;
  /** Undefined where there is none of the name. */
  readonly namespace: (name: string) => NamespaceSnapshot | undefined;
  /** Undefined where there is no such file. */
  readonly file: (path: string) => string | undefined;
  readonly processes: readonly FoundProcess[];
}

const find = (found: NodeFindings): L3Found => ({
  links: known(ownNamespace(found).links, 'links'),
  namespace: (name) => namespaceOf(found, name),
  file: (path) => known<string | undefined>(found.files[path], path),
  processes: known(found.processes, 'processes'),
});

const difference = (desired: L3Desired, found: L3Found): readonly Command[] => [
  ...Object.values(desired.absent).flatMap((item) => remove(item, found)),
  ...Object.entries(desired.present).flatMap(([key, item]) =>
    isOnlyRole(item, desired.before?.[key])
      ? changeRole(item, found)
      : bringAbout(item, found, desired.done === undefined),
  ),
];

const text = (en: string, zh: string): Text => ({en, zh});

/** What a router's node does when it has been quiet for a moment, and nothing else: what was cut stays cut. */
export const differenceLater = (desired: L3Desired, found: L3Found): readonly Command[] =>
  Object.values(desired.present).flatMap((item) => serveMetadata(item, found));

/** A copy that became active, or is so no more: its agent sees to what belongs to that, and to nothing else. */
const changeRole = (item: RouterItem, found: L3Found): readonly Command[] => [
  ...serveMetadata(item, found),
  ...advertise(item, found),
  ...keepAlive(item, found),
];

/** @param isStart the agent has just been started, and sees to settings, too, that it made with the namespace */
function bringAbout(item: RouterItem, found: L3Found, isStart: boolean): readonly Command[] {
  const there = found.namespace(item.namespace);
  const links = there === undefined ? {} : known(there.links, `${item.namespace}: links`);
  const routes = there === undefined ? [] : Object.values(known(there.routes, `${item.namespace}: routes`));
  const ends = item.interfaces.map((end) => ({
    end: pluggedEnd(item, end, links[end.link]),
    ...endsOf(end, links, found.links),
  }));
  const plugs = ends.map(({end, ...both}) => plugStages(end, both));
  const [stages = []] = plugs;
  // A cable that is laid anew comes without the routes of the old one.
  const staying = new Set(ends.filter(isWhole).map(({end}) => end.link));
  return [
    ...(there === undefined ? makeNamespace(item) : isStart && !forwards(there, item) ? [letForward(item)] : []),
    ...unplugOthers(item, links),
    ...[...stages.keys()].flatMap((stage) => plugs.flatMap((plug) => plug[stage] ?? [])),
    ...ends.flatMap(({end, inside}) => forgetConnections(end, inside)),
    ...ends.flatMap(({end, ...both}) =>
      end.kind === 'gateway' && item.ha === undefined && !isWhole(both) ? acceptAdvertisements(end) : [],
    ),
    ...writeRules(
      {
        subject: forRouter(item.routerId),
        namespace: item.namespace,
        tables: (version) => routerTables(item, version, isMetered(there, version)),
        owns: (chain) => chain.startsWith(`${L3_PREFIX}-`) || LABEL_CHAIN.test(chain),
        why: text('What the router translates, marks and redirects.', '路由器的地址转换、标记和重定向规则。'),
      },
      there,
    ),
    ...askAgain(item, there),
    ...serveMetadata(item, found),
    ...advertise(item, found),
    ...(item.ha === undefined ? changeWays(item, routes, staying) : []),
    ...keepAlive(item, found),
    ...announce(
      item,
      ends.map(({end, ...both}) => [end.link, missingAddresses(end, isWhole(both) ? both.inside : undefined)]),
    ),
  ];
}

const LABEL_CHAIN = new RegExp(`^${METER_PREFIX}-[lr]-`);

/** The metering agent's own chains stay when the last label goes. */
function isMetered(there: NamespaceSnapshot | undefined, version: 4 | 6): boolean {
  const tables = version === 4 ? there?.iptables : there?.ip6tables;
  return tables?.ok === true && tables.value['filter']?.chains[`${METER_PREFIX}-FORWARD`] !== undefined;
}

/** Interfaces that the router has no more. */
const unplugOthers = (item: RouterItem, links: Readonly<Record<string, Link>>): readonly Command[] =>
  Object.keys(links)
    .filter((name) => /^(?:q[rg]|ha)-/.test(name) && item.interfaces.every((end) => end.link !== name))
    .map((name) => {
      const why = text('The router has left this network.', '路由器已离开该网络。');
      return item.plug === 'openvswitch'
        ? run(forRouter(item.routerId), why, `ovs-vsctl --timeout=10 -- --if-exists del-port br-int ${name}`)
        : run(forRouter(item.routerId), why, `ip link del ${name}`, {namespace: item.namespace});
    });

/** A router takes its own way out from advertisements, though it forwards (2). */
const acceptAdvertisements = ({portId, namespace, link}: RouterEnd): readonly Command[] => [
  run(
    forPort(portId),
    text('It listens to router advertisements outside.', '在外部网络上接收路由器通告。'),
    `sysctl -qw net/ipv6/conf/${link}/accept_ra=2`,
    {namespace},
  ),
];

/** What is translated goes on being translated as long as its connection is known. */
function forgetConnections(end: RouterEnd, inside: Link | undefined): readonly Command[] {
  const gone = extraAddresses(end, inside)
    .filter((address) => address.endsWith('/32'))
    .map((address) => address.slice(0, -3));
  return gone.map((address) => ({
    kind: 'run',
    // It answers 1 where there was none.
    argv: ['bash', '-c', `conntrack -D -d ${address}; conntrack -D -q ${address}; true`],
    namespace: end.namespace,
    subject: forPort(end.portId),
    why: text(`Connections of ${address} end.`, `结束 ${address} 的现有连接。`),
  }));
}

/** Gratuitous ARP, without waiting for it; as `_arping` of neutron.agent.linux.ip_lib, once. */
function announce(
  {routerId, namespace}: RouterItem,
  added: readonly (readonly [link: string, addresses: readonly string[]])[],
): readonly Command[] {
  const lines = added.flatMap(([link, addresses]) =>
    addresses
      .filter((address) => !address.includes(':'))
      .flatMap((address) => ['-U', '-A'].map((kind) => `arping ${kind} -I ${link} -c 1 -w 2 ${address.split('/')[0]}`)),
  );
  if (lines.length === 0) return [];
  return [
    {
      kind: 'run',
      argv: ['bash', '-c', `{ ${lines.join(' & ')} & } </dev/null >/dev/null 2>&1`],
      namespace,
      subject: forRouter(routerId),
      why: text('Neighbours learn who has the addresses now.', '告知邻居这些地址现在属于谁（免费 ARP）。'),
    },
  ];
}

/** Only when its port is in the bridge does anybody hear it. */
export const isAnnouncement = (command: Command): boolean =>
  command.kind === 'run' && command.argv[0] === 'bash' && command.argv[2]?.includes('arping ') === true;

/** Flows that a changed firewall has to be asked about. */
function askAgain({routerId, namespace, firewalls, firewallVersion}: RouterItem, there: NamespaceSnapshot | undefined) {
  if (there === undefined) return [];
  const found = {
    4: known(there.iptables, `${namespace}: iptables`),
    6: known(there.ip6tables, `${namespace}: ip6tables`),
  };
  const commands = forgottenFlows(firewalls, found, firewallVersion);
  if (commands.length === 0) return [];
  const command: Command = {
    kind: 'run',
    // It answers 1 where there was none.
    argv: ['bash', '-c', `${commands.join('; ')}; true`],
    namespace,
    subject: forRouter(routerId),
    why: text(
      'Flows that are known would pass the changed firewall; now they are new to it.',
      '已知的连接会直接通过防火墙；删除记录后，它们要重新接受检查。',
    ),
  };
  return [command];
}

/** The metadata proxy, and what an active copy does with it: no packet of IPv4 waits for that. */
export const waitsForQuiet = (command: Command): boolean =>
  command.kind === 'run' && (command.argv[0] === 'haproxy' || command.argv[2] === 'net.ipv6.conf.all.forwarding=1');

const proxyOf = ({routerId}: RouterItem, processes: readonly FoundProcess[]): FoundProcess | undefined =>
  processes.find(({argv}) => argv[0] === 'haproxy' && argv.includes(proxyFile(routerId)));

function serveMetadata(item: RouterItem, found: L3Found): readonly Command[] {
  const {routerId, namespace} = item;
  const router = forRouter(routerId);
  const path = proxyFile(routerId);
  const content = proxyConfiguration({kind: 'router', id: routerId, binds: [`:::${METADATA_PORT}`]});
  const proxy = proxyOf(item, found.processes);
  if (!isActive(item)) {
    const why = text('Only the active copy answers.', '只有主副本应答。');
    return [
      ...(proxy === undefined ? [] : [forwardsIpv6(item, false), run(router, why, `kill ${proxy.pid}`)]),
      ...(found.file(path) === undefined ? [] : [write(router, why, path, undefined)]),
    ];
  }
  const commands: Command[] = [];
  if (found.file(path) !== content)
    commands.push(
      write(
        router,
        text('The proxy tells the metadata agent which router it is.', '代理告诉元数据代理自己属于哪个路由器。'),
        path,
        content,
      ),
    );
  else if (proxy?.namespace === namespace) return commands;
  // It ends when the new one has taken over.
  const successor = proxy === undefined ? '' : ` -sf ${proxy.pid}`;
  return [
    ...commands,
    ...(item.ha === undefined ? [] : [forwardsIpv6(item, true)]),
    run(
      router,
      text('A proxy that carries questions for metadata out of the namespace.', '启动代理，把元数据请求带出命名空间。'),
      `haproxy -f ${path}${successor}`,
      {namespace},
    ),
  ];
}

function remove(item: RouterItem, found: L3Found): readonly Command[] {
  const {routerId, namespace} = item;
  const router = forRouter(routerId);
  const why = text('The router is not here any more.', '该路由器已不在此节点。');
  const proxy = proxyOf(item, found.processes);
  return [
    ...endCopy(item, found),
    ...endAdvertising(item, found),
    ...(proxy === undefined ? [] : [run(router, why, `kill ${proxy.pid}`)]),
    ...(found.file(proxyFile(routerId)) === undefined ? [] : [write(router, why, proxyFile(routerId), undefined)]),
    ...item.interfaces.filter(({plug}) => plug === 'openvswitch').map((end) => removeFromSwitch(end, why)),
    ...item.interfaces
      .filter(({plug, tap}) => plug === undefined && found.links[tap] !== undefined)
      .map(({portId, tap}) => run(forPort(portId), why, `ip link del ${tap}`)),
    ...(found.namespace(namespace) === undefined ? [] : [run(router, why, `ip netns del ${namespace}`)]),
  ];
}

/** The L3 agent with its namespaces. */
export const l3: Driver<L3Desired, L3Found> = {name: 'l3', plan: planL3, find, difference};
