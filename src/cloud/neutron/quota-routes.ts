import type {Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import {neutronErrors} from './errors.ts';
import {COUNTED, limitOf, used} from './quota.ts';
import {neutronBody} from './request-body.ts';
import {show} from './python-text.ts';
import * as check from './validators.ts';

/** The largest an integer column holds. */
const LARGEST = 2 ** 31 - 1;

/** What a project may have: anybody sees his own, admins see and set all. */
export function quotaRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const limits = (project: string) =>
    Object.fromEntries(COUNTED.map((resource) => [resource, limitOf(tables, cloud.plan, resource, project)]));
  const mayLook = (caller: Caller, project: string): void => {
    if (!isAdmin(caller) && caller.projectId !== project) throw neutronErrors.notAuthorized('rule:get_quota');
  };
  const mayChange = (caller: Caller, rule: string): void => {
    if (!isAdmin(caller)) throw neutronErrors.notAuthorized(rule);
  };

  app.get('/v2.0/quotas', (context) => {
    mayChange(context.var.caller, 'rule:get_quota');
    const quotas = [...tables.quotas.values()].map(({id}) => ({...limits(id), project_id: id, tenant_id: id}));
    return context.json({quotas});
  });
  app.get('/v2.0/quotas/tenant', (context) =>
    context.json({tenant: {tenant_id: context.var.caller.projectId, project_id: context.var.caller.projectId}}),
  );
  app.get('/v2.0/quotas/:project', (context) => {
    const {project} = context.req.param();
    mayLook(context.var.caller, project);
    return context.json({quota: limits(project)});
  });
  app.get('/v2.0/quotas/:project/default', (context) => {
    const {project} = context.req.param();
    mayLook(context.var.caller, project);
    return context.json({
      quota: Object.fromEntries(COUNTED.map((resource) => [resource, cloud.plan.quotas[resource] ?? -1])),
    });
  });
  app.get('/v2.0/quotas/:project/details', (context) => {
    const {project} = context.req.param();
    mayLook(context.var.caller, project);
    return context.json({
      quota: Object.fromEntries(
        COUNTED.map((resource) => [
          resource,
          {
            limit: limitOf(tables, cloud.plan, resource, project),
            used: used(tables, resource, project),
            reserved: 0,
          },
        ]),
      ),
    });
  });
  app.put('/v2.0/quotas/:project', async (context) => {
    const {project} = context.req.param();
    mayChange(context.var.caller, 'rule:update_quota');
    const wanted = checkedLimits(await neutronBody(context));
    cloud.change((work) =>
      work.tables.quotas.put({id: project, limits: {...work.tables.quotas.get(project)?.limits, ...wanted}}),
    );
    return context.json({quota: limits(project)});
  });
  app.delete('/v2.0/quotas/:project', (context) => {
    const {project} = context.req.param();
    mayChange(context.var.caller, 'rule:delete_quota');
    if (tables.quotas.get(project) === undefined) throw neutronErrors.quotaNotFound(project);
    cloud.change((work) => work.tables.quotas.delete(project));
    return context.body(null, 204);
  });
}

function checkedLimits(body: unknown): Readonly<Record<string, number>> {
  const quota = check.isObject(body) ? body['quota'] : undefined;
  if (!check.isObject(quota)) throw neutronErrors.httpBadRequest("Unable to find 'quota' in request body");
  const limits: Record<string, number> = {};
  for (const [name, value] of Object.entries(quota)) {
    // The client sends it along; there is nothing it could protect here.
    if (name === 'check_limit' || name === 'force' || name === 'tenant_id' || name === 'project_id') continue;
    if (!COUNTED.some((resource) => resource === name)) {
      throw neutronErrors.httpBadRequest(`Unrecognized attribute(s) '${name}'`);
    }
    const limit = check.toInteger(value);
    if (typeof limit !== 'number' || limit < -1 || limit > LARGEST) {
      throw neutronErrors.httpBadRequest(
        `Invalid input for ${name}. Reason: '${show(value)}' is too small - must be at least '-1'.`,
      );
    }
    limits[name] = limit;
  }
  return limits;
}
