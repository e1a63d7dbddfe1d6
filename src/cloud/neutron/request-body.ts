import type {Context} from 'hono';
import {jsonBody} from '../rest/context.ts';
import {neutronErrors} from './errors.ts';

/** The body of a request as Neutron reads it. */
export const neutronBody = (context: Context): Promise<unknown> =>
  jsonBody(context, neutronErrors.httpBadRequest('Body contains invalid data'));
