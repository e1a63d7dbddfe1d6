import type {PortReport} from '../drivers/neutron/driver.ts';
import type {AgentKind, NodeName} from '../drivers/neutron/model.ts';
import type {Cloud} from './cloud.ts';
import {touched} from './neutron/bookkeeping.ts';
import {syncDhcp} from './neutron/dhcp-ports.ts';

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
  instance(report: InstanceReport): void;
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
    agent(host, kind, alive) {
      cloud.change((work) => {
        const agent = work.tables.agents.find('host', host).find((candidate) => candidate.kind === kind);
        if (agent === undefined || agent.alive === alive) return;
        const {stoppedAt: _before, ...rest} = agent;
        work.tables.agents.put(alive ? {...rest, alive, startedAt: work.now} : {...rest, alive, stoppedAt: work.now});
        if (alive && kind === 'DHCP agent') {
          for (const network of work.tables.networks.values()) syncDhcp(work, network.id);
        }
      });
    },
  };
}
