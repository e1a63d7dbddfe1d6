import {dhcpFolder} from '../naming.ts';
import type {ServedNetwork} from './dnsmasq-files.ts';

/** `dnsmasq_lease_max` of the DHCP agent. */
const MAX_LEASES = 16_777_216;

/** The command line of a network's dnsmasq, in the agent's order. */
export function dnsmasqArguments({network, subnets, options}: ServedNetwork): readonly string[] {
  const folder = dhcpFolder(network.id);
  const served = subnets.filter((subnet) => subnet.enableDhcp && subnet.ipVersion === 4);
  const leases = served.reduce((sum, subnet) => sum + 2 ** (32 - prefixOf(subnet.cidr)), 0);
  const duration = options.leaseSeconds === -1 ? 'infinite' : `${options.leaseSeconds}s`;
  return [
    'dnsmasq',
    '--no-hosts',
    '--no-resolv',
    `--pid-file=${folder}/pid`,
    `--dhcp-hostsfile=${folder}/host`,
    `--addn-hosts=${folder}/addn_hosts`,
    `--dhcp-optsfile=${folder}/opts`,
    `--dhcp-leasefile=${folder}/leases`,
    '--dhcp-match=set:ipxe,175',
    '--dhcp-userclass=set:ipxe6,iPXE',
    '--local-service',
    '--bind-dynamic',
    ...served.map(
      ({id, cidr}) =>
        `--dhcp-range=set:subnet-${id},${cidr.split('/')[0]},static,${netmask(prefixOf(cidr))},${duration}`,
    ),
    ...(network.mtu > 0 ? [`--dhcp-option-force=option:mtu,${network.mtu}`] : []),
    `--dhcp-lease-max=${Math.min(leases, MAX_LEASES)}`,
    '--conf-file=/dev/null',
    ...(options.dnsDomain === '' ? [] : [`--domain=${options.dnsDomain}`]),
  ];
}

export const prefixOf = (cidr: string): number => Number(cidr.split('/')[1]);

/** `255.255.255.0` for 24. */
export const netmask = (prefix: number): string =>
  [0, 8, 16, 24].map((from) => 256 - 2 ** (8 - Math.min(8, Math.max(0, prefix - from)))).join('.');
