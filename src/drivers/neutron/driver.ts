import type {NodeSnapshot, Reading} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import type {CloudState, FloatingIpStatus, NodeName} from './model.ts';

/**
 * The contract of every Neutron and Nova driver. An agent reconciles a node in four moves, each of which the learner
 * can open: `plan` (what the cloud wants here), `find` (what is here), `difference` (the commands between the two),
 * and, after running them, `find` again, which must then leave no difference.
 */
export interface Driver<Desired, Found> {
  /** As in agent and driver lists: `linuxbridge`, `l2population`, `dhcp`, `instance`. */
  readonly name: string;
  /** What this node should have, from the cloud alone. Pure; equal clouds give equal answers. */
  plan(cloud: CloudState, node: NodeName): Desired;
  /** What this node has of the kinds this driver makes, made by whomever. Pure. */
  find(found: NodeFindings): Found;
  /** The commands, in order, that turn the found into the desired. Pure; empty when nothing is missing or left over. */
  difference(desired: Desired, found: Found): readonly Command[];
}

/** Everything that was read from a node: the kernel's state, and the files and processes drivers asked for. */
export interface NodeFindings {
  readonly snapshot: NodeSnapshot;
  /** Content by absolute path in the node. A file that is not there is `undefined`, one that cannot be read is not ok. */
  readonly files: Readonly<Record<string, Reading<string | undefined>>>;
  /** What programs printed that the snapshot does not cover, by command line: `ipset save`, `ebtables-save -t nat`. */
  readonly outputs?: Readonly<Record<string, Reading<string>>>;
  /** Long-lived processes of the node: dnsmasq, haproxy, instances' servers. */
  readonly processes: Reading<readonly FoundProcess[]>;
}

export interface FoundProcess {
  readonly pid: number;
  readonly argv: readonly string[];
  /** The namespace it lives in, as in /run/netns; empty for the node's own. */
  readonly namespace: string;
}

/** One thing to do on a node, shown to the learner as it is run. */
export type Command =
  | {
      readonly kind: 'run';
      /** As typed: `['ip', 'link', 'set', 'brq…', 'up']`. */
      readonly argv: readonly string[];
      /** Under /run/netns; absent for the node's own. */
      readonly namespace?: string;
      readonly input?: string;
      readonly why: Text;
      /** What it is done for, so that names can be decoded and a failure reported on the right port. */
      readonly subject: Subject;
    }
  | {
      readonly kind: 'write';
      readonly path: string;
      /** `undefined` removes the file. */
      readonly content: string | undefined;
      readonly why: Text;
      readonly subject: Subject;
    };

/** The API object a command serves; an empty id is all of them on the node. */
export interface Subject {
  /** `qos`: what a QoS policy asks of the port of that id. The port works without it. */
  readonly type: 'network' | 'subnet' | 'port' | 'server' | 'router' | 'loadbalancer' | 'qos';
  readonly id: string;
}

/** Whether an L3 agent has a floating IP working. */
export interface FloatingIpReport {
  readonly floatingIpId: string;
  readonly status: FloatingIpStatus;
}

/** How the L3 agent got on with a firewall group it was told of. */
export type FirewallReport =
  | {readonly groupId: string; readonly status: 'DONE'}
  | {readonly groupId: string; readonly status: 'ERROR'; readonly reason: string};

/** How an agent's work on a port ended; the cloud's answer to it is the port's status. */
export type PortReport =
  | {readonly portId: string; readonly status: 'BUILD' | 'ACTIVE' | 'DOWN'}
  | {readonly portId: string; readonly status: 'ERROR'; readonly reason: string};
