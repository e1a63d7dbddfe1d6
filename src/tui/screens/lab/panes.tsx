import {memo, type ReactNode} from 'react';
import {Box} from 'ink';
import type {LabRun} from '../../../labs/lab-run.ts';
import type {Session} from '../../../labs/session.ts';
import {ChangesPane} from '../../changes/changes-pane.tsx';
import {span} from '../../lines/line.ts';
import {TerminalPane} from '../../terminal/terminal-pane.tsx';
import {useLanguage} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {TopologyPane} from '../../topology/topology-pane.tsx';
import {ChecksPane} from './checks-pane.tsx';
import {frontPane, type LabState} from './lab-state.ts';
import {inside, type Layout, type PaneName} from './layout.ts';
import {LessonPane} from './lesson-pane.tsx';
import {PaneFrame} from './pane-frame.tsx';
import type {Asked} from './questions.ts';

export interface PanesProps {
  readonly run: LabRun;
  readonly session: Session;
  readonly state: LabState;
  readonly layout: Layout;
  /** False while a dialog has the keys. */
  readonly hasKeys: boolean;
  readonly newChanges: number;
  readonly onLeaveTerminal: () => void;
  readonly onAnswer: (asked: Asked, value: string) => void;
  readonly onLeaveQuestion: () => void;
}

/** The panes where the layout puts them. */
export const Panes = (props: PanesProps): ReactNode => (
  <Box>
    {props.layout.columns.map((column, index) => (
      <Box key={index} flexDirection="column" width={column.width}>
        {column.panes.map(({pane, height}) => (
          <Pane key={pane} {...props} pane={pane} width={column.width} height={height} />
        ))}
      </Box>
    ))}
  </Box>
);

interface PaneProps extends PanesProps {
  readonly pane: PaneName;
  readonly width: number;
  readonly height: number;
}

const Pane = ({run, session, state, layout, hasKeys, newChanges, pane, width, height, ...on}: PaneProps): ReactNode => {
  const theme = useTheme();
  const language = useLanguage();
  const words = useWords();
  const index = Math.min(session.current, session.lab.steps.length - 1);
  const step = session.lab.steps[index];
  const stepState = session.steps[index];
  const isChosen = frontPane(state) === pane;
  const place = {width, height, hasFrame: !layout.hasTabs, isChosen};
  const own = {hasKeys: hasKeys && isChosen && state.focus === 'commands'};
  const size = {width: inside(layout, width), height: inside(layout, height)};
  if (step === undefined || stepState === undefined) return null;
  switch (pane) {
    case 'lesson':
      return (
        <LessonPane
          // Another step is another page: it begins at its top.
          key={`${session.attempt.seed} ${index}`}
          {...place}
          {...own}
          lab={session.lab}
          attempt={session.attempt}
          index={index}
          step={step}
          state={stepState}
          answering={state.answering}
          onAnswer={on.onAnswer}
          onLeaveQuestion={on.onLeaveQuestion}
        />
      );
    case 'terminal':
      return (
        <PaneFrame pane={pane} {...place}>
          <TerminalPane
            {...size}
            run={run}
            node={state.node}
            focused={hasKeys && state.focus === 'terminal'}
            scrollable={own.hasKeys}
            onLeave={on.onLeaveTerminal}
          />
        </PaneFrame>
      );
    case 'topology':
      return (
        <PaneFrame pane={pane} {...place}>
          <MemoTopology {...size} session={session} language={language} theme={theme} focused={own.hasKeys} />
        </PaneFrame>
      );
    case 'changes':
      return (
        <PaneFrame
          pane={pane}
          {...place}
          badge={newChanges === 0 ? undefined : [span(words.lab.newChanges(newChanges), theme.added)]}
        >
          <Box paddingX={1}>
            <MemoChanges
              {...size}
              width={size.width - 2}
              session={session}
              language={language}
              theme={theme}
              focused={own.hasKeys}
            />
          </Box>
        </PaneFrame>
      );
    case 'checks':
      return <ChecksPane {...place} {...own} step={step} state={stepState} />;
  }
};

const MemoTopology = memo(TopologyPane);
const MemoChanges = memo(ChangesPane);
