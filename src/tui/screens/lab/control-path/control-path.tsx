import {useMemo, useSyncExternalStore, type ReactNode} from 'react';
import {Box} from 'ink';
import type {Timeline} from '../../../../labs/cloud/timeline.ts';
import type {Names} from '../../../../state/names.ts';
import {useKeys} from '../../../keys/key-provider.tsx';
import {span, type Line} from '../../../lines/line.ts';
import {Lines} from '../../../lines/lines.tsx';
import {wrap} from '../../../lines/wrap.ts';
import {useLanguage} from '../../../text/use-language.ts';
import {useWords} from '../../../text/words.ts';
import {useTheme} from '../../../themes/theme.ts';
import {Frame} from '../../../widgets/frame.tsx';
import {KeyBar} from '../../../widgets/key-bar.tsx';
import {scrollBadge} from '../../../widgets/page.tsx';
import {windowLines} from './path-layout.ts';
import type {PathView} from './path-view.ts';
import {usePath} from './use-path.ts';

export interface ControlPathProps {
  readonly timeline: Timeline;
  readonly names: Names | undefined;
  readonly columns: number;
  readonly rows: number;
  readonly onClose: () => void;
}

/** The path of every API call: rules, store, each node's commands with their reasons, and what the kernel said. */
export const ControlPath = ({timeline, names, columns, rows, onClose}: ControlPathProps): ReactNode => {
  const theme = useTheme();
  const language = useLanguage();
  const {path: words, lesson} = useWords();
  const entries = useSyncExternalStore(
    (listener) => timeline.subscribe(listener),
    () => timeline.entries,
  );
  const [width, height] = [columns - 4, rows - 3];
  const view = useMemo(
    (): PathView => ({width, language, theme, words, names}),
    [width, language, theme, words, names],
  );
  const {open, index, from, layout, actions} = usePath(timeline, entries, height, view);
  useKeys('dialog', {context: 'path', actions: {...actions, back: onClose}});
  const lines: readonly Line[] =
    entries.length === 0
      ? wrap([span(words.empty, theme.dim)], width)
      : windowLines(entries, layout, {from, height, open, chosen: index}, view);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Frame
        title={words.title}
        badge={scrollBadge(lesson.lines, from, height, layout.total, theme.dim)}
        width={columns}
        height={rows - 1}
        isChosen
      >
        <Box paddingX={1}>
          <Lines lines={lines} width={width} height={height} />
        </Box>
      </Frame>
      <KeyBar context="path" width={columns} tellsMessages />
    </Box>
  );
};
