import type {Hono} from 'hono';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import {readCreate, readUpdate} from './body.ts';
import {visibleFloatingIp} from './floating-ips.ts';
import {viewForwarding} from './l3-views.ts';
import {listViews} from './listing.ts';
import {createForwarding, deleteForwarding, forwardingOf, updateForwarding} from './port-forwardings.ts';
import {neutronBody} from './request-body.ts';
import {PORT_FORWARDING} from './router-resources.ts';

/** The port forwardings of a floating IP. */
export function forwardingRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const route = '/v2.0/floatingips/:floating/port_forwardings';

  app.get(route, (context) => {
    const floating = visibleFloatingIp(tables, context.var.caller, context.req.param('floating'));
    const views = tables.portForwardings.find('floating', floating.id).map(viewForwarding);
    return context.json({port_forwardings: listViews(PORT_FORWARDING, views, new URL(context.req.url)).items});
  });
  app.post(route, async (context) => {
    const {caller} = context.var;
    const {id} = visibleFloatingIp(tables, caller, context.req.param('floating'));
    const {bulk, items} = readCreate(PORT_FORWARDING, await neutronBody(context), caller);
    const made = cloud.change((work) =>
      items.map((values) => createForwarding(work, caller, visibleFloatingIp(work.tables, caller, id), values)),
    );
    const views = made.map(viewForwarding);
    return context.json(bulk ? {port_forwardings: views} : {port_forwarding: views[0]}, 201);
  });
  app.get(`${route}/:id`, (context) => {
    const floating = visibleFloatingIp(tables, context.var.caller, context.req.param('floating'));
    return context.json({port_forwarding: viewForwarding(forwardingOf(tables, floating, context.req.param('id')))});
  });
  app.put(`${route}/:id`, async (context) => {
    const {caller} = context.var;
    const {floating: floatingId, id} = context.req.param();
    forwardingOf(tables, visibleFloatingIp(tables, caller, floatingId), id);
    const values = readUpdate(PORT_FORWARDING, await neutronBody(context));
    const changed = cloud.change((work) => {
      const floating = visibleFloatingIp(work.tables, caller, floatingId);
      return updateForwarding(work, caller, floating, forwardingOf(work.tables, floating, id), values);
    });
    return context.json({port_forwarding: viewForwarding(changed)});
  });
  app.delete(`${route}/:id`, (context) => {
    const {caller} = context.var;
    const {floating, id} = context.req.param();
    cloud.change((work) => deleteForwarding(work, caller, visibleFloatingIp(work.tables, caller, floating), id));
    return context.body(null, 204);
  });
}
