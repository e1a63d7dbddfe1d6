import {z} from 'zod';
import {schemaFault} from '../rest/schema-words.ts';
import {represent, show} from '../neutron/python-text.ts';
import {isUuid} from '../neutron/validators.ts';
import {novaErrors} from './errors.ts';

/** One interface a server is to have: a port that is there, or a network with or without an address. */
export interface WantedNetwork {
  readonly networkId?: string;
  readonly portId?: string;
  readonly fixedIp?: string;
}

export interface WantedServer {
  readonly name: string;
  readonly flavorId: string;
  readonly imageId: string;
  /** Undefined: Nova chooses. */
  readonly networks: readonly WantedNetwork[] | 'none' | undefined;
  readonly availabilityZone: string | undefined;
  readonly keyName: string | undefined;
  readonly userData: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** Names or ids. */
  readonly securityGroups: readonly string[];
  /** How many at once. */
  readonly count: number;
}

/** Nova's limit for user data, in characters of Base64. */
const LONGEST_USER_DATA = 65_535;
const MOST_AT_ONCE = 20;

const count = z.union([z.number(), z.string().regex(/^\d{1,9}$/)]).transform(Number);
const network = z.strictObject({
  uuid: z.string().nullish(),
  port: z.string().nullish(),
  fixed_ip: z.string().nullish(),
});
/** What Nova knows besides (api/openstack/compute/schemas/servers.py); a namespace has no use for it. */
const ignored = z.unknown().optional();
const hints = {'os:scheduler_hints': ignored, 'OS-SCH-HNT:scheduler_hints': ignored};
const schema = z.strictObject({
  ...hints,
  server: z.strictObject({
    accessIPv4: ignored,
    accessIPv6: ignored,
    adminPass: ignored,
    block_device_mapping: ignored,
    config_drive: ignored,
    'OS-DCF:diskConfig': ignored,
    personality: ignored,
    return_reservation_id: ignored,
    name: z.string().trim().min(1).max(255),
    flavorRef: z.union([z.string().min(1), z.number()]).transform(String),
    imageRef: z.string().optional(),
    block_device_mapping_v2: z
      .array(z.looseObject({uuid: z.string().nullish(), source_type: z.string().optional()}))
      .optional(),
    networks: z.union([z.array(network), z.enum(['auto', 'none'])]).optional(),
    availability_zone: z.string().nullish(),
    key_name: z.string().nullish(),
    user_data: z.string().max(LONGEST_USER_DATA).nullish(),
    metadata: z.record(z.string().max(255), z.string().max(255)).optional(),
    security_groups: z.array(z.looseObject({name: z.string().min(1).max(255)})).optional(),
    min_count: count.optional(),
    max_count: count.optional(),
  }),
});

export function readServer(body: unknown): WantedServer {
  const {server} = parseNova(schema, body);
  const imageId =
    server.imageRef ?? server.block_device_mapping_v2?.find((device) => device.source_type === 'image')?.uuid;
  if (imageId === undefined || imageId === null || !isUuid(imageId)) {
    throw novaErrors.badRequest('Invalid imageRef provided.');
  }
  const wanted = Math.max(server.min_count ?? 1, server.max_count ?? 1);
  if ((server.min_count ?? 1) > (server.max_count ?? wanted)) {
    throw novaErrors.badRequest('min_count must be <= max_count');
  }
  if (wanted < 1 || wanted > MOST_AT_ONCE) {
    throw novaErrors.badRequest(`Invalid input for field/attribute max_count. Value: ${wanted}.`);
  }
  return {
    name: server.name,
    flavorId: server.flavorRef,
    imageId,
    networks:
      server.networks === 'auto'
        ? undefined
        : server.networks === 'none'
          ? 'none'
          : server.networks?.map(wantedNetwork),
    availabilityZone: server.availability_zone ?? undefined,
    keyName: server.key_name ?? undefined,
    userData: server.user_data ?? undefined,
    metadata: server.metadata ?? {},
    securityGroups: server.security_groups?.map((group) => group.name) ?? [],
    count: wanted,
  };
}

function wantedNetwork(wanted: z.infer<typeof network>): WantedNetwork {
  if (wanted.port !== undefined && wanted.port !== null) {
    if (!isUuid(wanted.port)) {
      const why = `${represent(wanted.port)} is not valid under any of the given schemas`;
      throw novaErrors.badRequest(invalidField('port', wanted.port, why));
    }
    return {portId: wanted.port};
  }
  if (typeof wanted.uuid === 'string' && !isUuid(wanted.uuid)) {
    throw novaErrors.badRequest(invalidField('uuid', wanted.uuid, `${represent(wanted.uuid)} is not a 'uuid'`));
  }
  if (typeof wanted.uuid !== 'string') {
    throw novaErrors.badRequest(
      `Bad networks format: network uuid is not in proper format (${represent(wanted.uuid)})`,
    );
  }
  return {networkId: wanted.uuid, ...(typeof wanted.fixed_ip === 'string' && {fixedIp: wanted.fixed_ip})};
}

/** Reads a body by a schema; a refusal names the field and the value, as Nova's own schemas do. */
export function parseNova<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined || body === null) throw novaErrors.malformed();
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const {path, value, message} = schemaFault(read.error, body);
  const field = path.at(-1);
  throw novaErrors.badRequest(field === undefined ? message : invalidField(field, value, message));
}

const invalidField = (field: string, value: unknown, message: string): string =>
  `Invalid input for field/attribute ${field}. Value: ${show(value)}. ${message}`;
