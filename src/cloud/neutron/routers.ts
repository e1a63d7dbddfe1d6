import type {HostRoute} from '../../drivers/neutron/model.ts';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {RouterRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {l3Errors} from './l3-errors.ts';
import {refuseZones} from './networks.ts';
import {claimQuota} from './quota.ts';
import {dropGateway, setGateway} from './router-gateway.ts';
import type {GatewayInfo} from './router-gateway.ts';
import {ROUTER} from './router-resources.ts';
import {checkedRoutes} from './router-routes.ts';
import {interfacesOf} from './router-scheduling.ts';

/** What a request may say of a router, after the attribute map proved it. */
interface RouterValues {
  readonly name: string;
  readonly description: string;
  readonly project_id: string;
  readonly admin_state_up: boolean;
  readonly external_gateway_info: GatewayInfo | null;
  readonly routes: readonly HostRoute[];
  readonly availability_zone_hints: readonly string[];
}

export const seesRouter = (caller: Caller, router: RouterRecord): boolean =>
  isAdmin(caller) || router.projectId === caller.projectId;

/** @throws RouterNotFound, also where the caller may not know of it */
export function visibleRouter(tables: Tables, caller: Caller, id: string): RouterRecord {
  const router = tables.routers.get(id);
  if (router === undefined || !seesRouter(caller, router)) throw l3Errors.routerNotFound(id);
  return router;
}

export function createRouter(work: Work, caller: Caller, values: Values): RouterRecord {
  const wanted = values as unknown as RouterValues;
  enforce(ROUTER, 'create', values, caller, {owner: wanted.project_id});
  refuseGatewayParts('create', caller, wanted.external_gateway_info);
  claimQuota(work, 'router', wanted.project_id);
  refuseZones(wanted.availability_zone_hints);
  const router: RouterRecord = {
    id: work.chance.uuid(),
    name: wanted.name,
    projectId: wanted.project_id,
    adminStateUp: wanted.admin_state_up,
    gatewayPortId: null,
    enableSnat: true,
    routes: [],
    availabilityZoneHints: wanted.availability_zone_hints,
    ...bookkeeping(work, wanted.description),
    revisionNumber: 1,
  };
  work.tables.routers.put(router);
  const info = wanted.external_gateway_info;
  const made = info === null ? router : setGateway(work, caller, router, info);
  work.tables.routers.put(made);
  return made;
}

/** Only admins choose addresses on the outer network and whether there is SNAT. */
function refuseGatewayParts(action: 'create' | 'update', caller: Caller, info: GatewayInfo | null | undefined): void {
  if (isAdmin(caller) || info === null || info === undefined) return;
  if (info.external_fixed_ips === undefined && info.enable_snat === undefined) return;
  const base = `rule:${action}_router`;
  const parts = (['network_id', 'external_fixed_ips', 'enable_snat'] as const)
    .filter((part) => info[part] !== undefined)
    .map((part) => `${base}:external_gateway_info:${part}`);
  throw neutronErrors.notAuthorized(`(${base} and (${base}:external_gateway_info and (${parts.join(' and ')})))`);
}

export function updateRouter(work: Work, caller: Caller, router: RouterRecord, values: Values): RouterRecord {
  const wanted = values as unknown as Partial<RouterValues>;
  enforce(ROUTER, 'update', values, caller, {owner: router.projectId});
  refuseGatewayParts('update', caller, wanted.external_gateway_info);
  const routed =
    wanted.routes === undefined
      ? router
      : {...router, routes: checkedRoutes(work.tables, router.id, wanted.routes.map(canonical))};
  const gated =
    wanted.external_gateway_info === undefined
      ? routed
      : setGateway(work, caller, routed, wanted.external_gateway_info);
  const changed = touched(work, {
    ...gated,
    name: wanted.name ?? router.name,
    description: wanted.description ?? router.description,
    adminStateUp: wanted.admin_state_up ?? router.adminStateUp,
  });
  work.tables.routers.put(changed);
  return changed;
}

const canonical = ({destination, nexthop}: HostRoute): HostRoute => ({destination, nexthop});

/** Held by its interfaces and by floating IPs; its gateway goes with it. */
export function deleteRouter(work: Work, caller: Caller, router: RouterRecord): void {
  enforce(ROUTER, 'delete', {}, caller, {owner: router.projectId});
  const attached = interfacesOf(work.tables, router.id);
  if (attached.length > 0)
    throw l3Errors.routerInUse(
      router.id,
      attached.map((port) => port.id),
    );
  dropGateway(work, router);
  work.tables.routerBindings.delete(router.id);
  work.tables.routers.delete(router.id);
}
