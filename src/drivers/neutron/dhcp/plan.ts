import {DHCP_PORT} from '../model.ts';
import type {CloudState, Network, NodeName, Port, Subnet} from '../model.ts';
import {serviceLinkName, dhcpNamespace, tapName} from '../naming.ts';
import type {ServicePort} from '../service-port.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';
import {dnsmasqArguments, prefixOf} from './dnsmasq-arguments.ts';
import {METADATA_ADDRESS, METADATA_ADDRESS_V6, dnsmasqFiles, servedNetwork} from './dnsmasq-files.ts';

/** Where a network's DHCP server lives on this node: a namespace with one end of a cable. */
export interface DhcpPlugItem extends ServicePort {
  readonly kind: 'plug';
  readonly networkId: string;
}

/** The server itself, which every port of the network changes. */
export interface DhcpServeItem {
  readonly kind: 'serve';
  readonly networkId: string;
  readonly portId: string;
  readonly namespace: string;
  readonly arguments: readonly string[];
  /** Content by name in the network's folder. */
  readonly files: Readonly<Record<string, string>>;
}

export type DhcpItem = DhcpPlugItem | DhcpServeItem;
export type DhcpDesired = Wanted<DhcpItem>;

export interface ServedHere {
  readonly network: Network;
  /** The DHCP port on this node. */
  readonly port: Port;
  /** All of the network. */
  readonly ports: readonly Port[];
  /** Those with DHCP. */
  readonly subnets: readonly Subnet[];
}

/** The networks that this node's DHCP agent serves. */
export function servedHere(cloud: CloudState, node: NodeName): readonly ServedHere[] {
  const portsOf = Map.groupBy(Object.values(cloud.ports), (port) => port.networkId);
  const subnetsOf = Map.groupBy(Object.values(cloud.subnets), (subnet) => subnet.networkId);
  return Object.values(cloud.networks).flatMap((network) => {
    if (cloud.dhcpHosts[network.id]?.includes(node) !== true || !network.adminStateUp) return [];
    const ports = portsOf.get(network.id) ?? [];
    const subnets = (subnetsOf.get(network.id) ?? []).filter((subnet) => subnet.enableDhcp);
    const port = ports.find((one) => one.deviceOwner === DHCP_PORT && one.binding.host === node);
    return port === undefined || subnets.length === 0 ? [] : [{network, port, ports, subnets}];
  });
}

/** One for each network with DHCP that this node's agent serves. */
export function planDhcp(cloud: CloudState, node: NodeName): DhcpDesired {
  const items: Record<string, DhcpItem> = {};
  for (const {network, port, ports, subnets: list} of servedHere(cloud, node)) {
    const served = servedNetwork(cloud, network, ports);
    const subnets = new Map(list.map((subnet) => [subnet.id, subnet]));
    const gateway = [...subnets.values()].find((subnet) => subnet.ipVersion === 4 && subnet.gatewayIp !== null);
    const networkId = network.id;
    const namespace = dhcpNamespace(networkId);
    const isSwitched = cloud.options.mechanism === 'openvswitch';
    const link = serviceLinkName(port.id, cloud.options.mechanism);
    items[`plug ${networkId}`] = {
      kind: 'plug',
      ...(isSwitched && {plug: 'openvswitch' as const}),
      networkId,
      portId: port.id,
      namespace,
      tap: tapName(port.id),
      link,
      mac: port.macAddress,
      mtu: network.mtu,
      addresses: [
        ...(cloud.options.isolatedMetadata ? [`${METADATA_ADDRESS}/32`, `${METADATA_ADDRESS_V6}/64`] : []),
        ...port.fixedIps.flatMap(({ipAddress, subnetId}) => {
          const subnet = subnets.get(subnetId);
          return subnet === undefined ? [] : [`${ipAddress}/${prefixOf(subnet.cidr)}`];
        }),
      ],
      gateway: gateway?.gatewayIp ?? null,
    };
    items[`serve ${networkId}`] = {
      kind: 'serve',
      networkId,
      portId: port.id,
      namespace,
      arguments: dnsmasqArguments(served),
      files: {...dnsmasqFiles(served), interface: link},
    };
  }
  return wanted(items);
}
