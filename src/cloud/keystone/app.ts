import {Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {jsonBody} from '../rest/context.ts';
import {authenticate, DEFAULT_DOMAIN, viewToken} from './authenticate.ts';
import {catalog, endpointId, INTERFACES, REGION, serviceId, SERVICES} from './catalog.ts';
import {accounts} from './accounts.ts';
import {keystoneErrors} from './errors.ts';
import {callerOf, rolesOf} from './tokens.ts';
import type {Token} from './tokens.ts';

export interface KeystoneContext {
  readonly Variables: {readonly token: Token};
}

/** Keystone v3: tokens, and the accounts as far as the client shows and changes them. */
export function keystoneApp(cloud: Cloud): Hono<KeystoneContext> {
  const app = new Hono<KeystoneContext>();
  const version = {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{rel: 'self', href: `${cloud.baseUrl}/identity/v3/`}],
    'media-types': [{base: 'application/json', type: 'application/vnd.openstack.identity-v3+json'}],
  };
  app.get('/', (context) => context.json({versions: {values: [version]}}, 300));
  app.get('/v3', (context) => context.json({version}));

  app.post('/v3/auth/tokens', async (context) => {
    const body = await jsonBody(context, keystoneErrors.badRequest('Malformed json in request body'));
    const token = authenticate(cloud, body);
    context.header('X-Subject-Token', token.id);
    return context.json(viewToken(cloud, token, context.req.query('nocatalog') === undefined), 201);
  });

  app.use('/v3/*', async (context, next) => {
    const token = cloud.tokens.find(context.req.header('X-Auth-Token'));
    if (token === undefined) {
      context.header('WWW-Authenticate', `Keystone uri="${cloud.baseUrl}/identity"`);
      throw keystoneErrors.unauthorized();
    }
    context.set('token', token);
    await next();
  });

  /** One's own token, or anybody's for an admin. */
  const subject = (own: Token, id: string | undefined): Token => {
    const token = cloud.tokens.find(id);
    if (token === undefined) throw keystoneErrors.notFound('token', id ?? '');
    const caller = callerOf(cloud.store.tables, own);
    if (token.userId !== own.userId && !(caller !== undefined && isAdmin(caller))) {
      throw keystoneErrors.forbidden('identity:validate_token');
    }
    return token;
  };
  app.get('/v3/auth/tokens', (context) => {
    const token = subject(context.var.token, context.req.header('X-Subject-Token'));
    context.header('X-Subject-Token', token.id);
    return context.json(viewToken(cloud, token));
  });
  app.delete('/v3/auth/tokens', (context) => {
    cloud.tokens.revoke(subject(context.var.token, context.req.header('X-Subject-Token')).id);
    return context.body(null, 204);
  });
  app.get('/v3/auth/catalog', (context) => context.json({catalog: catalog(cloud.baseUrl), links: {}}));
  app.get('/v3/auth/projects', (context) => {
    const {tables} = cloud.store;
    const mine = [...tables.projects.values()].filter(
      (project) => rolesOf(tables, context.var.token.userId, project.id).length > 0,
    );
    return context.json({projects: mine.map((project) => ({...project, domain_id: DEFAULT_DOMAIN.id})), links: {}});
  });

  accounts(app, cloud);
  servicesList(app, cloud);
  return app;
}

function servicesList(app: Hono<KeystoneContext>, cloud: Cloud): void {
  const services = SERVICES.map((service) => ({
    id: serviceId(service),
    name: service.name,
    type: service.type,
    enabled: true,
    description: '',
    links: {},
  }));
  const endpoints = SERVICES.flatMap((service) =>
    INTERFACES.map((face) => ({
      id: endpointId(service, face),
      service_id: serviceId(service),
      interface: face,
      region: REGION,
      region_id: REGION,
      enabled: true,
      url: `${cloud.baseUrl}${service.path}`,
      links: {},
    })),
  );
  const only = <T extends Readonly<Record<string, unknown>>>(items: readonly T[], query: Record<string, string>) =>
    items.filter((item) =>
      Object.entries(query).every(([key, value]) => !(key in item) || String(item[key]) === value),
    );
  app.get('/v3/services', (context) => context.json({services: only(services, context.req.query()), links: {}}));
  app.get('/v3/services/:id', (context) => {
    const service = services.find((candidate) => candidate.id === context.req.param('id'));
    if (service === undefined) throw keystoneErrors.notFound('service', context.req.param('id'));
    return context.json({service});
  });
  app.get('/v3/endpoints', (context) => context.json({endpoints: only(endpoints, context.req.query()), links: {}}));
  app.get('/v3/regions', (context) =>
    context.json({regions: [{id: REGION, description: '', parent_region_id: null, links: {}}], links: {}}),
  );
}
