import {isDeepStrictEqual} from 'node:util';
import type {Check} from './lab.ts';
import {unknown, type Outcome} from './outcome.ts';
import type {Session} from './session.ts';

export type Outcomes = Readonly<Record<string, Outcome>>;

export interface CheckLoopParts {
  readonly session: () => Session;
  /** Looks at some checks of the current step. Rejects only where `signal` was aborted. */
  readonly look: (checks: readonly Check[], signal: AbortSignal) => Promise<Outcomes>;
  /** Whether looking sends packets or starts programs; the others only read the snapshot. */
  readonly isProbe: (check: Check) => boolean;
  readonly publish: (step: number, outcomes: Outcomes, whole: boolean) => void;
  /** Reads what no kernel event announces, or everything. */
  readonly refresh: (scope: 'silent' | 'all') => Promise<void>;
  /** Whether the learner's commands can be what changes things now. */
  readonly isLearnerBusy: () => boolean;
}

/** Rounds of probes in a window: a few at once so that a quick typist is not kept waiting, but calm on the whole. */
const MOST_ROUNDS = 3;
const WINDOW_MS = 900;
/** A probe that failed is tried again by itself after these waits, for what no event announces (STP, DAD, leases). */
const RETRIES_MS = [1000, 2000, 4000];

/**
 * Looks at the checks of the current step whenever an answer may have changed: one round at a time, and the newest
 * cause wins. Checks that read the snapshot come first; probes only when all of those hold (a level step), because
 * they cost time and disturb counters.
 */
export class CheckLoop implements Disposable {
  readonly #parts: CheckLoopParts;
  /** Aborts everything at the end. */
  readonly #life = new AbortController();
  #probing: AbortController | undefined;
  #hasPacketsOut = false;
  #isRunning = false;
  #isDue = false;
  #wantsSilent = false;
  #isProbeStale = true;
  /** What happened since probes found what they found last. */
  #since: 'nothing' | 'command' | 'change' = 'change';
  /** The learner had that looked at by hand. */
  #wasAsked = false;
  #askers: PromiseWithResolvers<void>[] = [];
  #roundStarts: number[] = [];
  #retries = 0;
  #timer: NodeJS.Timeout | undefined;
  #step = -1;

  constructor(parts: CheckLoopParts) {
    this.#parts = parts;
  }

  /** Checks send packets, or what these moved is being read. */
  get isProbing(): boolean {
    return this.#hasPacketsOut;
  }

  /** A new snapshot came. `isNews`: something changed that is more than a counter. */
  snapshotChanged(isNews: boolean): void {
    const isBusy = this.#parts.isLearnerBusy();
    // What probes do to the kernel must not start the next probes.
    const isDoubtful = isNews && (this.#probing === undefined || isBusy);
    // Of what was tried by hand the packets may be the cause, as long as the learner did nothing.
    if (isDoubtful && (isBusy || this.#since === 'command' || !this.#wasAsked)) this.#since = 'change';
    if (isDoubtful) this.#doubtProbes();
    this.#due();
  }

  commandEnded(): void {
    this.#wantsSilent = true;
    if (this.#since === 'nothing') this.#since = 'command';
    this.#doubtProbes();
    this.#due();
  }

  /** A running program has been quiet for a moment: what it does silently (listening, counting) can be read. */
  outputQuiet(): void {
    this.#wantsSilent = true;
    this.#due();
  }

  /** An answer was given, or another step became the current one. What is asked by hand is not kept waiting by probes. */
  sessionChanged(): void {
    this.#probing?.abort();
    this.#due();
  }

  /** Looks at every check of the current step, and resolves when the answers are published. */
  async now(): Promise<void> {
    if (this.#life.signal.aborted) return;
    const asker = Promise.withResolvers<void>();
    this.#askers.push(asker);
    this.#probing?.abort();
    this.#due();
    await asker.promise;
  }

  [Symbol.dispose](): void {
    this.#life.abort();
    this.#probing?.abort();
    clearTimeout(this.#timer);
    for (const asker of this.#askers.splice(0)) asker.resolve();
  }

  #doubtProbes(): void {
    this.#isProbeStale = true;
    this.#retries = 0;
    this.#probing?.abort();
  }

  #due(): void {
    this.#isDue = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // Causes of the same moment (a snapshot and the command's end) become one round.
    await Promise.resolve();
    while (this.#isDue && !this.#life.signal.aborted) {
      this.#isDue = false;
      const askers = this.#askers.splice(0);
      await (askers.length > 0 ? this.#wholeRound() : this.#round());
      for (const asker of askers) asker.resolve();
    }
    this.#isRunning = false;
  }

  #current() {
    const {phase, current, lab, steps} = this.#parts.session();
    const step = lab.steps[current];
    const state = steps[current];
    if (phase.name !== 'ready' || step === undefined || state === undefined) return undefined;
    if (current !== this.#step) {
      this.#step = current;
      this.#isProbeStale = true;
      this.#since = 'change';
      this.#retries = 0;
    }
    const checks = step.mode === 'edge' ? step.checks.filter(({id}) => !state.latched.includes(id)) : step.checks;
    return {index: current, step, state, checks};
  }

  /** Everything, asked for by the learner. */
  async #wholeRound(): Promise<void> {
    await this.#parts.refresh('all');
    const at = this.#current();
    if (at === undefined) return;
    this.#isProbeStale = false;
    this.#since = 'nothing';
    this.#wasAsked = true;
    await this.#withPacketsOut(async () => {
      const outcomes = await this.#look(at.checks, this.#life.signal);
      if (outcomes !== undefined) this.#publish(at.index, outcomes, true);
    });
  }

  /** What packets of ours moved is read before somebody else's can be mixed with it. */
  async #withPacketsOut(probe: () => Promise<void>): Promise<void> {
    this.#hasPacketsOut = true;
    try {
      await probe();
      if (!this.#life.signal.aborted) await this.#parts.refresh('silent');
    } finally {
      this.#hasPacketsOut = false;
    }
  }

  async #round(): Promise<void> {
    if (this.#wantsSilent) {
      this.#wantsSilent = false;
      await this.#parts.refresh('silent');
    }
    const at = this.#current();
    if (at === undefined || at.state.status !== 'current') return;
    const {index, step, state, checks} = at;
    const probes = checks.filter((check) => this.#parts.isProbe(check));
    const seen = await this.#look(
      checks.filter((check) => !probes.includes(check)),
      this.#life.signal,
    );
    if (seen === undefined) return;
    const isOpen = step.mode === 'edge' || Object.values(seen).every(({verdict}) => verdict === 'met');
    const known = Object.fromEntries(
      probes.flatMap(({id}) => (state.outcomes[id] === undefined ? [] : [[id, state.outcomes[id]]])),
    );
    const isKnown = !this.#isProbeStale && Object.keys(known).length === probes.length;
    if (probes.length === 0 || !isOpen) {
      this.#publish(index, {...seen, ...this.#still(known)}, isKnown || probes.length === 0);
      return;
    }
    this.#publish(index, {...seen, ...known}, isKnown);
    if (isKnown) return;
    const wait = this.#calm();
    if (wait > 0) {
      this.#later(wait);
      return;
    }
    await this.#withPacketsOut(() => this.#probe(index, probes, seen));
  }

  /**
   * What was found stays in sight until something changed. After a command of which no change was seen it may be right
   * by now, and what was right is most likely so still.
   */
  #still(known: Outcomes): Outcomes {
    switch (this.#since) {
      case 'nothing':
        return known;
      case 'command':
        return Object.fromEntries(Object.entries(known).filter(([, {verdict}]) => verdict === 'met'));
      case 'change':
        return {};
    }
  }

