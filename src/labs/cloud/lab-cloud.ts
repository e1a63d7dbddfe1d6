import type {Cloud} from '../../cloud/cloud.ts';
import type {NodeName} from '../../drivers/neutron/model.ts';
import type {Text} from '../../state/text.ts';
import type {AgentAct, ServiceKind} from './agent-control.ts';
import type {RecordedCall} from './client-lines.ts';
import type {KnownThings} from './references.ts';
import type {Timeline} from './timeline.ts';

/** The OpenStack of a lab: its API, which listens on the controller, and the agents that bring the nodes to it. */
export interface LabCloud extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly timeline: Timeline;
  /** What references of the lab are looked up in. */
  readonly things: KnownThings;
  /** Called after every change of the cloud. Returns the way out. */
  subscribe(listener: () => void): () => void;
  /** Resolves when every node has done what it could about all that was asked so far. */
  settled(): Promise<void>;
  /** Calls the API as that user, without a client. What is hidden is not in the timeline. */
  call(call: RecordedCall | AskingCall, options?: {readonly isHidden?: boolean}): Promise<CallAnswer>;
  /** Every call of a client that changes something or tries to, once it was answered. Returns the way out. */
  onCall(listener: (call: RecordedCall) => void): () => void;
  /** What `systemctl` does. Resolves with the reason where it cannot be done. */
  act(act: RecordedAct): Promise<Text | undefined>;
  /** Every act that was asked for by `systemctl`. Returns the way out. */
  onAct(listener: (act: RecordedAct) => void): () => void;
  /** Answers of 500, which should never be. */
  readonly faults: readonly string[];
}

/** A call that only looks. */
export interface AskingCall {
  readonly user: string;
  readonly project: string;
  readonly method: 'GET';
  readonly path: string;
}

export interface CallAnswer {
  readonly status: number;
  /** JSON; undefined where there is none. */
  readonly body: unknown;
}

/** An agent that was started or stopped. */
export interface RecordedAct {
  readonly node: NodeName;
  readonly service: ServiceKind;
  readonly act: AgentAct;
}
