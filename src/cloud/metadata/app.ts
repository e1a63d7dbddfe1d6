import {Hono} from 'hono';
import type {Context} from 'hono';
import type {Cloud} from '../cloud.ts';
import type {ServerRecord} from '../store/records.ts';
import {askingServer} from './asker.ts';
import {EC2_VERSIONS, ec2Tree, lookUp, printed} from './ec2.ts';
import {OPENSTACK_VERSIONS, openstackFiles} from './openstack.ts';

/**
 * What the metadata agent and Nova's metadata service answer together. Who asks is told by the proxies' headers alone,
 * which guests cannot set; so it is served where only proxies reach it: the agent's socket.
 */
export function metadataApp(cloud: Cloud): Hono {
  const app = new Hono();
  app.get('*', (context) => {
    const server = askingServer(cloud.store.tables, {
      networkId: context.req.header('X-Neutron-Network-ID'),
      routerId: context.req.header('X-Neutron-Router-ID'),
      address: context.req.header('X-Forwarded-For'),
    });
    const path = context.req.path.split('/').filter((part) => part !== '');
    return (server && answer(context, cloud, server, path)) ?? context.notFound();
  });
  app.notFound((context) => context.html(NOT_FOUND, 404));
  return app;
}

/** As WebOb words it. */
const NOT_FOUND = `<html>
 <head>
  <title>404 Not Found</title>
 </head>
 <body>
  <h1>404 Not Found</h1>
  The resource could not be found.<br /><br />



 </body>
</html>`;

/** @returns undefined where nothing stands at the path */
function answer(
  context: Context,
  cloud: Cloud,
  server: ServerRecord,
  [version, ...path]: readonly string[],
): Response | undefined {
  const {tables} = cloud.store;
  if (version === undefined) return context.text([...EC2_VERSIONS, 'latest'].join('\n'));
  if (version === 'openstack') return openstackAnswer(context, openstackFiles(tables, server), path);
  if (version !== 'latest' && !EC2_VERSIONS.includes(version)) return undefined;
  const found = lookUp(ec2Tree(tables, server), path);
  return found === undefined ? undefined : context.text(printed(found));
}

function openstackAnswer(
  context: Context,
  files: ReturnType<typeof openstackFiles>,
  [version, name, ...rest]: readonly string[],
): Response | undefined {
  if (version === undefined) return context.text([...OPENSTACK_VERSIONS, 'latest'].join('\n'));
  if ((version !== 'latest' && !OPENSTACK_VERSIONS.includes(version)) || rest.length > 0) return undefined;
  if (name === undefined) return context.text(Object.keys(files).join('\n'));
  const content = Object.hasOwn(files, name) ? files[name]?.() : undefined;
  if (content === undefined) return undefined;
  return typeof content === 'string' ? context.text(content) : context.json(content);
}
