import {isRouterInterface} from '../../drivers/neutron/model.ts';
import {parseCidr} from '../addresses/ip.ts';
import {eui64Address} from '../addresses/mac.ts';
import type {PortRecord, SubnetRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {touched} from './bookkeeping.ts';
import {isAutoAddress} from './subnet-rules.ts';

/** Every port of the network but a router's has an address in a SLAAC subnet, those that were there before it too. */
export function giveAutoAddresses(work: Work, subnet: SubnetRecord): void {
  const cidr = parseCidr(subnet.cidr);
  if (cidr === undefined || !isAutoAddress(subnet.ipv6AddressMode)) return;
  for (const port of work.tables.ports.find('network', subnet.networkId)) {
    if (isRouterInterface(port)) continue;
    const ip = {subnetId: subnet.id, ipAddress: eui64Address(cidr, port.macAddress)};
    work.tables.ports.put(touched(work, {...port, fixedIps: [...port.fixedIps, ip]}));
  }
}

/** Takes a subnet's addresses from its ports. */
export function leaveSubnet(work: Work, ports: readonly PortRecord[], subnetId: string): void {
  for (const port of ports) {
    const fixedIps = port.fixedIps.filter((ip) => ip.subnetId !== subnetId);
    work.tables.ports.put(touched(work, {...port, fixedIps}));
  }
}
