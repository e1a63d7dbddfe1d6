import {Hono} from 'hono';
import type {Context} from 'hono';
import type {Cloud} from '../cloud.ts';
import {isObject} from '../neutron/validators.ts';
import {jsonBody, signed} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import {visibleBalancer, visibleListener, visiblePool} from './access.ts';
import {readBody, readObject} from './body.ts';
import {COLLECTIONS} from './collections.ts';
import type {Collection} from './collections.ts';
import {octaviaErrors} from './errors.ts';
import {MEMBER} from './fields.ts';
import {listViews, pick} from './listing.ts';
import {PROVIDER, failOver} from './load-balancers.ts';
import {replaceMembers} from './members.ts';
import {balancingQuotaRoutes} from './quota-routes.ts';
import {viewStatuses, viewTraffic} from './views.ts';

const octaviaJson = (context: Context): Promise<unknown> => jsonBody(context, octaviaErrors.malformed());

/** Octavia v2, under both names that it has: `/v2` and `/v2.0`. */
export function octaviaApp(cloud: Cloud): Hono<Signed> {
  const app = new Hono<Signed>();
  const links = [{rel: 'self', href: `${cloud.baseUrl}/load-balancer/v2`}];
  const version = (id: string, status: string) => ({id, status, updated: '2022-08-29T00:00:00Z', links});
  app.get('/', (context) => context.json({versions: [version('v2.0', 'SUPPORTED'), version('v2.26', 'CURRENT')]}));
  for (const root of ['/v2', '/v2.0']) {
    app.use(`${root}/*`, signed(cloud));
    const api = lbaasRoutes(cloud);
    app.route(`${root}/lbaas`, api);
  }
  return app;
}

function lbaasRoutes(cloud: Cloud): Hono<Signed> {
  const api = new Hono<Signed>();
  const {tables} = cloud.store;
  api.get('/loadbalancers/:id/status', (context) =>
    context.json(viewStatuses(tables, visibleBalancer(tables, context.var.caller, context.req.param('id')))),
  );
  api.get('/loadbalancers/:id/statuses', (context) =>
    context.json(viewStatuses(tables, visibleBalancer(tables, context.var.caller, context.req.param('id')))),
  );
  api.get('/loadbalancers/:id/stats', (context) => {
    const {id} = visibleBalancer(tables, context.var.caller, context.req.param('id'));
    return context.json(
      viewTraffic(
        tables,
        tables.listeners.find('balancer', id).map((one) => one.id),
      ),
    );
  });
  api.get('/listeners/:id/stats', (context) =>
    context.json(viewTraffic(tables, [visibleListener(tables, context.var.caller, context.req.param('id')).id])),
  );
  api.put('/loadbalancers/:id/failover', (context) => {
    const {caller} = context.var;
    cloud.change((work) => failOver(work, caller, visibleBalancer(work.tables, caller, context.req.param('id'))));
    return context.body(null, 202);
  });
  api.put('/pools/:id/members', async (context) => {
    const {caller} = context.var;
    const body = await octaviaJson(context);
    const members = isObject(body) ? body['members'] : undefined;
    if (!Array.isArray(members)) throw octaviaErrors.invalidInput('members', 'None', 'Mandatory field missing.');
    const list = members.map((member: unknown) =>
      readObject(MEMBER, 'members_.members', isObject(member) ? member : {}, 'post'),
    );
    const onlyAdd = context.req.query('additive_only')?.toLowerCase() === 'true';
    cloud.change((work) =>
      replaceMembers(work, caller, visiblePool(work.tables, caller, context.req.param('id')), list, onlyAdd),
    );
    return context.body(null, 202);
  });
  balancingQuotaRoutes(api, cloud, octaviaJson);
  const description = 'HAProxy in a network namespace of the network node.';
  api.get('/providers', (context) => context.json({providers: [{name: PROVIDER, description}]}));
  api.get('/providers/:name/flavor_capabilities', (context) => context.json({flavor_capabilities: []}));
  api.get('/providers/:name/availability_zone_capabilities', (context) =>
    context.json({availability_zone_capabilities: []}),
  );
  api.get('/flavors', (context) => context.json({flavors: [], flavors_links: []}));
  api.get('/flavorprofiles', (context) => context.json({flavorprofiles: [], flavorprofiles_links: []}));
  api.get('/availabilityzones', (context) => context.json({availability_zones: [], availability_zones_links: []}));
  for (const collection of COLLECTIONS) collectionRoutes(api, cloud, collection);
  return api;
}

/** List, show, create, update and delete of one kind of object. */
function collectionRoutes(api: Hono<Signed>, cloud: Cloud, collection: Collection): void {
  const {path, plural, root, fields} = collection;
  const {tables} = cloud.store;
  const parentOf = (context: Context): string => context.req.param('parent') ?? '';
  const idOf = (context: Context): string => context.req.param('id') ?? '';

  api.get(`/${path}`, (context) => {
    const views = collection.list(tables, context.var.caller, parentOf(context));
    const {pathname, search} = new URL(context.req.url);
    const {items, links} = listViews(views, new URL(`${cloud.baseUrl}${pathname}${search}`));
    return context.json({[plural]: items, [`${plural}_links`]: links});
  });
  api.post(`/${path}`, async (context) => {
    const {caller} = context.var;
    const values = readBody(fields, collection, await octaviaJson(context), 'post');
    const {id, view} = cloud.change((work) => {
      const made = collection.create(work, caller, values, parentOf(context));
      return {id: made.id, view: collection.show(work.tables, caller, made.id, parentOf(context))};
    });
    // As it was the moment it was made: by now an agent may have had it in hand.
    return context.json({[root]: {...view, id}}, 201);
  });
  api.get(`/${path}/:id`, (context) => {
    const view = collection.show(tables, context.var.caller, idOf(context), parentOf(context));
    const wanted = context.req.queries('fields') ?? [];
    return context.json({[root]: wanted.length === 0 ? view : pick(view, wanted)});
  });
  api.put(`/${path}/:id`, async (context) => {
    const {caller} = context.var;
    collection.show(tables, caller, idOf(context), parentOf(context));
    const values = readBody(fields, collection, await octaviaJson(context), 'put');
    const view = cloud.change((work) => {
      collection.update(work, caller, idOf(context), values, parentOf(context));
      return collection.show(work.tables, caller, idOf(context), parentOf(context));
    });
    return context.json({[root]: view});
  });
  api.delete(`/${path}/:id`, (context) => {
    const query = new URL(context.req.url).searchParams;
    cloud.change((work) => collection.delete(work, context.var.caller, idOf(context), parentOf(context), query));
    return context.body(null, 204);
  });
}
