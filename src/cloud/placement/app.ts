import {Hono} from 'hono';
import type {Cloud} from '../cloud.ts';
import {signed} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';

/** Placement, as far as a client looks for it in the catalog: its version, and no resource providers. */
export function placementApp(cloud: Cloud): Hono<Signed> {
  const app = new Hono<Signed>();
  app.get('/', (context) =>
    context.json({
      versions: [
        {id: 'v1.0', max_version: '1.39', min_version: '1.0', status: 'CURRENT', links: [{rel: 'self', href: ''}]},
      ],
    }),
  );
  app.use('/*', signed(cloud));
  return app;
}
