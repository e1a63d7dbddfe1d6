import type {Caller} from '../caller.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {
  sees,
  visibleBalancer,
  visibleListener,
  visibleMember,
  visibleMonitor,
  visiblePolicy,
  visiblePool,
  visibleRule,
} from './access.ts';
import type {Fields, Values} from './body.ts';
import {HEALTH_MONITOR, L7_POLICY, L7_RULE, LISTENER, LOAD_BALANCER, MEMBER, POOL} from './fields.ts';
import {createMonitor, deleteMonitor, updateMonitor} from './health-monitors.ts';
import {createPolicy, createRule, deletePolicy, deleteRule, updatePolicy, updateRule} from './l7.ts';
import {createListener, deleteListener, updateListener} from './listeners.ts';
import {createBalancer, deleteBalancer, updateBalancer} from './load-balancers.ts';
import {createMember, deleteMember, updateMember} from './members.ts';
import {createPool, deletePool, updatePool} from './pools.ts';
import {viewBalancer, viewListener, viewMember, viewMonitor, viewPolicy, viewPool, viewRule} from './views.ts';
import type {View} from './views.ts';

/** One kind of object. `parent` is the id in the path that it hangs on; empty where its path names none. */
export interface Collection {
  /** Under `/lbaas/`. */
  readonly path: string;
  readonly plural: string;
  readonly root: string;
  /** What Octavia's code calls a request's object. */
  readonly argument: string;
  readonly fields: Fields;
  list(tables: Tables, caller: Caller, parent: string): readonly View[];
  show(tables: Tables, caller: Caller, id: string, parent: string): View;
  create(work: Work, caller: Caller, values: Values, parent: string): {readonly id: string};
  update(work: Work, caller: Caller, id: string, values: Values, parent: string): void;
  delete(work: Work, caller: Caller, id: string, parent: string, query: URLSearchParams): void;
}

/** The records of a table that the caller may see. */
const seen = <R extends {readonly projectId: string}>(
  table: {values(): IterableIterator<R>},
  caller: Caller,
): readonly R[] => [...table.values()].filter((record) => sees(caller, record));

/** The records that hang on one, in the order they were made. */
const of = <K extends string, R extends Readonly<Record<K, string>>>(
  table: {values(): IterableIterator<R>},
  key: K,
  parent: string,
): readonly R[] => [...table.values()].filter((record) => record[key] === parent);

const isTrue = (word: string | null): boolean =>
  ['1', 't', 'true', 'on', 'y', 'yes'].includes((word ?? '').toLowerCase());

export const COLLECTIONS: readonly Collection[] = [
  {
    path: 'loadbalancers',
    plural: 'loadbalancers',
    root: 'loadbalancer',
    argument: 'load_balancer',
    fields: LOAD_BALANCER,
    list: (tables, caller) => seen(tables.loadBalancers, caller).map((one) => viewBalancer(tables, one)),
    show: (tables, caller, id) => viewBalancer(tables, visibleBalancer(tables, caller, id)),
    create: createBalancer,
    update: (work, caller, id, values) =>
      updateBalancer(work, caller, visibleBalancer(work.tables, caller, id), values),
    delete: (work, caller, id, _parent, query) =>
      deleteBalancer(work, caller, visibleBalancer(work.tables, caller, id), isTrue(query.get('cascade'))),
  },
  {
    path: 'listeners',
    plural: 'listeners',
    root: 'listener',
    argument: 'listener_',
    fields: LISTENER,
    list: (tables, caller) => seen(tables.listeners, caller).map((one) => viewListener(tables, one)),
    show: (tables, caller, id) => viewListener(tables, visibleListener(tables, caller, id)),
    create: createListener,
    update: (work, caller, id, values) =>
      updateListener(work, caller, visibleListener(work.tables, caller, id), values),
    delete: (work, caller, id) => deleteListener(work, caller, visibleListener(work.tables, caller, id)),
  },
  {
    path: 'pools',
    plural: 'pools',
    root: 'pool',
    argument: 'pool_',
    fields: POOL,
    list: (tables, caller) => seen(tables.pools, caller).map((one) => viewPool(tables, one)),
    show: (tables, caller, id) => viewPool(tables, visiblePool(tables, caller, id)),
    create: createPool,
    update: (work, caller, id, values) => updatePool(work, caller, visiblePool(work.tables, caller, id), values),
    delete: (work, caller, id) => deletePool(work, caller, visiblePool(work.tables, caller, id)),
  },
  {
    path: 'pools/:parent/members',
    plural: 'members',
    root: 'member',
    argument: 'member_',
    fields: MEMBER,
    list: (tables, caller, pool) =>
      of(tables.members, 'poolId', visiblePool(tables, caller, pool).id).map((one) => viewMember(one)),
    show: (tables, caller, id, pool) => viewMember(visibleMember(tables, caller, pool, id)),
    create: (work, caller, values, pool) => createMember(work, caller, visiblePool(work.tables, caller, pool), values),
    update: (work, caller, id, values, pool) =>
      updateMember(
        work,
        caller,
        visiblePool(work.tables, caller, pool),
        visibleMember(work.tables, caller, pool, id),
        values,
      ),
    delete: (work, caller, id, pool) =>
      deleteMember(work, caller, visiblePool(work.tables, caller, pool), visibleMember(work.tables, caller, pool, id)),
  },
  {
    path: 'healthmonitors',
    plural: 'healthmonitors',
    root: 'healthmonitor',
    argument: 'health_monitor_',
    fields: HEALTH_MONITOR,
    list: (tables, caller) => seen(tables.healthMonitors, caller).map((one) => viewMonitor(one)),
    show: (tables, caller, id) => viewMonitor(visibleMonitor(tables, caller, id)),
    create: createMonitor,
    update: (work, caller, id, values) => updateMonitor(work, caller, visibleMonitor(work.tables, caller, id), values),
    delete: (work, caller, id) => deleteMonitor(work, caller, visibleMonitor(work.tables, caller, id)),
  },
  {
    path: 'l7policies',
    plural: 'l7policies',
    root: 'l7policy',
    argument: 'l7policy_',
    fields: L7_POLICY,
    list: (tables, caller) => seen(tables.l7Policies, caller).map((one) => viewPolicy(tables, one)),
    show: (tables, caller, id) => viewPolicy(tables, visiblePolicy(tables, caller, id)),
    create: createPolicy,
    update: (work, caller, id, values) => updatePolicy(work, caller, visiblePolicy(work.tables, caller, id), values),
    delete: (work, caller, id) => deletePolicy(work, caller, visiblePolicy(work.tables, caller, id)),
  },
  {
    path: 'l7policies/:parent/rules',
    plural: 'rules',
    root: 'rule',
    argument: 'rule_',
    fields: L7_RULE,
    list: (tables, caller, policy) =>
      of(tables.l7Rules, 'policyId', visiblePolicy(tables, caller, policy).id).map((one) => viewRule(one)),
    show: (tables, caller, id, policy) => viewRule(visibleRule(tables, caller, policy, id)),
    create: (work, caller, values, policy) =>
      createRule(work, caller, visiblePolicy(work.tables, caller, policy), values),
    update: (work, caller, id, values, policy) =>
      updateRule(
        work,
        caller,
        visiblePolicy(work.tables, caller, policy),
        visibleRule(work.tables, caller, policy, id),
        values,
      ),
    delete: (work, caller, id, policy) =>
      deleteRule(
        work,
        caller,
        visiblePolicy(work.tables, caller, policy),
        visibleRule(work.tables, caller, policy, id),
      ),
  },
];
