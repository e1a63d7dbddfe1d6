import {useState, type ReactNode} from 'react';
import {Box} from 'ink';
import {span, type Line} from '../lines/line.ts';
import {Lines} from '../lines/lines.tsx';
import {wrap} from '../lines/wrap.ts';
import {useKeys} from '../keys/key-provider.tsx';
import {bindingsIn, keyLabel} from '../keys/key-table.ts';
import {useSay} from '../text/use-language.ts';
import {useTheme} from '../themes/theme.ts';
import {Frame} from './frame.tsx';

export interface DialogProps {
  readonly question: string;
  /** What one should know before answering, a paragraph each. @default none */
  readonly details?: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks before something that is hard to undo. Keys that came together with the one that opened it are not an answer. */
export const Dialog = ({question, details = [], columns, rows, onYes, onNo}: DialogProps): ReactNode => {
  const theme = useTheme();
  const say = useSay();
  // Somebody who types on meant the shell: then Enter, too, was not meant for this question.
  const [isTypedOver, setTypedOver] = useState(false);
  useKeys('dialog', {
    context: 'confirm',
    actions: {yes: onYes, accept: isTypedOver ? () => {} : onYes, no: onNo},
    onText: () => setTypedOver(true),
    freshKeysOnly: true,
  });
  const width = Math.min(columns - 4, 64);
  const keys: Line = bindingsIn('confirm').flatMap(({keys: names, short}, index) =>
    short === undefined
      ? []
      : [span(index === 0 ? '' : '    '), span(say(keyLabel(names[0] ?? '')), theme.key), span(` ${say(short)}`)],
  );
  const lines = [
    ...wrap([span(question)], width - 4),
    ...details.flatMap((detail) => [[], ...wrap([span(detail, theme.dim)], width - 4)]),
    [],
    keys,
  ];
  return (
    <Box width={columns} height={rows} alignItems="center" justifyContent="center">
      <Frame title="?" width={width} height={lines.length + 2} isChosen>
        <Box paddingX={1}>
          <Lines lines={lines} width={width - 4} height={lines.length} />
        </Box>
      </Frame>
    </Box>
  );
};
