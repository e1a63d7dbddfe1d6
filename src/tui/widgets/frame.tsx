import type {ReactNode} from 'react';
import {Box, Text} from 'ink';
import {fit, lineWidth, span, type Line} from '../lines/line.ts';
import {Row} from '../lines/lines.tsx';
import {useTheme} from '../themes/theme.ts';

export interface FrameProps {
  readonly title: string;
  /** At the right end of the upper border. */
  readonly badge?: Line | undefined;
  readonly width: number;
  readonly height: number;
  /** Drawn with heavy lines, so that it shows without colours too. */
  readonly isChosen: boolean;
  readonly children: ReactNode;
}

/** A border with a title in it. The inside is two cells narrower and two rows lower. */
export const Frame = ({title, badge = [], width, height, isChosen, children}: FrameProps): ReactNode => {
  const theme = useTheme();
  const style = isChosen ? theme.focus : theme.border;
  const [corner, bar, end] = isChosen ? ['┏', '━', '┓'] : ['╭', '─', '╮'];
  const badgeWidth = badge.length === 0 ? 0 : lineWidth(badge) + 2;
  const heading = fit(
    [span(` ${title} `, isChosen ? theme.title : theme.dim)],
    Math.min(width - 4 - badgeWidth, lineWidth([span(title)]) + 2),
  );
  const line = bar.repeat(Math.max(0, width - 4 - badgeWidth - lineWidth(heading)));
  const top: Line = [
    span(`${corner}${bar}`, style),
    ...heading,
    span(line, style),
    ...(badgeWidth === 0 ? [] : [span(' '), ...badge, span(' ')]),
    span(`${bar}${end}`, style),
  ];
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Row line={top} />
      <Box
        width={width}
        height={height - 1}
        borderTop={false}
        borderStyle={isChosen ? 'bold' : 'round'}
        borderColor={style.color ?? ''}
        borderDimColor={style.dimColor ?? false}
        overflow="hidden"
      >
        {children}
      </Box>
    </Box>
  );
};

/** What a pane shows in place of contents. */
export const Placeholder = ({words}: {readonly words: string}): ReactNode => {
  const theme = useTheme();
  return (
    <Text {...theme.dim} wrap="wrap">
      {words}
    </Text>
  );
};
