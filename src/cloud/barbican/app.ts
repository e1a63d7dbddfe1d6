import {Hono} from 'hono';
import {ApiError} from '../api-error.ts';
import {isAdmin, isMember} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {isObject} from '../neutron/validators.ts';
import {jsonBody, signed} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import type {SecretContainerRecord, SecretRecord} from '../store/records.ts';

const bad = (why: string) => new ApiError(400, 'Bad Request', why);
const notFound = (what: string) =>
  new ApiError(404, 'Not Found', `Not Found. Sorry but your ${what} is in another castle.`);
/** `max_allowed_secret_in_bytes` */
const LARGEST = 20_000;
const TYPES = ['generic', 'rsa', 'certificate'] as const;

export const barbicanBody = (error: ApiError) => ({
  code: error.status,
  title: error.type,
  description: error.message,
});

/** Barbican v1 as far as a TLS listener needs it: secrets that are stored whole, and containers of them. */
export function barbicanApp(cloud: Cloud): Hono<Signed> {
  const app = new Hono<Signed>();
  const base = `${cloud.baseUrl}/key-manager`;
  app.get('/', (context) =>
    context.json(
      {versions: {values: [{id: 'v1', status: 'stable', links: [{rel: 'self', href: `${base}/v1/`}]}]}},
      300,
    ),
  );
  app.use('/v1/*', signed(cloud));
  secretRoutes(app, cloud, base);
  containerRoutes(app, cloud, base);
  return app;
}

const isOwn = (caller: Caller, {projectId}: {readonly projectId: string}): boolean =>
  isAdmin(caller) || projectId === caller.projectId;

function secretRoutes(app: Hono<Signed>, cloud: Cloud, base: string): void {
  const {tables} = cloud.store;
  const view = (secret: SecretRecord) => ({
    secret_ref: `${base}/v1/secrets/${secret.id}`,
    name: secret.name,
    status: 'ACTIVE',
    secret_type: secret.secretType,
    content_types: {default: secret.payloadContentType},
    created: secret.createdAt.replace('Z', ''),
    updated: secret.createdAt.replace('Z', ''),
    creator_id: null,
    algorithm: null,
    bit_length: null,
    mode: null,
    expiration: null,
  });
  const found = (caller: Caller, id: string): SecretRecord => {
    const secret = tables.secrets.get(id);
    if (secret === undefined || !isOwn(caller, secret)) throw notFound('secret');
    return secret;
  };
  app.get('/v1/secrets', (context) => {
    const name = context.req.query('name') ?? '';
    const secrets = [...tables.secrets.values()]
      .filter((secret) => isOwn(context.var.caller, secret) && (name === '' || secret.name === name))
      .map(view);
    return context.json({secrets, total: secrets.length});
  });
  app.post('/v1/secrets', async (context) => {
    const {caller} = context.var;
    if (!isMember(caller)) throw new ApiError(403, 'Forbidden', 'Secret creation attempt not allowed');
    const body = await jsonBody(context, bad('Malformed JSON'));
    if (!isObject(body)) throw bad('Malformed JSON');
    const {name = null, payload, payload_content_type: type = 'text/plain', secret_type: secretType = 'opaque'} = body;
    if (typeof payload !== 'string' || payload === '')
      throw bad('A secret without a payload cannot be filled later here: give its payload with it.');
    if (payload.length > LARGEST) throw new ApiError(413, 'Request Entity Too Large', 'Provided payload is too large');
    const encoding = body['payload_content_encoding'] ?? null;
    const {id} = cloud.change((work) => {
      const secret: SecretRecord = {
        id: work.chance.uuid(),
        projectId: caller.projectId,
        name: typeof name === 'string' ? name : null,
        payload: encoding === 'base64' ? Buffer.from(payload, 'base64').toString() : payload,
        payloadContentType: typeof type === 'string' ? type : 'text/plain',
        secretType: typeof secretType === 'string' ? secretType : 'opaque',
        createdAt: work.now,
      };
      work.tables.secrets.put(secret);
      return secret;
    });
    return context.json({secret_ref: `${base}/v1/secrets/${id}`}, 201);
  });
  app.get('/v1/secrets/:id', (context) => context.json(view(found(context.var.caller, context.req.param('id')))));
  app.get('/v1/secrets/:id/payload', (context) => {
    const secret = found(context.var.caller, context.req.param('id'));
    return context.body(secret.payload, 200, {'Content-Type': secret.payloadContentType});
  });
  app.delete('/v1/secrets/:id', (context) => {
    const {id} = found(context.var.caller, context.req.param('id'));
    cloud.change((work) => work.tables.secrets.delete(id));
    return context.body(null, 204);
  });
}

function containerRoutes(app: Hono<Signed>, cloud: Cloud, base: string): void {
  const {tables} = cloud.store;
  const view = (container: SecretContainerRecord) => ({
    container_ref: `${base}/v1/containers/${container.id}`,
    name: container.name,
    type: container.type,
    status: 'ACTIVE',
    secret_refs: container.secrets.map(({name, secretId}) => ({name, secret_ref: `${base}/v1/secrets/${secretId}`})),
    consumers: [],
    created: container.createdAt.replace('Z', ''),
    updated: container.createdAt.replace('Z', ''),
    creator_id: null,
  });
  const found = (caller: Caller, id: string): SecretContainerRecord => {
    const container = tables.secretContainers.get(id);
    if (container === undefined || !isOwn(caller, container)) throw notFound('container');
    return container;
  };
  const secretOf = (caller: Caller, entry: unknown): SecretContainerRecord['secrets'][number] => {
    const {name, secret_ref: ref} = isObject(entry) ? entry : {};
    const id = /\/v1\/secrets\/([^/]+)$/.exec(typeof ref === 'string' ? ref : '')?.[1] ?? '';
    const secret = tables.secrets.get(id);
    if (secret === undefined || !isOwn(caller, secret)) throw notFound('secret');
    return {name: typeof name === 'string' ? name : '', secretId: id};
  };
  app.get('/v1/containers', (context) => {
    const containers = [...tables.secretContainers.values()].filter((one) => isOwn(context.var.caller, one)).map(view);
    return context.json({containers, total: containers.length});
  });
  app.post('/v1/containers', async (context) => {
    const {caller} = context.var;
    if (!isMember(caller)) throw new ApiError(403, 'Forbidden', 'Container creation attempt not allowed');
    const body = await jsonBody(context, bad('Malformed JSON'));
    const {name = null, type, secret_refs: refs} = isObject(body) ? body : {};
    const kind = TYPES.find((known) => known === type);
    if (kind === undefined || !Array.isArray(refs)) throw bad(`Container type must be one of: ${TYPES.join(', ')}`);
    const secrets = refs.map((entry: unknown) => secretOf(caller, entry));
    const {id} = cloud.change((work) => {
      const container: SecretContainerRecord = {
        id: work.chance.uuid(),
        projectId: caller.projectId,
        name: typeof name === 'string' ? name : null,
        type: kind,
        secrets,
        createdAt: work.now,
      };
      work.tables.secretContainers.put(container);
      return container;
    });
    return context.json({container_ref: `${base}/v1/containers/${id}`}, 201);
  });
  app.get('/v1/containers/:id', (context) => context.json(view(found(context.var.caller, context.req.param('id')))));
  app.delete('/v1/containers/:id', (context) => {
    const {id} = found(context.var.caller, context.req.param('id'));
    cloud.change((work) => work.tables.secretContainers.delete(id));
    return context.body(null, 204);
  });
}
