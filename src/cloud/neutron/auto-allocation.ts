import type {Hono} from 'hono';
import {ApiError} from '../api-error.ts';
import {isAdmin} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import {neutronErrors} from './errors.ts';
import {onlyMethods} from './methods.ts';

const failure = (reason: string) => new ApiError(409, 'AutoAllocationFailure', `Deployment error: ${reason}.`);

/**
 * `openstack network auto allocated topology`: a network for whoever has none, out of the default subnet pool to the
 * default external network. Without subnet pools it never comes to be, and Neutron says what is missing first.
 */
export function autoAllocation(app: Hono<Signed>, cloud: Cloud): void {
  const route = '/v2.0/auto-allocated-topology/:project';
  app.on(['GET', 'DELETE'], route, (context) => {
    const {caller} = context.var;
    const project = context.req.param('project');
    if (!isAdmin(caller) && ![caller.projectId, 'None'].includes(project))
      throw new ApiError(403, 'NotAuthorized', 'Not authorized.');
    if (context.req.method === 'DELETE') return context.body(null, 204);
    const fields = context.req.queries('fields') ?? [];
    const isTrial = fields.includes('dry-run');
    if (fields.length > 0 && !isTrial) throw neutronErrors.badRequest('auto_allocate', 'Unrecognized field');
    if (![...cloud.store.tables.networks.values()].some(({isDefault}) => isDefault === true))
      throw failure('No default router:external network');
    throw failure(isTrial ? 'No default subnetpools defined' : 'Unable to provide tenant private network');
  });
  onlyMethods(app, route, ['GET', 'DELETE']);
}
