import type {HostRoute, Ipv6Mode} from '../../drivers/neutron/model.ts';
import {contains, formatCidr, formatIp, overlap, parseCidr, parseIp} from '../addresses/ip.ts';
import type {Cidr} from '../addresses/ip.ts';
import type {Tables} from '../store/tables.ts';
import {neutronErrors} from './errors.ts';

/** `max_dns_nameservers` and `max_subnet_host_routes`. */
const MOST_NAMESERVERS = 5;
const MOST_ROUTES = 20;

const IPV4_MULTICAST = {version: 4, first: 0xe0000000n, last: 0xefffffffn, prefix: 4} as const;
const IPV4_LOOPBACK = {version: 4, first: 0x7f000000n, last: 0x7fffffffn, prefix: 8} as const;
const IPV6_MULTICAST = {version: 6, first: 0xffn << 120n, last: (1n << 128n) - 1n, prefix: 8} as const;

/** Two subnets of one network never overlap; those of different networks may, each has its own namespaces. */
export function refuseOverlap(tables: Tables, networkId: string, cidr: Cidr): void {
  if (cidr.prefix === 0) throw neutronErrors.invalidInput('0 is not allowed as CIDR prefix length');
  const others = tables.subnets.find('network', networkId);
  const clash = others.some((other) => {
    const block = parseCidr(other.cidr);
    return block !== undefined && overlap(block, cidr);
  });
  if (clash) {
    throw neutronErrors.invalidInput(
      `Requested subnet with cidr: ${formatCidr(cidr)} for network: ${networkId} overlaps with another subnet`,
    );
  }
}

export function checkDhcp(cidr: Cidr): void {
  if (cidr.prefix > (cidr.version === 4 ? 30 : 126)) {
    throw neutronErrors.invalidInput('Subnet has a prefix length that is incompatible with DHCP service enabled');
  }
  const within = (block: Cidr): boolean => overlap(block, cidr) && block.prefix <= cidr.prefix;
  if (within(IPV4_MULTICAST) || within(IPV6_MULTICAST)) {
    throw neutronErrors.invalidInput('Multicast IP subnet is not supported if enable_dhcp is True');
  }
  if (within(IPV4_LOOPBACK)) {
    throw neutronErrors.invalidInput('Loopback IP subnet is not supported if enable_dhcp is True');
  }
  if (cidr.version === 4 && cidr.first === 0n) {
    throw neutronErrors.invalidInput("First IP '0.0.0.0' of network is not supported if enable_dhcp is True.");
  }
}

export function checkVersion(version: 4 | 6, address: string, name: string): void {
  const found = parseIp(address.split('/')[0] ?? '')?.version;
  if (found !== version) {
    throw neutronErrors.invalidInput(`${name} '${address}' does not match the ip_version '${version}'`);
  }
}

/** A gateway outside the subnet is allowed (an on-link route reaches it); network and broadcast address are not. */
export function checkGateway(version: 4 | 6, cidr: Cidr, gatewayIp: string): void {
  checkVersion(version, gatewayIp, 'gateway_ip');
  const gateway = parseIp(gatewayIp);
  if (gateway === undefined || version === 6 || !contains(cidr, gateway)) return;
  if (gateway.value === cidr.first || gateway.value === cidr.last) {
    throw neutronErrors.invalidInput('Gateway is not valid on subnet');
  }
}

export function checkNameservers(version: 4 | 6, servers: readonly string[], subnet: string): void {
  if (servers.length > MOST_NAMESERVERS) throw neutronErrors.tooManyNameservers(subnet, MOST_NAMESERVERS);
  for (const server of servers) checkVersion(version, server, 'dns_nameserver');
}

export function checkRoutes(version: 4 | 6, routes: readonly HostRoute[], subnet: string): void {
  if (routes.length > MOST_ROUTES) throw neutronErrors.tooManyRoutes(subnet, MOST_ROUTES);
  for (const route of routes) {
    checkVersion(version, route.nexthop, 'nexthop');
    checkVersion(version, route.destination, 'destination');
  }
}

export function checkIpv6Modes(
  version: 4 | 6,
  cidr: Cidr,
  enableDhcp: boolean,
  raMode: Ipv6Mode | null,
  addressMode: Ipv6Mode | null,
): void {
  if (version === 4) {
    for (const [name, mode] of Object.entries({ipv6_ra_mode: raMode, ipv6_address_mode: addressMode})) {
      if (mode !== null) throw neutronErrors.invalidInput(`${name} is not valid when ip_version is 4`);
    }
    return;
  }
  if (raMode === null && addressMode === null) return;
  if (!enableDhcp) {
    throw neutronErrors.invalidInput(
      'ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False',
    );
  }
  if (raMode !== null && addressMode !== null && raMode !== addressMode) {
    throw neutronErrors.invalidInput(
      `ipv6_ra_mode set to '${raMode}' with ipv6_address_mode set to '${addressMode}' is not valid. If both attributes are set, they must be the same value`,
    );
  }
  if (isAutoAddress(addressMode) && cidr.prefix !== 64) {
    throw neutronErrors.invalidInput(
      `Invalid CIDR ${formatCidr(cidr)} for IPv6 address mode. OpenStack uses the EUI-64 address format, which requires the prefix to be /64`,
    );
  }
}

/** Addresses that instances make of their MAC: Neutron computes them, it does not allocate them. */
export const isAutoAddress = (mode: Ipv6Mode | null): boolean => mode === 'slaac' || mode === 'dhcpv6-stateless';

/** `.1`, or `::1`; the only address of a subnet that has one. */
export const firstHost = (cidr: Cidr): string =>
  formatIp({version: cidr.version, value: cidr.first === cidr.last ? cidr.first : cidr.first + 1n});
