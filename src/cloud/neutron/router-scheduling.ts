import {ROUTER_GATEWAY, isBound, isRouterInterface} from '../../drivers/neutron/model.ts';
import type {NodeName} from '../../drivers/neutron/model.ts';
import type {AgentRecord, PortRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {bind} from './binding.ts';
import {touched} from './bookkeeping.ts';
import {MOST_COPIES, addCopy, dropCopy, haStateOf, isHa} from './ha-routers.ts';

/** The ports a router goes out by: its interfaces and its gateway. */
export const routerPorts = (tables: Tables, routerId: string): readonly PortRecord[] =>
  tables.ports
    .find('device', routerId)
    .filter((port) => isRouterInterface(port) || port.deviceOwner === ROUTER_GATEWAY);

export const interfacesOf = (tables: Tables, routerId: string): readonly PortRecord[] =>
  routerPorts(tables, routerId).filter(isRouterInterface);

export const agentsOfRouter = (tables: Tables, routerId: string): readonly AgentRecord[] =>
  (tables.routerBindings.get(routerId)?.agentIds ?? []).flatMap((id) => tables.agents.get(id) ?? []);

/** Where a new port of the router is bound; empty while no agent has the router. Of several, the active one. */
export function hostOfRouter(tables: Tables, routerId: string): NodeName {
  const agents = agentsOfRouter(tables, routerId);
  const active = agents.find((agent) => haStateOf(tables, routerId, agent) === 'active');
  return (active ?? agents[0])?.host ?? '';
}

const isReady = (agent: AgentRecord): boolean => agent.kind === 'L3 agent' && agent.alive && agent.adminStateUp;

/**
 * Gives the router to the live L3 agent with the fewest (LeastRoutersScheduler), the first time it has a reason to be
 * somewhere: an interface or a gateway. Its ports go where it is. A highly available one goes to several, at once.
 */
export function scheduleRouter(work: Work, routerId: string): void {
  const {tables} = work;
  if (agentsOfRouter(tables, routerId).length > 0) return;
  const load = (agent: AgentRecord) =>
    [...tables.routerBindings.values()].filter((binding) => binding.agentIds.includes(agent.id)).length;
  const ready = [...tables.agents.values()].filter(isReady).toSorted((a, b) => load(a) - load(b));
  const router = tables.routers.get(routerId);
  const copies = router !== undefined && isHa(router) ? MOST_COPIES : 1;
  for (const agent of ready.slice(0, copies)) placeRouter(work, routerId, agent);
}

export function placeRouter(work: Work, routerId: string, agent: AgentRecord): void {
  const router = work.tables.routers.get(routerId);
  if (router !== undefined && isHa(router)) {
    const isFirst = agentsOfRouter(work.tables, routerId).length === 0;
    addCopy(work, router, agent);
    if (isFirst) movePorts(work, routerId, agent.host);
    return;
  }
  work.tables.routerBindings.put({id: routerId, agentIds: [agent.id]});
  movePorts(work, routerId, agent.host);
}

/** The agent takes the router away; until somebody gives it to another it is nowhere. */
export function withdrawRouter(work: Work, routerId: string, agent: AgentRecord): void {
  const router = work.tables.routers.get(routerId);
  if (router !== undefined && isHa(router)) {
    dropCopy(work, routerId, agent);
    movePorts(work, routerId, hostOfRouter(work.tables, routerId));
    return;
  }
  work.tables.routerBindings.delete(routerId);
  movePorts(work, routerId, '');
}

function movePorts(work: Work, routerId: string, host: NodeName): void {
  for (const port of routerPorts(work.tables, routerId)) {
    const network = work.tables.networks.get(port.networkId);
    if (network === undefined || (port.binding.host === host && isBound(port.binding))) continue;
    work.tables.ports.put(touched(work, {...port, binding: bind(work, network, host), status: 'DOWN'}));
  }
}
