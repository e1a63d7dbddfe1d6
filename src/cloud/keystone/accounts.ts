import type {Hono} from 'hono';
import {z} from 'zod';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {grant} from '../seed.ts';
import type {ProjectRecord, RoleName, UserRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {accountChanges} from './account-changes.ts';
import {viewProject, viewUser} from './account-views.ts';
import type {KeystoneContext} from './app.ts';
import {DEFAULT_DOMAIN, roleId} from './authenticate.ts';
import {keystoneErrors} from './errors.ts';
import {readBody} from './request-body.ts';
import {callerOf} from './tokens.ts';
import type {Token} from './tokens.ts';

const ROLES: readonly RoleName[] = ['admin', 'member', 'reader'];

const domains = [{...DEFAULT_DOMAIN, enabled: true, description: 'The default domain', options: {}, links: {}}];
const viewRole = (name: RoleName) => ({
  id: roleId(name),
  name,
  domain_id: null,
  description: null,
  options: {},
  links: {},
});

const newProject = z.object({
  project: z.object({
    name: z.string().min(1).max(64),
    description: z.string().nullish(),
    enabled: z.boolean().optional(),
  }),
});
const newUser = z.object({
  user: z.object({
    name: z.string().min(1).max(255),
    password: z.string().optional(),
    enabled: z.boolean().optional(),
    default_project_id: z.string().nullish(),
  }),
});

/** Domains, projects, users, roles and who has which role where: admins see and change them, others see themselves. */
export function accounts(app: Hono<KeystoneContext>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const caller = (token: Token): Caller | undefined => callerOf(tables, token);
  const requireAdmin = (token: Token, action: string): void => {
    const who = caller(token);
    if (who === undefined || !isAdmin(who)) throw keystoneErrors.forbidden(action);
  };
  const named = <T extends {readonly name: string}>(items: Iterable<T>, name: string | undefined): readonly T[] =>
    [...items].filter((item) => name === undefined || item.name === name);
  app.get('/v3/domains', (context) => context.json({domains: named(domains, context.req.query('name')), links: {}}));
  app.get('/v3/domains/:id', (context) => {
    const domain = domains.find((candidate) => candidate.id === context.req.param('id'));
    if (domain === undefined) throw keystoneErrors.notFound('domain', context.req.param('id'));
    return context.json({domain});
  });

  app.get('/v3/projects', (context) => {
    requireAdmin(context.var.token, 'identity:list_projects');
    return context.json({
      projects: named(tables.projects.values(), context.req.query('name')).map(viewProject),
      links: {},
    });
  });
  app.get('/v3/projects/:id', (context) => {
    const id = context.req.param('id');
    const project = tables.projects.get(id);
    const who = caller(context.var.token);
    const may = who !== undefined && (isAdmin(who) || who.projectId === id);
    if (!may) throw keystoneErrors.forbidden('identity:get_project');
    if (project === undefined) throw keystoneErrors.notFound('project', id);
    return context.json({project: viewProject(project)});
  });
  app.post('/v3/projects', async (context) => {
    requireAdmin(context.var.token, 'identity:create_project');
    const {project: wanted} = await readBody(context, newProject);
    const project = cloud.change((work): ProjectRecord => {
      if (work.tables.projects.count('name', wanted.name) > 0) throw keystoneErrors.conflict('project', wanted.name);
      const {name, description, enabled} = wanted;
      const made = {id: work.chance.hex(32), name, description: description ?? '', enabled: enabled ?? true};
      work.tables.projects.put(made);
      return made;
    });
    return context.json({project: viewProject(project)}, 201);
  });

  app.get('/v3/users', (context) => {
    requireAdmin(context.var.token, 'identity:list_users');
    return context.json({users: named(tables.users.values(), context.req.query('name')).map(viewUser), links: {}});
  });
  app.get('/v3/users/:id', (context) => {
    const id = context.req.param('id');
    if (id !== context.var.token.userId) requireAdmin(context.var.token, 'identity:get_user');
    const user = tables.users.get(id);
    if (user === undefined) throw keystoneErrors.notFound('user', id);
    return context.json({user: viewUser(user)});
  });
  app.post('/v3/users', async (context) => {
    requireAdmin(context.var.token, 'identity:create_user');
    const {user: wanted} = await readBody(context, newUser);
    const user = cloud.change((work): UserRecord => {
      if (work.tables.users.count('name', wanted.name) > 0) throw keystoneErrors.conflict('user', wanted.name);
      const made = {
        id: work.chance.hex(32),
        name: wanted.name,
        password: wanted.password ?? work.chance.hex(16),
        enabled: wanted.enabled ?? true,
        defaultProjectId: wanted.default_project_id ?? null,
      };
      work.tables.users.put(made);
      return made;
    });
    return context.json({user: viewUser(user)}, 201);
  });

  app.get('/v3/roles', (context) =>
    context.json({
      roles: ROLES.filter((role) => [undefined, role].includes(context.req.query('name') as RoleName)).map(viewRole),
      links: {},
    }),
  );
  app.get('/v3/roles/:id', (context) => {
    const role = ROLES.find((candidate) => roleId(candidate) === context.req.param('id'));
    if (role === undefined) throw keystoneErrors.notFound('role', context.req.param('id'));
    return context.json({role: viewRole(role)});
  });
  accountChanges(app, cloud, requireAdmin);
  app.on(['PUT', 'DELETE'], '/v3/projects/:project/users/:user/roles/:role', (context) => {
    requireAdmin(context.var.token, 'identity:create_grant');
    const {project, user, role: id} = context.req.param();
    const role = ROLES.find((candidate) => roleId(candidate) === id);
    if (role === undefined) throw keystoneErrors.notFound('role', id);
    if (tables.projects.get(project) === undefined) throw keystoneErrors.notFound('project', project);
    if (tables.users.get(user) === undefined) throw keystoneErrors.notFound('user', user);
    cloud.change((work) => {
      if (context.req.method === 'PUT') grant(work, user, project, role);
      else revoke(work, user, project, role);
    });
    return context.body(null, 204);
  });
  app.get('/v3/role_assignments', (context) => {
    requireAdmin(context.var.token, 'identity:list_role_assignments');
    const {'scope.project.id': project, 'user.id': user} = context.req.query();
    const found = [...tables.grants.values()].filter(
      (item) => (project ?? item.projectId) === item.projectId && (user ?? item.userId) === item.userId,
    );
    return context.json({
      role_assignments: found.map((item) => ({
        role: {id: roleId(item.role), name: item.role},
        user: {id: item.userId, name: tables.users.get(item.userId)?.name ?? '', domain: DEFAULT_DOMAIN},
        scope: {
          project: {
            id: item.projectId,
            name: tables.projects.get(item.projectId)?.name ?? '',
            domain: DEFAULT_DOMAIN,
          },
        },
        links: {},
      })),
      links: {},
    });
  });
}

function revoke({tables: {grants}}: Work, user: string, project: string, role: RoleName): void {
  const id = `${user} ${project} ${role}`;
  if (grants.get(id) === undefined) throw keystoneErrors.noGrant(roleId(role), user, project);
  grants.delete(id);
}
