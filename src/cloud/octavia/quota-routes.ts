import type {Context, Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import {readBody} from './body.ts';
import type {Fields} from './body.ts';
import {octaviaErrors} from './errors.ts';
import {COUNTED_NAMES, limitOf} from './quota.ts';
import type {Counted} from './quota.ts';
import * as type from './types.ts';

/** Spelled as before Rocky; the client still does. */
const OLD_NAMES = {load_balancer: 'loadbalancer', health_monitor: 'healthmonitor'} as const;

const LIMIT = {type: type.integer(-1, 2_000_000_000), put: true};
const QUOTA: Fields = Object.fromEntries([...COUNTED_NAMES, ...Object.keys(OLD_NAMES)].map((name) => [name, LIMIT]));

const viewLimits = (limit: (resource: Counted) => number) => ({
  ...Object.fromEntries(COUNTED_NAMES.map((resource) => [resource, limit(resource)])),
  ...Object.fromEntries(Object.entries(OLD_NAMES).map(([old, resource]) => [old, limit(resource)])),
});

/** What a project may have of load balancing: anybody sees his own, admins see and set all. */
export function balancingQuotaRoutes(
  api: Hono<Signed>,
  cloud: Cloud,
  readJson: (context: Context) => Promise<unknown>,
): void {
  const {tables} = cloud.store;
  const view = (project: string) => viewLimits((resource) => limitOf(tables, resource, project));
  const onlyAdmin = (caller: Caller): void => {
    if (!isAdmin(caller)) throw octaviaErrors.forbidden();
  };

  api.get('/quotas', (context) => {
    const {caller} = context.var;
    const quotas = [...tables.balancingQuotas.values()]
      .filter(({id}) => isAdmin(caller) || id === caller.projectId)
      .map(({id}) => ({project_id: id, ...view(id)}));
    return context.json({quotas, quotas_links: []});
  });
  api.get('/quotas/defaults', (context) => context.json({quota: viewLimits(() => -1)}));
  api.get('/quotas/:project/default', (context) => context.json({quota: viewLimits(() => -1)}));
  api.get('/quotas/:project', (context) => {
    const {project} = context.req.param();
    if (project !== context.var.caller.projectId) onlyAdmin(context.var.caller);
    return context.json({quota: view(project)});
  });
  api.put('/quotas/:project', async (context) => {
    onlyAdmin(context.var.caller);
    const {project} = context.req.param();
    const values = readBody(QUOTA, {root: 'quota', argument: 'quotas'}, await readJson(context), 'put');
    const limits: Record<string, number> = {};
    for (const [name, limit] of Object.entries(values)) {
      const key = Object.hasOwn(OLD_NAMES, name) ? OLD_NAMES[name as keyof typeof OLD_NAMES] : name;
      limits[key] = typeof limit === 'number' ? limit : -1;
    }
    cloud.change(({tables: {balancingQuotas}}) =>
      balancingQuotas.put({id: project, limits: {...balancingQuotas.get(project)?.limits, ...limits}}),
    );
    return context.json({quota: view(project)}, 202);
  });
  api.delete('/quotas/:project', (context) => {
    onlyAdmin(context.var.caller);
    const {project} = context.req.param();
    cloud.change((work) => work.tables.balancingQuotas.delete(project));
    return context.body(null, 202);
  });
}
