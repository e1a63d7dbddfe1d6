import {DHCP_PORT, isRouterPort} from '../model.ts';
import type {CloudState, Ml2Options, Network, Port, Subnet} from '../model.ts';

/** What dnsmasq is told of a network, file by file, byte by byte as the DHCP agent writes them. */
export interface DnsmasqFiles {
  /** Which MAC has which address: who is not in it gets none. Read again on SIGHUP. */
  readonly host: string;
  /** The names it answers DNS questions for. */
  readonly addn_hosts: string;
  /** DHCP options by subnet: routes, router, name servers. */
  readonly opts: string;
}

export interface ServedNetwork {
  readonly network: Network;
  readonly subnets: readonly Subnet[];
  /** All of the network, in the order they were made. */
  readonly ports: readonly Port[];
  readonly options: Ml2Options;
}

/** With what Neutron keeps for metadata: an address that no router forwards. */
export const METADATA_ADDRESS = '169.254.169.254';
export const METADATA_ADDRESS_V6 = 'fe80::a9fe:a9fe';

export const servedNetwork = (cloud: CloudState, network: Network, ports: readonly Port[]): ServedNetwork => ({
  network,
  subnets: Object.values(cloud.subnets).filter((subnet) => subnet.networkId === network.id),
  ports,
  options: cloud.options,
});

export function dnsmasqFiles(served: ServedNetwork): DnsmasqFiles {
  const hosts = hostsOf(served);
  return {
    host: hosts.map(({port, ip, fqdn}) => `${port.macAddress},${fqdn},${bracketed(ip)}${hostTag(port)}\n`).join(''),
    addn_hosts: hosts.map(({ip, fqdn, name}) => `${ip}\t${fqdn} ${name}\n`).join(''),
    // The agent writes no line end after the last option.
    opts: [...served.subnets.flatMap((subnet) => subnetOptions(subnet, served)), ...portOptions(served)].join('\n'),
  };
}

const bracketed = (ip: string): string => (ip.includes(':') ? `[${ip}]` : ip);
const hostTag = (port: Port): string => (port.extraDhcpOpts.length === 0 ? '' : `,set:port-${port.id}`);

/** Every address that DHCP may give out, on whatever node its port is, but not the DHCP ports' own. */
function hostsOf({subnets, ports, options}: ServedNetwork) {
  const served = new Set(subnets.filter((subnet) => subnet.enableDhcp).map((subnet) => subnet.id));
  return ports
    .filter((port) => port.deviceOwner !== DHCP_PORT)
    .flatMap((port) =>
      port.fixedIps
        .filter((fixed) => served.has(fixed.subnetId))
        .map(({ipAddress: ip}) => {
          const name = `host-${ip.replaceAll(/[.:]/g, '-')}`;
          return {port, ip, name, fqdn: options.dnsDomain === '' ? name : `${name}.${options.dnsDomain}`};
        }),
    );
}

/** Option 249 is what Windows clients ask for instead of 121. */
function subnetOptions(subnet: Subnet, served: ServedNetwork): readonly string[] {
  if (!subnet.enableDhcp || subnet.ipVersion !== 4) return [];
  const tag = `tag:subnet-${subnet.id}`;
  const options: string[] = [];
  const {dnsNameservers: servers} = subnet;
  if (servers.length > 0)
    options.push(
      servers.join() === '0.0.0.0' ? `${tag},option:dns-server` : `${tag},option:dns-server,${servers.join(',')}`,
    );
  const ownDefault = subnet.hostRoutes.find((route) => route.destination === '0.0.0.0/0');
  const gateway = subnet.gatewayIp ?? ownDefault?.nexthop ?? null;
  const neighbours = served.subnets.filter((other) => other.ipVersion === 4 && other.cidr !== subnet.cidr);
  const metadata = metadataRoute(subnet, gateway, served);
  const routes = [
    ...neighbours.map((other) => `${other.cidr},0.0.0.0`).toReversed(),
    ...subnet.hostRoutes
      .filter((route) => route.destination !== '0.0.0.0/0')
      .map((route) => `${route.destination},${route.nexthop}`),
    ...(metadata === undefined ? [] : [`${METADATA_ADDRESS}/32,${metadata}`]),
  ];
  if (routes.length > 0) {
    const list = [...routes, ...(gateway === null ? [] : [`0.0.0.0/0,${gateway}`])].join(',');
    options.push(`${tag},option:classless-static-route,${list}`, `${tag},249,${list}`);
  }
  // An empty router option keeps dnsmasq from naming itself.
  options.push(gateway === null ? `${tag},option:router` : `${tag},option:router,${gateway}`);
  return options;
}

/** Through the router where there is one, else straight to the DHCP port. */
function metadataRoute(subnet: Subnet, gateway: string | null, {ports, options}: ServedNetwork): string | undefined {
  const addressIn = (port: Port) => port.fixedIps.find((fixed) => fixed.subnetId === subnet.id)?.ipAddress;
  const routed = ports.some((port) => isRouterPort(port) && addressIn(port) === subnet.gatewayIp);
  if (routed) return gateway ?? undefined;
  if (!options.isolatedMetadata) return undefined;
  return ports.flatMap((port) => (port.deviceOwner === DHCP_PORT ? (addressIn(port) ?? []) : []))[0];
}

/** What single ports ask for, and all DHCP servers of a subnet as its name servers where there are several. */
function portOptions({ports, subnets}: ServedNetwork): readonly string[] {
  const own = ports.flatMap((port) =>
    port.extraDhcpOpts.map(
      ({name, value, ipVersion}) =>
        `tag:port-${port.id},${/^\d+$/.test(name) ? name : `option${ipVersion === 6 ? '6' : ''}:${name}`},${value}`,
    ),
  );
  const servers = subnets
    .filter((subnet) => subnet.ipVersion === 4 && subnet.enableDhcp && subnet.dnsNameservers.length === 0)
    .flatMap((subnet) => {
      const addresses = ports
        .filter((port) => port.deviceOwner === DHCP_PORT)
        .flatMap((port) => port.fixedIps.filter((fixed) => fixed.subnetId === subnet.id))
        .map((fixed) => fixed.ipAddress);
      return addresses.length > 1 ? [`tag:subnet-${subnet.id},option:dns-server,${addresses.join(',')}`] : [];
    });
  return [...own, ...servers];
}
