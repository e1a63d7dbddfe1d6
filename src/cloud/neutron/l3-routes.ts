import type {Hono} from 'hono';
import type {HostRoute} from '../../drivers/neutron/model.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {RouterRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {enforce, readUpdate} from './body.ts';
import {viewRouter} from './l3-views.ts';
import {neutronBody} from './request-body.ts';
import {addInterface, readInterfaceInfo, removeInterface} from './router-interfaces.ts';
import type {InterfaceInfo} from './router-interfaces.ts';
import {ROUTER} from './router-resources.ts';
import {withoutRoutes, withRoutes} from './router-routes.ts';
import {updateRouter, visibleRouter} from './routers.ts';
import {forCaller} from './views.ts';
import type {View} from './views.ts';

/** What is done to a router besides making, changing and deleting it. */
export function l3Routes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const interfaces = {add_router_interface: addInterface, remove_router_interface: removeInterface};
  for (const [action, act] of Object.entries(interfaces)) {
    app.put(`/v2.0/routers/:id/${action}`, async (context) => {
      const {caller} = context.var;
      const {id} = visibleRouter(tables, caller, context.req.param('id'));
      const info = readInterfaceInfo(await neutronBody(context));
      return context.json(cloud.change((work) => changeInterface(work, caller, id, info, act)));
    });
  }
  const routes = {add_extraroutes: withRoutes, remove_extraroutes: withoutRoutes};
  for (const [action, combine] of Object.entries(routes)) {
    app.put(`/v2.0/routers/:id/${action}`, async (context) => {
      const {caller} = context.var;
      const {id} = visibleRouter(tables, caller, context.req.param('id'));
      const {routes: given = []} = readUpdate(ROUTER, await neutronBody(context));
      const list = given as readonly HostRoute[];
      cloud.change((work) => {
        const router = visibleRouter(work.tables, caller, id);
        updateRouter(work, caller, router, {routes: combine(router.routes, list)});
      });
      const router = viewRouter(tables, visibleRouter(tables, caller, id));
      return context.json({router: forCaller(ROUTER, caller, router)});
    });
  }
}

function changeInterface(
  work: Work,
  caller: Caller,
  id: string,
  info: InterfaceInfo,
  act: (work: Work, caller: Caller, router: RouterRecord, info: InterfaceInfo) => View,
): View {
  const router = visibleRouter(work.tables, caller, id);
  enforce(ROUTER, 'update', {}, caller, {owner: router.projectId});
  return act(work, caller, router, info);
}
