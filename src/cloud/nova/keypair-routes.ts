import {createHash, generateKeyPair} from 'node:crypto';
import {promisify} from 'node:util';
import type {Hono} from 'hono';
import {z} from 'zod';
import type {Cloud} from '../cloud.ts';
import {jsonBody} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import type {KeypairRecord} from '../store/records.ts';
import {novaErrors} from './errors.ts';
import {parseNova} from './server-request.ts';

const schema = z.object({
  keypair: z.object({
    name: z.string().regex(/^[\w .@-]{1,255}$/, 'Only letters, digits, spaces and _-.@ are allowed'),
    public_key: z.string().nullish(),
  }),
});

const view = (keypair: KeypairRecord) => ({
  name: keypair.name,
  public_key: keypair.publicKey,
  fingerprint: keypair.fingerprint,
});

/** A user's keys. Without a public key Nova makes a pair and hands out the private half once. */
export function keypairRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const found = (userId: string, name: string): KeypairRecord => {
    const keypair = tables.keypairs.get(`${userId} ${name}`);
    if (keypair === undefined) throw novaErrors.notFound(`Keypair ${name} not found for user ${userId}`);
    return keypair;
  };
  app.get('/v2.1/os-keypairs', (context) => {
    const mine = tables.keypairs.find('user', context.var.caller.userId);
    return context.json({keypairs: mine.map((keypair) => ({keypair: view(keypair)}))});
  });
  app.get('/v2.1/os-keypairs/:name', (context) => {
    const keypair = found(context.var.caller.userId, context.req.param('name'));
    return context.json({keypair: {...view(keypair), user_id: keypair.userId, deleted: false, id: 1}});
  });
  app.post('/v2.1/os-keypairs', async (context) => {
    const {keypair: wanted} = parseNova(schema, await jsonBody(context, novaErrors.malformed()));
    const {userId} = context.var.caller;
    const made = wanted.public_key === undefined || wanted.public_key === null ? await makePair() : undefined;
    const publicKey = made?.publicKey ?? wanted.public_key ?? '';
    const fingerprint = fingerprintOf(publicKey);
    if (fingerprint === undefined)
      throw novaErrors.badRequest('Keypair data is invalid: failed to generate fingerprint');
    const record = cloud.change((work): KeypairRecord => {
      const id = `${userId} ${wanted.name}`;
      if (work.tables.keypairs.get(id) !== undefined) {
        throw novaErrors.conflict(`Key pair '${wanted.name}' already exists.`);
      }
      const limit = cloud.plan.quotas['key_pairs'] ?? -1;
      if (limit >= 0 && work.tables.keypairs.count('user', userId) >= limit) {
        throw novaErrors.overQuota('key_pairs', 1, limit, limit);
      }
      const keypair = {id, userId, name: wanted.name, publicKey, fingerprint};
      work.tables.keypairs.put(keypair);
      return keypair;
    });
    return context.json({
      keypair: {...view(record), user_id: userId, ...(made !== undefined && {private_key: made.privateKey})},
    });
  });
  app.delete('/v2.1/os-keypairs/:name', (context) => {
    const {id} = found(context.var.caller.userId, context.req.param('name'));
    cloud.change((work) => work.tables.keypairs.delete(id));
    return context.body(null, 202);
  });
}

/** MD5 of the key's body, as OpenSSH used to print it and Nova still does. */
function fingerprintOf(publicKey: string): string | undefined {
  const [type = '', body = ''] = publicKey.trim().split(/\s+/);
  const bytes = Buffer.from(body, 'base64');
  if (!/^(ssh-|ecdsa-|sk-)/.test(type) || bytes.length < 16) return undefined;
  return createHash('md5').update(bytes).digest('hex').match(/../g)?.join(':');
}

const generate = promisify(generateKeyPair);

async function makePair(): Promise<{readonly publicKey: string; readonly privateKey: string}> {
  const pair = await generate('rsa', {modulusLength: 2048});
  const {e = '', n = ''} = pair.publicKey.export({format: 'jwk'});
  const body = Buffer.concat([field(Buffer.from('ssh-rsa')), field(number(e)), field(number(n))]);
  return {
    publicKey: `ssh-rsa ${body.toString('base64')} Generated-by-Nova`,
    privateKey: pair.privateKey.export({type: 'pkcs1', format: 'pem'}).toString(),
  };
}

/** A string of the SSH wire format (RFC 4251). */
function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A positive number of the same format: never with its highest bit set. */
function number(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64url');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}
