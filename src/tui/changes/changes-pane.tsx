import {Box, Text} from 'ink';
import {useMemo} from 'react';
import type {ChangeGroup, Session} from '../../labs/session.ts';
import type {Language, Text as Words} from '../../state/text.ts';
import {EMPTY_LINE, type Line} from '../lines/line.ts';
import {Lines} from '../lines/lines.tsx';
import {useKeys} from '../keys/key-provider.tsx';
import type {Theme} from '../themes/theme.ts';
import {useScroll} from '../widgets/use-scroll.ts';
import {groupLines, type GroupView, isWorthKeeping} from './group-lines.ts';

export interface ChangesPaneProps {
  readonly session: Session;
  readonly language: Language;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** The lab's scroll keys move this pane. */
  readonly focused: boolean;
}

/** What the last command changed, in words, and below it what the earlier ones did. */
export const ChangesPane = ({session, language, theme, width, height, focused}: ChangesPaneProps) => {
  const oneNode = session.lab.host.nodes.length === 1;
  const {history, names} = session;
  const lines = useMemo(
    () => historyLines(history, {language, theme, width, oneNode, names}),
    [history, language, theme, width, oneNode, names],
  );
  const {from, actions} = useScroll({
    total: lines.length,
    height,
    follow: {key: String(history.at(-1)?.number), line: 0},
  });
  useKeys('pane', {context: 'lab', actions}, focused);
  if (history.length === 0) {
    return (
      <Box width={width} height={height} overflow="hidden">
        <Text {...theme.dim}>{EMPTY[language]}</Text>
      </Box>
    );
  }
  return <Lines lines={lines} width={width} height={height} from={from} more={theme.dim} />;
};

const EMPTY: Words = {
  en: 'Nothing has changed yet. What your commands change in the kernel appears here.',
  zh: '还没有变化。命令在内核中引起的变化会显示在这里。',
};

type HistoryView = Omit<GroupView, 'isNewest'>;

const historyLines = (history: readonly ChangeGroup[], view: HistoryView): readonly Line[] =>
  history
    .toReversed()
    .filter((group, index) => index === 0 || isWorthKeeping(group))
    .flatMap((group, index) => [
      ...(index === 0 ? [] : [EMPTY_LINE]),
      ...rememberedLines(group, {...view, isNewest: index === 0}),
    ]);

/** Groups never change once a newer one came, and most of the history is such; wrapping it again each time is not cheap. */
const remembered = new WeakMap<ChangeGroup, {readonly view: GroupView; readonly lines: readonly Line[]}>();

const rememberedLines = (group: ChangeGroup, view: GroupView): readonly Line[] => {
  const known = remembered.get(group);
  if (known !== undefined && isSameView(known.view, view)) return known.lines;
  const lines = groupLines(group, view);
  remembered.set(group, {view, lines});
  return lines;
};

const isSameView = (a: GroupView, b: GroupView): boolean =>
  a.language === b.language &&
  a.theme === b.theme &&
  a.width === b.width &&
  a.oneNode === b.oneNode &&
  // Earlier groups keep what was known of their names.
  (a.names === b.names || !a.isNewest) &&
  a.isNewest === b.isNewest;
