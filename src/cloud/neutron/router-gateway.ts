import {ROUTER_GATEWAY} from '../../drivers/neutron/model.ts';
import type {Caller} from '../caller.ts';
import type {NetworkRecord, PortRecord, RouterRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import type {WantedIp} from './addresses.ts';
import {neutronErrors} from './errors.ts';
import {l3Errors} from './l3-errors.ts';
import {deletePortRecord} from './port-records.ts';
import {refuseSubnets} from './router-interfaces.ts';
import {checkedRoutes, reachOf} from './router-routes.ts';
import {hostOfRouter, interfacesOf, scheduleRouter} from './router-scheduling.ts';
import {createServicePort, moveServicePort} from './service-ports.ts';
import {visibleNetwork} from './visibility.ts';

/** `external_gateway_info` of a request, after the attribute map proved it. */
export interface GatewayInfo {
  readonly network_id?: string;
  readonly external_fixed_ips?: readonly WantedIp[];
  readonly enable_snat?: boolean;
}

/**
 * Gives the router a gateway, another one, other addresses on it, or (null or nothing in it) none.
 * SNAT is on unless the request says otherwise, also where the gateway was there before (l3_gwmode_db).
 */
export function setGateway(work: Work, caller: Caller, before: RouterRecord, info: GatewayInfo | null): RouterRecord {
  const wanted = info?.network_id === undefined ? undefined : info;
  const network = wanted && externalNetwork(work, caller, wanted);
  const router = {...before, enableSnat: wanted?.enable_snat ?? true};
  const port = work.tables.ports.get(router.gatewayPortId ?? '');
  refuseLostRoutes(work, router, network);
  if (port !== undefined && network?.id === port.networkId) {
    const addresses = wanted?.external_fixed_ips ?? [];
    if (addresses.length > 0) moveServicePort(work, port, addresses);
    return router;
  }
  const without = port === undefined ? router : removeGateway(work, router, port);
  return network === undefined ? without : addGateway(work, without, network, wanted?.external_fixed_ips ?? []);
}

function externalNetwork(work: Work, caller: Caller, wanted: GatewayInfo): NetworkRecord {
  const network = visibleNetwork(work.tables, caller, wanted.network_id ?? '');
  if (!network.external) throw neutronErrors.badRequest('router', `Network ${network.id} is not an external network`);
  const gateways = work.tables.subnets.find('network', network.id).map((subnet) => subnet.gatewayIp);
  for (const {ip_address: address} of wanted.external_fixed_ips ?? [])
    if (address !== undefined && gateways.includes(address))
      throw neutronErrors.badRequest('router', `External IP ${address} is the same as the gateway IP`);
  return network;
}

/** A route whose next hop is beyond the old gateway must still be reachable by the new one. */
function refuseLostRoutes(work: Work, router: RouterRecord, network: NetworkRecord | undefined): void {
  if (router.routes.length === 0) return;
  const beyond = network === undefined ? [] : work.tables.subnets.find('network', network.id);
  const inside = reachOf(interfacesOf(work.tables, router.id));
  checkedRoutes(work.tables, router.id, router.routes, {
    ...inside,
    subnetIds: [...inside.subnetIds, ...beyond.map((subnet) => subnet.id)],
  });
}

function removeGateway(work: Work, router: RouterRecord, port: PortRecord): RouterRecord {
  if (work.tables.floatingIps.count('router', router.id) > 0)
    throw l3Errors.gatewayNeededByFloatingIp(router.id, port.networkId);
  deletePortRecord(work, port);
  return {...router, gatewayPortId: null};
}

function addGateway(
  work: Work,
  router: RouterRecord,
  network: NetworkRecord,
  addresses: readonly WantedIp[],
): RouterRecord {
  const {tables} = work;
  refuseSubnets(tables, router.id, tables.subnets.find('network', network.id));
  scheduleRouter(work, router.id);
  const port = createServicePort(work, {
    network,
    deviceOwner: ROUTER_GATEWAY,
    deviceId: router.id,
    projectId: '',
    host: hostOfRouter(tables, router.id),
    ...(addresses.length > 0 && {wanted: addresses}),
  });
  return {...router, gatewayPortId: port.id};
}

/** The router is deleted: its gateway goes with it. */
export function dropGateway(work: Work, router: RouterRecord): void {
  const port = work.tables.ports.get(router.gatewayPortId ?? '');
  if (port !== undefined) removeGateway(work, router, port);
}