  async #probe(index: number, probes: readonly Check[], seen: Outcomes): Promise<void> {
    this.#roundStarts.push(performance.now());
    this.#isProbeStale = false;
    this.#since = 'nothing';
    this.#wasAsked = false;
    const probing = new AbortController();
    this.#probing = probing;
    const found = await this.#look(probes, AbortSignal.any([probing.signal, this.#life.signal]));
    this.#probing = undefined;
    if (found === undefined) {
      this.#isProbeStale = true;
      this.#since = 'change';
      return;
    }
    // A real change while probing made both halves of the answer old.
    this.#publish(index, {...seen, ...found}, !this.#isProbeStale);
    const retry = RETRIES_MS[this.#retries];
    if (retry !== undefined && Object.values(found).some(({verdict}) => verdict !== 'met')) {
      this.#retries += 1;
      this.#later(retry, true);
    }
  }

  /** How long probes must wait for their next round, in milliseconds. */
  #calm(): number {
    const now = performance.now();
    this.#roundStarts = this.#roundStarts.filter((start) => now - start < WINDOW_MS);
    const [oldest] = this.#roundStarts;
    return this.#roundStarts.length < MOST_ROUNDS || oldest === undefined ? 0 : WINDOW_MS - (now - oldest);
  }

  #later(ms: number, isRetry = false): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (isRetry) this.#isProbeStale = true;
      this.#due();
    }, ms);
  }

  /** Undefined where the round was called off. */
  async #look(checks: readonly Check[], signal: AbortSignal): Promise<Outcomes | undefined> {
    if (signal.aborted) return undefined;
    if (checks.length === 0) return {};
    try {
      const outcomes = await this.#parts.look(checks, signal);
      return signal.aborted ? undefined : outcomes;
    } catch (error) {
      if (signal.aborted) return undefined;
      const why = error instanceof Error ? error.message : String(error);
      return Object.fromEntries(checks.map(({id}) => [id, unknown({en: why, zh: why})]));
    }
  }

  /** The screen is drawn anew for what is new only; a whole round is also told when it may pass the step. */
  #publish(index: number, outcomes: Outcomes, whole: boolean): void {
    const session = this.#parts.session();
    const state = session.steps[index];
    if (session.current !== index || state === undefined) return;
    const latched = Object.fromEntries(state.latched.map((id) => [id, state.outcomes[id]]));
    const isNews = !isDeepStrictEqual(state.outcomes, {...outcomes, ...latched});
    if (isNews || (whole && state.status === 'current')) this.#parts.publish(index, outcomes, whole);
  }
}
