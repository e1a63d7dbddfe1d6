import type {Language, Text} from '../state/text.ts';

/** What is kept between runs, in one JSON file (lowdb). Version 1. */
export interface Progress {
  readonly version: 1;
  readonly settings: Settings;
  /** Keyed by lab id. */
  readonly labs: Readonly<Record<string, LabProgress>>;
  /** The lab to continue with. */
  readonly last?: string;
}

export interface Settings {
  readonly language?: Language;
  readonly theme: 'auto' | 'dark' | 'light' | 'none';
  readonly welcomed: boolean;
}

export interface LabProgress {
  readonly seed: number;
  readonly fault?: string;
  /** Ids of the steps passed in the current attempt. */
  readonly passed: readonly string[];
  /** Steps passed in any attempt stay counted here. */
  readonly everPassed: readonly string[];
  readonly finishedAt?: number;
  readonly hintsUsed: number;
  readonly updatedAt: number;
}

/** Crash-safe and shared: two programs at once lose nothing, a broken file is kept aside and told. */
export interface ProgressStore {
  readonly current: Progress;
  subscribe(listener: () => void): () => void;
  /** Reads the newest file under a lock, applies `change`, writes it atomically. */
  update(change: (progress: Progress) => Progress): Promise<Progress>;
  /** Things the learner should know: a broken file put aside, a file of a newer version, a full disk. */
  readonly notices: readonly Text[];
}
