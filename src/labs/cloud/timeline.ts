import type {AgentKind, NodeName} from '../../drivers/neutron/model.ts';
import type {Work} from '../../drivers/neutron/work.ts';

/** Why agents had something to do. */
export type Cause =
  | {
      readonly kind: 'request';
      /** As the answer's header names it. */
      readonly id: string;
      readonly user: string;
      readonly project: string;
      readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /** As asked: `/networking/v2.0/networks`. */
      readonly path: string;
      /** What was sent, as JSON; absent where nothing was. */
      readonly body?: unknown;
      readonly status: number;
      /** The sentence of an answer of 400 or more. */
      readonly refused?: string;
      readonly durationMs: number;
      /** Questions (GET) and logins that came since the request before: the client looks names up. */
      readonly reads: number;
      /** Asked by us to rebuild an earlier moment, not by the client. */
      readonly isReplayed: boolean;
    }
  | {
      readonly kind: 'agent';
      readonly node: NodeName;
      readonly agent: AgentKind | 'nova-compute';
      readonly act: 'stop' | 'start' | 'restart' | 'died';
    };

/** One record of the cloud's store that came, changed or went. */
export interface RecordChange {
  /** The table: `networks`, `ports`… */
  readonly table: string;
  readonly id: string;
  /** What people call it; empty where it has no name. */
  readonly name: string;
  readonly how: 'added' | 'changed' | 'removed';
  /** Fields that differ, printable; the telling ones of a record that came. */
  readonly fields: readonly {readonly field: string; readonly before?: string; readonly after?: string}[];
}

/** One thing that happened to the cloud, and all that followed from it. */
export interface TimelineEntry {
  /** Counts up through the lab. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly cause: Cause;
  /** What it changed in the store at once. */
  readonly records: readonly RecordChange[];
  /**
   * What the agents did because of it, in the order they ended: their plan as commands with a reason each, how each
   * command ended, and whether the kernel then was as wanted. Where calls came so close together that they share a turn,
   * each command stands at the call it is for.
   */
  readonly works: readonly Work[];
  /** What agents reported back: ports and servers that became ACTIVE, or why not. */
  readonly reported: readonly RecordChange[];
  /** From the cause until everybody had done what they could; absent while something is still being done. */
  readonly settledMs?: number;
}

/** What happened to a lab's cloud, oldest first; the list is replaced, never changed. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** Called after every change. Returns the way out. */
  subscribe(listener: () => void): () => void;
}
