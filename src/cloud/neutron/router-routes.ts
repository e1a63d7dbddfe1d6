import type {HostRoute} from '../../drivers/neutron/model.ts';
import {contains, parseCidr, parseIp} from '../addresses/ip.ts';
import type {PortRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {l3Errors} from './l3-errors.ts';
import {represent} from './python-text.ts';
import {routerPorts} from './router-scheduling.ts';

/** `max_routes` */
const MOST_ROUTES = 30;

/** What a router is directly connected to. */
export interface Reach {
  readonly subnetIds: readonly string[];
  /** Its own addresses. */
  readonly addresses: readonly string[];
}

export const reachOf = (ports: readonly PortRecord[]): Reach => ({
  subnetIds: ports.flatMap((port) => port.fixedIps.map((ip) => ip.subnetId)),
  addresses: ports.flatMap((port) => port.fixedIps.map((ip) => ip.ipAddress)),
});

/**
 * Extra routes, once each next hop is on a subnet of the router and is not the router itself.
 * @throws InvalidRoutes, RoutesExhausted
 */
export function checkedRoutes(
  tables: Tables,
  routerId: string,
  routes: readonly HostRoute[],
  {subnetIds, addresses}: Reach = reachOf(routerPorts(tables, routerId)),
): readonly HostRoute[] {
  if (routes.length > MOST_ROUTES) throw l3Errors.tooManyRoutes(routerId, MOST_ROUTES);
  const refuse = (reason: string) => l3Errors.invalidRoutes(represent(routes), reason);
  for (const {nexthop} of routes) {
    if (!subnetIds.some((id) => isIn(tables, id, nexthop))) throw refuse('the nexthop is not connected with router');
    if (addresses.includes(nexthop)) throw refuse('the nexthop is used by router');
  }
  return routes;
}

export function isIn(tables: Tables, subnetId: string, address: string): boolean {
  const cidr = parseCidr(tables.subnets.get(subnetId)?.cidr ?? '');
  const ip = parseIp(address);
  return cidr !== undefined && ip !== undefined && contains(cidr, ip);
}

const key = (route: HostRoute): string => `${route.destination} ${route.nexthop}`;

/** Both lists; a route that is in both stands once. */
export const withRoutes = (old: readonly HostRoute[], added: readonly HostRoute[]): readonly HostRoute[] => [
  ...new Map([...old, ...added].map((route) => [key(route), route])).values(),
];

/** One that is not there is nothing wrong. */
export function withoutRoutes(old: readonly HostRoute[], removed: readonly HostRoute[]): readonly HostRoute[] {
  const gone = new Set(removed.map(key));
  return old.filter((route) => !gone.has(key(route)));
}
