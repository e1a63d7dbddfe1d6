import {memo, type ReactNode} from 'react';
import {Box, Text} from 'ink';
import type {Line} from './line.ts';

/** One row. Cut, never wrapped: whoever made the line chose its width. */
export const Row = memo(({line}: {readonly line: Line}): ReactNode => (
  <Text wrap="truncate">
    {line.length === 0
      ? ' '
      : line.map((piece, index) => (
          <Text key={index} {...piece.style}>
            {piece.text}
          </Text>
        ))}
  </Text>
));
Row.displayName = 'Row';

export interface LinesProps {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  /** Index of the first line to show. @default 0 */
  readonly from?: number;
}

/** A window of `height` rows on some lines. */
export const Lines = ({lines, width, height, from = 0}: LinesProps): ReactNode => (
  <Box flexDirection="column" width={width} height={height} overflow="hidden">
    {lines.slice(from, from + height).map((line, index) => (
      <Row key={index} line={line} />
    ))}
  </Box>
);
