import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {RESOURCE_NAMES} from './access.ts';
import {octaviaErrors} from './errors.ts';

/** Octavia's names of what is counted, and the table of each. */
const COUNTED = {
  loadbalancer: 'loadBalancers',
  listener: 'listeners',
  pool: 'pools',
  member: 'members',
  healthmonitor: 'healthMonitors',
  l7policy: 'l7Policies',
  l7rule: 'l7Rules',
} as const;
export type Counted = keyof typeof COUNTED;
export const COUNTED_NAMES = Object.keys(COUNTED) as readonly Counted[];

/** -1 is no limit, which is what Octavia begins with. */
export const limitOf = (tables: Tables, resource: Counted, projectId: string): number =>
  tables.balancingQuotas.get(projectId)?.limits[resource] ?? -1;

/** @throws 403 where the project may not have `more` of it */
export function claimBalancing({tables}: Work, resource: Counted, projectId: string, more = 1): void {
  const limit = limitOf(tables, resource, projectId);
  const table = COUNTED[resource];
  if (limit >= 0 && tables[table].count('project', projectId) + more > limit)
    throw octaviaErrors.quotaMet(RESOURCE_NAMES[table]);
}
