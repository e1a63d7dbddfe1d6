import {isReplicated} from './model.ts';
import type {FirewallReport, FloatingIpReport, NodeFindings, PortReport} from './driver.ts';
import type {LinuxbridgeItem} from './linuxbridge/plan.ts';
import type {Intent} from './memory.ts';
import {findDatabase} from './openvswitch/found.ts';
import type {OpenvswitchItem} from './openvswitch/plan.ts';
import type {Items} from './wanted.ts';
import type {Failures} from './failures.ts';
import type {LoadBalancerReport} from './lbaas/model.ts';
import {filterOf} from './port-filter/plan.ts';
import {known, ownNamespace} from './reading.ts';
import type {InstanceReport} from './work.ts';

/** A port that several nodes have is told of by the one that it is bound to. */
const tellsOf = ({cloud, node}: Intent, portId: string): boolean => {
  const port = cloud.ports[portId];
  return port === undefined || !isReplicated(cloud, port) || port.binding.host === node;
};

/** What the node's bridge or switch agent was asked to see to. */
const wiring = ({linuxbridge, openvswitch}: Intent): Items<LinuxbridgeItem | OpenvswitchItem> => ({
  ...linuxbridge.present,
  ...openvswitch.present,
});

/** Of ports that the bridge agent takes up: what the server notes when an agent asks for their details (plugins/ml2/rpc.py). */
export const takenUp = (intent: Intent): readonly PortReport[] =>
  Object.values(wiring(intent)).flatMap((item): readonly PortReport[] => {
    if (item.kind !== 'tap' || !item.up || !tellsOf(intent, item.portId)) return [];
    const status = intent.cloud.ports[item.portId]?.status;
    return status === 'ACTIVE' || status === 'BUILD' ? [] : [{portId: item.portId, status: 'BUILD'}];
  });

/** Ids of the ports that the bridge agent was to wire and found no tap of. */
export function missingTaps(intent: Intent, found: NodeFindings): ReadonlySet<string> {
  const taps = Object.values(wiring(intent)).filter((item) => item.kind === 'tap');
  if (taps.length === 0) return new Set();
  const isSwitched = intent.cloud.options.mechanism === 'openvswitch';
  const links: Readonly<Record<string, unknown>> = isSwitched
    ? findDatabase(found).ports
    : known(ownNamespace(found).links, 'links');
  return new Set(taps.filter(({tap}) => links[tap] === undefined).map(({portId}) => portId));
}

/** What the bridge agent tells of the ports it was asked to see to. */
export function portReports(intent: Intent, {of, all, missing}: Failures): readonly PortReport[] {
  const {linuxbridge, openvswitch, portFilter, cloud, node} = intent;
  const reports: PortReport[] = [];
  for (const item of Object.values(wiring(intent))) {
    if (item.kind === 'tap' && tellsOf(intent, item.portId)) {
      const reason = all ?? of.get(`port ${item.portId}`) ?? of.get(`network ${item.networkId}`) ?? of.get('port ');
      const {portId} = item;
      if (reason === undefined && missing.has(portId)) continue;
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
    if (port === undefined || wiring(intent)[`tap ${id}`] !== undefined || all !== undefined) continue;
    if (reason !== undefined) reports.push({portId: id, status: 'ERROR', reason});
    else if (port.status === 'ERROR') reports.push({portId: id, status: port.adminStateUp ? 'ACTIVE' : 'DOWN'});
  }
  for (const item of Object.values({...linuxbridge.absent, ...openvswitch.absent}))
    if (item.kind === 'tap' && cloud.ports[item.portId] !== undefined && tellsOf(intent, item.portId))
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

/**
 * What the L3 agent tells of firewall groups it was told of: those at its routers, and those that stand nowhere any
 * more. A group whose routers are all elsewhere is not its affair.
 */
export function firewallReports({l3, cloud}: Intent, {of, all}: Failures): readonly FirewallReport[] {
  const routers = Object.values(l3.present);
  if (routers.length + Object.keys(l3.absent).length === 0) return [];
  return Object.values(cloud.firewallGroups ?? {}).flatMap(({id, told, status}): readonly FirewallReport[] => {
    const mine = routers.filter(({firewalls}) => firewalls.some(({groupId}) => groupId === id));
    if (mine.length === 0 && told !== null) return [];
    const reason = all ?? mine.map(({routerId}) => of.get(`router ${routerId}`)).find((why) => why !== undefined);
    if (reason !== undefined) return status === 'ERROR' ? [] : [{groupId: id, status: 'ERROR', reason}];
    return status.startsWith('PENDING_') ? [{groupId: id, status: 'DONE'}] : [];
  });
}

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
