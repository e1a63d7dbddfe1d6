import type {Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {AgentRecord} from '../store/records.ts';
import {neutronBody} from './request-body.ts';
import {readUpdate} from './body.ts';
import type {Resource} from './body.ts';
import {syncDhcp, dhcpPortOf} from './dhcp-ports.ts';
import {neutronErrors} from './errors.ts';
import {onlyMethods} from './methods.ts';
import {listViews} from './listing.ts';
import {deletePortRecord} from './port-records.ts';
import {withdrawRouter} from './router-scheduling.ts';
import * as check from './validators.ts';
import {viewAgent, viewNetwork} from './views.ts';
import {visibleNetwork} from './visibility.ts';

const shown = {post: false, put: false, filter: true, sort: true} as const;
const AGENT: Resource = {
  name: 'agent',
  plural: 'agents',
  attributes: {
    id: shown,
    agent_type: shown,
    binary: shown,
    topic: shown,
    host: shown,
    admin_state_up: {...shown, put: true, convert: check.toBoolean},
    created_at: shown,
    started_at: shown,
    heartbeat_timestamp: shown,
    description: {...shown, put: true, validate: check.stringOrNone(255)},
    alive: shown,
    availability_zone: shown,
    configurations: {post: false, put: false},
    resources_synced: {post: false, put: false},
  },
};

/** Agents, and which DHCP agent serves which network: for admins. */
export function agentRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const view = (agent: AgentRecord) => viewAgent(agent, cloud.store.now());
  /** To others an agent does not exist. */
  const found = (caller: Caller, id: string): AgentRecord => {
    const agent = tables.agents.get(id);
    if (agent === undefined || !isAdmin(caller)) throw neutronErrors.agentNotFound(id);
    return agent;
  };
  const dhcpAgent = (caller: Caller, id: string): AgentRecord => {
    const agent = found(caller, id);
    if (agent.kind !== 'DHCP agent') throw neutronErrors.invalidDhcpAgent(id);
    return agent;
  };
  const bound = (networkId: string): readonly string[] => tables.dhcpBindings.get(networkId)?.agentIds ?? [];

  app.get('/v2.0/agents', (context) => {
    const agents = isAdmin(context.var.caller) ? [...tables.agents.values()] : [];
    return context.json({agents: listViews(AGENT, agents.map(view), new URL(context.req.url)).items});
  });
  app.get('/v2.0/agents/:id', (context) =>
    context.json({agent: view(found(context.var.caller, context.req.param('id')))}),
  );
  app.put('/v2.0/agents/:id', async (context) => {
    const {id} = found(context.var.caller, context.req.param('id'));
    const values = readUpdate(AGENT, await neutronBody(context));
    cloud.change((work) => {
      const agent = found(context.var.caller, id);
      const {admin_state_up: up, description} = values;
      work.tables.agents.put({
        ...agent,
        adminStateUp: typeof up === 'boolean' ? up : agent.adminStateUp,
        description: typeof description === 'string' ? description : agent.description,
      });
    });
    return context.json({agent: view(found(context.var.caller, id))});
  });
  app.delete('/v2.0/agents/:id', (context) => {
    cloud.change((work) => {
      const agent = found(context.var.caller, context.req.param('id'));
      const {id} = agent;
      for (const binding of work.tables.dhcpBindings.values()) {
        const agentIds = binding.agentIds.filter((other) => other !== id);
        if (agentIds.length < binding.agentIds.length) work.tables.dhcpBindings.put({...binding, agentIds});
      }
      for (const binding of work.tables.routerBindings.values())
        if (binding.agentIds.includes(id)) withdrawRouter(work, binding.id, agent);
      work.tables.agents.delete(id);
    });
    return context.body(null, 204);
  });

  app.get('/v2.0/agents/:id/dhcp-networks', (context) => {
    const {caller} = context.var;
    const {id} = dhcpAgent(caller, context.req.param('id'));
    const networks = [...tables.networks.values()].filter((network) => bound(network.id).includes(id));
    return context.json({networks: networks.map((network) => viewNetwork(tables, caller, network))});
  });
  app.post('/v2.0/agents/:id/dhcp-networks', async (context) => {
    const {caller} = context.var;
    const {id} = dhcpAgent(caller, context.req.param('id'));
    const body = await neutronBody(context);
    const networkId = check.isObject(body) ? body['network_id'] : undefined;
    if (typeof networkId !== 'string') throw neutronErrors.httpBadRequest('Body contains invalid data');
    cloud.change((work) => {
      const network = visibleNetwork(work.tables, caller, networkId);
      if (bound(network.id).includes(id)) throw neutronErrors.networkHosted(network.id, id);
      work.tables.dhcpBindings.put({id: network.id, agentIds: [...bound(network.id), id]});
      syncDhcp(work, network.id);
    });
    return context.json(null, 201);
  });
  app.delete('/v2.0/agents/:id/dhcp-networks/:network', (context) => {
    const {caller} = context.var;
    const agent = dhcpAgent(caller, context.req.param('id'));
    cloud.change((work) => {
      const network = visibleNetwork(work.tables, caller, context.req.param('network'));
      if (!bound(network.id).includes(agent.id)) throw neutronErrors.networkNotHosted(network.id, agent.id);
      const agentIds = bound(network.id).filter((other) => other !== agent.id);
      work.tables.dhcpBindings.put({id: network.id, agentIds});
      const port = dhcpPortOf(work, network.id, agent.host);
      if (port !== undefined) deletePortRecord(work, port);
    });
    return context.body(null, 204);
  });
  app.get('/v2.0/networks/:id/dhcp-agents', (context) => {
    const network = visibleNetwork(tables, context.var.caller, context.req.param('id'));
    const ids = isAdmin(context.var.caller) ? bound(network.id) : [];
    return context.json({agents: ids.flatMap((id) => tables.agents.get(id) ?? []).map(view)});
  });
  onlyMethods(app, '/v2.0/agents', ['GET']);
  onlyMethods(app, '/v2.0/agents/:id', ['GET', 'PUT', 'DELETE']);
}
