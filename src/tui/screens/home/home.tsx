import type {ReactNode} from 'react';
import {Box} from 'ink';
import type {ProgressStore} from '../../../labs/progress.ts';
import type {Catalog, Installation, Installer, LabEntry} from '../../catalog.ts';
import {cut, ends, EMPTY_LINE, lineWidth, span, type Line} from '../../lines/line.ts';
import {Lines, Row} from '../../lines/lines.tsx';
import {wrapIndented} from '../../lines/wrap.ts';
import {useMessage} from '../../message.tsx';
import {useLanguage} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme, type Theme} from '../../themes/theme.ts';
import {KeyBar} from '../../widgets/key-bar.tsx';
import {scrollBadge} from '../../widgets/page.tsx';
import {Help} from '../help.tsx';
import {StepsDialog} from '../steps-dialog.tsx';
import {InstallDialog} from './install-dialog.tsx';
import {detailLines, rowLine, type HomeView} from './home-lines.ts';
import {isHeading, type HomeRow} from './home-rows.ts';
import {useHome} from './use-home.ts';

export interface HomeProps {
  readonly catalog: Catalog;
  readonly progress: ProgressStore;
  readonly version: string;
  readonly columns: number;
  readonly rows: number;
  /** The lab whose row is chosen at first. */
  readonly chosenLab?: string | undefined;
  /** Where {@link chosenLab} shall begin, once it can. */
  readonly chosenStep?: number | undefined;
  /** Absent: nothing is installed from here. */
  readonly installer?: Pick<Installer, 'size'> | undefined;
  /** Ask at once whether to install what {@link chosenLab} needs. @default false */
  readonly asksToInstall?: boolean;
  readonly onInstall: (entry: LabEntry, installation: Installation) => void;
  readonly onOpen: (entry: LabEntry, step?: number) => void;
  readonly onLeave: () => void;
}

/** From here on the details stand beside the list, else below it. */
const WIDE = 100;

