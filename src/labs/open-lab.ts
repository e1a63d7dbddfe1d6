import type {Size, Terminal} from '../drivers/hosts/host.ts';
import type {ConntrackEntry, Reading} from '../state/snapshot.ts';
import type {Text} from '../state/text.ts';
import {attemptToResume, firstOpenStep, passedIn, recordHint, recordOpened, recordPassed} from './attempt-progress.ts';
import {runControl} from './control.ts';
import {finding} from './hints.ts';
import {openClientRuns} from './cloud/client-lines.ts';
import {cloudNames} from './cloud/cloud-names.ts';
import {memoryJournals} from './cloud/journal.ts';
import {whenCloudChanged, withNames} from './cloud/named-lab.ts';
import {ruleObjects} from './cloud/rule-objects.ts';
import {Witness} from './cloud/witness.ts';
import {instantiate, newAttempt} from './instantiate.ts';
import type {LabStage} from './lab-stage.ts';
import type {LabRun, LabRunParts, OpenLab, StartOptions} from './lab-run.ts';
import type {Lab} from './lab.ts';
import {newSession, reduce} from './session-reducer.ts';
import type {Phase, Session, SessionEvent} from './session.ts';
import {ShellUnavailable} from './shells.ts';
import {solveLines} from './solve-lines.ts';
import {StandingLab} from './standing-lab.ts';
import {whyFailed} from './why-failed.ts';

/** Opens a lab; the host is built while the caller already shows the session. */
export const openLab: OpenLab = (lab, parts, options) => new OpenedLab(lab, parts, options);

class OpenedLab implements LabRun {
  readonly #written: Lab;
  readonly #parts: LabRunParts;
  readonly #listeners = new Set<() => void>();
  readonly #terminalListeners = new Set<() => void>();
  /** Hosts that are being opened or taken down; waited for at the end. */
  readonly #works = new Set<Promise<void>>();
  /** The attempt as it was chosen; the session's lab has names in the place of references. */
  #chosen: Pick<Session, 'lab' | 'attempt'>;
  #session: Session;
  #size: Size;
  /** Aborted when another host takes over, or at the end. */
  #turn = new AbortController();
  #standing: StandingLab | undefined;
  #isClosed = false;
  #clientRuns = openClientRuns();
  readonly #witness: Witness;

  constructor(lab: Lab, parts: LabRunParts, options: StartOptions) {
    this.#written = lab;
    this.#parts = parts;
    this.#witness = new Witness(parts.journals ?? memoryJournals());
    this.#size = options.size;
    const progress = parts.progress.current;
    const isFixed = options.seed !== undefined || options.fault !== undefined;
    const kept = isFixed ? undefined : attemptToResume(progress, lab);
    const first =
      isFixed || kept !== undefined
        ? instantiate(lab, options.seed ?? kept?.seed ?? parts.seed(), options.fault ?? kept?.fault)
        : newAttempt(lab, parts.seed(), progress.labs[lab.id]?.fault);
    this.#chosen = first;
    this.#session = newSession(withNames(first.lab), first.attempt);
    const passed = passedIn(progress, lab, first.attempt);
    const step = Math.min(options.step ?? firstOpenStep(lab, passed), Math.max(0, lab.steps.length - 1));
    void this.#restart(first, step, true);
  }

  get session(): Session {
    return this.#session;
  }

  get commandLog() {
    return this.#standing?.stage.host.log;
  }

  get timeline() {
    return this.#standing?.stage.cloud?.timeline;
  }

