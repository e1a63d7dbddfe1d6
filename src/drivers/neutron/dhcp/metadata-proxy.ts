import type {Text} from '../../../state/text.ts';
import {forPort, run, write} from '../command-words.ts';
import type {Command, Driver, FoundProcess, NodeFindings} from '../driver.ts';
import {isRouterPort} from '../model.ts';
import type {CloudState, NodeName} from '../model.ts';
import {serviceLinkName, dhcpNamespace} from '../naming.ts';
import {PROXY_PIDS, proxyConfiguration, proxyFile} from '../metadata-proxy.ts';
import {known} from '../reading.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';
import {METADATA_ADDRESS, METADATA_ADDRESS_V6} from './dnsmasq-files.ts';
import {servedHere} from './plan.ts';

/** The HTTP proxy in a network's DHCP namespace that tells the metadata agent which network a request came from. */
export interface ProxyItem {
  readonly networkId: string;
  readonly portId: string;
  readonly namespace: string;
  readonly configuration: string;
}

const pidFile = (id: string): string => `${PROXY_PIDS}/${id}.pid.haproxy`;

/**
 * One for each network served here of which some subnet has no router at its gateway; the others' instances ask
 * through their router (agent/linux/dhcp.py, should_enable_metadata).
 */
function plan(cloud: CloudState, node: NodeName): Wanted<ProxyItem> {
  const items: Record<string, ProxyItem> = {};
  if (!cloud.options.isolatedMetadata) return wanted(items);
  const routed = new Set(
    Object.values(cloud.ports)
      .filter((port) => isRouterPort(port))
      .flatMap((port) => port.fixedIps.map(({subnetId, ipAddress}) => `${subnetId} ${ipAddress}`)),
  );
  const isolated = new Set(
    Object.values(cloud.subnets)
      .filter((subnet) => !routed.has(`${subnet.id} ${subnet.gatewayIp}`))
      .map((subnet) => subnet.networkId),
  );
  for (const {network, port} of servedHere(cloud, node)) {
    const {id} = network;
    if (!isolated.has(id)) continue;
    const link = serviceLinkName(port.id, cloud.options.mechanism);
    const binds = [`${METADATA_ADDRESS}:80`, `${METADATA_ADDRESS_V6}:80 interface ${link}`];
    const configuration = proxyConfiguration({kind: 'network', id, binds});
    items[id] = {networkId: id, portId: port.id, namespace: dhcpNamespace(id), configuration};
  }
  return wanted(items);
}

export interface ProxyFound {
  readonly processes: readonly FoundProcess[];
  /** Undefined where there is no such file. */
  readonly file: (path: string) => string | undefined;
}

const find = (found: NodeFindings): ProxyFound => ({
  processes: known(found.processes, 'processes'),
  file: (path) => known<string | undefined>(found.files[path], path),
});

const difference = ({present, absent}: Wanted<ProxyItem>, found: ProxyFound): readonly Command[] => [
  ...Object.values(absent).flatMap((item) => stop(item, found)),
  ...Object.values(present).flatMap((item) => serve(item, found)),
];

const text = (en: string, zh: string): Text => ({en, zh});

const proxyOf = ({networkId}: ProxyItem, processes: readonly FoundProcess[]): FoundProcess | undefined =>
  processes.find(({argv}) => argv[0] === 'haproxy' && argv.includes(proxyFile(networkId)));

function serve(item: ProxyItem, found: ProxyFound): readonly Command[] {
  const subject = forPort(item.portId);
  const path = proxyFile(item.networkId);
  const isWritten = found.file(path) === item.configuration;
  const proxy = proxyOf(item, found.processes);
  if (isWritten && proxy?.namespace === item.namespace) return [];
  const why = text(
    'Requests for metadata go to the metadata agent, with the name of the network.',
    '把元数据请求转给元数据代理，并注明来自哪个网络。',
  );
  return [
    ...(proxy === undefined
      ? []
      : [run(subject, text('It is not as it should be.', '它与要求不符。'), `kill ${proxy.pid}`)]),
    ...(isWritten
      ? []
      : [write(subject, text("The proxy's configuration.", '元数据转发进程的配置。'), path, item.configuration)]),
    run(subject, why, `haproxy -f ${path}`, {namespace: item.namespace}),
  ];
}

function stop(item: ProxyItem, found: ProxyFound): readonly Command[] {
  const subject = forPort(item.portId);
  const why = text('The network needs no metadata from here any more.', '该网络不再需要由此提供元数据。');
  const path = proxyFile(item.networkId);
  const proxy = proxyOf(item, found.processes);
  return [
    ...(proxy === undefined ? [] : [run(subject, why, `kill ${proxy.pid}`)]),
    ...(found.file(path) === undefined ? [] : [run(subject, why, `rm -f ${path} ${pidFile(item.networkId)}`)]),
  ];
}

/** The DHCP agent's metadata proxies. */
export const metadataProxy: Driver<Wanted<ProxyItem>, ProxyFound> = {name: 'dhcp', plan, find, difference};
