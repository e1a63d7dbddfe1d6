import type {Change} from '../state/change.ts';
import type {Snapshot} from '../state/snapshot.ts';
import type {Text} from '../state/text.ts';
import type {Attempt, Lab} from './lab.ts';
import type {Outcome} from './outcome.ts';

/**
 * One learner in one lab, as data. `reduce` (session-reducer.ts) is the only thing that makes a new one; everything
 * that touches a host happens in lab-run.ts, which turns what happened into {@link SessionEvent}s.
 */
export interface Session {
  /** The lab with this attempt's variables filled in. */
  readonly lab: Lab;
  readonly attempt: Attempt;
  readonly phase: Phase;
  /** Index of the step the learner is at; equals steps.length when all are passed. */
  readonly current: number;
  readonly steps: readonly StepState[];
  /** The newest snapshot; absent until the host stands. */
  readonly snapshot?: Snapshot;
  /** Newest last. One group a command the learner ran, or a group without a command for what happened by itself. */
  readonly history: readonly ChangeGroup[];
}

export type Phase =
  | {readonly name: 'opening'; readonly doing: Text}
  | {readonly name: 'ready'}
  /** Replaying earlier steps: reset, jump, resume. */
  | {readonly name: 'replaying'; readonly doing: Text}
  | {readonly name: 'failed'; readonly why: Text; readonly next: Text}
  | {readonly name: 'finished'}
  | {readonly name: 'closed'};

export interface StepState {
  readonly status: 'ahead' | 'current' | 'passed' | 'skipped';
  /** Keyed by check id; absent while never looked at. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** Ids of edge checks that were met once. */
  readonly latched: readonly string[];
  readonly hintsShown: number;
  readonly solveShown: boolean;
  /** The learner's prediction, and whether it was right (known after passing). */
  readonly predicted?: {readonly option: string; readonly right: boolean};
  /** What the learner typed or chose for answer, quiz and diagnosis checks. */
  readonly answers: Readonly<Record<string, string>>;
}

export interface ChangeGroup {
  /** Counts up through the session. */
  readonly number: number;
  readonly at: number;
  readonly node?: string;
  /** As typed; absent for changes that came without a command. */
  readonly command?: string;
  readonly exitCode?: number;
  readonly running: boolean;
  readonly changes: readonly Change[];
}

export type SessionEvent =
  | {readonly type: 'phase'; readonly phase: Phase}
  | {readonly type: 'restarted'; readonly current: number; readonly attempt: Attempt; readonly lab: Lab}
  | {readonly type: 'snapshot'; readonly snapshot: Snapshot; readonly changes: readonly Change[]}
  | {readonly type: 'command-started'; readonly node: string; readonly command: string; readonly at: number}
  | {readonly type: 'command-ended'; readonly node: string; readonly exitCode: number}
  | {readonly type: 'outcomes'; readonly step: number; readonly outcomes: Readonly<Record<string, Outcome>>}
  | {readonly type: 'predicted'; readonly option: string}
  | {readonly type: 'answered'; readonly check: string; readonly value: string}
  | {readonly type: 'hint-asked'}
  | {readonly type: 'solve-shown'}
  | {readonly type: 'skipped'};
