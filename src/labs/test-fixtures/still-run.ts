import type {LabRun} from '../lab-run.ts';
import type {Outcome} from '../outcome.ts';
import {newSession, reduce} from '../session-reducer.ts';
import type {SessionEvent} from '../session.ts';
import {tinyLab} from './tiny-lab.ts';

/** A run without a host: its session changes by events that a test gives, and checks say what the test says. */
export const stillRun = (...events: readonly SessionEvent[]) => {
  let session = newSession(tinyLab(), {seed: 1, variables: {}});
  let found: Readonly<Record<string, Outcome>> = {};
  const listeners = new Set<() => void>();
  const give = (event: SessionEvent): void => {
    session = reduce(session, event);
    for (const listener of listeners) listener();
  };
  const look = (): void => give({type: 'outcomes', step: session.current, outcomes: found, whole: true});
  const nothing = async (): Promise<void> => {};
  give({type: 'phase', phase: {name: 'ready'}});
  for (const event of events) give(event);
  const run: LabRun = {
    get session() {
      return session;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    terminal: () => {
      throw new Error('no host');
    },
    onTerminals: () => () => undefined,
    resize: () => undefined,
    commandLog: undefined,
    timeline: undefined,
    checkNow: async () => look(),
    predict: (option) => give({type: 'predicted', option}),
    answer: (check, value) => {
      give({type: 'answered', check, value});
      queueMicrotask(look);
    },
    showHint: () => give({type: 'hint-asked'}),
    showSolve: () => give({type: 'solve-shown'}),
    typeSolve: nothing,
    next: () => give({type: 'moved-on'}),
    resetStep: nothing,
    resetLab: nothing,
    jump: nothing,
    conntrack: async () => ({ok: false, why: 'no host'}),
    finding: undefined,
    [Symbol.asyncDispose]: nothing,
  };
  return {
    run,
    give,
    /** What the next looks find. */
    finds: (outcomes: Readonly<Record<string, Outcome>>): void => {
      found = outcomes;
    },
  };
};
