import type {ReactNode} from 'react';
import {Box} from 'ink';
import type {Session} from '../../../labs/session.ts';
import type {Text} from '../../../state/text.ts';
import {useKeys, type Action} from '../../keys/key-provider.tsx';
import {EMPTY_LINE, span, type Line} from '../../lines/line.ts';
import {Lines} from '../../lines/lines.tsx';
import {wrap} from '../../lines/wrap.ts';
import {markdownLines} from '../../markdown/markdown.ts';
import {useLanguage} from '../../text/use-language.ts';
import {useWords, wordsText} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {Frame} from '../../widgets/frame.tsx';
import {KeyBar} from '../../widgets/key-bar.tsx';
import {scrollBadge} from '../../widgets/page.tsx';
import {useScroll} from '../../widgets/use-scroll.ts';
import type {Sitting} from './use-sitting.ts';

export interface DebriefProps {
  readonly session: Session;
  readonly sitting: Sitting;
  readonly nextLab?: Text | undefined;
  readonly columns: number;
  readonly rows: number;
  readonly onNextLab: () => void;
  readonly onLook: () => void;
  readonly onAgain: () => void;
  readonly onHome: () => void;
}

/** After the last step: what it took, what to take along, where to go next. */
export const Debrief = ({
  session,
  sitting,
  nextLab,
  columns,
  rows,
  onNextLab,
  onLook,
  onAgain,
  onHome,
}: DebriefProps): ReactNode => {
  const theme = useTheme();
  const language = useLanguage();
  const words = useWords();
  const width = Math.min(columns, 100);
  const seconds = Math.round(sitting.tookMs / 1000);
  const lines: readonly Line[] = [
    [span('✔ ', theme.ok), span(words.debrief.title(session.lab.title[language]), theme.title)],
    EMPTY_LINE,
    [
      span(words.debrief.sitting, theme.dim),
      span(
        [
          words.debrief.minutes(Math.floor(seconds / 60), seconds % 60),
          words.debrief.hints(sitting.hints),
          words.debrief.solutions(session.steps.filter(({solveShown}) => solveShown).length),
        ].join(' · '),
      ),
    ],
    EMPTY_LINE,
    ...markdownLines(session.lab.debrief[language], width - 4, theme),
    EMPTY_LINE,
    ...(session.lab.faults.length > 1 ? [...wrap([span(words.debrief.otherFault)], width - 4), EMPTY_LINE] : []),
    nextLab === undefined
      ? [span(words.debrief.noNext, theme.dim)]
      : [span(`→ ${words.debrief.next}`, theme.accent), span(nextLab[language], theme.strong)],
  ];
  const height = rows - 3;
  const {from, actions: scroll} = useScroll({total: lines.length, height});
  const actions: Readonly<Record<string, Action>> = {
    'next-lab': nextLab === undefined ? {cannot: wordsText((all) => all.refused.noNextLab)} : onNextLab,
    look: onLook,
    again: onAgain,
    home: onHome,
    up: scroll.up,
    down: scroll.down,
  };
  useKeys('dialog', {context: 'debrief', actions, freshKeysOnly: true});
  return (
    <Box flexDirection="column" width={columns} height={rows} alignItems="center">
      <Frame
        title={words.lab.finished}
        badge={scrollBadge(words.lesson.lines, from, height, lines.length, theme.dim)}
        width={width}
        height={rows - 1}
        isChosen
      >
        <Box paddingX={1}>
          <Lines lines={lines} from={from} width={width - 4} height={height} />
        </Box>
      </Frame>
      <Box width={columns}>
        <KeyBar context="debrief" actions={actions} width={columns} tellsMessages />
      </Box>
    </Box>
  );
};
