import {controlReply} from '../drivers/hosts/control-reply.ts';
import type {ShellEvent, Size, Terminal} from '../drivers/hosts/host.ts';
import type {Change} from '../state/change.ts';
import {diff} from '../state/diff.ts';
import type {Snapshot} from '../state/snapshot.ts';
import type {Text} from '../state/text.ts';
import {CheckLoop, type Outcomes} from './check-loop.ts';
import {evaluateChecks, isProbe} from './check.ts';
import {isOurCommand} from './command-words.ts';
import {whenAgentsWork} from './cloud/agents-at-work.ts';
import type {ControlAnswer} from './control-answer.ts';
import type {LabRunParts} from './lab-run.ts';
import type {LabStage} from './lab-stage.ts';
import type {Check, SolveLine} from './lab.ts';
import {PrintedTraces} from './printed-traces.ts';
import {lineWithNames} from './run-line.ts';
import type {Session, SessionEvent} from './session.ts';
import {Shells} from './shells.ts';

/** After output or a command's end, this long without more is a moment to read what changes silently. */
const QUIET_MS = 200;
/** Changes this soon after a command ended may still be its. */
const AFTERMATH_MS = 300;
/**
 * Who got an address begins to listen there, and no event tells of it: so long after, it is looked at. First sooner than
 * SLOW_SETTLE_MS (change-groups.ts), so that it still belongs to what gave the address; then once more, when the kernel has
 * made sure that nobody else has a link-local one.
 */
const LISTEN_LOOKS_MS: readonly number[] = [1000, 1500];

export interface StandingParts {
  readonly stage: LabStage;
  readonly size: Size;
  readonly parts: Pick<LabRunParts, 'now' | 'language'>;
  readonly session: () => Session;
  readonly dispatch: (event: SessionEvent) => void;
  /** `underlay …` was typed. */
  readonly control: (argv: readonly string[], columns: number) => Promise<ControlAnswer>;
  readonly onShellEnded: () => void;
  readonly onHostEnded: (why: Text) => void;
}

/**
 * A host that stands, with the shells on it: turns what happens there into session events, and keeps the checks of
 * the current step answered. After its end nothing of it reaches the session any more.
 */
export class StandingLab implements AsyncDisposable {
  readonly stage: LabStage;
  readonly shells: Shells;
  readonly #standing: StandingParts;
  readonly #loop: CheckLoop;
  readonly #off: () => void;
  readonly #life = new AbortController();
  /** Command lines of the current step. */
  #ran: readonly string[] = [];
  #lastCommandEnd = Number.NEGATIVE_INFINITY;
  #quietTimer: NodeJS.Timeout | undefined;
  #listensTimer: NodeJS.Timeout | undefined;
  readonly #traces = new PrintedTraces();
  #isSettling = false;
  #typing: {readonly words: string; readonly done: Promise<void>} | undefined;

