import type {FixedIp, NodeName, PortStatus} from '../../drivers/neutron/model.ts';
import type {NetworkRecord, PortRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {giveAddresses} from './addresses.ts';
import type {WantedIp} from './addresses.ts';
import {bind} from './binding.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {giveMac} from './macs.ts';

/** A port that Neutron, or a service beside it, makes for itself: no filter, no security group, no quota. */
export interface ServicePort {
  readonly name?: string;
  readonly network: NetworkRecord;
  readonly deviceOwner: string;
  readonly deviceId: string;
  /** Empty: nobody's, so that no project sees it. */
  readonly projectId: string;
  /** Absent: one address of each version the network has. */
  readonly wanted?: readonly WantedIp[];
  /** Empty: no agent plugs it. */
  readonly host: NodeName;
  readonly status?: PortStatus;
}

export function createServicePort(work: Work, of: ServicePort): PortRecord {
  const {network, deviceOwner, wanted} = of;
  const macAddress = giveMac(work, network.id);
  const request = {networkId: network.id, macAddress, deviceOwner};
  const port: PortRecord = {
    id: work.chance.uuid(),
    name: of.name ?? '',
    projectId: of.projectId,
    networkId: network.id,
    macAddress,
    adminStateUp: true,
    status: of.status ?? 'DOWN',
    deviceId: of.deviceId,
    deviceOwner,
    fixedIps: giveAddresses(work, {...request, ...(wanted !== undefined && {wanted})}),
    binding: bind(work, network, of.host),
    portSecurityEnabled: false,
    securityGroups: [],
    allowedAddressPairs: [],
    extraDhcpOpts: [],
    vnicType: 'normal',
    profile: {},
    ...bookkeeping(work),
  };
  work.tables.ports.put(port);
  return port;
}

/** Adds the addresses that a service port does not have yet, and drops those that are not wanted any more. */
export function moveServicePort(work: Work, port: PortRecord, wanted: readonly WantedIp[]): PortRecord {
  const kept = port.fixedIps.filter((ip) => wanted.some((one) => isMet(one, ip)));
  const missing = wanted.filter((one) => !kept.some((ip) => isMet(one, ip)));
  if (kept.length === port.fixedIps.length && missing.length === 0) return port;
  // Its own addresses are no obstacle to itself.
  work.tables.ports.put({...port, fixedIps: kept});
  const {networkId, macAddress, deviceOwner} = port;
  const added =
    missing.length === 0
      ? []
      : giveAddresses(work, {networkId, macAddress, deviceOwner, wanted: missing}).filter((ip) =>
          kept.every((other) => other.ipAddress !== ip.ipAddress),
        );
  const moved = touched(work, {...port, fixedIps: [...kept, ...added]});
  work.tables.ports.put(moved);
  return moved;
}

const isMet = (wanted: WantedIp, ip: FixedIp): boolean =>
  (wanted.subnet_id ?? ip.subnetId) === ip.subnetId && (wanted.ip_address ?? ip.ipAddress) === ip.ipAddress;
