import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Work} from '../work.ts';
import {novaErrors} from './errors.ts';

/** The only zone for instances. */
export const ZONE = 'nova';

/**
 * The node for a new instance: the one asked for as `nova:HOST` (admins only), else the one with the fewest.
 * A node whose nova-compute is disabled gets none,
 * also where it is asked for. Undefined where no node can run any.
 */
export function chooseHost({tables, plan}: Work, caller: Caller, zone: string | undefined): string | undefined {
  const hosts = plan.nodes
    .filter((node) => node.compute && tables.disabledComputes.get(node.name) === undefined)
    .map((node) => node.name);
  const [name, host] = (zone ?? ZONE).split(':');
  if (name !== ZONE && name !== '') throw novaErrors.badRequest('The requested availability zone is not available');
  if (host !== undefined && host !== '') {
    if (!isAdmin(caller)) throw novaErrors.forbidden('os_compute_api:servers:create:forced_host');
    return hosts.includes(host) ? host : undefined;
  }
  return hosts.toSorted((a, b) => tables.servers.count('host', a) - tables.servers.count('host', b))[0];
}
