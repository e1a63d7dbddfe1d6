import type {RecordedCall} from './client-lines.ts';
import type {RecordedAct} from './lab-cloud.ts';

/** One thing the learner did to a lab's cloud, or the beginning of a step on a standing host. */
export type JournalEntry =
  | {readonly step: string; readonly began: true}
  | {readonly step: string; readonly call: RecordedCall}
  | {readonly step: string; readonly act: RecordedAct};

/** Which attempt a journal belongs to. */
export interface JournalOf {
  readonly lab: string;
  readonly seed: number;
  readonly fault: string | undefined;
}

/**
 * What the learner asked of the cloud in one attempt, step by step. Ids depend on the calls alone, so doing it all
 * again on a fresh host gives the same cloud: that is how it survives a reset of a later step and the end of the
 * program.
 */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  add(entry: JournalEntry): void;
  /** Keeps only the entries of these steps. */
  keepOnly(steps: readonly string[]): void;
}

/** Where journals are kept between runs of the program. */
export interface JournalStore {
  /** The journal of the attempt, empty where another attempt or nothing was kept. Never fails: then it is in memory only. */
  open(of: JournalOf): Promise<Journal>;
}

/** Kept as long as the program runs. */
export const memoryJournals = (): JournalStore => {
  const journals = new Map<string, Journal>();
  return {
    async open(of) {
      const key = JSON.stringify(of);
      const known = journals.get(key) ?? openJournal([], () => {});
      journals.set(key, known);
      return known;
    },
  };
};

/** @param changed called after each change, with the entry that was added, or without where entries went */
export function openJournal(kept: readonly JournalEntry[], changed: (added?: JournalEntry) => void): Journal {
  let entries = kept;
  return {
    get entries() {
      return entries;
    },
    add(entry) {
      entries = [...entries, entry];
      changed(entry);
    },
    keepOnly(steps) {
      const left = entries.filter(({step}) => steps.includes(step));
      if (left.length === entries.length) return;
      entries = left;
      changed();
    },
  };
}

/** Whether the step was begun with this journal open: then its entries are all that was done in it. */
export const isWitnessed = (entries: readonly JournalEntry[], step: string): boolean =>
  entries.some((entry) => entry.step === step && 'began' in entry);
