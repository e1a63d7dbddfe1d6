import type {CommandLog, Host, HostPlan, Size, Terminal, Watch} from '../drivers/hosts/host.ts';
import type {ConntrackEntry, Reading} from '../state/snapshot.ts';
import type {Language, Text} from '../state/text.ts';
import type {Lab} from './lab.ts';
import type {ProgressStore} from './progress.ts';
import type {JournalStore} from './cloud/journal.ts';
import type {Timeline} from './cloud/timeline.ts';
import type {Session} from './session.ts';

/** What a running lab needs from outside; built by cli, replaced in tests. */
export interface LabRunParts {
  /** @param tell what is being done now, where it takes long */
  readonly openHost: (plan: HostPlan, signal: AbortSignal, tell: (doing: Text) => void) => Promise<Host>;
  readonly watch: Watch;
  readonly progress: ProgressStore;
  /** @default kept only while the program runs */
  readonly journals?: JournalStore;
  readonly now: () => number;
  readonly seed: () => number;
  /** The language the learner reads now: for answers to `underlay …` typed in the shell. */
  readonly language: () => Language;
}

export interface StartOptions {
  /** Index of the step to begin at; earlier ones are replayed. @default where the learner left, else 0 */
  readonly step?: number;
  readonly size: Size;
  /** Fixes the attempt (tests, verification); default from progress or a new one. */
  readonly seed?: number;
  readonly fault?: string;
}

/** A lab that runs: the session's state, and what a learner can do to it. The screen, plain mode and tests use it alike. */
export interface LabRun extends AsyncDisposable {
  readonly session: Session;
  /** Called after every change of {@link session}. Returns the way out. */
  subscribe(listener: () => void): () => void;
  /**
   * The shell of a node; made at first use, made anew after it ended. The same object while it lives.
   * @throws {ShellUnavailable} (shells.ts) while no host stands.
   */
  terminal(node: string): Terminal;
  /** Called when terminals must be fetched again: after a reset or jump, and when a shell ended and a new one may be had. */
  onTerminals(listener: () => void): () => void;
  resize(size: Size): void;
  readonly commandLog: CommandLog | undefined;
  /** What happened to the lab's cloud; undefined in a lab without one, and while no host stands. */
  readonly timeline: Timeline | undefined;

  /** Looks at every check of the current step now, and resolves when the answers are in the session. */
  checkNow(): Promise<void>;
  predict(option: string): void;
  answer(check: string, value: string): void;
  showHint(): void;
  showSolve(): void;
  /** Types the solve's lines into the shell, as the learner would. */
  typeSolve(): Promise<void>;
  /** Moves on from the passed current step (reading `after` first); the last step finishes the lab. */
  next(): void;
  /** Same attempt, fresh host, replayed up to the start of the current step. */
  resetStep(): Promise<void>;
  /** New attempt from step 1. */
  resetLab(): Promise<void>;
  /** Fresh host, steps before `step` replayed. */
  jump(step: number): Promise<void>;
  conntrack(node: string, namespace: string): Promise<Reading<readonly ConntrackEntry[]>>;
  /** Text after the hints so far, made from what was found: the first check that is not met. */
  readonly finding: Text | undefined;
}

export type OpenLab = (lab: Lab, parts: LabRunParts, options: StartOptions) => LabRun;
