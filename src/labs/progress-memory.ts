import {EMPTY_PROGRESS} from './progress-schema.ts';
import type {Progress, ProgressStore} from './progress.ts';

/** Progress that ends with the program: for verification, and for runs that must not touch the learner's file. */
export const memoryProgress = (initial: Progress = EMPTY_PROGRESS): ProgressStore => {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get current() {
      return current;
    },
    notices: [],
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update: async (change) => {
      current = change(current);
      for (const listener of listeners) listener();
      return current;
    },
  };
};
