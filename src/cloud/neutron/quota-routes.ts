import type {Hono} from 'hono';
import {ApiError} from '../api-error.ts';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {QuotaRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {neutronErrors} from './errors.ts';
import {onlyMethods} from './methods.ts';
import {COUNTED, limitOf, used} from './quota.ts';
import type {Counted} from './quota.ts';
import {neutronBody} from './request-body.ts';
import * as check from './validators.ts';

/** The largest an integer column holds. */
const LARGEST = 2 ** 31 - 1;

const isCounted = (name: string): boolean => COUNTED.some((resource) => resource === name);
const hasOwn = (record: QuotaRecord | undefined): boolean => Object.keys(record?.limits ?? {}).some(isCounted);

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
    const quotas = [...tables.quotas.values()]
      .filter(hasOwn)
      .map(({id}) => ({...limits(id), project_id: id, tenant_id: id}));
    return context.json({quotas});
  });
  app.get('/v2.0/quotas/tenant', (context) =>
    context.json({tenant: {tenant_id: context.var.caller.projectId, project_id: context.var.caller.projectId}}),
  );
  app.get('/v2.0/quotas/project', (context) => context.json({project: {project_id: context.var.caller.projectId}}));
  app.post('/v2.0/quotas', () => {
    throw new ApiError(501, 'HTTPNotImplemented', 'POST requests are not supported on this resource.');
  });
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
    const body = await neutronBody(context);
    const wanted = checkedLimits(body);
    cloud.change((work) => {
      if (wantsCheck(body)) refuseBelowUse(work.tables, project, wanted);
      work.tables.quotas.put({id: project, limits: {...work.tables.quotas.get(project)?.limits, ...wanted}});
    });
    return context.json({quota: limits(project)});
  });
  app.delete('/v2.0/quotas/:project', (context) => {
    const {project} = context.req.param();
    mayChange(context.var.caller, 'rule:delete_quota');
    cloud.change((work) => {
      const before = work.tables.quotas.get(project);
      if (!hasOwn(before)) throw neutronErrors.quotaNotFound(project);
      // The record has Nova's limits, too.
      const rest = Object.entries(before?.limits ?? {}).filter(([name]) => !isCounted(name));
      if (rest.length === 0) work.tables.quotas.delete(project);
      else work.tables.quotas.put({id: project, limits: Object.fromEntries(rest)});
    });
    return context.body(null, 204);
  });
  onlyMethods(app, '/v2.0/quotas', ['GET', 'POST']);
  onlyMethods(app, '/v2.0/quotas/:project', ['GET', 'PUT', 'DELETE']);
}

const quotaIn = (body: unknown): Readonly<Record<string, unknown>> => {
  const quota = check.isObject(body) ? body['quota'] : undefined;
  if (!check.isObject(quota)) throw neutronErrors.httpBadRequest("Unable to find 'quota' in request body");
  return quota;
};

/** `openstack quota set --check-limit`; else a limit may be below what is there, and then only nothing more can be made. */
const wantsCheck = (body: unknown): boolean => {
  const {check_limit: wanted = false} = quotaIn(body);
  return check.toBoolean(wanted) === true;
};

function refuseBelowUse(tables: Tables, project: string, wanted: Readonly<Partial<Record<Counted, number>>>): void {
  for (const resource of COUNTED) {
    const limit = wanted[resource];
    const there = used(tables, resource, project);
    if (limit !== undefined && there > limit) {
      throw neutronErrors.httpBadRequest(
        `Quota limit ${limit} for ${resource} must be greater than or equal to already used ${there}`,
      );
    }
  }
}

const SWITCHES = ['check_limit', 'force', 'tenant_id', 'project_id'];

function checkedLimits(body: unknown): Readonly<Record<string, number>> {
  const limits: Record<string, number> = {};
  for (const [name, value] of Object.entries(quotaIn(body))) {
    if (SWITCHES.includes(name)) continue;
    if (!isCounted(name)) {
      throw neutronErrors.httpBadRequest(`Unrecognized attribute(s) '${name}'`);
    }
    const limit = Number(check.toInteger(value));
    const refuse = (why: string) => neutronErrors.httpBadRequest(`Invalid input for ${name}. Reason: ${why}.`);
    if (limit < -1) throw refuse(`'${limit}' is too small - must be at least '-1'`);
    if (limit > LARGEST) throw refuse(`'${limit}' is too large - must be no larger than '${LARGEST}'`);
    limits[name] = limit;
  }
  return limits;
}
