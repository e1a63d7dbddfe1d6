import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {
  CloudState,
  Instance,
  Ml2Options,
  Network,
  NetworkType,
  Port,
  SecurityGroupRule,
  Subnet,
} from '../../../src/drivers/neutron/model.ts';
import {DHCP_PORT, isInstancePort} from '../../../src/drivers/neutron/model.ts';
import {tapName} from '../../../src/drivers/neutron/naming.ts';
import {emptyCloud} from './open-cloud.ts';

/** What a real Neutron (Zed) left on a node, as text lines in the order in which order matters, sorted where not. */
export interface GoldenNode {
  readonly links: readonly string[];
  readonly addresses: readonly string[];
  readonly routes: readonly string[];
  readonly fdb: readonly string[];
  readonly neighbours: readonly string[];
  readonly sysctls: readonly string[];
  readonly iptables?: readonly string[];
  readonly ip6tables?: readonly string[];
  readonly ebtables?: readonly string[];
  readonly ipsets?: readonly string[];
  readonly namespaces: Readonly<Record<string, GoldenNamespace>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly dnsmasq?: string;
}

export interface GoldenNamespace {
  readonly addresses: readonly string[];
  readonly routes: readonly string[];
  readonly iptables: readonly string[];
  readonly ip6tables: readonly string[];
  readonly sysctls: readonly string[];
}

/** One API object, with the API's own names. */
type Attributes = Readonly<Record<string, never>>;

export interface GoldenStep {
  readonly api: Readonly<Record<'networks' | 'subnets' | 'ports' | 'securityGroupRules', readonly Attributes[]>>;
  readonly nodes: Readonly<Record<string, GoldenNode>>;
}

export const goldenStep = (scenario: string, step: string): GoldenStep =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'golden', scenario, `${step}.json`), 'utf8')) as GoldenStep;

const byId = <T extends {readonly id: string}>(list: readonly T[]): Readonly<Record<string, T>> =>
  Object.fromEntries(list.map((one) => [one.id, one]));

/** The cloud that has the API objects of a step. */
export function goldenCloud({api, nodes}: GoldenStep, options: Partial<Ml2Options>): CloudState {
  const networks = api.networks.map((of): Network => ({
    id: of['id'] ?? '',
    name: of['name'] ?? '',
    projectId: of['project_id'] ?? '',
    adminStateUp: of['admin_state_up'] ?? true,
    shared: of['shared'] ?? false,
    external: of['router:external'] ?? false,
    mtu: of['mtu'] ?? 0,
    networkType: (of['provider:network_type'] ?? 'local') as NetworkType,
    physicalNetwork: of['provider:physical_network'] ?? null,
    segmentationId: of['provider:segmentation_id'] ?? null,
    portSecurityEnabled: of['port_security_enabled'] ?? true,
  }));
  const subnets = api.subnets.map((of): Subnet => ({
    id: of['id'] ?? '',
    name: of['name'] ?? '',
    projectId: 'demo',
    networkId: of['network_id'] ?? '',
    ipVersion: of['ip_version'] ?? 4,
    cidr: of['cidr'] ?? '',
    gatewayIp: of['gateway_ip'] ?? null,
    enableDhcp: of['enable_dhcp'] ?? true,
    allocationPools: of['allocation_pools'] ?? [],
    dnsNameservers: of['dns_nameservers'] ?? [],
    hostRoutes: of['host_routes'] ?? [],
    ipv6RaMode: null,
    ipv6AddressMode: null,
  }));
  const ports = api.ports.map((of): Port => ({
    id: of['id'] ?? '',
    name: of['name'] ?? '',
    projectId: 'demo',
    networkId: of['network_id'] ?? '',
    macAddress: of['mac_address'] ?? '',
    adminStateUp: of['admin_state_up'] ?? true,
    status: of['status'] ?? 'DOWN',
    deviceId: of['device_id'] ?? '',
    deviceOwner: of['device_owner'] ?? '',
    fixedIps: ((of['fixed_ips'] ?? []) as readonly {subnet_id: string; ip_address: string}[]).map((ip) => ({
      subnetId: ip.subnet_id,
      ipAddress: ip.ip_address,
    })),
    binding: {host: of['binding:host_id'] ?? '', vifType: of['binding:vif_type'] ?? 'unbound'},
    portSecurityEnabled: of['port_security_enabled'] ?? true,
    securityGroups: of['security_groups'] ?? [],
    allowedAddressPairs: [],
    extraDhcpOpts: [],
  }));
  const rules = api.securityGroupRules.map((of): SecurityGroupRule => ({
    id: of['id'] ?? '',
    securityGroupId: of['security_group_id'] ?? '',
    direction: of['direction'] ?? 'ingress',
    ethertype: of['ethertype'] ?? 'IPv4',
    protocol: of['protocol'] ?? null,
    portRangeMin: of['port_range_min'] ?? null,
    portRangeMax: of['port_range_max'] ?? null,
    remoteIpPrefix: of['remote_ip_prefix'] ?? null,
    remoteGroupId: of['remote_group_id'] ?? null,
  }));
  return {
    ...emptyCloud(undefined, options),
    networks: byId(networks),
    subnets: byId(subnets),
    ports: byId(ports),
    securityGroupRules: byId(rules),
    instances: byId(ports.filter((port) => isInstancePort(port) && isPlugged(port, nodes)).map(instanceOf)),
    dhcpHosts: Object.fromEntries(
      ports.filter((port) => port.deviceOwner === DHCP_PORT).map((port) => [port.networkId, [port.binding.host]]),
    ),
  };
}

/** One step was taken between two instances: the second had its port, and nobody had made its tap yet. */
const isPlugged = (port: Port, nodes: GoldenStep['nodes']): boolean =>
  nodes[port.binding.host]?.links.some((line) => line.startsWith(`${tapName(port.id)} `)) === true;

const instanceOf = (port: Port): Instance => ({
  id: port.deviceId,
  name: port.name,
  projectId: port.projectId,
  instanceName: `instance-${port.name}`,
  host: port.binding.host,
  power: 'running',
  portIds: [port.id],
});
