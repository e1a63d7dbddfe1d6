import {memo, type ReactNode} from 'react';
import {Box, Text} from 'ink';
import type {Style} from '../themes/theme.ts';
import {ends, span, type Line} from './line.ts';

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
  /** How many lines are out of sight stands at the right, in this style; for places without another sign of it. */
  readonly more?: Style;
}

/** A window of `height` rows on some lines. */
export const Lines = ({lines, width, height, from = 0, more}: LinesProps): ReactNode => {
  const shown = lines.slice(from, from + height);
  const above = more === undefined || from === 0 ? '' : `↑ ${from}`;
  const rest = lines.length - from - shown.length;
  const below = more === undefined || rest <= 0 ? '' : `↓ ${rest}`;
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {shown.map((line, index) => (
        <Row key={index} line={marked(line, index, shown.length, {above, below, width, style: more})} />
      ))}
    </Box>
  );
};

interface Marks {
  readonly above: string;
  readonly below: string;
  readonly width: number;
  readonly style: Style | undefined;
}

/** The first row tells how much is above it, the last one how much is below; in a single row the latter. */
const marked = (line: Line, index: number, count: number, {above, below, width, style}: Marks): Line => {
  if (index === count - 1 && below !== '') return ends(line, [span(below, style)], width);
  return index === 0 && above !== '' ? ends(line, [span(above, style)], width) : line;
};
