import {Hono} from 'hono';
import type {Cloud} from '../cloud.ts';
import {signed} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import {computeRoutes} from './compute-routes.ts';
import {novaErrors} from './errors.ts';
import {interfaceRoutes} from './interface-routes.ts';
import {keypairRoutes} from './keypair-routes.ts';
import type {Machines} from './machines.ts';
import {metadataRoutes} from './metadata-routes.ts';
import {quotaSetRoutes} from './quota-set-routes.ts';
import {serverEventRoutes} from './server-events.ts';
import {serverRoutes} from './server-routes.ts';
import {serviceRoutes} from './service-routes.ts';
import {usageRoutes} from './usage-routes.ts';

/** The only microversion: what the client asks for unless it is told otherwise. */
const LARGEST = '2.1';

/** Nova v2.1. */
export function novaApp(cloud: Cloud, machines: Machines): Hono<Signed> {
  const app = new Hono<Signed>();
  const version = {
    id: 'v2.1',
    status: 'CURRENT',
    version: LARGEST,
    min_version: '2.1',
    updated: '2013-07-23T11:33:21Z',
    links: [{rel: 'self', href: `${cloud.baseUrl}/compute/v2.1/`}],
    'media-types': [{base: 'application/json', type: 'application/vnd.openstack.compute+json;version=2.1'}],
  };
  app.get('/', (context) => context.json({versions: [version]}));
  app.get('/v2.1', (context) => context.json({version}));

  app.use('/v2.1/*', async (context, next) => {
    const wanted = wantedVersion(
      context.req.header('OpenStack-API-Version'),
      context.req.header('X-OpenStack-Nova-API-Version'),
    );
    if (wanted !== undefined && wanted !== 'latest') {
      if (!/^[1-9]\d*\.(0|[1-9]\d*)$/.test(wanted)) throw novaErrors.versionText(wanted);
      if (wanted !== LARGEST) throw novaErrors.version(wanted, LARGEST);
    }
    await next();
    context.header('OpenStack-API-Version', `compute ${LARGEST}`);
    context.header('X-OpenStack-Nova-API-Version', LARGEST);
    context.header('Vary', 'OpenStack-API-Version, X-OpenStack-Nova-API-Version');
  });
  app.use('/v2.1/*', signed(cloud));
  serverRoutes(app, cloud, machines);
  interfaceRoutes(app, cloud);
  computeRoutes(app, cloud);
  serviceRoutes(app, cloud);
  serverEventRoutes(app, cloud);
  usageRoutes(app, cloud);
  keypairRoutes(app, cloud);
  metadataRoutes(app, cloud);
  quotaSetRoutes(app, cloud);
  return app;
}

function wantedVersion(header: string | undefined, legacy: string | undefined): string | undefined {
  const compute = header
    ?.split(',')
    .map((part) => part.trim().split(/\s+/))
    .find(([service]) => service === 'compute');
  return compute?.[1] ?? legacy;
}
