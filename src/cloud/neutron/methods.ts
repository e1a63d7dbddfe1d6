import type {Hono} from 'hono';
import type {Signed} from '../rest/context.ts';
import {neutronErrors} from './errors.ts';

const ALL = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Answers what is done to a known address in another way with 405: the address is right, the method is not
 * (neutron/pecan_wsgi/controllers/resource.py). Comes after the routes that do know what to do.
 */
export function onlyMethods(app: Hono<Signed>, path: string, known: readonly string[]): void {
  app.on(
    ALL.filter((method) => !known.includes(method)),
    path,
    () => {
      throw neutronErrors.methodNotAllowed();
    },
  );
}
