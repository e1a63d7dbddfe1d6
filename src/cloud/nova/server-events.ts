import type {Hono} from 'hono';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {ServerActionRecord} from '../store/compute-records.ts';
import {novaErrors} from './errors.ts';
import {visibleServer} from './servers.ts';

const view = ({action, serverId, requestId, userId, projectId, startedAt}: ServerActionRecord) => ({
  action,
  instance_uuid: serverId,
  request_id: requestId,
  user_id: userId,
  project_id: projectId,
  start_time: startedAt.replace('Z', '.000000'),
  message: null,
});

/** What was done with a server, the newest first (nova/api/openstack/compute/instance_actions.py). */
export function serverEventRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const path = '/v2.1/servers/:id/os-instance-actions';
  app.get(path, (context) => {
    const {id} = visibleServer(tables, context.var.caller, context.req.param('id'));
    const actions = tables.serverActions.find('server', id).toSorted((a, b) => b.number - a.number);
    return context.json({instanceActions: actions.map(view)});
  });
  app.get(`${path}/:request`, (context) => {
    const {id, request} = context.req.param();
    const server = visibleServer(tables, context.var.caller, id);
    const action = tables.serverActions.get(`${request} ${server.id}`);
    if (action === undefined) throw novaErrors.notFound(`Action ${request} not found`);
    return context.json({instanceAction: view(action)});
  });
}
