import type {Context, MiddlewareHandler} from 'hono';
import {ApiError} from '../api-error.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {keystoneErrors} from '../keystone/errors.ts';
import {callerOf} from '../keystone/tokens.ts';

/** What a handler of an authenticated service finds in its context. */
export interface Signed {
  readonly Variables: {readonly caller: Caller};
}

/** Refuses whoever has no valid token scoped to a project, in keystonemiddleware's words. */
export const signed =
  (cloud: Cloud): MiddlewareHandler<Signed> =>
  async (context, next) => {
    const token = cloud.tokens.find(context.req.header('X-Auth-Token'));
    const caller = token === undefined ? undefined : callerOf(cloud.store.tables, token);
    if (caller === undefined) {
      context.header('WWW-Authenticate', `Keystone uri="${cloud.baseUrl}/identity"`);
      return context.json(keystoneBody(keystoneErrors.unauthorized()), 401);
    }
    context.set('caller', caller);
    await next();
  };

export const keystoneBody = (error: ApiError) => ({
  error: {code: error.status, message: error.message, title: error.type},
});

/**
 * The body as JSON, or undefined for an empty one.
 * @throws {ApiError} the given one, where it is not JSON
 */
export async function jsonBody(context: Context, malformed: ApiError): Promise<unknown> {
  const body = await context.req.text();
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw malformed;
  }
}
