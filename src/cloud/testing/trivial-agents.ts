import {isBound} from '../../drivers/neutron/model.ts';
import type {Cloud} from '../cloud.ts';
import {makeReports} from '../reports.ts';

/**
 * Agents for tests of the API alone: every bound port is ACTIVE, every floating IP with a router too, and every server
 * as asked at once, without a node having done anything.
 */
export function trivialAgents(cloud: Cloud): () => void {
  const reports = makeReports(cloud);
  return cloud.store.subscribe((changes) => {
    for (const change of changes) {
      if (change.table === 'ports' && change.after !== undefined) {
        const {id, binding, adminStateUp, status} = change.after;
        const wanted = isBound(binding) && adminStateUp ? 'ACTIVE' : 'DOWN';
        if (status !== wanted && status !== 'N/A') reports.ports([{portId: id, status: wanted}]);
      }
      if (change.table === 'floatingIps' && change.after !== undefined) {
        const {id, routerId} = change.after;
        reports.floatingIps([{floatingIpId: id, status: routerId === null ? 'DOWN' : 'ACTIVE'}]);
      }
      if (change.table === 'firewallGroups' && change.after?.status.startsWith('PENDING_') === true) {
        reports.firewalls([{groupId: change.id, status: 'DONE'}]);
      }
      if (change.table === 'loadBalancers' && change.after?.provisioningStatus.startsWith('PENDING_') === true) {
        const {id: loadBalancerId, revision} = change.after;
        reports.loadBalancers([{loadBalancerId, revision, status: 'ACTIVE'}]);
      }
      if (change.table === 'servers' && change.after !== undefined && change.after.task !== null) {
        const {id, power} = change.after;
        reports.instance({instanceId: id, state: power});
      }
    }
  });
}
