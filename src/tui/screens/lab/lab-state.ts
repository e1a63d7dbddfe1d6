import type {Step} from '../../../labs/lab.ts';
import type {Session} from '../../../labs/session.ts';
import {PANES, type PaneName} from './layout.ts';

/** What the lab screen itself knows: where the keys go and what is open. Everything else is the session's. */
export interface LabState {
  /** Who gets the keys: the shell, or the commands of the screen. */
  readonly focus: 'terminal' | 'commands';
  /** The pane that commands such as scroll and zoom are about. */
  readonly pane: PaneName;
  /** Which of the two is shown where they share the place under the terminal. */
  readonly low: 'topology' | 'changes';
  readonly isZoomed: boolean;
  /** Whose shell is shown. */
  readonly node: string;
  /** Whose shell the learner chose, while that of another node is shown to let them watch. */
  readonly ownNode?: string | undefined;
  /** Id of the question being answered. */
  readonly answering?: string | undefined;
  readonly overlay?: Overlay | undefined;
  /** The step whose explanation was in sight after it was passed, as {@link stepKey} names it. */
  readonly explained?: string | undefined;
  /** How often the learner asked to be shown the newest part of the lesson. */
  readonly wishes: number;
  /** The debrief was put away to look at the lab once more. */
  readonly isDebriefAway: boolean;
}

export type Overlay =
  {readonly name: 'help' | 'log' | 'path' | 'steps'} | {readonly name: 'confirm'; readonly about: Confirm};

export type Confirm =
  | {readonly ask: 'solve' | 'solve-early' | 'type-solve' | 'reset-step' | 'reset-lab' | 'leave-lab' | 'quit'}
  | {readonly ask: 'jump'; readonly step: number};

export type LabAction =
  | {readonly type: 'to-terminal'}
  | {readonly type: 'to-commands'}
  | {readonly type: 'choose'; readonly pane: PaneName}
  | {readonly type: 'cycle'; readonly by: 1 | -1}
  | {readonly type: 'zoom'}
  /** To the shell of another node. */
  | {readonly type: 'node'; readonly node: string}
  /** Shows it; the keys stay where they are. */
  | {readonly type: 'look-at'; readonly node: string}
  | {readonly type: 'answer'; readonly question: string}
  | {readonly type: 'answered'}
  | {readonly type: 'explained'; readonly step: string}
  /** To the newest part of the lesson. */
  | {readonly type: 'explain'}
  | {readonly type: 'open'; readonly overlay: Overlay}
  | {readonly type: 'close'}
  | {readonly type: 'new-step'; readonly pane: PaneName; readonly focus: LabState['focus']}
  | {readonly type: 'debrief'; readonly isAway: boolean};

/** A learner begins in the shell; where one pane is shown at a time, with the lesson that says what to do there. */
export const firstState = (session: Session, isNarrow: boolean): LabState => ({
  focus: focusFor(session.lab.steps[session.current], isNarrow),
  pane: 'lesson',
  low: 'topology',
  isZoomed: false,
  node: session.lab.host.nodes[0]?.name ?? '',
  wishes: 0,
  isDebriefAway: false,
});

export const labReducer = (state: LabState, action: LabAction): LabState => {
  switch (action.type) {
    case 'to-terminal':
      return {...state, focus: 'terminal', answering: undefined};
    case 'to-commands':
      return {...state, focus: 'commands'};
    case 'choose':
      return chosen(state, action.pane);
    case 'cycle': {
      const at = PANES.indexOf(state.pane) + action.by + PANES.length;
      return chosen(state, PANES[at % PANES.length] ?? 'lesson');
    }
    case 'zoom':
      return {...state, isZoomed: !state.isZoomed};
    case 'node':
      return {...state, node: action.node, ownNode: undefined, focus: 'terminal', answering: undefined};
    case 'answer':
      return {...chosen(state, 'lesson'), answering: action.question};
    case 'answered':
      return {...state, answering: undefined};
    case 'look-at':
      return state.node === action.node ? state : {...state, node: action.node, ownNode: state.ownNode ?? state.node};
    case 'explained':
      return state.explained === action.step ? state : {...state, explained: action.step};
    case 'explain':
      return {...chosen(state, 'lesson'), wishes: state.wishes + 1};
    case 'open':
      return {...state, overlay: action.overlay};
    case 'close':
      return {...state, overlay: undefined};
    case 'new-step':
      return {
        ...state,
        pane: action.pane,
        focus: action.focus,
        node: state.ownNode ?? state.node,
        ownNode: undefined,
        answering: undefined,
        isDebriefAway: false,
      };
    case 'debrief':
      return {...state, isDebriefAway: action.isAway, overlay: undefined};
  }
};

/** Who gets the keys when a step begins: a prediction is asked before anything is typed. */
export const focusFor = (step: Step | undefined, isNarrow: boolean): LabState['focus'] =>
  isNarrow || step?.predict !== undefined ? 'commands' : 'terminal';

/** One step of one attempt. */
export const stepKey = ({attempt, current}: Session): string => `${attempt.seed} ${attempt.fault ?? ''} ${current}`;

const chosen = (state: LabState, pane: PaneName): LabState => ({
  ...state,
  focus: 'commands',
  pane,
  low: pane === 'topology' || pane === 'changes' ? pane : state.low,
  answering: undefined,
});

/** The pane in front: the one typed in, or the one chosen. */
export const frontPane = (state: LabState): PaneName => (state.focus === 'terminal' ? 'terminal' : state.pane);
