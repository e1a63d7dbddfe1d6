import type {CloudChange} from '../../cloud/store/store.ts';
import type {RecordChange} from './timeline.ts';

/** Bookkeeping that changes with everything, and what a secret holds. */
const UNTOLD: ReadonlySet<string> = new Set([
  'id',
  'createdAt',
  'updatedAt',
  'revisionNumber',
  'projectId',
  'userId',
  'payload',
]);

/** What tells most of a record that came; of other tables, everything that is no bookkeeping. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  networks: ['networkType', 'physicalNetwork', 'segmentationId', 'mtu', 'external', 'shared'],
  subnets: ['cidr', 'gatewayIp', 'enableDhcp', 'networkId'],
  ports: ['deviceOwner', 'macAddress', 'fixedIps', 'binding', 'status', 'networkId'],
  servers: ['instanceName', 'host', 'status', 'portIds'],
  agents: ['kind', 'host', 'alive'],
};

/** Tables that only keep count or note what was done. */
const HIDDEN: ReadonlySet<string> = new Set(['counters', 'quotas', 'grants', 'serverActions', 'endedServers']);

/** Changes of the store as a learner reads them. */
export const recordChanges = (changes: readonly CloudChange[]): readonly RecordChange[] =>
  changes.flatMap(({table, id, before, after}) => {
    if (HIDDEN.has(table)) return [];
    const [old, now] = [before, after].map((record) => record as Readonly<Record<string, unknown>> | undefined);
    const record = now ?? old ?? {};
    const name = typeof record['name'] === 'string' ? record['name'] : '';
    const how = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    const fields = how === 'removed' ? [] : fieldsOf(table, old, now ?? {});
    // Only its revision: a network gets a new one with each of its subnets.
    return how === 'changed' && fields.length === 0 ? [] : [{table, id, name, how, fields}];
  });

function fieldsOf(
  table: string,
  old: Readonly<Record<string, unknown>> | undefined,
  now: Readonly<Record<string, unknown>>,
): RecordChange['fields'] {
  const names = new Set([...Object.keys(old ?? {}), ...Object.keys(now)].filter((name) => !UNTOLD.has(name)));
  if (old === undefined) {
    const telling = TELLING[table] ?? [...names].filter((name) => name !== 'name');
    return telling.flatMap((field) => {
      const after = printed(now[field]);
      return after === '' ? [] : [{field, after}];
    });
  }
  return [...names].flatMap((field) => {
    const [before, after] = [printed(old[field]), printed(now[field])];
    return before === after ? [] : [{field, before, after}];
  });
}

/** Addresses and hosts as people write them, everything else as JSON. */
function printed(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(printed).join(', ');
  if (typeof value === 'object') {
    const {ipAddress, host, vifType} = value as Readonly<Record<string, unknown>>;
    if (typeof ipAddress === 'string') return ipAddress;
    if (typeof host === 'string' && typeof vifType === 'string') return host === '' ? vifType : `${vifType} on ${host}`;
  }
  return JSON.stringify(value);
}
