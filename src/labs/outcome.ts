import type {Text} from '../state/text.ts';

/** What a check says. `unknown`: we could not look, which is not the learner's mistake. */
export type Outcome =
  | {readonly verdict: 'met'; readonly found: Text}
  /** One sentence each: what was expected, what was found. */
  | {readonly verdict: 'not-met'; readonly expected: Text; readonly found: Text}
  | {readonly verdict: 'unknown'; readonly why: Text};

export const met = (found: Text): Outcome => ({verdict: 'met', found});
export const notMet = (expected: Text, found: Text): Outcome => ({verdict: 'not-met', expected, found});
export const unknown = (why: Text): Outcome => ({verdict: 'unknown', why});
