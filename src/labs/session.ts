import type {Host} from '../drivers/hosts/host.ts';
import type {Change} from '../state/change.ts';
import type {FlowTrace} from '../state/flow-trace.ts';
import type {Names} from '../state/names.ts';
import type {ObjectOfRule} from '../state/rule-objects.ts';
import type {Reading, Snapshot} from '../state/snapshot.ts';
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
  /** The kind of host it stands on; absent until it stood once. */
  readonly hostKind?: Host['kind'];
  /** Index of the step the learner is at; equals steps.length when all are passed. */
  readonly current: number;
  readonly steps: readonly StepState[];
  /** The newest snapshot; absent until the host stands. */
  readonly snapshot?: Snapshot;
  /** What the cloud's devices and namespaces stand for; absent in a lab without a cloud. */
  readonly names?: Names;
  /** Which API object a rule stands for; absent in a lab without a cloud. */
  readonly objects?: ObjectOfRule;
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
  /** How far up the hint ladder the learner went; `shownHints` (hints.ts) turns it into texts. 0: none asked for. */
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
  /** What the cloud's agents do because of it: they have not done it all yet, or did it last. Absent: nothing. */
  readonly agents?: 'working' | 'worked';
  /**
   * When the group last grew, its command ended, or agents had done their work for it; what comes soon after still belongs
   * to it.
   */
  readonly lastAt: number;
  readonly changes: readonly Change[];
  /** Packets of the checks moved counters, or made something be learned; this is not among the changes. */
  readonly probed?: true;
  /** What a trace of Open vSwitch printed. */
  readonly trace?: Reading<FlowTrace>;
}

export type SessionEvent =
  | {readonly type: 'phase'; readonly phase: Phase}
  /** A fresh host. `passed`: ids of the steps passed in this attempt, as progress knows them. */
  | {
      readonly type: 'restarted';
      readonly current: number;
      readonly attempt: Attempt;
      readonly lab: Lab;
      readonly passed: readonly string[];
    }
  /** A host stands. */
  | {readonly type: 'stands'; readonly on: Host['kind']}
  | {
      readonly type: 'snapshot';
      readonly snapshot: Snapshot;
      readonly changes: readonly Change[];
      /** It was read while checks sent packets and no command ran: what is incidental is theirs. @default false */
      readonly byChecks?: boolean;
    }
  | {readonly type: 'names'; readonly names: Names; readonly objects?: ObjectOfRule}
  /** The lab's texts with what its cloud's things are called now. */
  | {readonly type: 'named'; readonly lab: Lab}
  | {readonly type: 'command-started'; readonly node: string; readonly command: string; readonly at: number}
  | {
      readonly type: 'command-ended';
      readonly node: string;
      readonly exitCode: number;
      readonly at: number;
      readonly trace?: Reading<FlowTrace>;
    }
  /** A call or an act gave the cloud's agents something to do, while the command that made it still ran. */
  | {readonly type: 'agents-began'}
  /** They have done all that they were given. */
  | {readonly type: 'agents-done'; readonly at: number}
  /**
   * What looking gave. Replaces the step's outcomes (latched ones stay). `whole`: every check was looked at in one
   * round, so that a level step may be judged by it; otherwise it is only shown.
   */
  | {
      readonly type: 'outcomes';
      readonly step: number;
      readonly outcomes: Readonly<Record<string, Outcome>>;
      readonly whole: boolean;
    }
  | {readonly type: 'predicted'; readonly option: string}
  | {readonly type: 'answered'; readonly check: string; readonly value: string}
  | {readonly type: 'hint-asked'}
  | {readonly type: 'solve-shown'}
  /** The learner read on after passing; from the last step on, the lab is finished. */
  | {readonly type: 'moved-on'};
