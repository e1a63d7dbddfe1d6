import {useState} from 'react';
import type {Session} from '../../../labs/session.ts';
import {stepKey} from './lab-state.ts';

export interface Sitting {
  /** From the opening to the end of the lab, which does not come later because somebody looks at it. */
  readonly tookMs: number;
  /** Asked for, here or in the shell. */
  readonly hints: number;
}

/** What can be told about this sitting: earlier ones in the same lab were not timed. */
export const useSitting = (session: Session, now: () => number): Sitting => {
  const [openedAt] = useState(now);
  const [endedAt, setEndedAt] = useState<number>();
  const isFinished = session.phase.name === 'finished';
  if (isFinished && endedAt === undefined) setEndedAt(now());
  if (!isFinished && endedAt !== undefined) setEndedAt(undefined);

  const step = stepKey(session);
  const rung = session.steps[session.current]?.hintsShown ?? 0;
  const [seen, setSeen] = useState({step, rung, hints: 0});
  if (seen.step !== step || seen.rung !== rung) {
    // A hint may climb two rungs: the lowest one, what was found, is left out where nothing is known to be wrong.
    const isMore = seen.step === step && rung > seen.rung;
    setSeen({step, rung, hints: seen.hints + (isMore ? 1 : 0)});
  }
  return {tookMs: (endedAt ?? openedAt) - openedAt, hints: seen.hints};
};
