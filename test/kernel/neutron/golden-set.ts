import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {
  CloudState,
  FloatingIp,
  Instance,
  Ml2Options,
  Network,
  NetworkType,
  Port,
  QosPolicy,
  QosRule,
  Router,
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
  /** Of taps, without handles and counters of references. */
  readonly qdiscs?: readonly string[];
  readonly namespaces: Readonly<Record<string, GoldenNamespace>>;
  readonly files?: Readonly<Record<string, string>>;
  /** A command line a line. */
  readonly dnsmasq?: string;
  /** The configurations of routers' metadata proxies, by path. */
  readonly proxies?: Readonly<Record<string, string>>;
  /** Of nodes with Open vSwitch. */
  readonly switch?: GoldenSwitch;
}

/** What `ovs-vsctl show` and `list port` say, and the flows of each bridge without cookies and counters. */
export interface GoldenSwitch {
  /** Bridge, port and their settings. */
  readonly ports: readonly string[];
  /** `other_config` of ports that have one. */
  readonly notes: readonly string[];
  readonly flows: Readonly<Record<string, readonly string[]>>;
}

export interface GoldenNamespace {
  /** Of routers. */
  readonly links?: readonly string[];
  readonly addresses: readonly string[];
  readonly routes: readonly string[];
  readonly iptables: readonly string[];
  readonly ip6tables: readonly string[];
  readonly sysctls: readonly string[];
}

/** One API object, with the API's own names. */
type Attributes = Readonly<Record<string, never>>;

export interface GoldenStep {
  readonly api: Readonly<Record<'networks' | 'subnets' | 'ports' | 'securityGroupRules', readonly Attributes[]>> &
    Readonly<Partial<Record<'routers' | 'floatingips' | 'qosPolicies', readonly Attributes[]>>>;
  /** Some steps were taken down on some nodes only, and some of those only in part. */
  readonly nodes: Readonly<Record<string, Partial<GoldenNode>>>;
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
    allowedAddressPairs: ((of['allowed_address_pairs'] ?? []) as readonly Record<string, string>[]).map((pair) => ({
      ipAddress: pair['ip_address'] ?? '',
      macAddress: pair['mac_address'] ?? '',
    })),
    extraDhcpOpts: [],
    qosPolicyId: of['qos_policy_id'] ?? null,
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
  const policies = (api.qosPolicies ?? []).map((of): QosPolicy => ({
    id: of['id'] ?? '',
    name: of['name'] ?? '',
    projectId: 'demo',
    rules: ((of['rules'] ?? []) as readonly Attributes[]).map(qosRule),
  }));
  return {
    ...emptyCloud(undefined, options),
    networks: byId(networks),
    subnets: byId(subnets),
    ports: byId(ports),
    securityGroupRules: byId(rules),
    qosPolicies: byId(policies),
    instances: byId(ports.filter((port) => isInstancePort(port) && isPlugged(port, nodes)).map(instanceOf)),
    ...routersOf(api),
    dhcpHosts: Object.fromEntries(
      ports.filter((port) => port.deviceOwner === DHCP_PORT).map((port) => [port.networkId, [port.binding.host]]),
    ),
  };
}

const qosRule = (of: Attributes): QosRule =>
  of['type'] === 'dscp_marking'
    ? {id: of['id'] ?? '', type: 'dscp_marking', dscpMark: of['dscp_mark'] ?? 0}
    : {
        id: of['id'] ?? '',
        type: 'bandwidth_limit',
        direction: of['direction'] ?? 'egress',
        maxKbps: of['max_kbps'] ?? 0,
        maxBurstKbits: of['max_burst_kbps'] ?? 0,
      };

/** One step was taken between two instances: the second had its port, and nobody had made its tap yet. */
const isPlugged = (port: Port, nodes: GoldenStep['nodes']): boolean =>
  nodes[port.binding.host]?.links?.some((line) => line.startsWith(`${tapName(port.id)} `)) !== false;

/** Routers and floating IPs; all routers were on the controller. */
function routersOf(api: GoldenStep['api']): Pick<CloudState, 'routers' | 'floatingIps' | 'routerHosts'> {
  const routers = (api.routers ?? []).map((of): Router => {
    const gateway = of['external_gateway_info'] as unknown as {readonly enable_snat: boolean} | null;
    const isGateway = (port: Attributes) =>
      port['device_id'] === of['id'] && port['device_owner'] === 'network:router_gateway';
    return {
      id: of['id'] ?? '',
      name: of['name'] ?? '',
      projectId: of['project_id'] ?? '',
      adminStateUp: of['admin_state_up'] ?? true,
      gatewayPortId: gateway === null ? null : (api.ports.find(isGateway)?.['id'] ?? ''),
      enableSnat: gateway?.enable_snat ?? true,
      routes: of['routes'] ?? [],
    };
  });
  const floatingIps = (api.floatingips ?? []).map((of): FloatingIp => ({
    id: of['id'] ?? '',
    projectId: of['project_id'] ?? '',
    floatingNetworkId: of['floating_network_id'] ?? '',
    floatingIpAddress: of['floating_ip_address'] ?? '',
    portId: of['port_id'] ?? null,
    fixedIpAddress: of['fixed_ip_address'] ?? null,
    routerId: of['router_id'] ?? null,
    status: of['status'] ?? 'DOWN',
  }));
  const hosted = routers.filter((router) => api.ports.some((port) => port['device_id'] === router.id));
  return {
    routers: byId(routers),
    floatingIps: byId(floatingIps),
    routerHosts: Object.fromEntries(hosted.map((router) => [router.id, ['controller']])),
  };
}

const instanceOf = (port: Port): Instance => ({
  id: port.deviceId,
  name: port.name,
  projectId: port.projectId,
  instanceName: `instance-${port.name}`,
  host: port.binding.host,
  power: 'running',
  portIds: [port.id],
});
