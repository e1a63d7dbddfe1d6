import {ROUTER_GATEWAY, ROUTER_INTERFACE} from '../../drivers/neutron/model.ts';
import type {NodeName} from '../../drivers/neutron/model.ts';
import type {AgentRecord, PortRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {bind} from './binding.ts';
import {touched} from './bookkeeping.ts';

/** The ports a router goes out by: its interfaces and its gateway. */
export const routerPorts = (tables: Tables, routerId: string): readonly PortRecord[] =>
  tables.ports
    .find('device', routerId)
    .filter(({deviceOwner}) => deviceOwner === ROUTER_INTERFACE || deviceOwner === ROUTER_GATEWAY);

export const interfacesOf = (tables: Tables, routerId: string): readonly PortRecord[] =>
  routerPorts(tables, routerId).filter((port) => port.deviceOwner === ROUTER_INTERFACE);

export const agentsOfRouter = (tables: Tables, routerId: string): readonly AgentRecord[] =>
  (tables.routerBindings.get(routerId)?.agentIds ?? []).flatMap((id) => tables.agents.get(id) ?? []);

/** Where a new port of the router is plugged; empty while no agent has the router. */
export const hostOfRouter = (tables: Tables, routerId: string): NodeName =>
  agentsOfRouter(tables, routerId)[0]?.host ?? '';

const isReady = (agent: AgentRecord): boolean => agent.kind === 'L3 agent' && agent.alive && agent.adminStateUp;

/**
 * Gives the router to the live L3 agent with the fewest (LeastRoutersScheduler), the first time it has a reason to be
 * somewhere: an interface or a gateway. Its ports go where it is.
 */
export function scheduleRouter(work: Work, routerId: string): void {
  const {tables} = work;
  if (agentsOfRouter(tables, routerId).length > 0) return;
  const load = (agent: AgentRecord) =>
    [...tables.routerBindings.values()].filter((binding) => binding.agentIds.includes(agent.id)).length;
  const [agent] = [...tables.agents.values()].filter(isReady).toSorted((a, b) => load(a) - load(b));
  if (agent !== undefined) placeRouter(work, routerId, agent);
}

export function placeRouter(work: Work, routerId: string, agent: AgentRecord): void {
  work.tables.routerBindings.put({id: routerId, agentIds: [agent.id]});
  movePorts(work, routerId, agent.host);
}

/** The agent takes the router away; until somebody gives it to another it is nowhere. */
export function withdrawRouter(work: Work, routerId: string): void {
  work.tables.routerBindings.delete(routerId);
  movePorts(work, routerId, '');
}

function movePorts(work: Work, routerId: string, host: NodeName): void {
  for (const port of routerPorts(work.tables, routerId)) {
    const network = work.tables.networks.get(port.networkId);
    if (network === undefined || (port.binding.host === host && port.binding.vifType === 'bridge')) continue;
    work.tables.ports.put(touched(work, {...port, binding: bind(work, network, host), status: 'DOWN'}));
  }
}
