import {controlReply} from '../drivers/hosts/control-reply.ts';
import type {ShellEvent, Size, Terminal} from '../drivers/hosts/host.ts';
import type {Change} from '../state/change.ts';
import {diff} from '../state/diff.ts';
import type {ConntrackEntry, Reading, Snapshot} from '../state/snapshot.ts';
import type {Text} from '../state/text.ts';
import {attemptToResume, firstOpenStep, passedIn, recordHint, recordOpened, recordPassed} from './attempt-progress.ts';
import {CheckLoop} from './check-loop.ts';
import {evaluateChecks, isProbe} from './check.ts';
import {isOurCommand} from './command-words.ts';
import {runControl} from './control.ts';
import {finding} from './hints.ts';
import {instantiate} from './instantiate.ts';
import {openStage, type LabStage} from './lab-stage.ts';
import type {LabRun, LabRunParts, OpenLab, StartOptions} from './lab-run.ts';
import type {Lab} from './lab.ts';
import {newSession, reduce} from './session-reducer.ts';
import type {Phase, Session, SessionEvent} from './session.ts';
import {Shells, ShellUnavailable} from './shells.ts';
import {solveLines} from './solve-lines.ts';
import {whyFailed} from './why-failed.ts';

/** Opens a lab; the host is built while the caller already shows the session. */
export const openLab: OpenLab = (lab, parts, options) => new OpenedLab(lab, parts, options);

/** After output or a command's end, this long without more is a moment to read what changes silently. */
const QUIET_MS = 200;
/** Changes this soon after a command ended may still be its. */
const AFTERMATH_MS = 300;

/** What stands on the host now; all of it goes at once. */
interface Standing extends Disposable {
  readonly stage: LabStage;
  readonly shells: Shells;
  readonly loop: CheckLoop;
}

class OpenedLab implements LabRun {
  readonly #written: Lab;
  readonly #parts: LabRunParts;
  readonly #listeners = new Set<() => void>();
  readonly #terminalListeners = new Set<() => void>();
  /** Hosts that are being opened or taken down; waited for at the end. */
  readonly #works = new Set<Promise<void>>();
  #session: Session;
  #size: Size;
  /** Aborted when another host takes over, or at the end. */
  #turn = new AbortController();
  #standing: Standing | undefined;
  #isClosed = false;
  #ran: readonly string[] = [];
  #lastCommandEnd = 0;
  #quietTimer: NodeJS.Timeout | undefined;
  #typing: AbortController | undefined;

  constructor(lab: Lab, parts: LabRunParts, options: StartOptions) {
    this.#written = lab;
    this.#parts = parts;
    this.#size = options.size;
    const progress = parts.progress.current;
    const kept = options.seed === undefined && options.fault === undefined ? attemptToResume(progress, lab) : undefined;
    const first = instantiate(lab, options.seed ?? kept?.seed ?? parts.seed(), options.fault ?? kept?.fault);
    this.#session = newSession(first.lab, first.attempt);
    const passed = passedIn(progress, lab, first.attempt);
    const step = Math.min(options.step ?? firstOpenStep(lab, passed), Math.max(0, lab.steps.length - 1));
    void this.#restart(first, step);
  }

  get session(): Session {
    return this.#session;
  }

  get commandLog() {
    return this.#standing?.stage.host.log;
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
    await this.#standing?.loop.now();
  }

  predict(option: string): void {
    this.#dispatch({type: 'predicted', option});
  }

