import {DHCP_PORT} from '../model.ts';
import type {CloudState, NodeName} from '../model.ts';
import {dhcpLinkName, dhcpNamespace, tapName} from '../naming.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';
import {dnsmasqArguments, prefixOf} from './dnsmasq-arguments.ts';
import {METADATA_ADDRESS, dnsmasqFiles, servedNetwork} from './dnsmasq-files.ts';
import type {DnsmasqFiles} from './dnsmasq-files.ts';

/** A network's DHCP server on this node. */
export interface DhcpItem {
  readonly networkId: string;
  readonly portId: string;
  readonly namespace: string;
  readonly tap: string;
  /** The other end of the tap, in the namespace. */
  readonly link: string;
  readonly mac: string;
  readonly mtu: number;
  /** `172.16.1.2/24`, in the order they are put on the interface. */
  readonly addresses: readonly string[];
  readonly gateway: string | null;
  readonly arguments: readonly string[];
  readonly files: DnsmasqFiles;
}

export type DhcpDesired = Wanted<DhcpItem>;

/** One for each network with DHCP that this node's agent serves. */
export function planDhcp(cloud: CloudState, node: NodeName): DhcpDesired {
  const items: Record<string, DhcpItem> = {};
  const portsOf = Map.groupBy(Object.values(cloud.ports), (port) => port.networkId);
  for (const network of Object.values(cloud.networks)) {
    if (cloud.dhcpHosts[network.id]?.includes(node) !== true || !network.adminStateUp) continue;
    const ports = portsOf.get(network.id) ?? [];
    const served = servedNetwork(cloud, network, ports);
    const subnets = new Map(served.subnets.filter((subnet) => subnet.enableDhcp).map((subnet) => [subnet.id, subnet]));
    const port = ports.find((one) => one.deviceOwner === DHCP_PORT && one.binding.host === node);
    if (port === undefined || subnets.size === 0) continue;
    const gateway = [...subnets.values()].find((subnet) => subnet.ipVersion === 4 && subnet.gatewayIp !== null);
    items[network.id] = {
      networkId: network.id,
      portId: port.id,
      namespace: dhcpNamespace(network.id),
      tap: tapName(port.id),
      link: dhcpLinkName(port.id),
      mac: port.macAddress,
      mtu: network.mtu,
      addresses: [
        ...(cloud.options.isolatedMetadata ? [`${METADATA_ADDRESS}/32`, 'fe80::a9fe:a9fe/64'] : []),
        ...port.fixedIps.flatMap(({ipAddress, subnetId}) => {
          const subnet = subnets.get(subnetId);
          return subnet === undefined ? [] : [`${ipAddress}/${prefixOf(subnet.cidr)}`];
        }),
      ],
      gateway: gateway?.gatewayIp ?? null,
      arguments: dnsmasqArguments(served),
      files: dnsmasqFiles(served),
    };
  }
  return wanted(items);
}
