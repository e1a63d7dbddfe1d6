import type {Command, FirewallReport, FloatingIpReport, PortReport} from './driver.ts';
import type {LoadBalancerReport} from './lbaas/model.ts';
import type {NodeName} from './model.ts';

/** How Nova's work on an instance ended. */
export type InstanceReport =
  | {readonly instanceId: string; readonly status: 'ACTIVE' | 'SHUTOFF'}
  | {readonly instanceId: string; readonly status: 'ERROR'; readonly reason: string};

/** How one command ended. */
export interface Outcome {
  readonly command: Command;
  /** Absent where it was not run: one before it for the same object failed, or the agent was killed. */
  readonly exitCode?: number;
  readonly stderr: string;
}

/** What agents did on a node at one time, for the learner to read. */
export interface Work {
  readonly node: NodeName;
  readonly at: number;
  readonly durationMs: number;
  /** By driver, in the order they were run; empty where everything was there already. */
  readonly outcomes: readonly (Outcome & {readonly driver: string})[];
  /** What could not be looked at, or still differed afterwards. */
  readonly problem?: string;
}

/** What the cloud is told. */
export interface Reports {
  readonly ports: readonly PortReport[];
  readonly instances: readonly InstanceReport[];
  readonly floatingIps: readonly FloatingIpReport[];
  readonly firewalls: readonly FirewallReport[];
  readonly loadBalancers: readonly LoadBalancerReport[];
}
