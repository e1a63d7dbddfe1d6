import type {z} from 'zod';
import {jsonBody} from '../rest/context.ts';
import {schemaFault} from '../rest/schema-words.ts';
import {keystoneErrors} from './errors.ts';

/** Reads a body by a schema; a refusal names the field, as Keystone's own schemas do. */
export async function readBody<T>(context: Parameters<typeof jsonBody>[0], schema: z.ZodType<T>): Promise<T> {
  const body = await jsonBody(context, keystoneErrors.badRequest('Malformed json in request body'));
  return parseKeystone(schema, body);
}

export function parseKeystone<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const {path, message} = schemaFault(read.error, body);
  throw keystoneErrors.badRequest(
    path.length === 0 ? message : `Invalid input for field '${path.join('/')}': ${message}`,
  );
}
