import type {Cloud} from '../../cloud/cloud.ts';
import type {KnownThings} from './references.ts';

/** Table of the store → what references call it. */
const REMEMBERED = {
  networks: 'networks',
  subnets: 'subnets',
  ports: 'ports',
  routers: 'routers',
  servers: 'instances',
  securityGroups: 'securityGroups',
  qosPolicies: 'qosPolicies',
  firewallGroups: 'firewallGroups',
  firewallPolicies: 'firewallPolicies',
  firewallRules: 'firewallRules',
} as const;

/** The same, of load balancing. */
const REMEMBERED_BALANCING: ReadonlySet<string> = new Set([
  'loadBalancers',
  'listeners',
  'pools',
  'members',
  'healthMonitors',
]);

/** Remembers what was deleted: a lab still wants to say “the bridge of the network that was deleted is gone”. */
export function rememberThings(cloud: Cloud): KnownThings {
  const gone: Record<(typeof REMEMBERED)[keyof typeof REMEMBERED], Record<string, unknown>> = {
    networks: {},
    subnets: {},
    ports: {},
    routers: {},
    instances: {},
    securityGroups: {},
    qosPolicies: {},
    firewallGroups: {},
    firewallPolicies: {},
    firewallRules: {},
  };
  const goneBalancing: Record<string, Record<string, unknown>> = {};
  cloud.store.subscribe((changes) => {
    for (const {table, id, before, after} of changes) {
      const records = REMEMBERED_BALANCING.has(table)
        ? (goneBalancing[table] ??= {})
        : (gone[REMEMBERED[table as keyof typeof REMEMBERED]] as Record<string, unknown> | undefined);
      if (records === undefined) continue;
      if (after === undefined) records[id] = before;
      else Reflect.deleteProperty(records, id);
    }
  });
  return {
    get state() {
      return cloud.state;
    },
    gone: {...gone, loadBalancing: goneBalancing} as unknown as KnownThings['gone'],
  };
}
