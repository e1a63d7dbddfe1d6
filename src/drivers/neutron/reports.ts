import type {PortReport} from './driver.ts';
import type {Intent} from './memory.ts';
import type {Failures} from './failures.ts';
import {filterOf} from './port-filter/plan.ts';
import type {InstanceReport} from './work.ts';

/** What the bridge agent tells of the ports it was asked to see to. */
export function portReports(
  {linuxbridge, portFilter, cloud, node}: Intent,
  {of, all}: Failures,
): readonly PortReport[] {
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
  // A rule of a group came or went, and with it what a port that stays wired is refused for.
  for (const {
    port: {id},
  } of filterOf(portFilter)?.ports ?? []) {
    const port = cloud.ports[id];
    const reason = of.get(`port ${id}`);
    if (port === undefined || linuxbridge.present[`tap ${id}`] !== undefined || all !== undefined) continue;
    if (reason !== undefined) reports.push({portId: id, status: 'ERROR', reason});
    else if (port.status === 'ERROR') reports.push({portId: id, status: port.adminStateUp ? 'ACTIVE' : 'DOWN'});
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
