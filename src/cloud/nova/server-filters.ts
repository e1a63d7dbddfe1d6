import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {ServerRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {novaErrors} from './errors.ts';
import {ZONE} from './scheduler.ts';
import {POWER_STATES, vmState} from './server-view.ts';

/** Nova takes names and addresses as patterns; here they are parts of the text, which no pattern can make slow. */
const plain = (text: string): string => text.replace(/^\^/, '').replace(/\$$/, '').replaceAll(/\\(.)/g, '$1');

/** What everybody may ask for; the rest is left out of others' queries without a word, as Nova does. */
const FOR_ALL: readonly string[] = ['name', 'status', 'image', 'flavor', 'ip', 'changes-since'];

type Filter = (value: string) => boolean;

/** @throws badRequest for a time that is none */
export function serverFilter(
  tables: Tables,
  caller: Caller,
  query: URLSearchParams,
): (server: ServerRecord) => boolean {
  for (const time of query.getAll('changes-since')) {
    if (!/^\d{4}-\d\d-\d\d/.test(time) || Number.isNaN(Date.parse(time))) {
      throw novaErrors.badRequest(
        `Invalid input for query parameters changes-since. Value: ${time}. '${time}' is not a 'date-time'`,
      );
    }
  }
  // Nothing is ever kept of a deleted server.
  if (isTrue(query.get('deleted') ?? undefined)) return () => false;
  return (server) =>
    Object.entries(filtersOf(tables, server)).every(([key, holds]) => {
      if (!isAdmin(caller) && !FOR_ALL.includes(key)) return true;
      const values = query.getAll(key).filter((value) => value !== '');
      return values.length === 0 || values.some(holds);
    });
}

function filtersOf(tables: Tables, server: ServerRecord): Readonly<Record<string, Filter>> {
  const addresses = server.portIds
    .flatMap((id) => tables.ports.get(id)?.fixedIps ?? [])
    .map(({ipAddress}) => ipAddress);
  const hasAddress = (isWanted: (address: string) => boolean) => (value: string) =>
    addresses.some((address) => isWanted(address) && address.includes(plain(value)));
  const has =
    (text: string | null): Filter =>
    (value) =>
      text?.includes(plain(value)) === true;
  const is =
    (text: string | null): Filter =>
    (value) =>
      text === value;
  return {
    name: has(server.name),
    status: (value) => server.status === value.toUpperCase(),
    vm_state: is(vmState(server)),
    task_state: is(server.task),
    power_state: is(String(POWER_STATES[server.status])),
    host: is(server.host),
    node: has(server.host),
    flavor: is(server.flavorId),
    image: is(server.imageId),
    project_id: is(server.projectId),
    tenant_id: is(server.projectId),
    user_id: is(server.userId),
    uuid: is(server.id),
    key_name: has(server.keyName),
    availability_zone: has(server.host === '' ? null : ZONE),
    instance_name: is(server.instanceName),
    ip: hasAddress((address) => !address.includes(':')),
    ip6: hasAddress((address) => address.includes(':')),
    'changes-since': (value) => Date.parse(server.updatedAt) >= Date.parse(value),
  };
}

export const isTrue = (value: string | undefined): boolean =>
  value !== undefined && ['1', 'true', 'yes', 'on', 't', 'y'].includes(value.toLowerCase());

const SORT_KEYS: Readonly<Record<string, (server: ServerRecord) => string>> = {
  created_at: (server) => server.createdAt,
  display_name: (server) => server.name,
  host: (server) => server.host,
  image_ref: (server) => server.imageId,
  instance_type_id: (server) => server.flavorId,
  key_name: (server) => server.keyName ?? '',
  launched_at: (server) => server.launchedAt ?? '',
  power_state: (server) => String(POWER_STATES[server.status]),
  project_id: (server) => server.projectId,
  task_state: (server) => server.task ?? '',
  updated_at: (server) => server.updatedAt,
  user_id: (server) => server.userId,
  uuid: (server) => server.id,
  vm_state: vmState,
};

/** As the query wants them, the youngest first without a wish; of equals the youngest comes first. */
export function sorted(servers: readonly ServerRecord[], query: URLSearchParams): readonly ServerRecord[] {
  const dirs = query.getAll('sort_dir');
  const order = query.getAll('sort_key').flatMap((key, place) => {
    const of = Object.hasOwn(SORT_KEYS, key) ? SORT_KEYS[key] : undefined;
    if (of === undefined) {
      throw novaErrors.badRequest(
        `Invalid input for query parameters sort_key. Value: ${key}. '${key}' is not one of [${Object.keys(SORT_KEYS)
          .map((known) => `'${known}'`)
          .join(', ')}]`,
      );
    }
    return [{of, sign: (dirs[place] ?? dirs.at(-1) ?? 'desc') === 'asc' ? 1 : -1}];
  });
  return servers.toReversed().toSorted((a, b) => {
    for (const {of, sign} of order) {
      const [left, right] = [of(a), of(b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}
