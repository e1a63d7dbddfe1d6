import type {ReactNode} from 'react';
import {Box} from 'ink';
import type {Text} from '../../../state/text.ts';
import {useKeys, type Action} from '../../keys/key-provider.tsx';
import {EMPTY_LINE, span} from '../../lines/line.ts';
import {Lines} from '../../lines/lines.tsx';
import {wrap, wrapIndented} from '../../lines/wrap.ts';
import {useLanguage} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {Frame} from '../../widgets/frame.tsx';
import {KeyBar} from '../../widgets/key-bar.tsx';

export interface FailedProps {
  readonly why: Text;
  readonly next: Text;
  readonly columns: number;
  readonly rows: number;
  readonly actions: Readonly<Record<'again' | 'log' | 'back', Action>>;
}

/** The host could not be built, or ended: why, and what to do. */
export const Failed = ({why, next, columns, rows, actions}: FailedProps): ReactNode => {
  const theme = useTheme();
  const language = useLanguage();
  const words = useWords();
  useKeys('dialog', {context: 'failed', actions});
  const width = Math.min(columns - 4, 80);
  const lines = [
    ...wrap([span(`✘ ${why[language]}`, theme.bad)], width - 4),
    EMPTY_LINE,
    ...wrapIndented([span('→ ', theme.accent)], [span(next[language])], width - 4),
  ];
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box flexGrow={1} alignItems="center" justifyContent="center">
        <Frame title={words.failed.title} width={width} height={Math.min(rows - 1, lines.length + 2)} isChosen>
          <Box paddingX={1}>
            <Lines lines={lines} width={width - 4} height={lines.length} />
          </Box>
        </Frame>
      </Box>
      <KeyBar context="failed" actions={actions} width={columns} tellsMessages />
    </Box>
  );
};
