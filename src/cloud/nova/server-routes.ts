import type {Hono} from 'hono';
import {z} from 'zod';
import {isAdmin, isMember} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {jsonBody} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import type {ServerRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {novaErrors} from './errors.ts';
import type {Machines} from './machines.ts';
import {runAction} from './server-actions.ts';
import {isTrue, serverFilter, sorted} from './server-filters.ts';
import {recordAction} from './server-history.ts';
import {parseNova, readServer} from './server-request.ts';
import type {WantedServer} from './server-request.ts';
import {briefServer, linksOf, viewServer} from './server-view.ts';
import {createServer, deleteServer, visibleServer} from './servers.ts';

const update = z.object({server: z.object({name: z.string().trim().min(1).max(255).optional()})});
export function serverRoutes(app: Hono<Signed>, cloud: Cloud, machines: Machines): void {
  const {tables} = cloud.store;
  const body = (context: Parameters<typeof jsonBody>[0]) => jsonBody(context, novaErrors.malformed());

  const listed = (
    caller: Caller,
    url: string,
  ): {readonly servers: readonly ServerRecord[]; readonly more: string | undefined} => {
    const query = new URL(url).searchParams;
    const all = isTrue(query.get('all_tenants') ?? query.get('all_projects') ?? undefined);
    const list = new URL(url).pathname.endsWith('/detail') ? 'detail' : 'index';
    if (all && !isAdmin(caller)) throw novaErrors.forbidden(`os_compute_api:servers:${list}:get_all_tenants`);
    const matching = [...tables.servers.values()]
      .filter((server) => all || server.projectId === caller.projectId)
      .filter(serverFilter(tables, caller, query));
    return page(sorted(matching, query), query);
  };

  app.get('/v2.1/servers', (context) => {
    const {servers, more} = listed(context.var.caller, context.req.url);
    return context.json({servers: servers.map((server) => briefServer(cloud, server)), ...linkTo(cloud, more)});
  });
  app.get('/v2.1/servers/detail', (context) => {
    const {caller} = context.var;
    const {servers, more} = listed(caller, context.req.url);
    return context.json({servers: servers.map((server) => viewServer(cloud, caller, server)), ...linkTo(cloud, more)});
  });
  app.post('/v2.1/servers', async (context) => {
    const {caller} = context.var;
    const wanted = readServer(await body(context));
    const [first] = cloud.change((work) =>
      Array.from({length: wanted.count}, (_, place) =>
        created(work, caller, wanted.count === 1 ? wanted : {...wanted, name: `${wanted.name}-${place + 1}`}),
      ),
    );
    const server = {
      id: first?.id,
      links: linksOf(cloud, 'servers', first?.id ?? ''),
      'OS-DCF:diskConfig': 'MANUAL',
      security_groups: (wanted.securityGroups.length === 0 ? ['default'] : wanted.securityGroups).map((name) => ({
        name,
      })),
      // Nova makes one up for the guest's administrator; ours has no password.
      adminPass: '',
    };
    context.header('Location', `${cloud.baseUrl}/compute/v2.1/servers/${first?.id ?? ''}`);
    return context.json({server}, 202);
  });
  app.get('/v2.1/servers/:id', (context) => {
    const {caller} = context.var;
    return context.json({server: viewServer(cloud, caller, visibleServer(tables, caller, context.req.param('id')))});
  });
  app.put('/v2.1/servers/:id', async (context) => {
    const {caller} = context.var;
    const {id} = visibleServer(tables, caller, context.req.param('id'));
    const {server: wanted} = parseNova(update, await body(context));
    cloud.change((work) => {
      const server = visibleServer(work.tables, caller, id);
      if (!isMember(caller)) throw novaErrors.forbidden('os_compute_api:servers:update');
      work.tables.servers.put({...server, name: wanted.name ?? server.name, updatedAt: work.now});
    });
    return context.json({server: viewServer(cloud, caller, visibleServer(tables, caller, id))});
  });
  app.delete('/v2.1/servers/:id', (context) => {
    const {caller} = context.var;
    cloud.change((work) => deleteServer(work, caller, visibleServer(work.tables, caller, context.req.param('id'))));
    return context.body(null, 204);
  });
  app.post('/v2.1/servers/:id/action', async (context) => {
    const {caller} = context.var;
    const server = visibleServer(tables, caller, context.req.param('id'));
    const answer = await runAction(cloud, machines, caller, server, await body(context));
    return answer === undefined ? context.body(null, 202) : context.json(answer);
  });
  app.get('/v2.1/servers/:id/os-security-groups', (context) => {
    const server = visibleServer(tables, context.var.caller, context.req.param('id'));
    const ids = new Set(server.portIds.flatMap((id) => tables.ports.get(id)?.securityGroups ?? []));
    const groups = [...ids].flatMap((id) => tables.securityGroups.get(id) ?? []);
    return context.json({
      security_groups: groups.map(({id, name, description, projectId}) => ({
        id,
        name,
        description,
        tenant_id: projectId,
        rules: [],
      })),
    });
  });
}

function created(work: Work, caller: Caller, wanted: WantedServer): ServerRecord {
  const server = createServer(work, caller, wanted);
  recordAction(work, caller, server.id, 'create');
  return server;
}

function page(servers: readonly ServerRecord[], query: URLSearchParams) {
  const limit = query.get('limit');
  if (limit !== null && !/^\d{0,9}$/.test(limit)) {
    throw novaErrors.badRequest(
      `Invalid input for query parameters limit. Value: ${limit}. '${limit}' does not match '^[0-9]*$'`,
    );
  }
  const marker = query.get('marker') ?? undefined;
  const at = marker === undefined ? -1 : servers.findIndex((server) => server.id === marker);
  if (marker !== undefined && at < 0) throw novaErrors.badRequest(`marker [${marker}] not found`);
  const most = limit === null || Number(limit) <= 0 ? 1000 : Number(limit);
  const found = servers.slice(at + 1, at + 1 + most);
  const more = at + 1 + most < servers.length ? found.at(-1)?.id : undefined;
  return {servers: found, more: more === undefined ? undefined : `limit=${most}&marker=${more}`};
}

const linkTo = (cloud: Cloud, query: string | undefined) =>
  query === undefined ? {} : {servers_links: [{rel: 'next', href: `${cloud.baseUrl}/compute/v2.1/servers?${query}`}]};
