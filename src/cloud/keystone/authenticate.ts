import {z} from 'zod';
import type {Cloud} from '../cloud.ts';
import type {ProjectRecord, UserRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {catalog} from './catalog.ts';
import {keystoneErrors} from './errors.ts';
import {parseKeystone} from './request-body.ts';
import {rolesOf, userByName} from './tokens.ts';
import type {Token} from './tokens.ts';

const domain = z.object({id: z.string().optional(), name: z.string().optional()}).optional();
const named = z.object({id: z.string().optional(), name: z.string().optional(), domain});
const schema = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()),
      password: z.object({user: named.extend({password: z.string()})}).optional(),
      token: z.object({id: z.string()}).optional(),
    }),
    scope: z
      .union([z.literal('unscoped'), z.object({project: named.optional(), domain: z.unknown().optional()})])
      .optional(),
  }),
});
type Auth = z.infer<typeof schema>['auth'];

export const DEFAULT_DOMAIN = {id: 'default', name: 'Default'} as const;

/** Proves who asks, by password or by an older token, and gives a token for the project that is asked for. */
export function authenticate(cloud: Cloud, body: unknown): Token {
  const {auth} = parseKeystone(schema, body);
  const {tables} = cloud.store;
  const user = provenUser(cloud, auth);
  if (user?.enabled !== true) throw keystoneErrors.unauthorized();
  const project = scopeOf(tables, auth, user);
  if (project !== undefined && (!project.enabled || rolesOf(tables, user.id, project.id).length === 0)) {
    throw keystoneErrors.unauthorized();
  }
  return cloud.tokens.issue(user.id, project?.id, auth.identity.methods);
}

function provenUser(cloud: Cloud, {identity}: Auth): UserRecord | undefined {
  const {tables} = cloud.store;
  if (identity.methods.includes('password') && identity.password !== undefined) {
    const {user} = identity.password;
    if (!isOurDomain(user.domain)) return undefined;
    const found = user.id === undefined ? userByName(tables, user.name ?? '') : tables.users.get(user.id);
    return found?.password === user.password ? found : undefined;
  }
  if (identity.methods.includes('token')) {
    const token = cloud.tokens.find(identity.token?.id);
    return token === undefined ? undefined : tables.users.get(token.userId);
  }
  return undefined;
}

const isOurDomain = (domain: z.infer<typeof named>['domain']): boolean =>
  (domain?.id === undefined || domain.id === DEFAULT_DOMAIN.id) &&
  (domain?.name === undefined || domain.name.toLowerCase() === 'default');

/** Without a scope a user is in his own project. */
function scopeOf(tables: Tables, auth: Auth, user: UserRecord): ProjectRecord | undefined {
  if (auth.scope === 'unscoped') return undefined;
  if (auth.scope === undefined) return tables.projects.get(user.defaultProjectId ?? '');
  const {project} = auth.scope;
  if (project === undefined || !isOurDomain(project.domain)) throw keystoneErrors.unauthorized();
  const found =
    project.id === undefined ? tables.projects.find('name', project.name ?? '')[0] : tables.projects.get(project.id);
  if (found === undefined) throw keystoneErrors.unauthorized();
  return found;
}

const micro = (date: Date): string => `${date.toISOString().slice(0, 19)}.000000Z`;

/** A token as the API shows it. */
export function viewToken(cloud: Cloud, token: Token, withCatalog = true) {
  const {tables} = cloud.store;
  const user = tables.users.get(token.userId);
  const project = token.projectId === undefined ? undefined : tables.projects.get(token.projectId);
  return {
    token: {
      methods: token.methods,
      user: {domain: DEFAULT_DOMAIN, id: token.userId, name: user?.name ?? '', password_expires_at: null},
      audit_ids: [token.auditId],
      expires_at: micro(token.expiresAt),
      issued_at: micro(token.issuedAt),
      ...(project !== undefined && {
        project: {domain: DEFAULT_DOMAIN, id: project.id, name: project.name},
        is_domain: false,
        roles: rolesOf(tables, token.userId, project.id).map((role) => ({id: roleId(role), name: role})),
        ...(withCatalog && {catalog: catalog(cloud.baseUrl)}),
      }),
    },
  };
}

/** Roles are few and fixed; their ids are their names, filled up to Keystone's 32 characters. */
export const roleId = (role: string): string => `${role}00000000000000000000000000000000`.slice(0, 32);
