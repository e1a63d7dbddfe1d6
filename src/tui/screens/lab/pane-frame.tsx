import type {ReactNode} from 'react';
import {Box} from 'ink';
import type {Line} from '../../lines/line.ts';
import {useWords} from '../../text/words.ts';
import {Frame} from '../../widgets/frame.tsx';
import {PANES, type PaneName} from './layout.ts';

export interface PaneFrameProps {
  readonly pane: PaneName;
  readonly width: number;
  readonly height: number;
  /** False where a strip of tabs stands above the one pane shown. */
  readonly hasFrame: boolean;
  readonly isChosen: boolean;
  readonly badge?: Line | undefined;
  readonly children: ReactNode;
}

/** A pane's place: with its number, which is its key, and its name on the border. */
export const PaneFrame = ({pane, width, height, hasFrame, isChosen, badge, children}: PaneFrameProps): ReactNode => {
  const words = useWords();
  if (!hasFrame)
    return (
      <Box width={width} height={height} overflow="hidden">
        {children}
      </Box>
    );
  return (
    <Frame
      title={`${PANES.indexOf(pane) + 1} ${words.lab.panes[pane]}`}
      badge={badge}
      width={width}
      height={height}
      isChosen={isChosen}
    >
      {children}
    </Frame>
  );
};
