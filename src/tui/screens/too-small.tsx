import type {ReactNode} from 'react';
import {Box, Text} from 'ink';
import {useWords} from '../text/words.ts';
import {useTheme} from '../themes/theme.ts';

/** Below this no layout is readable. */
export const SMALLEST = {columns: 60, rows: 15};

export const isTooSmall = (columns: number, rows: number): boolean =>
  columns < SMALLEST.columns || rows < SMALLEST.rows;

/** In place of any screen while the window is too small; what is behind it goes on. */
export const TooSmall = ({columns, rows}: {readonly columns: number; readonly rows: number}): ReactNode => {
  const theme = useTheme();
  const {tooSmall} = useWords();
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Text {...theme.accent}>{tooSmall.now(columns, rows)}</Text>
      <Text>{tooSmall.needed(SMALLEST.columns, SMALLEST.rows)}</Text>
      <Text {...theme.dim}>{tooSmall.act}</Text>
    </Box>
  );
};
