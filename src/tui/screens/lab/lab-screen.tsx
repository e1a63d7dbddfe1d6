import {useCallback, useReducer, useSyncExternalStore, type ReactNode} from 'react';
import {Box} from 'ink';
import type {LabRun} from '../../../labs/lab-run.ts';
import type {Text} from '../../../state/text.ts';
import {useKeyCapture, useKeys} from '../../keys/key-provider.tsx';
import {span, type Line} from '../../lines/line.ts';
import {useTell} from '../../message.tsx';
import {useSettingsActions} from '../../settings.tsx';
import {useWords} from '../../text/words.ts';
import {useBaseline} from '../../topology/use-baseline.ts';
import {useTheme} from '../../themes/theme.ts';
import {countMet} from './check-lines.ts';
import {confirmed, labActions, type LabActionParts} from './lab-actions.ts';
import {LabBar} from './lab-bar.tsx';
import {LabOverlay} from './lab-overlay.tsx';
import {firstState, frontPane, labReducer, stepKey} from './lab-state.ts';
import {isVisible, layOut, MEDIUM, type PaneName} from './layout.ts';
import {useNewChanges} from './new-changes.ts';
import {Panes} from './panes.tsx';
import type {Asked} from './questions.ts';
import {StatusBar} from './status-bar.tsx';
import {Tabs} from './tabs.tsx';
import {useSitting} from './use-sitting.ts';

export interface LabScreenProps {
  readonly run: LabRun;
  readonly nextLab?: Text | undefined;
  readonly columns: number;
  readonly rows: number;
  readonly now: () => number;
  readonly onNextLab: () => void;
  readonly onHome: () => void;
  readonly onQuit: () => void;
}

/** Rows beside one for each check: what the first open one found, and a long sentence or two. */
const CHECK_DETAILS = 4;

/** A lab that runs: five panes, a status line, and the keys between them. */
export const LabScreen = ({run, nextLab, columns, rows, now, onNextLab, onHome, onQuit}: LabScreenProps): ReactNode => {
  const session = useSyncExternalStore(
    useCallback((listener) => run.subscribe(listener), [run]),
    () => run.session,
  );
  const tell = useTell();
  const settings = useSettingsActions();
  const isNarrow = columns < MEDIUM;
  const [state, dispatch] = useReducer(labReducer, undefined, () => firstState(session, isNarrow));
  const sitting = useSitting(session, now);

  const step = session.lab.steps[session.current];
  const stepState = session.steps[session.current];
  const layout = layOut({
    columns,
    rows,
    pane: frontPane(state),
    low: state.low,
    isZoomed: state.isZoomed,
    checkRows: (step?.checks.length ?? 0) + CHECK_DETAILS,
  });
  const baseline = useBaseline(session);
  const newChanges = useNewChanges(session.history, isVisible(layout, 'changes'));
  const isStopped = session.phase.name === 'failed' || (session.phase.name === 'finished' && !state.isDebriefAway);
  const isCovered = state.overlay !== undefined || isStopped;

  const parts: LabActionParts = {
    run,
    session,
    state,
    isNarrow,
    dispatch,
    tell,
    ...settings,
    leave: (how) => (how === 'quit' ? onQuit() : onHome()),
  };
  const actions = labActions(parts);
  useKeyCapture(state.focus === 'terminal' && !isCovered);
  useKeys('screen', {context: 'lab', actions}, !isCovered);
  useKeys('screen', {
    context: 'app',
    actions: {quit: () => dispatch({type: 'open', overlay: {name: 'confirm', about: {ask: 'quit'}}})},
  });

  const leaveTerminal = useCallback(() => dispatch({type: 'to-commands'}), []);
  const explained = stepKey(session);
  const onExplained = useCallback(() => dispatch({type: 'explained', step: explained}), [explained]);
  const leaveQuestion = useCallback(() => dispatch({type: 'answered'}), []);
  const answer = useCallback(
    (asked: Asked, value: string) => {
      if (asked.kind === 'predict') run.predict(value);
      else run.answer(asked.id, value);
      dispatch({type: 'answered'});
    },
    [run],
  );

  const met = step && stepState ? ([countMet(step, stepState), step.checks.length] as const) : undefined;
  return (
    <Box width={columns} height={rows}>
      {isCovered && (
        <LabOverlay
          run={run}
          session={session}
          overlay={state.overlay}
          baseline={baseline}
          node={state.node}
          columns={columns}
          rows={rows}
          nextLab={nextLab}
          sitting={sitting}
          dispatch={dispatch}
          tell={tell}
          onConfirmed={(about) => confirmed(about, parts)}
          onNextLab={onNextLab}
          onHome={onHome}
        />
      )}
      {/* Stays in place behind whatever covers it: the panes keep how far they were scrolled. */}
      <Box display={isCovered ? 'none' : 'flex'} flexDirection="column" width={columns} height={rows}>
        {layout.hasTabs && <TabsOfLab front={frontPane(state)} newChanges={newChanges} met={met} width={columns} />}
        <Panes
          run={run}
          session={session}
          state={state}
          layout={layout}
          hasKeys={!isCovered}
          isCovered={isCovered}
          newChanges={newChanges}
          onLeaveTerminal={leaveTerminal}
          onAnswer={answer}
          onLeaveQuestion={leaveQuestion}
          onExplained={onExplained}
        />
        <StatusBar session={session} node={state.node} width={columns} />
        <LabBar session={session} state={state} actions={actions} width={columns} />
      </Box>
    </Box>
  );
};

interface TabsOfLabProps {
  readonly front: PaneName;
  readonly newChanges: number;
  readonly met: readonly [met: number, total: number] | undefined;
  readonly width: number;
}

const TabsOfLab = ({front, newChanges, met, width}: TabsOfLabProps): ReactNode => {
  const theme = useTheme();
  const words = useWords();
  const badges: Partial<Record<PaneName, Line>> = {};
  if (newChanges > 0) badges.changes = [span(words.lab.newChanges(newChanges), theme.added)];
  if (met !== undefined) badges.checks = [span(`${met[0]}/${met[1]}`, met[0] === met[1] ? theme.ok : theme.dim)];
  return <Tabs front={front} badges={badges} width={width} />;
};
