import {HA_REPLICATED_INTERFACE, ROUTER_GATEWAY, ROUTER_INTERFACE} from '../../drivers/neutron/model.ts';
import {formatCidr, overlap, parseCidr, parseIp} from '../addresses/ip.ts';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {PortRecord, RouterRecord, SubnetRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {bind} from './binding.ts';
import {touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {isHa} from './ha-routers.ts';
import {l3Errors} from './l3-errors.ts';
import {rangeOf} from './pools.ts';
import {deletePortRecord} from './port-records.ts';
import {isIn} from './router-routes.ts';
import {hostOfRouter, interfacesOf, routerPorts, scheduleRouter} from './router-scheduling.ts';
import {createServicePort} from './service-ports.ts';
import * as check from './validators.ts';
import type {View} from './views.ts';
import {visiblePort, visibleSubnet} from './visibility.ts';

/** Which interface a request means; at least one of both. */
export interface InterfaceInfo {
  readonly subnetId?: string;
  readonly portId?: string;
}

const refuse = (reason: string) => neutronErrors.badRequest('router', reason);

export function readInterfaceInfo(body: unknown): InterfaceInfo {
  const {port_id: portId, subnet_id: subnetId} = check.isObject(body) ? body : {};
  if (portId === undefined && subnetId === undefined) throw refuse('Either subnet_id or port_id must be specified');
  for (const id of [portId, subnetId]) {
    const why = id === undefined ? undefined : check.uuid(id);
    if (why !== undefined) throw refuse(why);
  }
  return {
    ...(typeof portId === 'string' && {portId}),
    ...(typeof subnetId === 'string' && {subnetId}),
  };
}

/** @returns what add_router_interface and remove_router_interface answer */
const answer = (router: RouterRecord, port: PortRecord, subnetIds: readonly string[]): View => ({
  id: router.id,
  tenant_id: port.projectId,
  project_id: port.projectId,
  port_id: port.id,
  network_id: port.networkId,
  subnet_id: subnetIds.at(-1) ?? null,
  subnet_ids: subnetIds,
});

/** The router gets the subnet's gateway address on a new port, or a port that is there. */
export function addInterface(work: Work, caller: Caller, router: RouterRecord, info: InterfaceInfo): View {
  if (info.portId !== undefined && info.subnetId !== undefined)
    throw refuse('Cannot specify both subnet-id and port-id');
  scheduleRouter(work, router.id);
  const port =
    info.portId === undefined
      ? addSubnet(work, caller, router, visibleSubnet(work.tables, caller, info.subnetId ?? ''))
      : addPort(work, caller, router, visiblePort(work.tables, caller, info.portId));
  work.tables.routers.put(touched(work, router));
  const subnetIds = info.subnetId === undefined ? port.fixedIps.map((ip) => ip.subnetId) : [info.subnetId];
  return answer(router, port, subnetIds);
}

const ownerIn = (router: RouterRecord): string => (isHa(router) ? HA_REPLICATED_INTERFACE : ROUTER_INTERFACE);

function addSubnet(work: Work, caller: Caller, router: RouterRecord, subnet: SubnetRecord): PortRecord {
  const {tables} = work;
  if (subnet.gatewayIp === null) throw refuse('Subnet for router interface must have a gateway IP');
  const isForeign = subnet.projectId !== caller.projectId && !isAdmin(caller);
  const sharedWithUs = tables.rbacPolicies
    .find('object', subnet.networkId)
    .some((policy) => policy.action === 'access_as_shared' && policy.targetProject === caller.projectId);
  if (isForeign && !sharedWithUs)
    throw refuse(
      `Cannot add interface to router because subnet ${subnet.id} is not owned by project making the request`,
    );
  refuseForeignAdvertiser(subnet);
  refuseSubnets(tables, router.id, [subnet]);
  const fixed = {subnet_id: subnet.id, ip_address: subnet.gatewayIp};
  const network = tables.networks.get(subnet.networkId);
  if (network === undefined) throw neutronErrors.networkNotFound(subnet.networkId);
  return createServicePort(work, {
    network,
    deviceOwner: ownerIn(router),
    deviceId: router.id,
    projectId: router.projectId,
    wanted: [fixed],
    host: hostOfRouter(tables, router.id),
  });
}

function addPort(work: Work, caller: Caller, router: RouterRecord, port: PortRecord): PortRecord {
  const {tables} = work;
  if (port.deviceId !== '') throw l3Errors.portInUse(port.id, port.networkId, port.deviceId);
  if (port.fixedIps.length === 0) throw refuse('Router port must have at least one fixed IP');
  const subnets = port.fixedIps.flatMap((ip) => tables.subnets.get(ip.subnetId) ?? []);
  for (const subnet of subnets) refuseForeignAdvertiser(subnet);
  refuseSubnets(tables, router.id, subnets);
  if (subnets.filter((subnet) => subnet.ipVersion === 4).length > 1)
    throw refuse('Cannot have multiple IPv4 subnets on router port');
  if (!isAdmin(caller)) for (const subnet of subnets) refuseForeignAddress(caller, port, subnet);
  const network = tables.networks.get(port.networkId);
  if (network === undefined) throw neutronErrors.networkNotFound(port.networkId);
  const changed = touched(work, {
    ...port,
    deviceId: router.id,
    deviceOwner: ownerIn(router),
    binding: bind(work, network, hostOfRouter(tables, router.id)),
    status: 'DOWN' as const,
  });
  tables.ports.put(changed);
  return changed;
}

function refuseForeignAddress(caller: Caller, port: PortRecord, subnet: SubnetRecord): void {
  if (subnet.projectId === caller.projectId) return;
  const inPool = (address: string): boolean => {
    const value = parseIp(address)?.value;
    return subnet.allocationPools
      .map(rangeOf)
      .some(({from, to}) => value !== undefined && value >= from && value <= to);
  };
  const outside = port.fixedIps.some((ip) => ip.subnetId === subnet.id && !inPool(ip.ipAddress));
  if (outside)
    throw refuse(
      `Cannot add interface to router because specified port ${port.id} has an IP address out of the allocation pool of subnet ${subnet.id}, which is not owned by the project making the request`,
    );
}

function refuseForeignAdvertiser(subnet: SubnetRecord): void {
  if (subnet.ipVersion === 6 && subnet.ipv6RaMode === null && subnet.ipv6AddressMode !== null)
    throw refuse(
      `IPv6 subnet ${subnet.id} configured to receive RAs from an external router cannot be added to Neutron Router.`,
    );
}

/** A router has one port in a subnet, and no two of its subnets overlap: it could not tell them apart. */
export function refuseSubnets(tables: Tables, routerId: string, added: readonly SubnetRecord[]): void {
  const ports = routerPorts(tables, routerId);
  const there = ports.flatMap((port) => port.fixedIps.map((ip) => ip.subnetId));
  const twice = added.find((subnet) => there.includes(subnet.id));
  if (twice !== undefined) throw refuse(`Router already has a port on subnet ${twice.id}`);
  const outside = ports
    .filter((port) => port.deviceOwner === ROUTER_GATEWAY)
    .flatMap((port) => tables.subnets.find('network', port.networkId));
  const old = [...there.flatMap((id) => tables.subnets.get(id) ?? []), ...outside];
  for (const one of old) {
    const block = parseCidr(one.cidr);
    for (const other of added) {
      const cidr = parseCidr(other.cidr);
      if (block === undefined || cidr === undefined || !overlap(block, cidr)) continue;
      throw refuse(
        `Cidr ${formatCidr(cidr)} of subnet ${other.id} overlaps with cidr ${formatCidr(block)} of subnet ${one.id}`,
      );
    }
  }
}

export function removeInterface(work: Work, caller: Caller, router: RouterRecord, info: InterfaceInfo): View {
  const {tables} = work;
  const ports = interfacesOf(tables, router.id);
  const port =
    info.portId === undefined
      ? ports.find((one) => one.fixedIps.some((ip) => ip.subnetId === info.subnetId))
      : ports.find((one) => one.id === info.portId);
  if (info.portId === undefined) visibleSubnet(tables, caller, info.subnetId ?? '');
  if (port === undefined) {
    if (info.portId !== undefined) throw l3Errors.interfaceNotFound(router.id, info.portId);
    throw l3Errors.noInterfaceOnSubnet(router.id, info.subnetId ?? '');
  }
  const subnetIds = port.fixedIps.map((ip) => ip.subnetId);
  if (info.subnetId !== undefined && !subnetIds.includes(info.subnetId))
    throw l3Errors.subnetMismatch(port.id, info.subnetId);
  for (const subnetId of subnetIds) refuseNeeded(tables, router, subnetId);
  deletePortRecord(work, port);
  work.tables.routers.put(touched(work, router));
  return answer(router, port, subnetIds);
}

/** Floating IPs, forwarded ports and routes that go through the interface hold it. */
function refuseNeeded(tables: Tables, router: RouterRecord, subnetId: string): void {
  const isHere = (portId: string | null, address: string | null): boolean =>
    address !== null &&
    isIn(tables, subnetId, address) &&
    tables.ports.get(portId ?? '')?.fixedIps.some((ip) => ip.subnetId === subnetId) === true;
  for (const floating of tables.floatingIps.find('router', router.id)) {
    const forwards = tables.portForwardings
      .find('floating', floating.id)
      .some((one) => isHere(one.internalPortId, one.internalIpAddress));
    if (forwards || isHere(floating.portId, floating.fixedIpAddress))
      throw l3Errors.interfaceNeededByFloatingIp(router.id, subnetId);
  }
  if (router.routes.some((route) => isIn(tables, subnetId, route.nexthop)))
    throw l3Errors.interfaceNeededByRoute(router.id, subnetId);
}
