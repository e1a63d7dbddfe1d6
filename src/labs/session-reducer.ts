import {addChanges, agentsBegan, agentsDone, closeGroup, openGroup} from './change-groups.ts';
import {nextHint} from './hints.ts';
import type {Attempt, Lab, Step} from './lab.ts';
import type {Outcome} from './outcome.ts';
import type {Session, SessionEvent, StepState} from './session.ts';

const fresh = (status: StepState['status']): StepState => ({
  status,
  outcomes: {},
  latched: [],
  hintsShown: 0,
  solveShown: false,
  answers: {},
});

/** A session before anything happened. `lab` has the attempt's variables filled in. */
export const newSession = (lab: Lab, attempt: Attempt): Session => ({
  lab,
  attempt,
  phase: {name: 'opening', doing: {en: 'Building the host', zh: '正在搭建主机'}},
  current: 0,
  steps: lab.steps.map((_, index) => fresh(index === 0 ? 'current' : 'ahead')),
  history: [],
});

/** What happened, applied. Pure: the same session and event give the same session. */
export const reduce = (session: Session, event: SessionEvent): Session => {
  switch (event.type) {
    case 'phase':
      return {...session, phase: event.phase};
    case 'restarted':
      return restarted(session, event);
    case 'stands':
      return {...session, hostKind: event.on};
    case 'snapshot': {
      const {snapshot, changes, byChecks} = event;
      // Reading takes seconds where the processor is emulated; what caused an event happened just before it.
      const at = snapshot.heardAt ?? snapshot.takenAt;
      const isLearners = session.phase.name === 'ready' || session.phase.name === 'finished';
      return {
        ...session,
        snapshot,
        history: isLearners ? addChanges(session.history, changes, at, byChecks) : session.history,
      };
    }
    case 'named':
      return {...session, lab: event.lab};
    case 'names':
      // What is gone is still told of in the history, and ids are never used again.
      return {
        ...session,
        names: {...session.names, ...event.names},
        ...(event.objects !== undefined && {objects: event.objects}),
      };
    case 'command-started':
      return {...session, history: openGroup(session.history, event.node, event.command, event.at)};
    case 'command-ended':
      return {...session, history: closeGroup(session.history, event)};
    case 'agents-began':
      return {...session, history: agentsBegan(session.history)};
    case 'agents-done':
      return {...session, history: agentsDone(session.history, event.at)};
    case 'outcomes':
      return looked(session, event);
    case 'predicted':
      return onCurrent(session, (state, step) => predicted(state, step, event.option));
    case 'answered':
      return onCurrent(session, (state, step) => answered(state, step, event.check, event.value));
    case 'hint-asked':
      return onCurrent(session, (state, step) => ({...state, hintsShown: nextHint(step, state) ?? state.hintsShown}));
    case 'solve-shown':
      return onCurrent(session, (state) => ({...state, solveShown: true}));
    case 'moved-on':
      return movedOn(session);
  }
};

const onStep = (session: Session, index: number, change: (state: StepState, step: Step) => StepState): Session => {
  const state = session.steps[index];
  const step = session.lab.steps[index];
  if (state === undefined || step === undefined) return session;
  const changed = change(state, step);
  return changed === state ? session : {...session, steps: session.steps.with(index, changed)};
};

const onCurrent = (session: Session, change: (state: StepState, step: Step) => StepState): Session =>
  onStep(session, session.current, change);

const restarted = (session: Session, event: SessionEvent & {type: 'restarted'}): Session => {
  const isSameAttempt = event.attempt.seed === session.attempt.seed && event.attempt.fault === session.attempt.fault;
  const {snapshot: _gone, names: _meant, objects: _stood, ...rest} = session;
  return {
    ...rest,
    lab: event.lab,
    attempt: event.attempt,
    current: event.current,
    // Of a host that is gone nothing is told any more.
    history: [],
    steps: event.lab.steps.map((step, index) => {
      const before = isSameAttempt ? session.steps[index] : undefined;
      if (index < event.current) {
        if (!event.passed.includes(step.id)) return fresh('skipped');
        return before?.status === 'passed' ? before : fresh('passed');
      }
      if (index > event.current) return fresh('ahead');
      // Help once given stays on the page: starting the step again is not forgetting what was read.
      return {...fresh('current'), ...(before && {hintsShown: before.hintsShown, solveShown: before.solveShown})};
    }),
  };
};

const predicted = (state: StepState, step: Step, option: string): StepState => {
  const isOption = step.predict?.options.some((one) => one.id === option) === true;
  // What was answered after seeing the result is no prediction.
  if (!isOption || state.status !== 'current') return state;
  return {...state, predicted: {option, right: option === step.predict?.answer}};
};

/** The verdict on an earlier answer does not hold for a new one: until it is judged, there is none. */
const answered = (state: StepState, step: Step, check: string, value: string): StepState => {
  const isAsked = step.checks.some(({id}) => id === check);
  if (!isAsked || state.status !== 'current' || state.latched.includes(check)) return state;
  const {[check]: _old, ...outcomes} = state.outcomes;
  return {...state, outcomes, answers: {...state.answers, [check]: value}};
};

const looked = (session: Session, event: SessionEvent & {type: 'outcomes'}): Session =>
  onStep(session, event.step, (state, step) => {
    if (step.mode === 'level') {
      const isPassed =
        event.whole && state.status === 'current' && step.checks.every(({id}) => event.outcomes[id]?.verdict === 'met');
      return {...state, outcomes: event.outcomes, status: isPassed ? 'passed' : state.status};
    }
    const kept = Object.fromEntries(state.latched.flatMap((id) => entryOf(state.outcomes, id)));
    const outcomes = {...event.outcomes, ...kept};
    const latched = step.checks.map(({id}) => id).filter((id) => outcomes[id]?.verdict === 'met');
    const isPassed = state.status === 'current' && latched.length === step.checks.length;
    return {...state, outcomes, latched, status: isPassed ? 'passed' : state.status};
  });

const entryOf = (outcomes: Readonly<Record<string, Outcome>>, id: string): readonly (readonly [string, Outcome])[] => {
  const outcome = outcomes[id];
  return outcome === undefined ? [] : [[id, outcome]];
};

const movedOn = (session: Session): Session => {
  if (session.steps[session.current]?.status !== 'passed') return session;
  const current = session.current + 1;
  if (current >= session.steps.length) return {...session, current: session.steps.length, phase: {name: 'finished'}};
  return onStep({...session, current}, current, (state) =>
    state.status === 'ahead' ? {...state, status: 'current'} : state,
  );
};
