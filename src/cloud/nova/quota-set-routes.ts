import type {Hono} from 'hono';
import {z} from 'zod';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {jsonBody} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import type {Tables} from '../store/tables.ts';
import {novaErrors} from './errors.ts';
import {flavorById} from './flavors.ts';
import {parseNova} from './server-request.ts';

/** What is counted here can be set; the rest only stands in the list, as Nova's own does. */
const COUNTED = ['instances', 'cores', 'ram', 'key_pairs'] as const;
type Counted = (typeof COUNTED)[number];
const UNCOUNTED = {metadata_items: 128, server_groups: 10, server_group_members: 10} as const;

/** The largest an integer column holds. */
const LARGEST = 2 ** 31 - 1;
const limit = z.union([z.number().int(), z.string().regex(/^-?[0-9]+$/)]).transform(Number);
const wanted = limit.optional();
const uncounted = z.unknown().optional();
const update = z.strictObject({
  quota_set: z.strictObject({
    instances: wanted,
    cores: wanted,
    ram: wanted,
    key_pairs: wanted,
    metadata_items: uncounted,
    server_groups: uncounted,
    server_group_members: uncounted,
    injected_files: uncounted,
    injected_file_content_bytes: uncounted,
    injected_file_path_bytes: uncounted,
    fixed_ips: uncounted,
    floating_ips: uncounted,
    security_groups: uncounted,
    security_group_rules: uncounted,
    force: z.union([z.boolean(), z.string()]).optional(),
  }),
});

/** Limits of a project and of a user's own project at one look (nova/api/openstack/compute/quota_sets.py, limits.py). */
export function quotaSetRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const standard = (name: Counted): number => cloud.plan.quotas[name] ?? -1;
  const limitOf = (project: string, name: Counted): number =>
    tables.quotas.get(project)?.limits[name] ?? standard(name);
  const each = <T>(of: (name: Counted) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(COUNTED.map((name) => [name, of(name)]));
  const mayLook = (caller: Caller, project: string, action: string): void => {
    if (!isAdmin(caller) && caller.projectId !== project)
      throw novaErrors.forbidden(`os_compute_api:os-quota-sets:${action}`);
  };
  const mayChange = (caller: Caller, action: string): void => {
    if (!isAdmin(caller)) throw novaErrors.forbidden(`os_compute_api:os-quota-sets:${action}`);
  };
  const path = '/v2.1/os-quota-sets/:project';

  app.get(path, (context) => {
    const {project} = context.req.param();
    mayLook(context.var.caller, project, 'show');
    return context.json({quota_set: {id: project, ...each((name) => limitOf(project, name)), ...UNCOUNTED}});
  });
  app.get(`${path}/defaults`, (context) => {
    const {project} = context.req.param();
    return context.json({quota_set: {id: project, ...each(standard), ...UNCOUNTED}});
  });
  app.get(`${path}/detail`, (context) => {
    const {project} = context.req.param();
    mayLook(context.var.caller, project, 'detail');
    const used = usedBy(tables, project);
    const detail = (of: number, inUse = 0) => ({limit: of, in_use: inUse, reserved: 0});
    return context.json({
      quota_set: {
        id: project,
        ...each((name) => detail(limitOf(project, name), used[name])),
        ...Object.fromEntries(Object.entries(UNCOUNTED).map(([name, of]) => [name, detail(of)])),
      },
    });
  });
  app.put(path, async (context) => {
    const {project} = context.req.param();
    mayChange(context.var.caller, 'update');
    const asked = parseNova(update, await jsonBody(context, novaErrors.malformed())).quota_set;
    const isForced = String(asked.force ?? false).toLowerCase() === 'true';
    cloud.change((work) => {
      const used = usedBy(work.tables, project);
      const limits = COUNTED.flatMap((name) => {
        const value = asked[name];
        if (value === undefined) return [];
        if (!isForced) refuseLimit(name, value, used[name]);
        return [[name, value] as const];
      });
      const before = work.tables.quotas.get(project)?.limits;
      work.tables.quotas.put({id: project, limits: {...before, ...Object.fromEntries(limits)}});
    });
    return context.json({quota_set: {...each((name) => limitOf(project, name)), ...UNCOUNTED}});
  });
  app.delete(path, (context) => {
    const {project} = context.req.param();
    mayChange(context.var.caller, 'delete');
    cloud.change(({tables: {quotas}}) => {
      const limits = Object.entries(quotas.get(project)?.limits ?? {});
      const rest = limits.filter(([name]) => !COUNTED.some((counted) => counted === name));
      if (rest.length < limits.length) quotas.put({id: project, limits: Object.fromEntries(rest)});
    });
    return context.body(null, 202);
  });

  app.get('/v2.1/limits', (context) => {
    const {projectId} = context.var.caller;
    const used = usedBy(tables, projectId);
    const absolute = {
      maxTotalInstances: limitOf(projectId, 'instances'),
      maxTotalCores: limitOf(projectId, 'cores'),
      maxTotalRAMSize: limitOf(projectId, 'ram'),
      maxTotalKeypairs: limitOf(projectId, 'key_pairs'),
      maxServerMeta: UNCOUNTED.metadata_items,
      totalInstancesUsed: used.instances,
      totalCoresUsed: used.cores,
      totalRAMUsed: used.ram,
    };
    return context.json({limits: {rate: [], absolute}});
  });
}

/** Keys are their users', not a project's. */
function usedBy(tables: Tables, project: string): Readonly<Record<Counted, number>> {
  const flavors = tables.servers.find('project', project).flatMap((server) => flavorById(server.flavorId) ?? []);
  return {
    instances: flavors.length,
    cores: flavors.reduce((sum, flavor) => sum + flavor.vcpus, 0),
    ram: flavors.reduce((sum, flavor) => sum + flavor.ram, 0),
    key_pairs: 0,
  };
}

function refuseLimit(name: Counted, wanted: number, used: number): void {
  const asLimit = (value: number) => (value === -1 ? Infinity : value);
  const refuse = (why: string) => novaErrors.badRequest(`Quota limit ${wanted} for ${name} must be ${why}.`);
  if (asLimit(wanted) < used) throw refuse(`greater than or equal to already used and reserved ${used}`);
  if (wanted > LARGEST) throw refuse(`less than or equal to ${LARGEST}`);
}