  constructor(standing: StandingParts) {
    this.#standing = standing;
    this.stage = standing.stage;
    const {host, watcher} = standing.stage;
    this.shells = new Shells({
      host,
      size: standing.size,
      language: standing.parts.language,
      onEvent: (terminal, event) => this.#heard(terminal, event),
      onOutput: (node, data) => {
        this.#traces.printed(node, data);
        this.#waitForQuiet();
      },
      onEnded: (node, exitCode) => this.#shellEnded(node, exitCode),
    });
    this.#loop = new CheckLoop({
      session: standing.session,
      isProbe,
      look: (checks, signal) => this.#look(checks, signal),
      publish: (step, outcomes, whole) => standing.dispatch({type: 'outcomes', step, outcomes, whole}),
      refresh: async (scope) => this.#see(await watcher.refresh(scope)),
      isLearnerBusy: () => this.#isLearnerBusy(),
    });
    const offSnapshots = watcher.subscribe((snapshot) => this.#see(snapshot));
    // A port that became ACTIVE changes nothing in the kernel.
    const offCloud = standing.stage.cloud?.subscribe(() => this.#cloudChanged());
    const {cloud} = standing.stage;
    const offAgents =
      cloud &&
      whenAgentsWork(cloud.timeline, {
        began: () => standing.dispatch({type: 'agents-began'}),
        done: () => standing.dispatch({type: 'agents-done', at: standing.parts.now()}),
      });
    this.#off = () => {
      offSnapshots();
      offCloud?.();
      offAgents?.();
    };
    this.#waitForListeners();
    void host.ended.then((why) => {
      if (!this.#life.signal.aborted) standing.onHostEnded(why);
    });
  }

  /** Another step is the current one. */
  beginStep(): void {
    this.#ran = [];
    this.#loop.sessionChanged();
  }

  answered(): void {
    this.#loop.sessionChanged();
  }

  checkNow(): Promise<void> {
    return this.#loop.now();
  }

  /** Types lines one after the other, each when the one before has ended; asked twice for the same, it does it once. */
  type(lines: readonly SolveLine[]): Promise<void> {
    const words = JSON.stringify(lines);
    if (this.#typing?.words === words) return this.#typing.done;
    // A step can be passed, and the next one begun, while the last lines of its solve are still being typed.
    const before = this.#typing?.done.catch(() => undefined);
    const done = Promise.resolve(before)
      .then(() => this.#typeNow(lines))
      .finally(() => {
        if (this.#typing?.done === done) this.#typing = undefined;
      });
    this.#typing = {words, done};
    return done;
  }

  async #typeNow(lines: readonly SolveLine[]): Promise<void> {
    const {signal} = this.#life;
    try {
      for (const written of lines) {
        // Only now is it known what earlier lines made.
        const named = lineWithNames(this.stage.cloud, written);
        const {node, run} = named.ok ? named.line : written;
        await this.shells.type(node, run, signal);
        await this.stage.cloud?.settled();
        // What the line changed is told under it, not under the next one.
        await this.stage.watcher.refresh('silent');
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    clearTimeout(this.#quietTimer);
    clearTimeout(this.#listensTimer);
    this.#off();
    this.#loop[Symbol.dispose]();
    this.shells[Symbol.dispose]();
    await this.stage[Symbol.asyncDispose]();
  }

  #look(checks: readonly Check[], signal: AbortSignal): Promise<Outcomes> {
    const {attempt, current, snapshot, steps, lab} = this.#standing.session();
    const {host, watcher, cloud} = this.stage;
    return evaluateChecks(checks, {
      snapshot: snapshot ?? watcher.current,
      host,
      watcher,
      cloud,
      answers: steps[current]?.answers ?? {},
      attempt,
      lab,
      ran: this.#ran,
      signal,
    });
  }

  #see(snapshot: Snapshot): void {
    const before = this.#standing.session().snapshot;
    if (this.#life.signal.aborted || before === snapshot) return;
    const changes = before === undefined ? [] : diff(before, snapshot);
    const byChecks = this.#loop.isProbing && !this.#isCommandRunning();
    this.#standing.dispatch({type: 'snapshot', snapshot, changes, byChecks});
    this.#loop.snapshotChanged(changes.some(isNews));
    if (changes.some(({what}) => what === 'address')) this.#waitForListeners();
  }

  #heard(terminal: Terminal, event: ShellEvent): void {
    const {node} = terminal;
    const {dispatch, parts} = this.#standing;
    switch (event.type) {
      case 'prompt':
        break;
      case 'command-start':
        if (isOurCommand(event.command)) break;
        this.#traces.commandStarted(node, event.command);
        dispatch({type: 'command-started', node, command: event.command, at: parts.now()});
        break;
      case 'command-end':
        if (isOurCommand(event.command)) break;
        this.#ran = [...this.#ran, event.command];
        this.#lastCommandEnd = performance.now();
        this.#told(node, event.exitCode);
        this.#loop.commandEnded();
        this.#waitForQuiet();
        break;
      case 'control':
        void this.#answerControl(terminal, event.argv);
        break;
    }
  }

  /** A command ended. */
  #told(node: string, exitCode: number): void {
    const {dispatch, parts, session} = this.#standing;
    const trace = this.#traces.commandEnded(node, session().snapshot);
    dispatch({type: 'command-ended', node, exitCode, at: parts.now(), ...(trace && {trace})});
  }

  async #answerControl(terminal: Terminal, argv: readonly string[]): Promise<void> {
    try {
      const {exitCode, text} = await this.#standing.control(argv, terminal.size.columns);
      terminal.write(controlReply(exitCode, text));
    } catch (error) {
      // The shell waits for an answer; it must not wait in vain.
      terminal.write(controlReply(3, `underlay: ${error instanceof Error ? error.message : String(error)}\n`));
    }
  }

  #shellEnded(node: string, exitCode: number): void {
    // The command that was running (`exit`) will not announce its end any more.
    this.#standing.dispatch({type: 'command-ended', node, exitCode, at: this.#standing.parts.now()});
    this.#standing.onShellEnded();
  }

  #isCommandRunning(): boolean {
    return this.#standing.session().history.some(({running}) => running);
  }

  #isLearnerBusy(): boolean {
    return this.#isCommandRunning() || performance.now() - this.#lastCommandEnd < AFTERMATH_MS;
  }

  #cloudChanged(): void {
    this.#loop.snapshotChanged(true);
    const {cloud} = this.stage;
    if (cloud === undefined || this.#isSettling) return;
    this.#isSettling = true;
    // A daemon that an agent started listens without an event. Told now, it stands under the command that caused it.
    void cloud.settled().then(() => {
      this.#isSettling = false;
      this.#loop.outputQuiet();
    });
  }

  /** Else what began to listen by itself would be seen after the next command, and be put down to it. */
  #waitForListeners([wait, ...later] = LISTEN_LOOKS_MS): void {
    clearTimeout(this.#listensTimer);
    if (wait === undefined) return;
    this.#listensTimer = setTimeout(() => {
      // After a command it is looked at anyway.
      if (!this.#isLearnerBusy()) this.#loop.outputQuiet();
      this.#waitForListeners(later);
    }, wait);
  }

  #waitForQuiet(): void {
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => {
      if (this.#isLearnerBusy()) this.#loop.outputQuiet();
    }, QUIET_MS);
  }
}

/** What may turn the answer of a probe: everything but counters and learned entries. */
const isNews = (change: Change): boolean => !('incidental' in change) || !change.incidental || change.what === 'link';
