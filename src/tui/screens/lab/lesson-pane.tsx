import {memo, useLayoutEffect, useMemo, type ReactNode} from 'react';
import {Box} from 'ink';
import type {Attempt, Lab, Step} from '../../../labs/lab.ts';
import type {StepState} from '../../../labs/session.ts';
import {useKeys} from '../../keys/key-provider.tsx';
import {ends, span} from '../../lines/line.ts';
import {Lines, Row} from '../../lines/lines.tsx';
import {useLanguage} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {scrollBadge} from '../../widgets/page.tsx';
import {useScroll} from '../../widgets/use-scroll.ts';
import {lessonPage} from './lesson-lines.ts';
import {PaneFrame} from './pane-frame.tsx';
import {questionsOf, type Asked} from './questions.ts';
import {useNewestPart} from './use-newest-part.ts';
import {useQuestion} from './use-question.ts';

export interface LessonPaneProps {
  readonly lab: Lab;
  readonly attempt: Attempt;
  readonly index: number;
  readonly step: Step;
  readonly state: StepState;
  readonly isFinished: boolean;
  readonly width: number;
  readonly height: number;
  readonly hasFrame: boolean;
  readonly isChosen: boolean;
  /** Gets the scroll keys and, with {@link answering}, those of the question. */
  readonly hasKeys: boolean;
  readonly answering?: string | undefined;
  /** False behind another pane or a dialog. */
  readonly isVisible: boolean;
  /** Counts how often the learner asked for the newest part. */
  readonly wishes: number;
  /** The explanation of the passed step came into sight. */
  readonly onExplained: () => void;
  readonly onAnswer: (asked: Asked, value: string) => void;
  readonly onLeaveQuestion: () => void;
}

/** The lesson of a step, scrolled to what came last. */
export const LessonPane = memo((props: LessonPaneProps): ReactNode => {
  const {
    lab,
    attempt,
    index,
    step,
    state,
    isFinished,
    width,
    height,
    hasFrame,
    isChosen,
    hasKeys,
    answering,
    isVisible,
    wishes,
    onExplained,
    onAnswer,
    onLeaveQuestion,
  } = props;
  const language = useLanguage();
  const words = useWords();
  const theme = useTheme();
  const columns = width - (hasFrame ? 4 : 2);
  const rows = height - (hasFrame ? 2 : 0);
  const questions = questionsOf(step, state);
  const asked = hasKeys ? questions.find(({id}) => id === answering) : undefined;
  const questionLines = useQuestion(asked, {onAnswer, onLeave: onLeaveQuestion}, columns);
  const page = useMemo(
    () =>
      lessonPage(
        {
          lab,
          attempt,
          index,
          step,
          state,
          isFinished,
          language,
          words,
          theme,
          answering: asked === undefined ? undefined : {id: asked.id, lines: questionLines},
        },
        columns,
      ),
    [lab, attempt, index, step, state, isFinished, language, words, theme, asked, questionLines, columns],
  );
  const total = page.lines.length;
  // Without a border the place of the window in the text stands below it.
  const shownRows = !hasFrame && total > rows ? rows - 1 : rows;
  const newest = useNewestPart(state, questions, asked?.id, wishes);
  const part = page.parts.get(newest.mark ?? '');
  const {from, actions} = useScroll({
    total,
    height: shownRows,
    follow: {key: String(newest.turn), line: part?.start, end: part?.end},
  });
  const after = page.parts.get('after')?.start;
  const isExplained = isVisible && after !== undefined && after >= from && after < from + shownRows;
  useLayoutEffect(() => {
    if (isExplained) onExplained();
  }, [isExplained, onExplained]);
  const where = scrollBadge(words.lesson.lines, from, shownRows, total, theme.dim);
  useKeys('pane', {context: 'lab', actions}, hasKeys);
  return (
    <PaneFrame pane="lesson" width={width} height={height} hasFrame={hasFrame} isChosen={isChosen} badge={where}>
      <Box paddingX={1} flexDirection="column">
        <Lines lines={page.lines} from={from} width={columns} height={shownRows} />
        {shownRows < rows && (
          <Row line={ends([], [span(from + shownRows < total ? 'PgDn ' : 'PgUp ', theme.key), ...where], columns)} />
        )}
      </Box>
    </PaneFrame>
  );
});
LessonPane.displayName = 'LessonPane';
