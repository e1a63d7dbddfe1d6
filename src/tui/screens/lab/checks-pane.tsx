import {memo, useMemo, type ReactNode} from 'react';
import {Box} from 'ink';
import type {Step} from '../../../labs/lab.ts';
import type {StepState} from '../../../labs/session.ts';
import {useKeys} from '../../keys/key-provider.tsx';
import {span} from '../../lines/line.ts';
import {Lines} from '../../lines/lines.tsx';
import {useLanguage} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {useScroll} from '../../widgets/use-scroll.ts';
import {checkLines, countMet} from './check-lines.ts';
import {PaneFrame} from './pane-frame.tsx';

export interface ChecksPaneProps {
  readonly step: Step;
  readonly state: StepState;
  readonly width: number;
  readonly height: number;
  readonly hasFrame: boolean;
  readonly isChosen: boolean;
  readonly hasKeys: boolean;
}

/** The checks of a step in words. */
export const ChecksPane = memo(
  ({step, state, width, height, hasFrame, isChosen, hasKeys}: ChecksPaneProps): ReactNode => {
    const language = useLanguage();
    const words = useWords();
    const theme = useTheme();
    const columns = width - (hasFrame ? 4 : 2);
    const rows = height - (hasFrame ? 2 : 0);
    const lines = useMemo(
      () => checkLines({step, state, language, words, theme}, columns, rows),
      [step, state, language, words, theme, columns, rows],
    );
    const {from, actions} = useScroll({total: lines.length, height: rows});
    useKeys('pane', {context: 'lab', actions}, hasKeys);
    const met = countMet(step, state);
    return (
      <PaneFrame
        pane="checks"
        width={width}
        height={height}
        hasFrame={hasFrame}
        isChosen={isChosen}
        badge={[span(`${met}/${step.checks.length}`, met === step.checks.length ? theme.ok : theme.dim)]}
      >
        <Box paddingX={1}>
          <Lines lines={lines} from={from} width={columns} height={rows} more={theme.dim} />
        </Box>
      </PaneFrame>
    );
  },
);
ChecksPane.displayName = 'ChecksPane';
