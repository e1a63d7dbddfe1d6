import type {
  HealthMonitor,
  L7Policy,
  L7Rule,
  Listener,
  LoadBalancer,
  LoadBalancing,
  Member,
  Pool,
  ProvisioningStatus,
} from './model.ts';

/** One load balancer with what hangs on it, as far as it shall be served. */
export interface Tree {
  readonly loadBalancer: LoadBalancer;
  readonly listeners: readonly ListenerTree[];
  readonly pools: readonly PoolTree[];
}

export interface ListenerTree extends Listener {
  /** By position. */
  readonly policies: readonly PolicyTree[];
}

export interface PolicyTree extends L7Policy {
  readonly rules: readonly L7Rule[];
}

export interface PoolTree extends Pool {
  readonly members: readonly Member[];
  readonly monitor: HealthMonitor | undefined;
}

/** What is being deleted, and what HAProxy has refused, is left out (neutron-lbaas `_include_member`). */
const isServed = (part: {readonly adminStateUp: boolean; readonly provisioningStatus: ProvisioningStatus}): boolean =>
  part.adminStateUp && part.provisioningStatus !== 'PENDING_DELETE' && part.provisioningStatus !== 'ERROR';

/**
 * Undefined where nothing is to be served: HAProxy does not start without a port, so a load balancer is deployed with
 * its first listener (neutron-lbaas `deployable`).
 */
export function treeOf(all: LoadBalancing, loadBalancer: LoadBalancer): Tree | undefined {
  if (!loadBalancer.adminStateUp || loadBalancer.provisioningStatus === 'PENDING_DELETE') return undefined;
  const listeners = Object.values(all.listeners).filter(
    (listener) => listener.loadBalancerId === loadBalancer.id && isServed(listener),
  );
  if (listeners.length === 0) return undefined;
  const pools = Object.values(all.pools).filter((pool) => pool.loadBalancerId === loadBalancer.id && isServed(pool));
  return {
    loadBalancer,
    listeners: listeners.map((listener) => ({...listener, policies: policiesOf(all, listener)})),
    pools: pools.map((pool) => ({
      ...pool,
      members: Object.values(all.members).filter((member) => member.poolId === pool.id && isServed(member)),
      monitor: Object.values(all.healthMonitors).find((monitor) => monitor.poolId === pool.id && isServed(monitor)),
    })),
  };
}

const policiesOf = (all: LoadBalancing, listener: Listener): readonly PolicyTree[] =>
  Object.values(all.l7Policies)
    .filter((policy) => policy.listenerId === listener.id && isServed(policy))
    .toSorted((a, b) => a.position - b.position)
    .map((policy) => ({
      ...policy,
      rules: Object.values(all.l7Rules).filter((rule) => rule.policyId === policy.id && isServed(rule)),
    }));
