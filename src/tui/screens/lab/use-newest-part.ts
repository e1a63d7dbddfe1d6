import {useState} from 'react';
import type {StepState} from '../../../labs/session.ts';
import type {Asked} from './questions.ts';

/** The part of the lesson that came or changed last. */
export interface Newest {
  /** As the lesson's page marks its parts; undefined while nothing came. */
  readonly mark: string | undefined;
  /** Counts up with everything new. */
  readonly turn: number;
}

interface Seen extends Newest {
  readonly wishes: number;
  readonly signs: ReadonlyMap<string, string>;
}

/** What of a step's lesson the learner should see now: the explanation, the question being answered, a verdict, a hint. */
export const useNewestPart = (
  state: StepState,
  questions: readonly Asked[],
  answering: string | undefined,
  wishes: number,
): Newest => {
  const signs = signsOf(state, questions, answering);
  const [seen, setSeen] = useState<Seen>(() => ({
    mark: state.status === 'passed' ? 'after' : undefined,
    turn: 0,
    wishes,
    signs,
  }));
  const changed = [...signs].find(([mark, sign]) => sign !== '' && seen.signs.get(mark) !== sign)?.[0];
  const isOther = changed !== undefined || [...seen.signs].some(([mark, sign]) => signs.get(mark) !== sign);
  if (wishes === seen.wishes && !isOther) return seen;
  const mark = wishes === seen.wishes ? changed : 'after';
  const next = {mark: mark ?? seen.mark, turn: mark === undefined ? seen.turn : seen.turn + 1, wishes, signs};
  setSeen(next);
  return next;
};

/** What may change, most urgent first; empty where there is nothing to see. */
const signsOf = (
  state: StepState,
  questions: readonly Asked[],
  answering: string | undefined,
): ReadonlyMap<string, string> =>
  new Map([
    ...questions.filter(({id}) => id === answering).map(({id}) => [`question ${id}`, 'answering'] as const),
    ['after', state.status === 'passed' ? 'passed' : ''],
    ...questions
      .filter(({id, given}) => id !== answering && given !== undefined)
      .map(({id, given}) => [`question ${id}`, `${given} ${state.outcomes[id]?.verdict ?? ''}`] as const),
    ['solution', state.solveShown ? 'shown' : ''],
    ['hint', state.hintsShown === 0 ? '' : String(state.hintsShown)],
  ]);
