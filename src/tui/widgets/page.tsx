import type {ReactNode} from 'react';
import {Box} from 'ink';
import {useKeys} from '../keys/key-provider.tsx';
import {span, type Line} from '../lines/line.ts';
import {Lines} from '../lines/lines.tsx';
import {useWords} from '../text/words.ts';
import {useTheme} from '../themes/theme.ts';
import {Frame} from './frame.tsx';
import {KeyBar} from './key-bar.tsx';
import {useScroll} from './use-scroll.ts';

export interface PageProps {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly columns: number;
  readonly rows: number;
  readonly onClose: () => void;
  /** Begin at the end, for things that grow. @default false */
  readonly fromEnd?: boolean;
}

/** A text over the whole window, to read and close: help, command log. `lines` fit into `columns - 4` cells. */
export const Page = ({title, lines, columns, rows, onClose, fromEnd = false}: PageProps): ReactNode => {
  const theme = useTheme();
  const words = useWords();
  const height = rows - 3;
  const {from, actions} = useScroll({
    total: lines.length,
    height,
    ...(fromEnd ? {follow: {key: String(lines.length), line: lines.length}} : {}),
  });
  useKeys('dialog', {context: 'page', actions: {...actions, back: onClose}});
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Frame
        title={title}
        badge={scrollBadge(words.lesson.lines, from, height, lines.length, theme.dim)}
        width={columns}
        height={rows - 1}
        isChosen
      >
        <Box paddingX={1}>
          <Lines lines={lines} from={from} width={columns - 4} height={height} />
        </Box>
      </Frame>
      <KeyBar context="page" width={columns} tellsMessages />
    </Box>
  );
};

/** `12-30 of 48 ↓`, or nothing where all is in sight. */
export const scrollBadge = (
  words: (from: number, to: number, total: number) => string,
  from: number,
  height: number,
  total: number,
  style: Parameters<typeof span>[1],
): Line => {
  if (total <= height) return [];
  const rows = words(from + 1, Math.min(total, from + height), total);
  return [span(`${rows} ${from + height < total ? '↓' : '↑'}`, style)];
};
