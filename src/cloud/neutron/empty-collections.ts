import type {Hono} from 'hono';
import {ApiError} from '../api-error.ts';
import type {Signed} from '../rest/context.ts';
import {neutronErrors} from './errors.ts';
import {onlyMethods} from './methods.ts';

/** What every Neutron has, and this cloud has none of. */
interface EmptyCollection {
  /** Under `/v2.0/`. */
  readonly path: string;
  readonly plural: string;
  readonly notFound: (id: string) => ApiError;
  /** Said to whoever wants to make one. */
  readonly refusal: string;
}

const notFound = (type: string, what: string) => (id: string) =>
  new ApiError(404, type, `${what} ${id} could not be found.`);

const EMPTY: readonly EmptyCollection[] = [
  {
    path: 'subnetpools',
    plural: 'subnetpools',
    notFound: neutronErrors.subnetPoolNotFound,
    refusal: 'This cloud has no subnet pools: give each subnet a range of its own.',
  },
  {
    path: 'address-scopes',
    plural: 'address_scopes',
    notFound: notFound('AddressScopeNotFound', 'Address scope'),
    refusal: 'This cloud has no address scopes: they hold subnet pools, and it has none.',
  },
  {
    path: 'flavors',
    plural: 'flavors',
    notFound: notFound('FlavorNotFound', 'Flavor'),
    refusal: 'This cloud has no network flavors: what a router is like is said when it is created.',
  },
  {
    path: 'service_profiles',
    plural: 'service_profiles',
    notFound: notFound('ServiceProfileNotFound', 'Service Profile'),
    refusal: 'This cloud has no service profiles: they are for network flavors, and it has none.',
  },
];

/** Lists of what there is none of, so that whoever looks around hears that, and not that the address is wrong. */
export function emptyCollections(app: Hono<Signed>): void {
  for (const {path, plural, notFound: unknown, refusal} of EMPTY) {
    const route = `/v2.0/${path}`;
    app.get(route, (context) => context.json({[plural]: []}));
    app.post(route, () => {
      throw new ApiError(403, 'HTTPForbidden', refusal);
    });
    app.on(['GET', 'PUT', 'DELETE'], `${route}/:id`, (context) => {
      throw unknown(context.req.param('id'));
    });
    onlyMethods(app, route, ['GET', 'POST']);
    onlyMethods(app, `${route}/:id`, ['GET', 'PUT', 'DELETE']);
  }
  app.get('/v2.0/service-providers', (context) => {
    const types = context.req.queries('service_type') ?? [];
    const providers = PROVIDERS.filter((provider) => types.length === 0 || types.includes(provider.service_type));
    return context.json({service_providers: providers});
  });
  onlyMethods(app, '/v2.0/service-providers', ['GET']);
}

/** As the L3 plugin has them of itself, whatever its options (neutron/services/l3_router/service_providers). */
const PROVIDERS = ['dvrha', 'dvr', 'ha', 'single_node'].map((name) => ({
  service_type: 'L3_ROUTER_NAT',
  name,
  default: false,
}));