  get finding(): Text | undefined {
    const {current, lab, steps} = this.#session;
    const step = lab.steps[current];
    const state = steps[current];
    return step === undefined || state === undefined ? undefined : finding(step, state);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  terminal(node: string): Terminal {
    if (this.#standing === undefined)
      throw new ShellUnavailable(whyNoShell(this.#session.phase), this.#parts.language());
    return this.#standing.shells.terminal(node);
  }

  onTerminals(listener: () => void): () => void {
    this.#terminalListeners.add(listener);
    return () => this.#terminalListeners.delete(listener);
  }

  resize(size: Size): void {
    this.#size = size;
    this.#standing?.shells.resize(size);
  }

  async checkNow(): Promise<void> {
    await this.#standing?.checkNow();
  }

  predict(option: string): void {
    this.#dispatch({type: 'predicted', option});
  }

  answer(check: string, value: string): void {
    this.#dispatch({type: 'answered', check, value});
    this.#standing?.answered();
  }

  showHint(): void {
    const before = this.#session;
    this.#dispatch({type: 'hint-asked'});
    if (this.#session !== before) this.#record(recordHint(this.#session.lab, this.#session.attempt, this.#parts.now()));
  }

  showSolve(): void {
    this.#dispatch({type: 'solve-shown'});
  }

  async typeSolve(): Promise<void> {
    const {lab, attempt} = this.#chosen;
    const step = lab.steps[this.#session.current];
    if (step !== undefined) await this.#standing?.type(solveLines(lab, attempt, step));
  }

  next(): void {
    const before = this.#session.current;
    this.#dispatch({type: 'moved-on'});
    if (this.#session.current === before) return;
    this.#witness.beginStep();
    this.#standing?.beginStep();
  }

  resetStep(): Promise<void> {
    return this.#restart(this.#chosen, this.#session.current);
  }

  resetLab(): Promise<void> {
    this.#clientRuns = openClientRuns();
    return this.#restart(newAttempt(this.#written, this.#parts.seed(), this.#session.attempt.fault), 0);
  }

  /** @throws {RangeError} where there is no such step */
  jump(step: number): Promise<void> {
    if (this.#session.lab.steps[step] === undefined)
      throw new RangeError(`Lab ${this.#session.lab.id} has no step ${step + 1}.`);
    return this.#restart(this.#chosen, step);
  }

  async conntrack(node: string, namespace: string): Promise<Reading<readonly ConntrackEntry[]>> {
    const watcher = this.#standing?.stage.watcher;
    if (watcher === undefined) return {ok: false, why: whyNoShell(this.#session.phase)[this.#parts.language()]};
    return watcher.conntrack(node, namespace);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#turn.abort();
      this.#takeDown();
      this.#dispatch({type: 'phase', phase: {name: 'closed'}});
      this.#listeners.clear();
      this.#terminalListeners.clear();
    }
    await Promise.all(this.#works);
  }

  #dispatch(event: SessionEvent): void {
    const before = this.#session;
    this.#session = reduce(before, event);
    if (this.#session === before) return;
    if (event.type === 'outcomes') this.#recordPassing(before, event.step);
    for (const listener of this.#listeners) listener();
  }

  #recordPassing(before: Session, index: number): void {
    const {lab, attempt, steps} = this.#session;
    const step = lab.steps[index];
    const isNew = steps[index]?.status === 'passed' && before.steps[index]?.status !== 'passed';
    if (isNew && step !== undefined) this.#record(recordPassed(lab, attempt, step.id, this.#parts.now()));
  }

  #record(change: Parameters<LabRunParts['progress']['update']>[0]): void {
    this.#track(this.#parts.progress.update(change).then(() => undefined));
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#works.delete(tracked));
    this.#works.add(tracked);
  }

  /**
   * A fresh host for the step; whatever stood or was being built before goes.
   * @param isResumed what was asked of the cloud in this step itself is done again, too
   */
  #restart(next: Pick<Session, 'lab' | 'attempt'>, step: number, isResumed = false): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#turn.abort();
    this.#turn = new AbortController();
    const {signal} = this.#turn;
    this.#takeDown();
    this.#chosen = {lab: next.lab, attempt: next.attempt};
    const passed = passedIn(this.#parts.progress.current, this.#written, next.attempt);
    this.#dispatch({
      type: 'restarted',
      current: Math.min(step, next.lab.steps.length - 1),
      lab: withNames(next.lab),
      attempt: next.attempt,
      passed,
    });
    this.#dispatch({type: 'phase', phase: {name: 'opening', doing: {en: 'Building the host', zh: '正在搭建主机'}}});
    this.#record(recordOpened(this.#written, next.attempt, this.#parts.now()));
    const work = this.#build(signal, isResumed);
    this.#track(work);
    return work;
  }

  async #build(signal: AbortSignal, isResumed: boolean): Promise<void> {
    const {lab} = this.#chosen;
    const {current, steps} = this.#session;
    const passed = lab.steps.filter((_, index) => steps[index]?.status === 'passed').map(({id}) => id);
    const tell = (doing: Text): void => {
      if (!signal.aborted) this.#dispatch({type: 'phase', phase: {name: 'replaying', doing}});
    };
    let stage: LabStage;
    try {
      const plan = {...this.#chosen, step: current, passed, clientRuns: this.#clientRuns};
      // With the cloud it is half of the program: nobody waits for it before the first screen.
      const {openStage} = await import('./lab-stage.ts');
      if (lab.cloud === undefined) stage = await openStage(plan, this.#parts, tell, signal);
      else
        stage = await this.#witness.openStage(plan, isResumed, (whole) => openStage(whole, this.#parts, tell, signal));
    } catch (error) {
      if (!signal.aborted) this.#dispatch({type: 'phase', phase: whyFailed(error)});
      return;
    }
    if (signal.aborted) {
      await stage[Symbol.asyncDispose]();
      return;
    }
    this.#stand(stage);
    if (stage.cloud !== undefined) this.#witness.watch(stage.cloud, () => this.#stepOf(stage));
  }

  /** The id of the step that is worked at on this stage. */
  #stepOf(stage: LabStage): string | undefined {
    const {lab, current} = this.#session;
    return this.#standing?.stage === stage ? lab.steps[current]?.id : undefined;
  }

  #stand(stage: LabStage): void {
    const standing = new StandingLab({
      stage,
      size: this.#size,
      parts: this.#parts,
      session: () => this.#session,
      dispatch: (event) => this.#dispatch(event),
      control: (argv, columns) => runControl(argv, this, this.#parts.language(), columns),
      onShellEnded: () => this.#announceTerminals(),
      onHostEnded: (why) => this.#hostEnded(why),
    });
    this.#standing = standing;
    this.#dispatch({type: 'stands', on: stage.host.kind});
    this.#dispatch({type: 'snapshot', snapshot: stage.watcher.current, changes: []});
    this.#nameThings(stage);
    this.#dispatch({type: 'phase', phase: {name: 'ready'}});
    this.#announceTerminals();
    standing.beginStep();
  }

  /** Keeps the lab's texts in the words of its cloud. */
  #nameThings({cloud}: LabStage): void {
    if (cloud === undefined) return;
    const {lab} = this.#chosen;
    const name = (): void => {
      if (this.#standing?.stage.cloud !== cloud) return;
      const {state} = cloud.cloud;
      const groupNames = Object.fromEntries(Object.values(state.securityGroups ?? {}).map(({id, name}) => [id, name]));
      this.#dispatch({type: 'names', names: cloudNames(state), objects: ruleObjects(state, groupNames)});
      this.#dispatch({type: 'named', lab: withNames(lab, cloud.things)});
    };
    whenCloudChanged(cloud, name);
    name();
  }

  #takeDown(): void {
    const standing = this.#standing;
    this.#standing = undefined;
    if (standing !== undefined) this.#track(standing[Symbol.asyncDispose]());
  }

  #hostEnded(why: Text): void {
    this.#takeDown();
    this.#dispatch({type: 'phase', phase: {name: 'failed', why, next: AFTER_HOST_ENDED}});
  }

  #announceTerminals(): void {
    for (const listener of this.#terminalListeners) listener();
  }
}

const AFTER_HOST_ENDED: Text = {
  en: 'Reset the step: a fresh host is built up to here. Your progress is kept.',
  zh: '请重置这一步：会重新搭建主机并恢复到这里，进度不会丢失。',
};

const whyNoShell = (phase: Phase): Text => {
  switch (phase.name) {
    case 'failed':
      return phase.why;
    case 'opening':
    case 'replaying':
      return phase.doing;
    default:
      return {en: 'The lab is closed.', zh: '实验已关闭。'};
  }
};
