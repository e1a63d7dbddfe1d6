import type {LoadBalancerHealth} from '../../drivers/neutron/lbaas/model.ts';
import type {ListenerRecord, LoadBalancerRecord, OperatingStatus, PoolRecord} from '../store/records.ts';
import type {Work} from '../work.ts';

/**
 * Turns what a haproxy said into operating statuses, by the rules of Octavia's health manager (`heartbeat_udp.py`).
 * In one case it is stricter: where no haproxy answers at all the load balancer is in ERROR, because nobody here
 * replaces it as Octavia would.
 */
export function applyHealth(work: Work, health: LoadBalancerHealth): void {
  const {tables} = work;
  const balancer = tables.loadBalancers.get(health.loadBalancerId);
  if (balancer === undefined) return;
  let status: OperatingStatus = !balancer.adminStateUp ? 'OFFLINE' : health.isRunning ? 'ONLINE' : 'ERROR';
  const worsen = (to: 'DEGRADED' | 'ERROR') => {
    if (status === 'ONLINE' || (status === 'DEGRADED' && to === 'ERROR')) status = to;
  };
  for (const listener of tables.listeners.find('balancer', balancer.id)) {
    const operatingStatus = listenerStatus(health.listeners[listener.id], listener, balancer);
    if (operatingStatus === 'DEGRADED') worsen('DEGRADED');
    if (operatingStatus !== listener.operatingStatus) tables.listeners.put({...listener, operatingStatus});
    countTraffic(work, listener, health);
  }
  for (const pool of tables.pools.find('balancer', balancer.id)) {
    const operatingStatus = applyPool(work, pool, health);
    if (operatingStatus === 'ERROR' || operatingStatus === 'DEGRADED') worsen(operatingStatus);
    if (operatingStatus !== pool.operatingStatus) tables.pools.put({...pool, operatingStatus});
  }
  if (status !== balancer.operatingStatus) tables.loadBalancers.put({...balancer, operatingStatus: status});
}

/** OPEN takes connections, FULL has as many as it may have; one that is missing should be there or not. */
function listenerStatus(
  said: string | undefined,
  listener: ListenerRecord,
  balancer: LoadBalancerRecord,
): OperatingStatus {
  if (said === 'OPEN') return 'ONLINE';
  if (said === 'FULL') return 'DEGRADED';
  if (said !== undefined) return listener.operatingStatus;
  return listener.adminStateUp && balancer.provisioningStatus === 'ACTIVE' ? 'ERROR' : 'OFFLINE';
}

function applyPool({tables}: Work, pool: PoolRecord, health: LoadBalancerHealth): OperatingStatus {
  const said = health.pools[pool.id];
  let status: OperatingStatus = said === 'UP' ? 'ONLINE' : said === 'DOWN' ? 'ERROR' : 'OFFLINE';
  for (const member of tables.members.find('pool', pool.id)) {
    const operatingStatus = memberStatus(health.members[member.id], member.operatingStatus);
    if (operatingStatus === 'ERROR' && status === 'ONLINE') status = 'DEGRADED';
    if (operatingStatus !== member.operatingStatus) tables.members.put({...member, operatingStatus});
  }
  return status;
}

/** `UP 1/3` is on the way down, `DOWN 1/2` on the way up. */
function memberStatus(said: string | undefined, before: OperatingStatus): OperatingStatus {
  if (said === undefined) return before === 'NO_MONITOR' ? before : 'OFFLINE';
  if (said.startsWith('UP')) return 'ONLINE';
  if (said.startsWith('DOWN')) return 'ERROR';
  if (said === 'DRAIN') return 'DRAINING';
  if (said === 'MAINT') return 'OFFLINE';
  return said === 'no check' ? 'NO_MONITOR' : before;
}

function countTraffic({tables}: Work, {id}: ListenerRecord, health: LoadBalancerHealth): void {
  const news = health.traffic[id];
  if (news === undefined) return;
  const before = tables.listenerTraffic.get(id);
  tables.listenerTraffic.put({
    id,
    activeConnections: news.activeConnections,
    totalConnections: (before?.totalConnections ?? 0) + news.totalConnections,
    bytesIn: (before?.bytesIn ?? 0) + news.bytesIn,
    bytesOut: (before?.bytesOut ?? 0) + news.bytesOut,
    requestErrors: (before?.requestErrors ?? 0) + news.requestErrors,
  });
}
