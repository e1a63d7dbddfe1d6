import {maySeeSolve, nextHint} from '../../../labs/hints.ts';
import type {LabRun} from '../../../labs/lab-run.ts';
import type {Session} from '../../../labs/session.ts';
import {solveLines} from '../../../labs/solve-lines.ts';
import type {Text} from '../../../state/text.ts';
import type {CommandIn} from '../../keys/command.ts';
import type {Action} from '../../keys/key-provider.tsx';
import {wordsText} from '../../text/words.ts';
import type {Words} from '../../text/en.ts';
import {countMet} from './check-lines.ts';
import {focusFor, stepKey, type Confirm, type LabAction, type LabState} from './lab-state.ts';
import {nextQuestion, questionsOf} from './questions.ts';

export interface LabActionParts {
  readonly run: LabRun;
  readonly session: Session;
  readonly state: LabState;
  readonly isNarrow: boolean;
  readonly dispatch: (action: LabAction) => void;
  readonly tell: (message: Text) => void;
  readonly otherLanguage: () => void;
  readonly nextTheme: () => void;
  /** To the list of labs, or out of the program. */
  readonly leave: (how: 'leave-lab' | 'quit') => void;
}

export type LabActions = Readonly<Partial<Record<CommandIn<'lab'>, Action>>>;

/** What each command of the lab screen does at this moment, or the sentence why it cannot. */
export const labActions = (parts: LabActionParts): LabActions => {
  const {session, state, dispatch} = parts;
  const open = (name: 'help' | 'log' | 'path' | 'steps' | 'rules') => (): void =>
    dispatch({type: 'open', overlay: {name}});
  const choose = (pane: 'lesson' | 'topology' | 'changes' | 'checks') => (): void => dispatch({type: 'choose', pane});
  const toTerminal = (): void => dispatch({type: 'to-terminal'});
  return {
    'to-terminal': toTerminal,
    terminal: toTerminal,
    lesson: choose('lesson'),
    topology: choose('topology'),
    changes: choose('changes'),
    checks: choose('checks'),
    'next-pane': () => dispatch({type: 'cycle', by: 1}),
    'previous-pane': () => dispatch({type: 'cycle', by: -1}),
    ...(state.pane === 'terminal' ? {'type-here': toTerminal} : {}),
    zoom: parts.isNarrow ? cannot((words) => words.refused.alreadyAlone) : () => dispatch({type: 'zoom'}),
    'other-node': otherNode(parts),
    language: parts.otherLanguage,
    theme: parts.nextTheme,
    steps: open('steps'),
    log: parts.run.commandLog === undefined ? cannot((words) => words.refused.noLog) : open('log'),
    path: pathAction(parts.run, session, open('path')),
    rules: open('rules'),
    help: open('help'),
    back: back(parts),
    ...stepActions(parts, session),
  };
};

/** A lab without nodes of a cloud never has a timeline; one with a cloud has it while its host stands. */
const pathAction = (run: LabRun, {lab, phase}: Session, open: () => void): Action => {
  if (run.timeline !== undefined) return open;
  const isComing = lab.cloud !== undefined && (phase.name === 'opening' || phase.name === 'replaying');
  return cannot((words) => (isComing ? words.refused.pathNotReady : words.refused.noPath));
};

const cannot = (pick: (words: Words) => string): Action => ({cannot: wordsText(pick)});

const ask = (dispatch: (action: LabAction) => void, about: Confirm): void =>
  dispatch({type: 'open', overlay: {name: 'confirm', about}});

/** Commands about the step the learner is at. */
const stepActions = (parts: LabActionParts, session: Session): LabActions => {
  const {run, dispatch, tell, state} = parts;
  const step = session.lab.steps[session.current];
  const stepState = session.steps[session.current];
  const resetLab = (): void => ask(dispatch, {ask: 'reset-lab'});
  const isFinished = session.phase.name === 'finished' || step === undefined || stepState === undefined;
  if (isFinished) {
    const why = cannot((words) => words.refused.labFinished);
    return {
      next: () => dispatch({type: 'debrief', isAway: false}),
      hint: why,
      check: why,
      solve: why,
      'type-solve': why,
      answer: why,
      'reset-step': why,
      'reset-lab': resetLab,
    };
  }
  const isReady = session.phase.name === 'ready';
  const notReady = cannot((words) => words.refused.notReady);
  const question = nextQuestion(questionsOf(step, stepState));
  const answer: Action =
    question !== undefined
      ? () => dispatch({type: 'answer', question: question.id})
      : cannot((words) =>
          questionsOf(step, stepState).length === 0 ? words.refused.noQuestion : words.refused.allAnswered,
        );
  const isPassed = stepState.status === 'passed';
  return {
    next: isPassed
      ? () => moveOn(parts)
      : cannot((words) => words.refused.notPassed(countMet(step, stepState), step.checks.length)),
    answer,
    ...(state.pane === 'lesson' && question !== undefined ? {'type-here': answer} : {}),
    hint: isPassed
      ? cannot((words) => words.refused.passed)
      : nextHint(step, stepState) === undefined
        ? cannot((words) => (stepState.solveShown ? words.refused.noMoreHintsSolved : words.refused.noMoreHints))
        : () => {
            run.showHint();
            dispatch({type: 'choose', pane: 'lesson'});
          },
    check: isReady
      ? () =>
          attempt(
            run.checkNow(),
            tell,
            wordsText((words) => words.doing.checked),
          )
      : notReady,
    solve: stepState.solveShown
      ? cannot((words) => words.refused.solveShown)
      : () => ask(dispatch, {ask: maySeeSolve(step, stepState) ? 'solve' : 'solve-early'}),
    'type-solve': isReady ? () => ask(dispatch, {ask: 'type-solve'}) : notReady,
    // Asked, because a word meant for the shell may begin with this key.
    'reset-step': isReady ? () => ask(dispatch, {ask: 'reset-step'}) : notReady,
    'reset-lab': isReady ? resetLab : notReady,
  };
};

