import {FLOATING_IP_PORT} from '../../drivers/neutron/model.ts';
import {parseIp} from '../addresses/ip.ts';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {FloatingIpRecord, NetworkRecord, PortRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {routerBetween} from './floating-routers.ts';
import {l3Errors} from './l3-errors.ts';
import {deletePortRecord} from './port-records.ts';
import {claimQuota} from './quota.ts';
import {FLOATING_IP} from './router-resources.ts';
import {createServicePort} from './service-ports.ts';
import {visibleNetwork, visiblePort} from './visibility.ts';

/** What a request may say of a floating IP, after the attribute map proved it. */
interface FloatingIpValues {
  readonly description: string;
  readonly project_id: string;
  readonly floating_network_id: string;
  readonly floating_ip_address: string | null;
  readonly subnet_id: string | null;
  readonly port_id?: string | null;
  readonly fixed_ip_address?: string | null;
}

type Association = Pick<FloatingIpRecord, 'portId' | 'fixedIpAddress' | 'routerId'>;

const refuse = (reason: string) => neutronErrors.badRequest('floatingip', reason);

export const seesFloatingIp = (caller: Caller, floating: FloatingIpRecord): boolean =>
  isAdmin(caller) || floating.projectId === caller.projectId;

/** @throws FloatingIPNotFound, also where the caller may not know of it */
export function visibleFloatingIp(tables: Tables, caller: Caller, id: string): FloatingIpRecord {
  const floating = tables.floatingIps.get(id);
  if (floating === undefined || !seesFloatingIp(caller, floating)) throw l3Errors.floatingIpNotFound(id);
  return floating;
}

/** DOWN until an L3 agent says otherwise. */
export function createFloatingIp(work: Work, caller: Caller, values: Values): FloatingIpRecord {
  const wanted = values as unknown as FloatingIpValues;
  enforce(FLOATING_IP, 'create', values, caller, {owner: wanted.project_id});
  claimQuota(work, 'floatingip', wanted.project_id);
  const network = floatingNetwork(work, caller, wanted.floating_network_id);
  const id = work.chance.uuid();
  const holder = createHolder(work, network, id, wanted);
  const floatingIpAddress = holder.fixedIps.find((ip) => isIpv4(ip.ipAddress))?.ipAddress;
  if (floatingIpAddress === undefined) throw l3Errors.noExternalAddress(network.id);
  const floating: FloatingIpRecord = {
    id,
    projectId: wanted.project_id,
    floatingNetworkId: network.id,
    floatingIpAddress,
    floatingPortId: holder.id,
    portId: null,
    fixedIpAddress: null,
    routerId: null,
    status: 'DOWN',
    ...bookkeeping(work, wanted.description),
  };
  const made = {...floating, ...association(work, caller, floating, wanted)};
  work.tables.floatingIps.put(made);
  return made;
}

const isIpv4 = (address: string): boolean => parseIp(address)?.version === 4;

function floatingNetwork(work: Work, caller: Caller, id: string): NetworkRecord {
  const network = visibleNetwork(work.tables, caller, id);
  if (!network.external) throw refuse(`Network ${id} is not a valid external network`);
  const hasIpv4 = work.tables.subnets.find('network', id).some((subnet) => subnet.ipVersion === 4);
  if (!hasIpv4) throw refuse(`Network ${id} does not contain any IPv4 subnet`);
  return network;
}

/** The port that keeps the address taken. It belongs to nobody and is plugged nowhere. */
function createHolder(work: Work, network: NetworkRecord, id: string, wanted: FloatingIpValues): PortRecord {
  const {subnet_id: subnetId, floating_ip_address: address} = wanted;
  const part = {...(subnetId !== null && {subnet_id: subnetId}), ...(address !== null && {ip_address: address})};
  return createServicePort(work, {
    network,
    deviceOwner: FLOATING_IP_PORT,
    deviceId: id,
    projectId: '',
    host: '',
    status: 'N/A',
    ...(Object.keys(part).length > 0 && {wanted: [part]}),
  });
}

/** Whom the floating IP stands for after the request, and the router that does the work. */
function association(
  work: Work,
  caller: Caller,
  floating: FloatingIpRecord,
  wanted: Pick<FloatingIpValues, 'port_id' | 'fixed_ip_address'>,
): Association {
  const fixed = wanted.fixed_ip_address ?? null;
  const portId = wanted.port_id ?? null;
  if (portId === null) {
    if (fixed !== null) throw refuse('fixed_ip_address cannot be specified without a port_id');
    // A floating IP that forwards ports stays where it does.
    return {portId: null, fixedIpAddress: null, routerId: floating.portId === null ? floating.routerId : null};
  }
  const {tables} = work;
  const port = visiblePort(tables, caller, portId);
  const {subnetId, ipAddress} = internalAddress(caller, floating, port, fixed);
  const subnet = tables.subnets.get(subnetId);
  const routerId = subnet && routerBetween(tables, port, subnet, floating.floatingNetworkId);
  if (routerId === undefined) throw l3Errors.notReachable(floating.floatingNetworkId, subnetId, port.id);
  const result = {portId, fixedIpAddress: ipAddress, routerId};
  if (portId === floating.portId) return result;
  const taken = tables.floatingIps
    .find('port', portId)
    .some((one) => one.floatingNetworkId === floating.floatingNetworkId && one.fixedIpAddress === ipAddress);
  if (taken) {
    const {floatingIpAddress, id, floatingNetworkId} = floating;
    throw l3Errors.portAlreadyAssociated(floatingIpAddress, id, portId, ipAddress, floatingNetworkId);
  }
  return result;
}

/** The fixed IPv4 address meant: the one asked for, else the only one. */
function internalAddress(caller: Caller, floating: FloatingIpRecord, port: PortRecord, fixed: string | null) {
  if (port.projectId !== floating.projectId && !isAdmin(caller))
    throw refuse(
      `Cannot process floating IP association with Port ${port.id}, since that port is owned by a different project`,
    );
  if (port.deviceOwner.startsWith('network:') && port.deviceOwner !== 'network:routed')
    throw refuse(`Port ${port.id} is unable to be assigned a floating IP`);
  if (fixed !== null) {
    if (!isIpv4(fixed))
      throw refuse(`Cannot process floating IP association with ${fixed}, since that is not an IPv4 address`);
    const found = port.fixedIps.find((ip) => ip.ipAddress === fixed);
    if (found === undefined) throw refuse(`Port ${port.id} does not have fixed ip ${fixed}`);
    return found;
  }
  const [only, ...others] = port.fixedIps.filter((ip) => isIpv4(ip.ipAddress));
  if (only === undefined) throw refuse(`Cannot add floating IP to port ${port.id} that has no fixed IPv4 addresses`);
  if (others.length > 0)
    throw refuse(
      `Port ${port.id} has multiple fixed IPv4 addresses.  Must provide a specific IPv4 address when assigning a floating IP`,
    );
  return only;
}

export function updateFloatingIp(
  work: Work,
  caller: Caller,
  floating: FloatingIpRecord,
  values: Values,
): FloatingIpRecord {
  const wanted = values as unknown as Partial<FloatingIpValues>;
  enforce(FLOATING_IP, 'update', values, caller, {owner: floating.projectId});
  if (typeof wanted.port_id === 'string' && work.tables.portForwardings.count('floating', floating.id) > 0)
    throw l3Errors.floatingIpForwards(floating.id);
  // What does not name a port leaves the association as it is.
  const names = wanted.port_id === undefined ? {...wanted, port_id: floating.portId} : wanted;
  const only = names.port_id === floating.portId && wanted.fixed_ip_address === undefined;
  const changed = touched(work, {
    ...floating,
    description: wanted.description ?? floating.description,
    ...(only ? {} : association(work, caller, floating, names)),
  });
  work.tables.floatingIps.put(changed);
  return changed;
}

export function deleteFloatingIp(work: Work, caller: Caller, floating: FloatingIpRecord): void {
  enforce(FLOATING_IP, 'delete', {}, caller, {owner: floating.projectId});
  if (work.tables.portForwardings.count('floating', floating.id) > 0) throw l3Errors.floatingIpForwards(floating.id);
  dropFloatingIp(work, floating);
}

function dropFloatingIp(work: Work, floating: FloatingIpRecord): void {
  const holder = work.tables.ports.get(floating.floatingPortId);
  if (holder !== undefined) deletePortRecord(work, holder);
  work.tables.floatingIps.delete(floating.id);
}

/** An external network goes with the floating IPs that nobody uses. */
export function dropIdleFloatingIps(work: Work, networkId: string): void {
  for (const floating of work.tables.floatingIps.find('network', networkId))
    if (floating.portId === null && floating.routerId === null) dropFloatingIp(work, floating);
}
