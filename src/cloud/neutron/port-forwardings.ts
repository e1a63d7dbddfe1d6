import type {Caller} from '../caller.ts';
import type {FloatingIpRecord, PortForwardingRecord, PortRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {isAdmin} from '../caller.ts';
import {parseIp} from '../addresses/ip.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {leaveRouter} from './floating-release.ts';
import {routerBetween} from './floating-routers.ts';
import {l3Errors} from './l3-errors.ts';
import {represent} from './python-text.ts';
import {PORT_FORWARDING} from './router-resources.ts';
import {visiblePort} from './visibility.ts';

/** What a request may say of a port forwarding, after the attribute map proved it. */
interface ForwardingValues {
  readonly description: string;
  readonly protocol: string;
  readonly external_port: number;
  readonly internal_port: number;
  readonly internal_ip_address?: string;
  readonly internal_port_id: string;
}

const refuse = (reason: string) => neutronErrors.badRequest('port_forwarding', reason);

/** @throws PortForwardingNotFound, also for one of another floating IP */
export function forwardingOf(tables: Tables, floating: FloatingIpRecord, id: string): PortForwardingRecord {
  const forwarding = tables.portForwardings.get(id);
  if (forwarding?.floatingIpId !== floating.id) throw l3Errors.forwardingNotFound(id);
  return forwarding;
}

export function createForwarding(
  work: Work,
  caller: Caller,
  floating: FloatingIpRecord,
  values: Values,
): PortForwardingRecord {
  enforce({...PORT_FORWARDING, name: 'floatingip_port_forwarding'}, 'create', values, caller, {
    owner: floating.projectId,
  });
  const wanted = values as unknown as ForwardingValues;
  const forwarding = placed(work, caller, floating, {
    id: work.chance.uuid(),
    projectId: floating.projectId,
    floatingIpId: floating.id,
    protocol: wanted.protocol,
    externalPort: wanted.external_port,
    internalPort: wanted.internal_port,
    internalPortId: wanted.internal_port_id,
    internalIpAddress: wanted.internal_ip_address ?? '',
    ...bookkeeping(work, wanted.description),
  });
  work.tables.portForwardings.put(forwarding);
  return forwarding;
}

export function updateForwarding(
  work: Work,
  caller: Caller,
  floating: FloatingIpRecord,
  before: PortForwardingRecord,
  values: Values,
): PortForwardingRecord {
  enforce({...PORT_FORWARDING, name: 'floatingip_port_forwarding'}, 'update', values, caller, {
    owner: floating.projectId,
  });
  const wanted = values as unknown as Partial<ForwardingValues>;
  const internalPortId = wanted.internal_port_id ?? before.internalPortId;
  const address = internalPortId === before.internalPortId ? before.internalIpAddress : '';
  const changed = placed(
    work,
    caller,
    floating,
    touched(work, {
      ...before,
      description: wanted.description ?? before.description,
      protocol: wanted.protocol ?? before.protocol,
      externalPort: wanted.external_port ?? before.externalPort,
      internalPort: wanted.internal_port ?? before.internalPort,
      internalPortId,
      internalIpAddress: wanted.internal_ip_address ?? address,
    }),
  );
  work.tables.portForwardings.put(changed);
  return changed;
}

/** The forwarding with its inner address, once nothing speaks against it; the floating IP then has a router. */
function placed(
  work: Work,
  caller: Caller,
  floating: FloatingIpRecord,
  forwarding: PortForwardingRecord,
): PortForwardingRecord {
  const {tables} = work;
  const port = visiblePort(tables, caller, forwarding.internalPortId);
  refuseAssociated(tables, floating, port, forwarding.internalIpAddress);
  const {subnetId, ipAddress} = innerAddress(port, forwarding.internalIpAddress);
  refuseTaken(tables, {...forwarding, internalIpAddress: ipAddress});
  const subnet = tables.subnets.get(subnetId);
  const isOurs = isAdmin(caller) || port.projectId === floating.projectId;
  const routerId = subnet && isOurs ? routerBetween(tables, port, subnet, floating.floatingNetworkId) : undefined;
  if (routerId === undefined)
    throw refuse(
      `External network ${floating.floatingNetworkId} is not reachable from subnet ${subnetId}. Cannot set Port forwarding for port ${port.id} with Floating IP ${floating.id}`,
    );
  if (floating.routerId !== null && floating.routerId !== routerId)
    throw refuse(
      `The Floating IP ${floating.id} had been set on router ${floating.routerId}, the internal Neutron port ${port.id} can not reach it`,
    );
  if (floating.routerId === null) tables.floatingIps.put(touched(work, {...floating, routerId}));
  return {...forwarding, internalIpAddress: ipAddress};
}

/** One-to-one and forwarding exclude each other, on either side. */
function refuseAssociated(tables: Tables, floating: FloatingIpRecord, port: PortRecord, address: string): void {
  const [own] = tables.floatingIps.find('port', port.id);
  if (own !== undefined) throw l3Errors.portHasFloatingIp(own.floatingIpAddress, own.id, port.id, address);
  if (floating.portId !== null) {
    const {floatingIpAddress, id, floatingNetworkId} = floating;
    throw l3Errors.portAlreadyAssociated(floatingIpAddress, id, port.id, address, floatingNetworkId);
  }
}

function innerAddress(port: PortRecord, wanted: string) {
  const addresses = port.fixedIps.filter((ip) => parseIp(ip.ipAddress)?.version === 4);
  const [first] = addresses;
  if (first === undefined) throw refuse(`Requested internal port ${port.id} must allocate an IPv4 address at least.`);
  const found = wanted === '' ? first : addresses.find((ip) => ip.ipAddress === wanted);
  if (found === undefined) {
    const shown = represent(addresses.map((ip) => ({subnet_id: ip.subnetId, ip_address: ip.ipAddress})));
    throw refuse(
      `Requested internal IP address ${wanted} is not suitable for internal neutron port ${port.id}, as its fixed_ips are ${shown}`,
    );
  }
  return found;
}

/** An outer port of the floating IP, and an inner port of an address, are each forwarded once a protocol. */
function refuseTaken(tables: Tables, forwarding: PortForwardingRecord): void {
  const others = (index: 'floating' | 'port', key: string) =>
    tables.portForwardings
      .find(index, key)
      .filter((one) => one.id !== forwarding.id && one.protocol === forwarding.protocol);
  const collide = (key: string, port: number) =>
    refuse(
      `There is a port collision with the ${key}. The following ranges collide: ${port}:${port} and ${port}:${port}`,
    );
  const {externalPort, internalPort, internalIpAddress} = forwarding;
  const inner = others('port', forwarding.internalPortId);
  if (inner.some((one) => one.internalIpAddress === internalIpAddress && one.internalPort === internalPort))
    throw collide('internal_port_range', internalPort);
  if (others('floating', forwarding.floatingIpId).some((one) => one.externalPort === externalPort))
    throw collide('external_port_range', externalPort);
}

export function deleteForwarding(work: Work, caller: Caller, floating: FloatingIpRecord, id: string): void {
  enforce({...PORT_FORWARDING, name: 'floatingip_port_forwarding'}, 'delete', {}, caller, {
    owner: floating.projectId,
  });
  const forwarding = forwardingOf(work.tables, floating, id);
  work.tables.portForwardings.delete(forwarding.id);
  leaveRouter(work, floating.id);
}