/** Every lab with its standing, what can run here and why not, and what it is about. */
export const Home = ({
  catalog,
  progress: store,
  version,
  columns,
  rows,
  chosenLab,
  chosenStep,
  installer,
  asksToInstall = false,
  onInstall,
  onOpen,
  onLeave,
}: HomeProps): ReactNode => {
  const home = useHome({
    catalog,
    progress: store,
    chosenLab,
    page: Math.max(1, rows - 8),
    asksToInstall,
    canInstall: installer !== undefined,
    onOpen: (entry) => onOpen(entry),
    onLeave,
  });
  const {progress, list, index, query, isTyping} = home;
  const view: HomeView = {progress, language: useLanguage(), words: useWords(), theme: useTheme()};
  const {theme, words, language} = view;
  const message = useMessage();
  const row = list[index];

  if (home.overlay === 'help')
    return <Help contexts={['home', 'app']} columns={columns} rows={rows} onClose={home.close} />;
  if (home.overlay === 'steps' && (row?.kind === 'lab' || row?.kind === 'continue')) {
    const {entry} = row;
    const passed = progress.labs[entry.lab.id]?.everPassed ?? [];
    return (
      <StepsDialog
        lab={entry.lab}
        statusOf={(step) => (passed.includes(entry.lab.steps[step]?.id ?? '') ? 'passed' : 'ahead')}
        current={-1}
        columns={columns}
        rows={rows}
        onOpen={(step) => onOpen(entry, step)}
        onClose={home.close}
      />
    );
  }

  const {lacking, installation} = home;
  if (home.overlay === 'install' && lacking !== undefined) {
    const {entry, of} = lacking;
    return (
      <InstallDialog
        lab={entry.lab}
        lacking={of}
        installation={installation}
        installer={installer}
        columns={columns}
        rows={rows}
        onInstall={(wanted) => {
          home.close();
          onInstall(entry, wanted);
        }}
        onWithout={() => onOpen(entry, entry.lab.id === chosenLab ? chosenStep : undefined)}
        onNo={home.close}
      />
    );
  }

  const header: readonly Line[] = [
    ends(
      [span(` ${words.home.title}`, theme.title), span(` · ${words.home.tagline}`, theme.dim)],
      [span(`${version} `, theme.dim)],
      columns,
    ),
    ...store.notices.flatMap((notice) =>
      wrapIndented([span(' ! ', theme.unknown)], [span(notice[language], theme.unknown)], columns),
    ),
    query === undefined
      ? EMPTY_LINE
      : [span(` ${words.home.search}`, theme.accent), span(query), span(isTyping ? '▏' : '', theme.accent)],
  ];
  const body = Math.max(1, rows - header.length - 2);
  const nothing = query === undefined || query === '' ? words.home.noLabs : words.home.searchNothing(query);
  const isWide = columns >= WIDE;
  const listWidth = isWide ? Math.round(columns * 0.55) : columns - 2;
  const detailWidth = isWide ? columns - listWidth - 5 : columns - 2;
  const detailHeight = isWide ? body : Math.floor(body * 0.45);
  const listHeight = isWide ? body : body - detailHeight - 1;
  const lines = list.length === 0 ? [[span(` ${nothing}`, theme.dim)]] : listLines(list, index, listWidth, view);
  const from = list.length === 0 ? 0 : listFrom(list, index, listHeight);
  const details = clipped(detailLines(row, detailWidth, view), detailHeight, theme.dim);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={header} width={columns} height={header.length} />
      <Box flexDirection={isWide ? 'row' : 'column'} width={columns} height={body}>
        <Box paddingLeft={1}>
          <Lines lines={lines} from={from} width={listWidth} height={listHeight} />
        </Box>
        {isWide ? (
          <>
            <Lines lines={Array.from({length: body}, () => [span(' │ ', theme.border)])} width={3} height={body} />
            <Lines lines={details} width={detailWidth} height={detailHeight} />
          </>
        ) : (
          <>
            <Row
              line={ruleLine(
                columns,
                scrollBadge(words.lesson.lines, from, listHeight, lines.length, theme.dim),
                theme,
              )}
            />
            <Box paddingLeft={1}>
              <Lines lines={details} width={detailWidth} height={detailHeight} />
            </Box>
          </>
        )}
      </Box>
      <Row
        line={message === undefined ? EMPTY_LINE : cut([span(' ! ', theme.accent), span(message[language])], columns)}
      />
      <KeyBar context={isTyping ? 'search' : 'home'} actions={isTyping ? undefined : home.actions} width={columns} />
    </Box>
  );
};

/** A line across the window with something at its right end. */
const ruleLine = (width: number, badge: Line, theme: Theme): Line => {
  const gap = badge.length === 0 ? 0 : 4;
  const rule = span('─'.repeat(Math.max(0, width - lineWidth(badge) - gap)), theme.border);
  return badge.length === 0 ? [rule] : [rule, span(' '), ...badge, span(' ──', theme.border)];
};

/** An empty row before every heading but the first row. */
const listLines = (list: readonly HomeRow[], index: number, width: number, view: HomeView): readonly Line[] =>
  list.flatMap((row, at) => [
    ...(at > 0 && isHeading(row) ? [EMPTY_LINE] : []),
    rowLine(row, at === index, width, view),
  ]);

/** The first line to show, so that the chosen row is in sight. */
const listFrom = (list: readonly HomeRow[], index: number, height: number): number => {
  const lineOf = (at: number): number => at + list.slice(1, at + 1).filter(isHeading).length;
  const total = lineOf(list.length - 1) + 1;
  return total <= height ? 0 : Math.min(total - height, Math.max(0, lineOf(index) - Math.floor(height / 2)));
};

const clipped = (lines: readonly Line[], height: number, style: Parameters<typeof span>[1]): readonly Line[] =>
  lines.length <= height ? lines : [...lines.slice(0, height - 1), [span('…', style)]];
