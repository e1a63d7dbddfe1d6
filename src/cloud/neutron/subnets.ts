import type {AllocationPool, HostRoute, Ipv6Mode} from '../../drivers/neutron/model.ts';
import {formatCidr, parseCidr, parseIp} from '../addresses/ip.ts';
import type {Cidr} from '../addresses/ip.ts';
import type {Caller} from '../caller.ts';
import type {SubnetRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {l3Errors} from './l3-errors.ts';
import {AUTO_DELETED, ROUTER_OWNERS} from './owners.ts';
import {checkedPools, defaultPools, refuseGatewayIn} from './pools.ts';
import {syncDhcp} from './dhcp-ports.ts';
import {giveAutoAddresses, leaveSubnet} from './subnet-ports.ts';
import {claimQuota} from './quota.ts';
import {SUBNET} from './resources.ts';
import * as rules from './subnet-rules.ts';
import {refuseForeignNetwork, visibleNetwork} from './visibility.ts';

/** What a request may say of a subnet, after the attribute map proved it. */
interface SubnetValues {
  readonly name: string;
  readonly description: string;
  readonly project_id: string;
  readonly network_id: string;
  readonly ip_version: 4 | 6;
  readonly cidr?: string | null;
  readonly prefixlen?: number;
  readonly subnetpool_id?: string | null;
  readonly gateway_ip?: string | null;
  readonly allocation_pools?: readonly AllocationPool[];
  readonly dns_nameservers?: readonly string[];
  readonly host_routes?: readonly HostRoute[];
  readonly enable_dhcp: boolean;
  readonly ipv6_ra_mode?: Ipv6Mode;
  readonly ipv6_address_mode?: Ipv6Mode;
  readonly service_types?: readonly string[];
}

export function createSubnet(work: Work, caller: Caller, values: Values): SubnetRecord {
  const wanted = values as unknown as SubnetValues;
  const network = visibleNetwork(work.tables, caller, wanted.network_id);
  refuseForeignNetwork(work.tables, caller, network, wanted.project_id, 'subnet');
  enforce(SUBNET, 'create', values, caller, {owner: network.projectId, networkOwner: network.projectId});
  claimQuota(work, 'subnet', wanted.project_id);
  const cidr = wantedCidr(wanted);
  const version = wanted.ip_version;
  rules.checkVersion(version, formatCidr(cidr), 'cidr');
  if (wanted.enable_dhcp) rules.checkDhcp(cidr);
  // An absent gateway is the first address; null is none.
  const gatewayIp = wanted.gateway_ip === undefined ? rules.firstHost(cidr) : wanted.gateway_ip;
  if (wanted.gateway_ip !== undefined && gatewayIp !== null) rules.checkGateway(version, cidr, gatewayIp);
  rules.checkNameservers(version, wanted.dns_nameservers ?? [], 'new subnet');
  rules.checkRoutes(version, wanted.host_routes ?? [], 'new subnet');
  const [raMode, addressMode] = [wanted.ipv6_ra_mode ?? null, wanted.ipv6_address_mode ?? null];
  rules.checkIpv6Modes(version, cidr, wanted.enable_dhcp, raMode, addressMode);
  rules.refuseOverlap(work.tables, network.id, cidr);
  const subnet: SubnetRecord = {
    id: work.chance.uuid(),
    name: wanted.name,
    projectId: wanted.project_id,
    networkId: network.id,
    ipVersion: version,
    cidr: formatCidr(cidr),
    gatewayIp,
    enableDhcp: wanted.enable_dhcp,
    allocationPools:
      wanted.allocation_pools === undefined
        ? defaultPools(cidr, gatewayIp === null ? undefined : parseIp(gatewayIp))
        : checkedPools(wanted.allocation_pools, cidr, gatewayIp),
    dnsNameservers: wanted.dns_nameservers ?? [],
    hostRoutes: wanted.host_routes ?? [],
    ipv6RaMode: raMode,
    ipv6AddressMode: addressMode,
    serviceTypes: wanted.service_types ?? [],
    ...bookkeeping(work, wanted.description),
  };
  work.tables.subnets.put(subnet);
  work.tables.networks.put(touched(work, network));
  giveAutoAddresses(work, subnet);
  syncDhcp(work, network.id);
  return subnet;
}

function wantedCidr(wanted: SubnetValues): Cidr {
  if (wanted.subnetpool_id !== undefined && wanted.subnetpool_id !== null) {
    throw neutronErrors.subnetPoolNotFound(wanted.subnetpool_id);
  }
  if (wanted.cidr === undefined || wanted.cidr === null) {
    throw neutronErrors.badRequest('subnets', 'a subnetpool must be specified in the absence of a cidr');
  }
  if (wanted.prefixlen !== undefined) {
    throw neutronErrors.badRequest('subnets', 'cidr and prefixlen must not be supplied together');
  }
  const cidr = parseCidr(wanted.cidr);
  if (cidr === undefined) throw neutronErrors.invalidInput(`'${wanted.cidr}' is not a valid IP subnet`);
  return cidr;
}

export function updateSubnet(work: Work, caller: Caller, subnet: SubnetRecord, values: Values): SubnetRecord {
  const networkOwner = work.tables.networks.get(subnet.networkId)?.projectId;
  enforce(SUBNET, 'update', values, caller, {owner: subnet.projectId, networkOwner});
  const wanted = values as unknown as Partial<SubnetValues>;
  const cidr = parseCidr(subnet.cidr);
  if (cidr === undefined) throw neutronErrors.subnetNotFound(subnet.id);
  if (wanted.enable_dhcp === true && !subnet.enableDhcp) rules.checkDhcp(cidr);
  if (wanted.enable_dhcp === false && (subnet.ipv6RaMode ?? subnet.ipv6AddressMode) !== null) {
    throw neutronErrors.invalidInput('Cannot disable enable_dhcp with ipv6 attributes set');
  }
  if (wanted.gateway_ip !== undefined && wanted.gateway_ip !== subnet.gatewayIp) refuseGatewayInUse(work, subnet);
  if (typeof wanted.gateway_ip === 'string') rules.checkGateway(subnet.ipVersion, cidr, wanted.gateway_ip);
  rules.checkNameservers(subnet.ipVersion, wanted.dns_nameservers ?? [], subnet.id);
  rules.checkRoutes(subnet.ipVersion, wanted.host_routes ?? [], subnet.id);
  const gatewayIp = wanted.gateway_ip === undefined ? subnet.gatewayIp : wanted.gateway_ip;
  const pools =
    wanted.allocation_pools === undefined
      ? subnet.allocationPools
      : checkedPools(wanted.allocation_pools, cidr, gatewayIp);
  if (gatewayIp !== null && gatewayIp !== subnet.gatewayIp) refuseGatewayIn(pools, gatewayIp);
  const changed = touched(work, {
    ...subnet,
    name: wanted.name ?? subnet.name,
    description: wanted.description ?? subnet.description,
    enableDhcp: wanted.enable_dhcp ?? subnet.enableDhcp,
    gatewayIp,
    allocationPools: pools,
    dnsNameservers: wanted.dns_nameservers ?? subnet.dnsNameservers,
    hostRoutes: wanted.host_routes ?? subnet.hostRoutes,
    serviceTypes: wanted.service_types ?? subnet.serviceTypes,
  });
  work.tables.subnets.put(changed);
  syncDhcp(work, subnet.networkId);
  return changed;
}

/** A router's interface has the gateway's address: it would be left without. */
function refuseGatewayInUse({tables}: Work, subnet: SubnetRecord): void {
  const holder = tables.ports
    .find('subnet', subnet.id)
    .find(
      (port) =>
        ROUTER_OWNERS.includes(port.deviceOwner) && port.fixedIps.some((ip) => ip.ipAddress === subnet.gatewayIp),
    );
  if (holder !== undefined) throw l3Errors.gatewayIpInUse(subnet.gatewayIp ?? '', holder.id);
}

/** Held by every port with an address of it, but for those that Neutron made itself and for SLAAC addresses. */
export function deleteSubnet(work: Work, caller: Caller, subnet: SubnetRecord): void {
  const networkOwner = work.tables.networks.get(subnet.networkId)?.projectId ?? '';
  enforce(SUBNET, 'delete', {}, caller, {
    owner: subnet.projectId === caller.projectId ? caller.projectId : networkOwner,
  });
  const ports = work.tables.ports.find('subnet', subnet.id);
  const holds = ports.some((port) => !AUTO_DELETED.includes(port.deviceOwner));
  const routed = ports.some((port) => ROUTER_OWNERS.includes(port.deviceOwner));
  if (holds && (routed || !rules.isAutoAddress(subnet.ipv6AddressMode))) throw neutronErrors.subnetInUse(subnet.id);
  leaveSubnet(work, ports, subnet.id);
  work.tables.subnets.delete(subnet.id);
  const network = work.tables.networks.get(subnet.networkId);
  if (network !== undefined) work.tables.networks.put(touched(work, network));
  syncDhcp(work, subnet.networkId);
}
