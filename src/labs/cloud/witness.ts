import type {Attempt, Lab} from '../lab.ts';
import {ReplayError} from '../replay.ts';
import {isWitnessed, type Journal, type JournalEntry, type JournalStore} from './journal.ts';
import type {LabCloud} from './lab-cloud.ts';

interface Plan {
  readonly lab: Lab;
  readonly attempt: Attempt;
  /** Index of the step that is built up to. */
  readonly step: number;
  /** Ids of the steps that the learner passed. */
  readonly passed: readonly string[];
}

/** Writes down what a learner asks of the cloud, and has it done again when a host is built anew. */
export class Witness {
  readonly #store: JournalStore;
  #journal: Journal | undefined;
  #stepNow: () => string | undefined = () => undefined;

  constructor(store: JournalStore) {
    this.#store = store;
  }

  /**
   * Opens a stage with the journal of the attempt. What was done in later steps is forgotten, and so is what was begun in an
   * earlier one and not brought to its end: there the lab's own way is gone.
   * @param isResumed what was asked in the step itself is done again, too
   */
  async openStage<P extends Plan, S>(
    plan: P,
    isResumed: boolean,
    open: (plan: P & {readonly journal?: readonly JournalEntry[]}) => Promise<S>,
  ): Promise<S> {
    const {lab, attempt, step, passed} = plan;
    const journal = await this.#store.open({lab: lab.id, seed: attempt.seed, fault: attempt.fault});
    const done = lab.steps.slice(0, step).filter(({id}) => passed.includes(id));
    const kept = isResumed ? [...done, ...lab.steps.slice(step, step + 1)] : done;
    journal.keepOnly(kept.map(({id}) => id));
    this.#journal = journal;
    if (journal.entries.length === 0) return open(plan);
    try {
      return await open({...plan, journal: journal.entries});
    } catch (error) {
      if (!(error instanceof ReplayError)) throw error;
      // What the learner did does not go with what the lab does by hand: the lab's own way leads on in any case.
      journal.keepOnly([]);
      return open(plan);
    }
  }

  /** @param stepNow the step that is worked at; undefined once the cloud is no longer the lab's */
  watch(cloud: LabCloud, stepNow: () => string | undefined): void {
    const journal = this.#journal;
    const add = (
      entry: Pick<Extract<JournalEntry, {call: unknown}>, 'call'> | Pick<Extract<JournalEntry, {act: unknown}>, 'act'>,
    ): void => {
      const step = stepNow();
      if (step !== undefined) journal?.add({step, ...entry});
    };
    cloud.onCall((call) => add({call}));
    cloud.onAct((act) => add({act}));
    this.#stepNow = stepNow;
    this.beginStep();
  }

  /** From here on everything done in the current step is in the journal. */
  beginStep(): void {
    const step = this.#stepNow();
    if (step !== undefined && this.#journal !== undefined && !isWitnessed(this.#journal.entries, step))
      this.#journal.add({step, began: true});
  }
}
