import {randomBytes} from 'node:crypto';
import type {Caller} from '../caller.ts';
import type {RoleName, UserRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';

/** A token: who may do what, and until when. Kept in memory only, so that none outlives the program. */
export interface Token {
  readonly id: string;
  readonly userId: string;
  /** Undefined for an unscoped token, which opens only Keystone itself. */
  readonly projectId: string | undefined;
  readonly methods: readonly string[];
  readonly auditId: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export interface Tokens {
  issue(userId: string, projectId: string | undefined, methods: readonly string[]): Token;
  /** Undefined once it expired or was revoked. */
  find(id: string | undefined): Token | undefined;
  revoke(id: string): void;
}

/** `[token] expiration` */
const LIFETIME_MS = 3_600_000;
/** Every start of the client issues one; the oldest go first. */
const MOST = 10_000;

export function makeTokens(now: () => Date): Tokens {
  const issued = new Map<string, Token>();
  return {
    issue(userId, projectId, methods) {
      const issuedAt = now();
      const token: Token = {
        id: `gAAAAA${randomBytes(48).toString('base64url')}`,
        userId,
        projectId,
        methods,
        auditId: randomBytes(16).toString('base64url'),
        issuedAt,
        expiresAt: new Date(issuedAt.getTime() + LIFETIME_MS),
      };
      const [oldest] = issued.size >= MOST ? issued.keys() : [];
      if (oldest !== undefined) issued.delete(oldest);
      issued.set(token.id, token);
      return token;
    },
    find(id) {
      const token = id === undefined ? undefined : issued.get(id);
      if (token === undefined || token.expiresAt > now()) return token;
      issued.delete(token.id);
      return undefined;
    },
    revoke: (id) => void issued.delete(id),
  };
}

export const rolesOf = (tables: Tables, userId: string, projectId: string): readonly RoleName[] =>
  tables.grants
    .find('user', userId)
    .filter((grant) => grant.projectId === projectId)
    .map((grant) => grant.role);

/** What a token's owner is today: his user, his project and his roles may be gone since it was issued. */
export function callerOf(tables: Tables, token: Token): Caller | undefined {
  const user = tables.users.get(token.userId);
  const project = token.projectId === undefined ? undefined : tables.projects.get(token.projectId);
  if (user?.enabled !== true || project?.enabled !== true) return undefined;
  const roles = rolesOf(tables, user.id, project.id);
  if (roles.length === 0) return undefined;
  return {userId: user.id, userName: user.name, projectId: project.id, projectName: project.name, roles};
}

export const userByName = (tables: Tables, name: string): UserRecord | undefined => tables.users.find('name', name)[0];
