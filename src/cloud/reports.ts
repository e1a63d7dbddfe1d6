import type {FirewallReport, FloatingIpReport, PortReport} from '../drivers/neutron/driver.ts';
import type {LoadBalancerHealth, LoadBalancerReport} from '../drivers/neutron/lbaas/model.ts';
import type {AgentKind, HaState, NodeName} from '../drivers/neutron/model.ts';
import type {Cloud} from './cloud.ts';
import {touched} from './neutron/bookkeeping.ts';
import {firewallReported} from './neutron/fwaas/firewall-reports.ts';
import {haReported} from './neutron/ha-routers.ts';
import {syncDhcp} from './neutron/dhcp-ports.ts';
import {routerPorts, scheduleRouter} from './neutron/router-scheduling.ts';
import {applyHealth} from './octavia/health.ts';
import {endChange} from './octavia/states.ts';
import {putAgent} from './seed.ts';
import type {Work} from './work.ts';

/** How a node got on with an instance. */
export type InstanceReport =
  | {readonly instanceId: string; readonly state: 'running' | 'shutdown'}
  | {readonly instanceId: string; readonly state: 'error'; readonly reason: string};

/**
 * What the agents tell the cloud: the other half of {@link Cloud.store}'s changes, by which the cloud tells the
 * agents. A report on something that is gone by now is nothing wrong.
 */
export interface Reports {
  /** The status of ports, all in one change. */
  ports(reports: readonly PortReport[]): void;
  /** Whether floating IPs work, all in one change. */
  floatingIps(reports: readonly FloatingIpReport[]): void;
  /** What became of firewall groups that the agents were told of, all in one change. */
  firewalls(reports: readonly FirewallReport[]): void;
  instance(report: InstanceReport): void;
  /** How the agent got on with load balancers, all in one change. */
  loadBalancers(reports: readonly LoadBalancerReport[]): void;
  /** What a haproxy said of a load balancer. */
  health(health: LoadBalancerHealth): void;
  /** What the L3 agent of a host heard of its copy of a highly available router. */
  haState(host: NodeName, routerId: string, state: HaState): void;
  /** An agent was stopped or died, or is there again. What it did stays; a DHCP agent catches up when it starts. */
  agent(host: NodeName, kind: AgentKind, alive: boolean): void;
}

export function makeReports(cloud: Cloud): Reports {
  return {
    ports(reports) {
      cloud.change((work) => {
        for (const report of reports) {
          const port = work.tables.ports.get(report.portId);
          if (port === undefined) continue;
          const status = report.status === 'ACTIVE' && !port.adminStateUp ? 'DOWN' : report.status;
          const error = report.status === 'ERROR' ? report.reason : undefined;
          if (port.status === status && port.error === error) continue;
          const {error: _before, ...rest} = port;
          work.tables.ports.put(touched(work, {...rest, status, ...(error !== undefined && {error})}));
        }
      });
    },
    floatingIps(reports) {
      cloud.change((work) => {
        for (const {floatingIpId, status} of reports) {
          const floating = work.tables.floatingIps.get(floatingIpId);
          if (floating !== undefined && floating.status !== status)
            work.tables.floatingIps.put(touched(work, {...floating, status}));
        }
      });
    },
    firewalls(reports) {
      cloud.change((work) => reports.forEach((report) => firewallReported(work, report)));
    },
    instance(report) {
      cloud.change((work) => {
        const server = work.tables.servers.get(report.instanceId);
        if (server === undefined) return;
        // What could not be started is not running either: that ends no error.
        if (report.state === 'shutdown' && server.status === 'ERROR' && server.task === null) return;
        const {fault: _before, ...rest} = server;
        const {now} = work;
        if (report.state === 'error') {
          const fault = {code: 500, message: report.reason, created: now};
          work.tables.servers.put({...rest, status: 'ERROR', task: null, fault, updatedAt: now});
          return;
        }
        // What a node reports late, after the learner asked for the opposite, does not end the task.
        const asked = server.power === report.state;
        const status = report.state === 'running' ? 'ACTIVE' : 'SHUTOFF';
        const task = asked ? null : server.task;
        if (server.status === status && server.task === task) return;
        const launchedAt = report.state === 'running' ? (server.launchedAt ?? now) : server.launchedAt;
        work.tables.servers.put({
          ...rest,
          status,
          task,
          updatedAt: now,
          ...(launchedAt !== undefined && {launchedAt}),
        });
      });
    },
    loadBalancers(reports) {
      cloud.change((work) => {
        for (const report of reports) endChange(work, report);
      });
    },
    health(health) {
      cloud.change((work) => applyHealth(work, health));
    },
    haState(host, routerId, state) {
      cloud.change((work) => haReported(work, host, routerId, state));
    },
    agent(host, kind, alive) {
      cloud.change((work) => {
        const agent = work.tables.agents.find('host', host).find((candidate) => candidate.kind === kind);
        if (agent?.alive === alive || (agent === undefined && !alive)) return;
        if (agent === undefined) {
          register(work, host, kind);
        } else {
          const {stoppedAt: _before, ...rest} = agent;
          work.tables.agents.put(alive ? {...rest, alive, startedAt: work.now} : {...rest, alive, stoppedAt: work.now});
        }
        if (alive && kind === 'DHCP agent') {
          for (const network of work.tables.networks.values()) syncDhcp(work, network.id);
        }
      });
    },
  };
}

/** An agent that an admin deleted is there again, under another id, as soon as it is started: it reports itself. */
function register(work: Work, host: NodeName, kind: AgentKind): void {
  const node = work.plan.nodes.find((candidate) => candidate.name === host);
  if (node?.agents.includes(kind) !== true) return;
  putAgent(work, node, kind);
  if (kind !== 'L3 agent') return;
  // What no agent has is for the first that asks (auto_schedule_routers).
  for (const {id} of work.tables.routers.values()) {
    if (routerPorts(work.tables, id).length > 0) scheduleRouter(work, id);
  }
}
