import {Box, Text} from 'ink';
import {useCallback, useEffect, useSyncExternalStore} from 'react';
import type {LabRun} from '../../labs/lab-run.ts';
import type {Text as Words} from '../../state/text.ts';
import {useKeys} from '../keys/key-provider.tsx';
import {useSay} from '../text/use-language.ts';
import {useTheme} from '../themes/theme.ts';
import type {ScrollActions} from '../widgets/use-scroll.ts';
import type {NodeShell, ShellState} from './node-shell.ts';
import type {Screen} from './screen.ts';
import {ScreenRow} from './screen-row.tsx';
import {shellsOf} from './shells.ts';
import {TitleStrip} from './title-strip.tsx';
import {useShellKeys} from './use-shell-keys.ts';

export interface TerminalPaneProps {
  readonly run: LabRun;
  /** Whose shell is shown. */
  readonly node: string;
  /** In cells. Where there are several nodes the top line tells whose shell it is. */
  readonly width: number;
  readonly height: number;
  /** The shell gets every key but Ctrl-G, and shows its cursor. No other input hook may be active meanwhile. */
  readonly focused: boolean;
  /** The lab's scroll keys look through the history while the shell does not have the keys. @default false */
  readonly scrollable?: boolean;
  /** Ctrl-G was pressed: the owner must take {@link focused} away. */
  readonly onLeave: () => void;
}

/** A real shell on a node. Its screen lives outside React (shells.ts) and goes on while the pane is not shown. */
export const TerminalPane = ({run, node, width, height, focused, scrollable = false, onLeave}: TerminalPaneProps) => {
  const theme = useTheme();
  const say = useSay();
  const columns = Math.max(1, width);
  const nodes = run.session.lab.host.nodes.map(({name}) => name);
  const rows = Math.max(1, nodes.length > 1 ? height - 1 : height);
  const shells = shellsOf(run, {columns, rows});
  const shell = shells.of(node);
  const {frame, state} = useShell(shell);

  // The size first: a new pty is made with it.
  useEffect(() => shells.resize({columns, rows}), [shells, columns, rows]);
  useEffect(() => {
    if (shell.state.name === 'waiting') shell.connect();
  }, [shell]);
  useEffect(() => {
    shell.screen.showCursor(focused);
    return () => shell.screen.showCursor(false);
  }, [shell, focused]);
  useShellKeys(shell, focused, onLeave);
  useKeys('pane', {context: 'lab', actions: scrollActions(shell.screen)}, scrollable && !focused);

  const notice = noticeOf(state);
  const hasStrip = nodes.length > 1 || frame.scrolledBack > 0;
  const room = height - (hasStrip ? 1 : 0) - (notice === undefined ? 0 : 1);
  return (
    <Box width={width} height={height} flexDirection="column" overflow="hidden">
      {hasStrip && (
        <TitleStrip nodes={nodes} node={node} width={width} scrolledBack={frame.scrolledBack} focused={focused} />
      )}
      {lastWritten(frame.rows, room).map((row, y) => (
        // A line's identity is its place on the screen.
        <ScreenRow key={y} row={row} />
      ))}
      {notice !== undefined && <Text {...theme.dim} wrap="truncate">{`── ${say(notice)}`}</Text>}
    </Box>
  );
};

const useShell = (shell: NodeShell) => {
  const frame = useSyncExternalStore(
    useCallback((listener) => shell.screen.subscribe(listener), [shell]),
    () => shell.screen.frame,
  );
  const state = useSyncExternalStore(
    useCallback((listener) => shell.subscribe(listener), [shell]),
    () => shell.state,
  );
  return {frame, state};
};

const scrollActions = (screen: Screen): ScrollActions => ({
  up: () => screen.scrollLines(-1),
  down: () => screen.scrollLines(1),
  'page-up': () => screen.scrollPages(-1),
  'page-down': () => screen.scrollPages(1),
  top: () => screen.scrollLines(-Infinity),
  bottom: () => screen.scrollToBottom(),
});

/** As many rows as there is room for: blank ones at the bottom give way first, then the oldest. */
const lastWritten = <Row extends {readonly signature: string}>(rows: readonly Row[], room: number): readonly Row[] => {
  const written = rows.findLastIndex(({signature}) => signature !== '') + 1;
  const from = Math.max(0, Math.min(written, rows.length) - room);
  return rows.slice(from, from + room);
};

/** What to tell under the screen, while there is no live shell. */
const noticeOf = (state: ShellState): Words | undefined => {
  switch (state.name) {
    case 'live':
      return undefined;
    case 'waiting':
      return state.why === undefined
        ? {en: 'Waiting for the shell…', zh: '正在等待 shell……'}
        : {en: `No shell yet: ${state.why.en}`, zh: `还没有 shell：${state.why.zh}`};
    case 'ended':
      return {
        en: `The shell ended${state.exitCode < 0 ? '' : ` (exit code ${state.exitCode})`}. Enter opens another.`,
        zh: `shell 已结束${state.exitCode < 0 ? '' : `（退出码 ${state.exitCode}）`}。按回车打开新的。`,
      };
  }
};
