import type {Reading, Snapshot} from '../snapshot.ts';

/** All that was looked at of a host at one moment. */
export interface Observed {
  readonly snapshot: Snapshot;
  /** What the snapshot does not have, keyed by node name. */
  readonly nodes: Readonly<Record<string, ObservedNode>>;
}

export interface ObservedNode {
  /** What programs printed, by command line: `ipset save`. */
  readonly outputs: Readonly<Record<string, Reading<string>>>;
  readonly processes: Reading<readonly ObservedProcess[]>;
}

export interface ObservedProcess {
  readonly argv: readonly string[];
  /** As in /run/netns; empty for the node's own. */
  readonly namespace: string;
}
