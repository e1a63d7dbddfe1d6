import type {Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {NetworkRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Resource} from './body.ts';
import {neutronErrors} from './errors.ts';
import {listViews} from './listing.ts';
import {rangeOf} from './pools.ts';
import * as check from './validators.ts';
import {visibleNetwork} from './visibility.ts';

const shown = {post: false, put: false, filter: true, sort: true} as const;
const AVAILABILITY: Resource = {
  name: 'network_ip_availability',
  plural: 'network_ip_availabilities',
  attributes: {
    network_id: shown,
    network_name: shown,
    tenant_id: shown,
    project_id: shown,
    total_ips: {post: false, put: false},
    used_ips: {post: false, put: false},
    subnet_ip_availability: {post: false, put: false},
  },
};

/** How many addresses a network has and how many are used; and the availability zones of the agents. */
export function availabilityRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;

  app.get('/v2.0/network-ip-availabilities', (context) => {
    const networks = isAdmin(context.var.caller) ? [...tables.networks.values()] : [];
    const url = new URL(context.req.url);
    const version = url.searchParams.get('ip_version');
    // It chooses among subnets, not among networks: every network is listed, with what it has of that version.
    url.searchParams.delete('ip_version');
    const views = networks.map((network) =>
      availability(tables, network, version === null ? undefined : check.toInteger(version)),
    );
    return context.json({network_ip_availabilities: listViews(AVAILABILITY, views, url).items});
  });
  app.get('/v2.0/network-ip-availabilities/:id', (context) => {
    const {caller} = context.var;
    if (!isAdmin(caller)) throw neutronErrors.notFound();
    const network = visibleNetwork(tables, caller, context.req.param('id'));
    return context.json({network_ip_availability: availability(tables, network, undefined)});
  });

  app.get('/v2.0/availability_zones', (context) => {
    const has = (kind: string) => [...tables.agents.values()].some((agent) => agent.kind === kind);
    const zone = (resource: string) => ({name: 'nova', resource, state: 'available'});
    const zones = [...(has('DHCP agent') ? [zone('network')] : []), ...(has('L3 agent') ? [zone('router')] : [])];
    return context.json({availability_zones: zones});
  });
}

function availability(tables: Tables, network: NetworkRecord, version: unknown) {
  const subnets = tables.subnets
    .find('network', network.id)
    .filter((subnet) => version === undefined || subnet.ipVersion === version)
    .map((subnet) => ({
      subnet_id: subnet.id,
      subnet_name: subnet.name,
      cidr: subnet.cidr,
      ip_version: subnet.ipVersion,
      // Beyond 2^53 a JSON number is no longer exact; a /64 is "very many" either way.
      total_ips: subnet.allocationPools.reduce((sum, pool) => {
        const {from, to} = rangeOf(pool);
        return sum + Number(to - from + 1n);
      }, 0),
      used_ips: tables.ports.count('subnet', subnet.id),
    }));
  const sum = (key: 'total_ips' | 'used_ips') => subnets.reduce((total, subnet) => total + subnet[key], 0);
  return {
    network_id: network.id,
    network_name: network.name,
    tenant_id: network.projectId,
    project_id: network.projectId,
    subnet_ip_availability: subnets,
    used_ips: sum('used_ips'),
    total_ips: sum('total_ips'),
  };
}
