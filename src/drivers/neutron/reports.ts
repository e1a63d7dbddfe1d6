import type {PortReport} from './driver.ts';
import type {Intent} from './memory.ts';
import type {Failures} from './failures.ts';
import type {LoadBalancerReport} from './lbaas/model.ts';
import type {InstanceReport} from './work.ts';

/** What the bridge agent tells of the ports it was asked to see to. */
export function portReports({linuxbridge, cloud, node}: Intent, {of, all}: Failures): readonly PortReport[] {
  const reports: PortReport[] = [];
  for (const item of Object.values(linuxbridge.present)) {
    if (item.kind === 'tap') {
      const reason = all ?? of.get(`port ${item.portId}`) ?? of.get(`network ${item.networkId}`) ?? of.get('port ');
      const {portId} = item;
      if (reason !== undefined) reports.push({portId, status: 'ERROR', reason});
      else reports.push({portId, status: item.up ? 'ACTIVE' : 'DOWN'});
    }
    if (item.kind === 'unfit') {
      for (const port of Object.values(cloud.ports))
        if (port.networkId === item.networkId && port.binding.host === node)
          reports.push({portId: port.id, status: 'ERROR', reason: item.reason});
    }
  }
  for (const item of Object.values(linuxbridge.absent))
    if (item.kind === 'tap' && cloud.ports[item.portId] !== undefined)
      reports.push({portId: item.portId, status: 'DOWN'});
  return reports;
}

export const instanceReports = ({instances}: Intent, {of, all}: Failures): readonly InstanceReport[] =>
  Object.values(instances.present).map(({instanceId, power, interfaces}) => {
    const reason =
      all ??
      of.get(`server ${instanceId}`) ??
      interfaces.map((card) => of.get(`port ${card.portId}`)).find((why) => why !== undefined);
    if (reason !== undefined) return {instanceId, status: 'ERROR', reason};
    return {instanceId, status: power === 'running' ? 'ACTIVE' : 'SHUTOFF'};
  });

/** One for each load balancer that the agent was asked to see to, also where it had nothing to do. */
export const loadBalancerReports = ({lbaas}: Intent, {of, all}: Failures): readonly LoadBalancerReport[] =>
  Object.values(lbaas.present).flatMap((item): readonly LoadBalancerReport[] => {
    if (item.kind === 'plug') return [];
    const {loadBalancerId, revision} = item;
    const reason =
      all ??
      of.get(`loadbalancer ${loadBalancerId}`) ??
      (item.kind === 'serve' ? of.get(`port ${item.portId}`) : undefined);
    if (reason !== undefined) return [{loadBalancerId, revision, status: 'ERROR', reason}];
    return [{loadBalancerId, revision, status: 'ACTIVE'}];
  });
