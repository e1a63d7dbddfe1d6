import type {Cloud} from '../../cloud/cloud.ts';
import type {KnownThings} from './references.ts';

/** Table of the store → what references call it. */
const REMEMBERED = {
  networks: 'networks',
  subnets: 'subnets',
  ports: 'ports',
  routers: 'routers',
  servers: 'instances',
} as const;

/** Remembers what was deleted: a lab still wants to say “the bridge of the network that was deleted is gone”. */
export function rememberThings(cloud: Cloud): KnownThings {
  const gone: Record<(typeof REMEMBERED)[keyof typeof REMEMBERED], Record<string, unknown>> = {
    networks: {},
    subnets: {},
    ports: {},
    routers: {},
    instances: {},
  };
  cloud.store.subscribe((changes) => {
    for (const {table, id, before, after} of changes) {
      if (!(table in REMEMBERED)) continue;
      const records = gone[REMEMBERED[table as keyof typeof REMEMBERED]];
      if (after === undefined) records[id] = before;
      else Reflect.deleteProperty(records, id);
    }
  });
  return {
    get state() {
      return cloud.state;
    },
    gone: gone as unknown as KnownThings['gone'],
  };
}
