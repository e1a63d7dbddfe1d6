import type {Hono} from 'hono';
import {z} from 'zod';
import {isMember} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {jsonBody} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import {novaErrors} from './errors.ts';
import {refuseLocked} from './locks.ts';
import {parseNova} from './server-request.ts';
import {visibleServer} from './servers.ts';

type Metadata = Readonly<Record<string, string>>;

const items = z.record(z.string().regex(/^[a-zA-Z0-9-_:. ]{1,255}$/), z.string().max(255));
const all = z.strictObject({metadata: items});
const one = z.strictObject({meta: items});
/** `[quota] metadata_items` */
const MOST = 128;

/**
 * What a server's owner wrote on it (`openstack server set --property`); the server reads it from the metadata service
 * (nova/api/openstack/compute/server_metadata.py).
 */
export function metadataRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const path = '/v2.1/servers/:id/metadata';
  const change = (caller: Caller, id: string, action: string, next: (before: Metadata) => Metadata): Metadata =>
    cloud.change((work) => {
      const server = visibleServer(work.tables, caller, id);
      if (!isMember(caller)) throw novaErrors.forbidden(`os_compute_api:server-metadata:${action}`);
      refuseLocked(caller, server);
      const metadata = next(server.metadata);
      const count = Object.keys(metadata).length;
      if (count > MOST) throw novaErrors.overQuota('metadata_items', count, 0, MOST);
      work.tables.servers.put({...server, metadata, updatedAt: work.now});
      return metadata;
    });
  const item = (metadata: Metadata, key: string): string => {
    const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if (value === undefined) throw novaErrors.notFound('Metadata item was not found');
    return value;
  };
  const body = (context: Parameters<typeof jsonBody>[0]) => jsonBody(context, novaErrors.malformed());

  app.get(path, (context) => {
    const {metadata} = visibleServer(tables, context.var.caller, context.req.param('id'));
    return context.json({metadata});
  });
  app.post(path, async (context) => {
    const {metadata} = parseNova(all, await body(context));
    const {id} = context.req.param();
    return context.json({
      metadata: change(context.var.caller, id, 'create', (before) => ({...before, ...metadata})),
    });
  });
  app.put(path, async (context) => {
    const {metadata} = parseNova(all, await body(context));
    return context.json({
      metadata: change(context.var.caller, context.req.param('id'), 'update_all', () => metadata),
    });
  });
  app.get(`${path}/:key`, (context) => {
    const {id, key} = context.req.param();
    const {metadata} = visibleServer(tables, context.var.caller, id);
    return context.json({meta: {[key]: item(metadata, key)}});
  });
  app.put(`${path}/:key`, async (context) => {
    const {id, key} = context.req.param();
    const {meta} = parseNova(one, await body(context));
    if (!Object.hasOwn(meta, key)) throw novaErrors.badRequest('Request body and URI mismatch');
    change(context.var.caller, id, 'update', (before) => ({...before, ...meta}));
    return context.json({meta});
  });
  app.delete(`${path}/:key`, (context) => {
    const {id, key} = context.req.param();
    change(context.var.caller, id, 'delete', (before) => {
      item(before, key);
      return Object.fromEntries(Object.entries(before).filter(([name]) => name !== key));
    });
    return context.body(null, 204);
  });
}
