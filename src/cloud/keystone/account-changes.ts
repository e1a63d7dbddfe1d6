import type {Hono} from 'hono';
import {z} from 'zod';
import type {Cloud} from '../cloud.ts';
import {ACCOUNTS} from '../seed.ts';
import type {ProjectRecord, UserRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {viewProject, viewUser} from './account-views.ts';
import type {KeystoneContext} from './app.ts';
import {keystoneErrors} from './errors.ts';
import {readBody} from './request-body.ts';
import {rolesOf} from './tokens.ts';
import type {Token} from './tokens.ts';

const name = z.string().min(1).max(255).optional();
const changedProject = z.object({
  project: z.object({name, description: z.string().nullish(), enabled: z.boolean().optional()}),
});
const changedUser = z.object({
  user: z.object({
    name,
    password: z.string().nullish(),
    enabled: z.boolean().optional(),
    default_project_id: z.string().nullish(),
  }),
});
const ownPassword = z.object({user: z.object({original_password: z.string(), password: z.string()})});

/** Changing and deleting projects and users, and what a user may see of himself without being an admin. */
export function accountChanges(
  app: Hono<KeystoneContext>,
  cloud: Cloud,
  requireAdmin: (token: Token, action: string) => void,
): void {
  app.patch('/v3/projects/:id', async (context) => {
    requireAdmin(context.var.token, 'identity:update_project');
    const {project: wanted} = await readBody(context, changedProject);
    const project = cloud.change((work) => {
      const before = foundProject(work.tables, context.req.param('id'));
      if (wanted.name !== undefined || wanted.enabled !== undefined) refuseFixed(before.name, 'project');
      const {name: newName = before.name, enabled = before.enabled, description = before.description} = wanted;
      if (newName !== before.name && work.tables.projects.count('name', newName) > 0)
        throw keystoneErrors.conflict('project', newName);
      const after = {...before, name: newName, enabled, description: description ?? ''};
      work.tables.projects.put(after);
      return after;
    });
    return context.json({project: viewProject(project)});
  });
  app.delete('/v3/projects/:id', (context) => {
    requireAdmin(context.var.token, 'identity:delete_project');
    cloud.change(({tables}) => {
      const project = foundProject(tables, context.req.param('id'));
      refuseFixed(project.name, 'project');
      for (const grant of tables.grants.find('project', project.id)) tables.grants.delete(grant.id);
      tables.projects.delete(project.id);
    });
    return context.body(null, 204);
  });

  app.patch('/v3/users/:id', async (context) => {
    requireAdmin(context.var.token, 'identity:update_user');
    const {user: wanted} = await readBody(context, changedUser);
    const user = cloud.change((work) => {
      const before = foundUser(work.tables, context.req.param('id'));
      refuseFixed(before.name, 'user');
      const {name: newName = before.name, enabled = before.enabled, password} = wanted;
      if (newName !== before.name && work.tables.users.count('name', newName) > 0)
        throw keystoneErrors.conflict('user', newName);
      const {default_project_id: defaultProjectId = before.defaultProjectId} = wanted;
      const after = {...before, name: newName, enabled, password: password ?? before.password, defaultProjectId};
      work.tables.users.put(after);
      return after;
    });
    return context.json({user: viewUser(user)});
  });
  app.delete('/v3/users/:id', (context) => {
    requireAdmin(context.var.token, 'identity:delete_user');
    cloud.change(({tables}) => {
      const user = foundUser(tables, context.req.param('id'));
      refuseFixed(user.name, 'user');
      for (const grant of tables.grants.find('user', user.id)) tables.grants.delete(grant.id);
      for (const keypair of tables.keypairs.find('user', user.id)) tables.keypairs.delete(keypair.id);
      tables.users.delete(user.id);
    });
    return context.body(null, 204);
  });
  app.post('/v3/users/:id/password', async (context) => {
    const {user: wanted} = await readBody(context, ownPassword);
    cloud.change(({tables}) => {
      const user = tables.users.get(context.req.param('id'));
      if (user === undefined || user.password !== wanted.original_password) throw keystoneErrors.unauthorized();
      refuseFixed(user.name, 'user');
      tables.users.put({...user, password: wanted.password});
    });
    return context.body(null, 204);
  });

  /** Where a user has a role: the client asks it for whoever may not list all projects. */
  app.get('/v3/users/:id/projects', (context) => {
    const {id} = context.req.param();
    const {tables} = cloud.store;
    if (id !== context.var.token.userId) requireAdmin(context.var.token, 'identity:list_user_projects');
    foundUser(tables, id);
    const wanted = context.req.query('name');
    const mine = [...tables.projects.values()]
      .filter((project) => rolesOf(tables, id, project.id).length > 0)
      .filter((project) => wanted === undefined || project.name === wanted);
    return context.json({projects: mine.map(viewProject), links: {}});
  });
}

function foundProject(tables: Tables, id: string): ProjectRecord {
  const project = tables.projects.get(id);
  if (project === undefined) throw keystoneErrors.notFound('project', id);
  return project;
}

function foundUser(tables: Tables, id: string): UserRecord {
  const user = tables.users.get(id);
  if (user === undefined) throw keystoneErrors.notFound('user', id);
  return user;
}

/** A lab without its own accounts could not be gone on with. */
function refuseFixed(name: string, kind: 'project' | 'user'): void {
  if (ACCOUNTS.some((account) => account[kind] === name)) throw keystoneErrors.fixedAccount(name);
}
