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
import {dropHa, isHa, makeHa} from './ha-routers.ts';
import {l3Errors} from './l3-errors.ts';
import {refuseZones} from './networks.ts';
import {claimQuota} from './quota.ts';
import {dropGateway, setGateway} from './router-gateway.ts';
import type {GatewayInfo} from './router-gateway.ts';
import {ROUTER} from './router-resources.ts';
import {checkedRoutes} from './router-routes.ts';
import {agentsOfRouter, interfacesOf, scheduleRouter} from './router-scheduling.ts';

/** What a request may say of a router, after the attribute map proved it. */
interface RouterValues {
  readonly name: string;
  readonly description: string;
  readonly project_id: string;
  readonly admin_state_up: boolean;
  readonly external_gateway_info: GatewayInfo | null;
  readonly routes: readonly HostRoute[];
  readonly availability_zone_hints: readonly string[];
  readonly ha?: boolean;
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
  const own = wanted.ha === true ? makeHa(work, router) : router;
  work.tables.routers.put(own);
  if (isHa(own)) scheduleRouter(work, own.id);
  const info = wanted.external_gateway_info;
  const made = info === null ? own : setGateway(work, caller, own, info);
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
    ...changedMode(work, gated, wanted),
    name: wanted.name ?? router.name,
    description: wanted.description ?? router.description,
    adminStateUp: wanted.admin_state_up ?? router.adminStateUp,
  });
  work.tables.routers.put(changed);
  if (isHa(changed) !== isHa(router)) moveCopies(work, changed);
  return changed;
}

/** @throws BadRequest for a router that is up: its agents would have to change everything under way. */
function changedMode(work: Work, router: RouterRecord, wanted: Partial<RouterValues>): RouterRecord {
  if (wanted.ha === undefined || wanted.ha === isHa(router)) return router;
  if (wanted.admin_state_up ?? router.adminStateUp)
    throw neutronErrors.badRequest(
      'router',
      'Cannot change HA attribute of active routers. Please set router admin_state_up to False prior to upgrade',
    );
  if (wanted.ha) return makeHa(work, router);
  const {vrId: _none, ...single} = router;
  return single;
}

/** What was one place becomes several, or the other way round. */
function moveCopies(work: Work, router: RouterRecord): void {
  const wasSomewhere = agentsOfRouter(work.tables, router.id).length > 0;
  work.tables.routerBindings.delete(router.id);
  if (!isHa(router)) dropHa(work, router.id, router.projectId);
  if (wasSomewhere || isHa(router)) scheduleRouter(work, router.id);
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
  if (isHa(router)) dropHa(work, router.id, router.projectId);
}
