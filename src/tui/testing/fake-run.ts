import type {CommandLog, LoggedCommand, ShellEvent, Size, Terminal} from '../../drivers/hosts/host.ts';
import type {LabRun} from '../../labs/lab-run.ts';
import type {Lab} from '../../labs/lab.ts';
import {finding} from '../../labs/hints.ts';
import type {Outcome} from '../../labs/outcome.ts';
import {newSession, reduce} from '../../labs/session-reducer.ts';
import type {Session, SessionEvent} from '../../labs/session.ts';
import {diff} from '../../state/diff.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import type {Reading, ConntrackEntry} from '../../state/snapshot.ts';

const EMPTY: Snapshot = {takenAt: 0, nodes: {}};

/** A lab without a host: what would happen to it is told by the test, what the learner asks of it is written down. */
export class FakeRun implements LabRun {
  session: Session;
  /** What was asked, in order: `checkNow`, `answer how-many 1`, `typed host ls`… */
  readonly asked: string[] = [];
  readonly shells = new Map<string, FakeShell>();
  readonly logged: LoggedCommand[] = [];
  readonly commandLog: CommandLog = {entries: this.logged, subscribe: () => () => {}};
  timeline: LabRun['timeline'] = undefined;
  readonly #listeners = new Set<() => void>();
  #at = 1000;

  constructor(lab: Lab) {
    this.session = newSession(lab, {seed: 1, variables: {}});
  }

  /** Something happened to the session. */
  tell(...events: readonly SessionEvent[]): void {
    for (const event of events) this.session = reduce(this.session, event);
    for (const listener of this.#listeners) listener();
  }

  ready(snapshot: Snapshot = EMPTY): void {
    this.tell(
      {type: 'stands', on: 'sandbox'},
      {type: 'snapshot', snapshot, changes: []},
      {type: 'phase', phase: {name: 'ready'}},
    );
  }

  /** The learner ran a command, and the kernel is as `snapshot` now. */
  command(command: string, snapshot?: Snapshot, node = 'host'): void {
    this.#at += 1000;
    const before = this.session.snapshot ?? EMPTY;
    this.tell({type: 'command-started', node, command, at: this.#at});
    if (snapshot !== undefined)
      this.tell({type: 'snapshot', snapshot: {...snapshot, takenAt: this.#at}, changes: diff(before, snapshot)});
    this.tell({type: 'command-ended', node, exitCode: 0, at: this.#at});
  }

  /** Every check of the current step was looked at. */
  looked(outcomes: Readonly<Record<string, Outcome>>): void {
    this.tell({type: 'outcomes', step: this.session.current, outcomes, whole: true});
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  terminal(node: string): FakeShell {
    const known = this.shells.get(node);
    if (known !== undefined) return known;
    const shell = new FakeShell(node, (text) => this.asked.push(`typed ${node} ${JSON.stringify(text)}`));
    this.shells.set(node, shell);
    return shell;
  }

  onTerminals = (): (() => void) => () => {};
  resize = (): void => {};
  checkNow = async (): Promise<void> => void this.asked.push('checkNow');
  typeSolve = async (): Promise<void> => void this.asked.push('typeSolve');
  resetStep = async (): Promise<void> => void this.asked.push('resetStep');
  resetLab = async (): Promise<void> => void this.asked.push('resetLab');
  jump = async (step: number): Promise<void> => void this.asked.push(`jump ${step}`);
  conntrack = async (): Promise<Reading<readonly ConntrackEntry[]>> => ({ok: false, why: 'no host'});

  predict(option: string): void {
    this.asked.push(`predict ${option}`);
    this.tell({type: 'predicted', option});
  }

  answer(check: string, value: string): void {
    this.asked.push(`answer ${check} ${value}`);
    this.tell({type: 'answered', check, value});
  }

  showHint(): void {
    this.tell({type: 'hint-asked'});
  }

  showSolve(): void {
    this.tell({type: 'solve-shown'});
  }

  next(): void {
    this.asked.push('next');
    this.tell({type: 'moved-on'});
  }

  get finding() {
    const step = this.session.lab.steps[this.session.current];
    const state = this.session.steps[this.session.current];
    return step === undefined || state === undefined ? undefined : finding(step, state);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.asked.push('disposed');
  }
}

/** A shell that shows its prompt, echoes what is typed, and does nothing. */
export class FakeShell implements Terminal {
  readonly node: string;
  size: Size = {columns: 80, rows: 24};
  readonly exited = new Promise<number>(() => {});
  readonly #typed: (text: string) => void;
  readonly #listeners = new Set<(data: string) => void>();

  constructor(node: string, typed: (text: string) => void) {
    this.node = node;
    this.#typed = typed;
  }

  onData(listener: (data: string) => void): () => void {
    this.#listeners.add(listener);
    queueMicrotask(() => listener(`root@${this.node}:~# `));
    return () => this.#listeners.delete(listener);
  }

  /** The shell writes. */
  say(data: string): void {
    for (const listener of this.#listeners) listener(data);
  }

  write(data: string): void {
    this.#typed(data);
    this.say(data.replaceAll('\r', `\r\nroot@${this.node}:~# `));
  }

  onEvent(_listener: (event: ShellEvent) => void): () => void {
    return () => {};
  }

  resize(size: Size): void {
    this.size = size;
  }

  drop(): void {}
  pause(): void {}
  resume(): void {}
  [Symbol.dispose](): void {}
}
