import {Hono} from 'hono';
import type {Context} from 'hono';
import type {Cloud} from '../cloud.ts';
import {signed} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import {addressGroupRoutes} from './address-group-routes.ts';
import {autoAllocation} from './auto-allocation.ts';
import {agentRoutes} from './agent-routes.ts';
import {readCreate, readUpdate} from './body.ts';
import type {Values} from './body.ts';
import type {Caller} from '../caller.ts';
import type {Work} from '../work.ts';
import {COLLECTIONS} from './collections.ts';
import type {Collection} from './collections.ts';
import {emptyCollections} from './empty-collections.ts';
import {extensionRoutes} from './extensions.ts';
import {neutronErrors} from './errors.ts';
import {forwardingRoutes} from './forwarding-routes.ts';
import {l3AgentRoutes} from './l3-agent-routes.ts';
import {l3Routes} from './l3-routes.ts';
import {listViews, pick} from './listing.ts';
import {onlyMethods} from './methods.ts';
import {neutronBody} from './request-body.ts';
import {refuseOtherRevision} from './revision.ts';
import {policyRuleRoutes} from './fwaas/policy-rule-routes.ts';
import {qosRoutes} from './qos-routes.ts';
import {quotaRoutes} from './quota-routes.ts';
import {rbacRoutes} from './rbac-routes.ts';
import {tagRoutes} from './tag-routes.ts';
import {availabilityRoutes} from './availability-routes.ts';
import {forCaller} from './views.ts';
import type {View} from './views.ts';

/** Neutron v2.0. */
export function neutronApp(cloud: Cloud): Hono<Signed> {
  const app = new Hono<Signed>();
  const base = `${cloud.baseUrl}/networking`;
  const version = {id: 'v2.0', status: 'CURRENT', links: [{rel: 'self', href: `${base}/v2.0/`}]};
  app.get('/', (context) => context.json({versions: [version]}));
  app.use('/v2.0', signed(cloud));
  app.use('/v2.0/*', signed(cloud));
  const resources = COLLECTIONS.map(({path, resource}) => ({
    name: resource.name,
    collection: resource.plural,
    links: [{rel: 'self', href: `${base}/v2.0/${path}`}],
  }));
  app.get('/v2.0', (context) => context.json({resources}));
  extensionRoutes(app);
  tagRoutes(app, cloud);
  quotaRoutes(app, cloud);
  agentRoutes(app, cloud);
  l3AgentRoutes(app, cloud);
  l3Routes(app, cloud);
  forwardingRoutes(app, cloud);
  policyRuleRoutes(app, cloud);
  rbacRoutes(app, cloud);
  availabilityRoutes(app, cloud);
  addressGroupRoutes(app, cloud);
  qosRoutes(app, cloud);
  emptyCollections(app);
  autoAllocation(app, cloud);
  for (const collection of COLLECTIONS) collectionRoutes(app, cloud, collection);
  return app;
}

/** List, show, create, update and delete of one kind of object, in the form all of Neutron's have. */
function collectionRoutes(
  app: Hono<Signed>,
  cloud: Cloud,
  {path, resource, operations, bulk: hasBulk = true, pagesItself = true}: Collection,
): void {
  const {tables} = cloud.store;
  const show = (caller: Caller, id: string): View => forCaller(resource, caller, operations.show(tables, caller, id));
  const route = `/v2.0/${path}`;

  app.get(route, (context) => {
    const {caller} = context.var;
    operations.beforeList?.(cloud, caller);
    const views = operations.list(tables, caller).map((view) => forCaller(resource, caller, view));
    const {items, links} = listViews(resource, views, urlOf(context, cloud));
    const {limit, marker} = context.req.query();
    // Who asks for the page after something asks for that first (neutron_lib/db/utils.py `get_marker_obj`).
    if (pagesItself && Number(limit) > 0 && marker !== undefined && marker !== '')
      operations.show(tables, caller, marker);
    return context.json({[resource.plural]: items, ...(links.length > 0 && {[`${resource.plural}_links`]: links})});
  });

  app.post(route, async (context) => {
    const {caller} = context.var;
    const {bulk, items} = readCreate(resource, await neutronBody(context), caller);
    if (bulk && !hasBulk) throw neutronErrors.httpBadRequest('Bulk operation not supported');
    if (items.length > 1) operations.checkTogether?.(items);
    const ids = cloud.change((work) => items.map((item) => operations.create(work, caller, item)));
    const views = ids.map((id) => show(caller, id));
    return context.json(bulk ? {[resource.plural]: views} : {[resource.name]: views[0]}, 201);
  });

  app.get(`${route}/:id`, (context) => {
    const view = show(context.var.caller, context.req.param('id'));
    const fields = context.req.queries('fields') ?? [];
    return context.json({[resource.name]: fields.length === 0 ? view : pick(view, fields)});
  });

  app.put(`${route}/:id`, async (context) => {
    const {caller} = context.var;
    const id = context.req.param('id');
    show(caller, id);
    const values: Values = readUpdate(resource, await neutronBody(context));
    refuseOtherRevision(context.req.header('If-Match'), show(caller, id));
    cloud.change((work: Work) => operations.update(work, caller, id, values));
    return context.json({[resource.name]: show(caller, id)});
  });

  app.delete(`${route}/:id`, async (context) => {
    const {caller} = context.var;
    const id = context.req.param('id');
    if ((await context.req.text()) !== '') {
      throw neutronErrors.httpBadRequest('Request body is not supported in DELETE.');
    }
    refuseOtherRevision(context.req.header('If-Match'), show(caller, id));
    cloud.change((work) => operations.delete(work, caller, id));
    return context.body(null, 204);
  });

  onlyMethods(app, route, ['GET', 'POST']);
  onlyMethods(app, `${route}/:id`, ['GET', 'PUT', 'DELETE']);
}

/** The request's address as the client knows it, for links. */
function urlOf(context: Context, cloud: Cloud): URL {
  const {pathname, search} = new URL(context.req.url);
  return new URL(`${cloud.baseUrl}${pathname}${search}`);
}