/** On to the next step, once the learner could read what the passed one showed. */
const moveOn = ({run, session, state, isNarrow, dispatch, tell}: LabActionParts): void => {
  if (state.explained !== stepKey(session)) {
    dispatch({type: 'explain'});
    tell(wordsText((words) => words.doing.explained));
    return;
  }
  run.next();
  dispatch({type: 'new-step', pane: 'lesson', focus: focusFor(session.lab.steps[session.current + 1], isNarrow)});
};

/** Out of the zoom first; out of the lab after asking, where something would be lost. */
const back = ({session, state, isNarrow, dispatch, leave}: LabActionParts): Action => {
  if (state.isZoomed && !isNarrow) return () => dispatch({type: 'zoom'});
  return session.phase.name === 'finished' ? () => leave('leave-lab') : () => ask(dispatch, {ask: 'leave-lab'});
};

const otherNode = ({session, state, dispatch}: LabActionParts): Action => {
  const names = session.lab.host.nodes.map(({name}) => name);
  const next = names[(names.indexOf(state.node) + 1) % names.length];
  return next === undefined || names.length < 2
    ? cannot((words) => words.refused.oneNode)
    : () => dispatch({type: 'node', node: next});
};

/** Says how something slow ended. */
export const attempt = (promise: Promise<void>, tell: (message: Text) => void, done?: Text): void => {
  promise.then(
    () => done !== undefined && tell(done),
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      tell(wordsText((words) => words.doing.failed(why)));
    },
  );
};

/** What a confirmed question does. */
export const confirmed = (about: Confirm, {run, dispatch, tell, isNarrow, leave}: LabActionParts): void => {
  dispatch({type: 'close'});
  const begin = (promise: Promise<void>, step: number): void => {
    attempt(promise, tell);
    dispatch({type: 'new-step', pane: 'lesson', focus: focusFor(run.session.lab.steps[step], isNarrow)});
  };
  switch (about.ask) {
    case 'solve':
    case 'solve-early':
      run.showSolve();
      dispatch({type: 'choose', pane: 'lesson'});
      break;
    case 'type-solve':
      // What is typed can be read in the lesson, too, and counts as seen.
      run.showSolve();
      dispatch({type: 'to-terminal'});
      attempt(typeSolve(run, dispatch), tell);
      break;
    case 'reset-step':
      attempt(
        run.resetStep(),
        tell,
        wordsText((words) => words.doing.reset),
      );
      break;
    case 'reset-lab':
      begin(run.resetLab(), 0);
      break;
    case 'jump':
      begin(run.jump(about.step), about.step);
      break;
    case 'leave-lab':
    case 'quit':
      leave(about.ask);
  }
};

/** Shows the shell that the solution is typed into, line by line: a solution may go from node to node. */
const typeSolve = async (run: LabRun, dispatch: (action: LabAction) => void): Promise<void> => {
  const before = run.session.history.length;
  const unsubscribe = run.subscribe(() => {
    const {history} = run.session;
    const node = history.at(-1)?.node;
    if (history.length > before && node !== undefined) dispatch({type: 'look-at', node});
  });
  const {lab, attempt: tried, current} = run.session;
  const step = lab.steps[current];
  const first = step && solveLines(lab, tried, step)[0];
  if (first !== undefined) dispatch({type: 'look-at', node: first.node});
  try {
    await run.typeSolve();
  } finally {
    unsubscribe();
  }
};

/** The question to the learner. */
export const confirmText = (about: Confirm): Text => {
  switch (about.ask) {
    case 'solve':
      return wordsText((words) => words.confirm.solve);
    case 'solve-early':
      return wordsText((words) => words.confirm.solveEarly);
    case 'type-solve':
      return wordsText((words) => words.confirm.typeSolve);
    case 'reset-step':
      return wordsText((words) => words.confirm.resetStep);
    case 'reset-lab':
      return wordsText((words) => words.confirm.resetLab);
    case 'jump':
      return wordsText((words) => words.confirm.jump(about.step + 1));
    case 'leave-lab':
      return wordsText((words) => words.confirm.leaveLab);
    case 'quit':
      return wordsText((words) => words.confirm.quit);
  }
};