  answer(check: string, value: string): void {
    this.#dispatch({type: 'answered', check, value});
    this.#standing?.loop.sessionChanged();
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
    const {current, lab, attempt} = this.#session;
    const step = lab.steps[current];
    const shells = this.#standing?.shells;
    if (step === undefined || shells === undefined || this.#typing !== undefined) return;
    const typing = new AbortController();
    this.#typing = typing;
    const signal = AbortSignal.any([typing.signal, this.#turn.signal]);
    try {
      for (const line of solveLines(lab, attempt, step)) await shells.type(line.node, line.run, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#typing = undefined;
    }
  }

  next(): void {
    const before = this.#session.current;
    this.#dispatch({type: 'moved-on'});
    if (this.#session.current === before) return;
    this.#ran = [];
    this.#standing?.loop.sessionChanged();
  }

  resetStep(): Promise<void> {
    return this.#restart(this.#session, this.#session.current);
  }

  resetLab(): Promise<void> {
    return this.#restart(instantiate(this.#written, this.#parts.seed()), 0);
  }

  /** @throws {RangeError} where there is no such step */
  jump(step: number): Promise<void> {
    if (this.#session.lab.steps[step] === undefined)
      throw new RangeError(`Lab ${this.#session.lab.id} has no step ${step + 1}.`);
    return this.#restart(this.#session, step);
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
    for (const [index, {status}] of this.#session.steps.entries()) {
      const step = this.#session.lab.steps[index];
      if (
        event.type !== 'outcomes' ||
        status !== 'passed' ||
        before.steps[index]?.status === 'passed' ||
        step === undefined
      )
        continue;
      this.#record(recordPassed(this.#session.lab, this.#session.attempt, step.id, this.#parts.now()));
    }
    for (const listener of this.#listeners) listener();
  }

  #record(change: Parameters<LabRunParts['progress']['update']>[0]): void {
    this.#track(this.#parts.progress.update(change).then(() => undefined));
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#works.delete(tracked));
    this.#works.add(tracked);
  }

  /** A fresh host for the step; whatever stood or was being built before goes. */
  #restart(next: Pick<Session, 'lab' | 'attempt'>, step: number): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#turn.abort();
    this.#turn = new AbortController();
    const {signal} = this.#turn;
    this.#takeDown();
    this.#ran = [];
    const passed = passedIn(this.#parts.progress.current, this.#written, next.attempt);
    this.#dispatch({
      type: 'restarted',
      current: Math.min(step, next.lab.steps.length - 1),
      lab: next.lab,
      attempt: next.attempt,
      passed,
    });
    this.#dispatch({type: 'phase', phase: {name: 'opening', doing: {en: 'Building the host', zh: '正在搭建主机'}}});
    this.#record(recordOpened(this.#written, next.attempt, this.#parts.now()));
    const work = this.#build(signal);
    this.#track(work);
    return work;
  }

  async #build(signal: AbortSignal): Promise<void> {
    const {lab, attempt, current} = this.#session;
    const tell = (doing: Text): void => {
      if (!signal.aborted) this.#dispatch({type: 'phase', phase: {name: 'replaying', doing}});
    };
    let stage: LabStage;
    try {
      stage = await openStage({lab, attempt, step: current}, this.#parts, tell, signal);
    } catch (error) {
      if (!signal.aborted) this.#dispatch({type: 'phase', phase: whyFailed(error)});
      return;
    }
    if (signal.aborted) {
      await stage[Symbol.asyncDispose]();
      return;
    }
    this.#stand(stage);
  }

  #stand(stage: LabStage): void {
    const {host, watcher} = stage;
    const shells = new Shells({
      host,
      size: this.#size,
      language: this.#parts.language,
      onEvent: (terminal, event) => this.#heard(terminal, event),
      onOutput: () => this.#waitForQuiet(),
      onEnded: (node, exitCode) => this.#shellEnded(node, exitCode),
    });
    const loop = new CheckLoop({
      session: () => this.#session,
      isProbe,
      look: (checks, signal) => {
        const {attempt, current, snapshot, steps, lab} = this.#session;
        const answers = steps[current]?.answers ?? {};
        return evaluateChecks(checks, {
          snapshot: snapshot ?? watcher.current,
          host,
          watcher,
          answers,
          attempt,
          lab,
          ran: this.#ran,
          signal,
        });
      },
      publish: (step, outcomes, whole) => this.#dispatch({type: 'outcomes', step, outcomes, whole}),
      refresh: async (scope) => {
        this.#see(await watcher.refresh(scope));
      },
      isLearnerBusy: () => this.#isLearnerBusy(),
    });
    const off = watcher.subscribe((snapshot) => this.#see(snapshot));
    this.#standing = {
      stage,
      shells,
      loop,
      [Symbol.dispose]: () => {
        off();
        loop[Symbol.dispose]();
        shells[Symbol.dispose]();
      },
    };
    const standing = this.#standing;
    void host.ended.then((why) => this.#hostEnded(standing, why));
    this.#dispatch({type: 'snapshot', snapshot: watcher.current, changes: []});
    this.#dispatch({type: 'phase', phase: {name: 'ready'}});
    this.#announceTerminals();
    loop.sessionChanged();
  }

  #takeDown(): void {
    const standing = this.#standing;
    this.#standing = undefined;
    clearTimeout(this.#quietTimer);
    this.#typing?.abort();
    if (standing === undefined) return;
    standing[Symbol.dispose]();
    this.#track(Promise.resolve(standing.stage[Symbol.asyncDispose]()));
  }

  #hostEnded(standing: Standing, why: Text): void {
    if (this.#standing !== standing) return;
    this.#takeDown();
    this.#dispatch({
      type: 'phase',
      phase: {
        name: 'failed',
        why,
        next: {
          en: 'Reset the step: a fresh host is built up to here. Your progress is kept.',
          zh: '请重置这一步：会重新搭建主机并恢复到这里，进度不会丢失。',
        },
      },
    });
  }

  #see(snapshot: Snapshot): void {
    const before = this.#session.snapshot;
    if (this.#standing === undefined || before === snapshot) return;
    const changes = before === undefined ? [] : diff(before, snapshot);
    this.#dispatch({type: 'snapshot', snapshot, changes});
    this.#standing.loop.snapshotChanged(changes.some(isNews));
  }

  #heard(terminal: Terminal, event: ShellEvent): void {
    const {node} = terminal;
    switch (event.type) {
      case 'prompt':
        break;
      case 'command-start':
        if (!isOurCommand(event.command)) {
          this.#dispatch({type: 'command-started', node, command: event.command, at: this.#parts.now()});
        }
        break;
      case 'command-end':
        if (isOurCommand(event.command)) break;
        this.#ran = [...this.#ran, event.command];
        this.#lastCommandEnd = performance.now();
        this.#dispatch({type: 'command-ended', node, exitCode: event.exitCode, at: this.#parts.now()});
        this.#standing?.loop.commandEnded();
        this.#waitForQuiet();
        break;
      case 'control':
        this.#track(this.#answerControl(terminal, event.argv));
        break;
    }
  }

  async #answerControl(terminal: Terminal, argv: readonly string[]): Promise<void> {
    const {exitCode, text} = await runControl(argv, this, this.#parts.language());
    terminal.write(controlReply(exitCode, text));
  }

  #shellEnded(node: string, exitCode: number): void {
    // The command that was running (`exit`) will not announce its end any more.
    this.#dispatch({type: 'command-ended', node, exitCode, at: this.#parts.now()});
    this.#announceTerminals();
  }

  #announceTerminals(): void {
    for (const listener of this.#terminalListeners) listener();
  }

  #isLearnerBusy(): boolean {
    return (
      this.#session.history.some(({running}) => running) || performance.now() - this.#lastCommandEnd < AFTERMATH_MS
    );
  }

  #waitForQuiet(): void {
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => {
      if (this.#isLearnerBusy() || performance.now() - this.#lastCommandEnd < 2 * QUIET_MS)
        this.#standing?.loop.outputQuiet();
    }, QUIET_MS);
  }
}

/** What may turn the answer of a probe: everything but counters and learned entries. */
const isNews = (change: Change): boolean => !('incidental' in change) || !change.incidental || change.what === 'link';

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
