import type {FloatingIpReport, PortReport} from './driver.ts';
import type {Intent} from './memory.ts';
import type {Failures} from './failures.ts';
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

/** What the L3 agent tells of floating IPs: those of its routers work or do not, and those without a router are DOWN. */
export function floatingIpReports({l3, cloud}: Intent, {of, all}: Failures): readonly FloatingIpReport[] {
  const routers = Object.values(l3.present);
  if (routers.length + Object.keys(l3.absent).length === 0) return [];
  const reports = new Map<string, FloatingIpReport['status']>();
  for (const {id, routerId} of Object.values(cloud.floatingIps ?? {})) if (routerId === null) reports.set(id, 'DOWN');
  for (const {routerId, interfaces, floatingIps, forwardings} of routers) {
    const failed =
      all !== undefined || of.has(`router ${routerId}`) || interfaces.some(({portId}) => of.has(`port ${portId}`));
    for (const {floatingIpId} of [...floatingIps, ...forwardings])
      reports.set(floatingIpId, failed ? 'ERROR' : 'ACTIVE');
  }
  return [...reports]
    .filter(([id, status]) => cloud.floatingIps?.[id]?.status !== status)
    .map(([floatingIpId, status]) => ({floatingIpId, status}));
}
