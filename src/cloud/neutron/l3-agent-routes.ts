import type {Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {AgentRecord} from '../store/records.ts';
import {neutronErrors} from './errors.ts';
import {haStateOf, isHa} from './ha-routers.ts';
import {l3Errors} from './l3-errors.ts';
import {viewRouter} from './l3-views.ts';
import {neutronBody} from './request-body.ts';
import {agentsOfRouter, placeRouter, withdrawRouter} from './router-scheduling.ts';
import {visibleRouter} from './routers.ts';
import * as check from './validators.ts';
import {viewAgent} from './views.ts';

/** Which L3 agent has which router: for admins. */
export function l3AgentRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  /** To others an agent does not exist. */
  const l3Agent = (caller: Caller, id: string): AgentRecord => {
    const agent = tables.agents.get(id);
    if (agent === undefined || !isAdmin(caller)) throw neutronErrors.agentNotFound(id);
    if (agent.kind !== 'L3 agent') throw l3Errors.invalidL3Agent(id);
    return agent;
  };
  const has = (agent: AgentRecord, routerId: string): boolean =>
    agentsOfRouter(tables, routerId).some((other) => other.id === agent.id);

  app.get('/v2.0/agents/:id/l3-routers', (context) => {
    const agent = l3Agent(context.var.caller, context.req.param('id'));
    const routers = [...tables.routers.values()].filter((router) => has(agent, router.id));
    return context.json({routers: routers.map((router) => viewRouter(tables, router))});
  });
  app.post('/v2.0/agents/:id/l3-routers', async (context) => {
    const {caller} = context.var;
    const agent = l3Agent(caller, context.req.param('id'));
    if (!agent.adminStateUp) throw l3Errors.invalidL3Agent(agent.id);
    const body = await neutronBody(context);
    const routerId = check.isObject(body) ? body['router_id'] : undefined;
    if (typeof routerId !== 'string') throw neutronErrors.httpBadRequest('Body contains invalid data');
    cloud.change((work) => {
      const router = visibleRouter(work.tables, caller, routerId);
      if (has(agent, router.id)) return;
      const [other] = agentsOfRouter(work.tables, router.id);
      if (other !== undefined && !isHa(router)) throw l3Errors.routerHosted(router.id, other.id);
      placeRouter(work, router.id, agent);
    });
    return context.json(null, 201);
  });
  app.delete('/v2.0/agents/:id/l3-routers/:router', (context) => {
    const {caller} = context.var;
    const agent = l3Agent(caller, context.req.param('id'));
    cloud.change((work) => {
      const router = visibleRouter(work.tables, caller, context.req.param('router'));
      if (has(agent, router.id)) withdrawRouter(work, router.id, agent);
    });
    return context.body(null, 204);
  });
  app.get('/v2.0/routers/:id/l3-agents', (context) => {
    const {caller} = context.var;
    const router = visibleRouter(tables, caller, context.req.param('id'));
    const agents = isAdmin(caller) ? agentsOfRouter(tables, router.id) : [];
    const haState = (agent: AgentRecord) => (isHa(router) ? haStateOf(tables, router.id, agent) : null);
    return context.json({
      agents: agents.map((agent) => ({...viewAgent(agent, cloud.store.now()), ha_state: haState(agent)})),
    });
  });
}
