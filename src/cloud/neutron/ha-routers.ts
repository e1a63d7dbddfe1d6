import {HA_PORT, HA_REPLICATED_INTERFACE, ROUTER_INTERFACE, isRouterInterface} from '../../drivers/neutron/model.ts';
import type {HaState, NodeName} from '../../drivers/neutron/model.ts';
import type {AgentRecord, NetworkRecord, PortRecord, RouterRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {bind} from './binding.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {l3Errors} from './l3-errors.ts';
import {deletePortRecord} from './port-records.ts';
import {largestMtu, takeSegment} from './segments.ts';
import {createServicePort} from './service-ports.ts';

/**
 * Highly available routers (l3_hamode_db): several agents have the router, and its copies hear of each other on a
 * network of the project that belongs to nobody.
 */

/** `l3_ha_net_cidr` and `max_l3_agents_per_router` */
const CIDR = '169.254.192.0/18';
const POOL = {start: '169.254.192.1', end: '169.254.255.254'};
export const MOST_COPIES = 3;
/** VRRP counts its routers with a byte; 0 is none. */
const MOST_ROUTERS = 255;

export const isHa = (router: RouterRecord): boolean => router.vrId !== undefined;

const haPorts = (tables: Tables, routerId: string): readonly PortRecord[] =>
  tables.ports.find('device', routerId).filter((port) => port.deviceOwner === HA_PORT);

const networkName = (projectId: string): string => `HA network tenant ${projectId}`;

const networkOf = (tables: Tables, projectId: string): NetworkRecord | undefined =>
  tables.networks.find('project', '').find((network) => network.name === networkName(projectId));

const haRoutersOf = (tables: Tables, projectId: string): readonly RouterRecord[] =>
  tables.routers.find('project', projectId).filter(isHa);

/** @returns the router with its number. Its agents are another matter. */
export function makeHa(work: Work, router: RouterRecord): RouterRecord {
  ensureNetwork(work, router.projectId);
  const taken = new Set(haRoutersOf(work.tables, router.projectId).map(({vrId}) => vrId));
  const free = Array.from({length: MOST_ROUTERS}, (_, index) => index + 1).filter((id) => !taken.has(id));
  const vrId = free[work.chance.integer(free.length || 1)];
  if (vrId === undefined) throw l3Errors.noVrIdAvailable(router.id);
  setOwners(work, router.id, HA_REPLICATED_INTERFACE);
  return {...router, vrId};
}

/** The copies lose their ports, and the last such router of a project its network. Call it once the router is written. */
export function dropHa(work: Work, routerId: string, projectId: string): void {
  const {tables} = work;
  for (const port of haPorts(tables, routerId)) deletePortRecord(work, port);
  setOwners(work, routerId, ROUTER_INTERFACE);
  const network = networkOf(tables, projectId);
  if (network === undefined || haRoutersOf(tables, projectId).length > 0) return;
  for (const subnet of tables.subnets.find('network', network.id)) tables.subnets.delete(subnet.id);
  tables.networks.delete(network.id);
}

function setOwners(work: Work, routerId: string, deviceOwner: string): void {
  for (const port of work.tables.ports.find('device', routerId).filter(isRouterInterface))
    if (port.deviceOwner !== deviceOwner) work.tables.ports.put(touched(work, {...port, deviceOwner}));
}

function ensureNetwork(work: Work, projectId: string): void {
  if (networkOf(work.tables, projectId) !== undefined) return;
  const segment = takeSegment(work, {});
  const network: NetworkRecord = {
    id: work.chance.uuid(),
    name: networkName(projectId),
    projectId: '',
    adminStateUp: true,
    shared: false,
    external: false,
    mtu: largestMtu(work.plan, segment.networkType),
    ...segment,
    portSecurityEnabled: true,
    availabilityZoneHints: [],
    qosPolicyId: null,
    ...bookkeeping(work),
    revisionNumber: 2,
  };
  work.tables.networks.put(network);
  work.tables.subnets.put({
    id: work.chance.uuid(),
    name: `HA subnet tenant ${projectId}`,
    projectId: '',
    networkId: network.id,
    ipVersion: 4,
    cidr: CIDR,
    gatewayIp: null,
    enableDhcp: false,
    allocationPools: [POOL],
    dnsNameservers: [],
    hostRoutes: [],
    ipv6RaMode: null,
    ipv6AddressMode: null,
    serviceTypes: [],
    ...bookkeeping(work),
  });
}

/** An agent gets a copy of the router, and with it a port on the HA network. */
export function addCopy(work: Work, router: RouterRecord, agent: AgentRecord): void {
  const {tables} = work;
  const network = networkOf(tables, router.projectId);
  if (network === undefined) return;
  const binding = tables.routerBindings.get(router.id);
  tables.routerBindings.put({...binding, id: router.id, agentIds: [...(binding?.agentIds ?? []), agent.id]});
  createServicePort(work, {
    network,
    name: `HA port tenant ${router.projectId}`,
    deviceOwner: HA_PORT,
    deviceId: router.id,
    projectId: '',
    host: agent.host,
  });
}

export function dropCopy(work: Work, routerId: string, agent: AgentRecord): void {
  const {tables} = work;
  const {agentIds = [], states = {}} = tables.routerBindings.get(routerId) ?? {};
  const {[agent.id]: _gone, ...left} = states;
  tables.routerBindings.put({id: routerId, agentIds: agentIds.filter((id) => id !== agent.id), states: left});
  for (const port of haPorts(tables, routerId)) if (port.binding.host === agent.host) deletePortRecord(work, port);
}

/** The L3 agent of a host tells what its copy is now: the router's ports are bound to where it is active. */
export function haReported(work: Work, host: NodeName, routerId: string, state: HaState): void {
  const {tables} = work;
  const binding = tables.routerBindings.get(routerId);
  const agent = tables.agents.find('host', host).find(({kind}) => kind === 'L3 agent');
  const router = tables.routers.get(routerId);
  if (binding === undefined || agent === undefined || router === undefined || !isHa(router)) return;
  if (!binding.agentIds.includes(agent.id) || binding.states?.[agent.id] === state) return;
  tables.routerBindings.put({...binding, states: {...binding.states, [agent.id]: state}});
  if (state !== 'active') return;
  for (const port of tables.ports.find('device', routerId)) {
    const network = tables.networks.get(port.networkId);
    if (port.deviceOwner === HA_PORT || network === undefined || port.binding.host === host) continue;
    tables.ports.put(touched(work, {...port, binding: bind(work, network, host)}));
  }
}

/** What `ha_state` of an agent shows: of a copy whose agent is dead, nobody knows. */
export function haStateOf(tables: Tables, routerId: string, agent: AgentRecord): HaState | 'unknown' {
  const state = tables.routerBindings.get(routerId)?.states?.[agent.id];
  return state === undefined || !agent.alive ? 'unknown' : state;
}
