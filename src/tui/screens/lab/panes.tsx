import {memo, type ReactNode} from 'react';
import {Box} from 'ink';
import type {LabRun} from '../../../labs/lab-run.ts';
import type {Session} from '../../../labs/session.ts';
import {ChangesPane} from '../../changes/changes-pane.tsx';
import {span, type Line} from '../../lines/line.ts';
import {TerminalPane} from '../../terminal/terminal-pane.tsx';
import {useLanguage} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {TopologyPane} from '../../topology/topology-pane.tsx';
import {ChecksPane} from './checks-pane.tsx';
import {frontPane, type LabState} from './lab-state.ts';
import {inside, isVisible, type Layout, type Placed} from './layout.ts';
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
  /** Something stands before all of them. */
  readonly isCovered: boolean;
  readonly newChanges: number;
  readonly onLeaveTerminal: () => void;
  readonly onAnswer: (asked: Asked, value: string) => void;
  readonly onLeaveQuestion: () => void;
  /** The explanation of the passed step came into sight. */
  readonly onExplained: () => void;
}

/**
 * The panes where the layout puts them. Those that are not in sight are there all the same: they keep how far they
 * were scrolled, and the drawing what it is compared with.
 */
export const Panes = (props: PanesProps): ReactNode => (
  <Box width={props.layout.width} height={props.layout.height}>
    {props.layout.panes.map((place) => (
      <Box
        key={place.pane}
        display={place.isVisible ? 'flex' : 'none'}
        position="absolute"
        left={place.left}
        top={place.top}
        width={place.width}
        height={place.height}
      >
        <Pane {...props} place={place} />
      </Box>
    ))}
  </Box>
);

interface PaneProps extends PanesProps {
  readonly place: Placed;
}

const Pane = ({run, session, state, layout, hasKeys, newChanges, place: placed, ...on}: PaneProps): ReactNode => {
  const theme = useTheme();
  const language = useLanguage();
  const words = useWords();
  const index = Math.min(session.current, session.lab.steps.length - 1);
  const step = session.lab.steps[index];
  const stepState = session.steps[index];
  const {pane, width, height} = placed;
  const isChosen = frontPane(state) === pane;
  const place = {width, height, hasFrame: !layout.hasTabs, isChosen};
  const own = {hasKeys: hasKeys && isChosen && state.focus === 'commands'};
  const size = {width: inside(layout, width), height: inside(layout, height)};
  if (step === undefined || stepState === undefined) return null;
  const newsOf = (key: number, name: string): Line | undefined =>
    newChanges === 0
      ? undefined
      : [span(`${key} ${name} `, theme.dim), span(words.lab.newChanges(newChanges), theme.added)];
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
          isFinished={session.phase.name === 'finished'}
          answering={state.answering}
          isVisible={placed.isVisible && !on.isCovered}
          wishes={state.wishes}
          onExplained={on.onExplained}
          onAnswer={on.onAnswer}
          onLeaveQuestion={on.onLeaveQuestion}
        />
      );
    case 'terminal':
      // Its screen lives outside of React, and a pty should keep the size of the place that is looked at.
      if (!placed.isVisible) return null;
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
        <PaneFrame
          pane={pane}
          {...place}
          // Where the two share a place, news of the changes show here.
          badge={isVisible(layout, 'changes') ? undefined : newsOf(4, words.lab.panes.changes)}
        >
          <Box paddingX={1}>
            <MemoTopology
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
    case 'changes':
      return (
        <PaneFrame pane={pane} {...place}>
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
