import {useState, useSyncExternalStore, type ReactNode} from 'react';
import {Box} from 'ink';
import type {ProgressStore} from '../../../labs/progress.ts';
import type {Text} from '../../../state/text.ts';
import type {Catalog, LabEntry} from '../../catalog.ts';
import {useKeys, type Action} from '../../keys/key-provider.tsx';
import {cut, ends, EMPTY_LINE, span, type Line} from '../../lines/line.ts';
import {Lines, Row} from '../../lines/lines.tsx';
import {wrapIndented} from '../../lines/wrap.ts';
import {useMessage, useTell} from '../../message.tsx';
import {useSettingsActions} from '../../settings.tsx';
import {useLanguage} from '../../text/use-language.ts';
import {useWords, wordsText} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {Help} from '../help.tsx';
import {KeyBar} from '../../widgets/key-bar.tsx';
import {StepsDialog} from '../steps-dialog.tsx';
import {detailLines, rowLine, type HomeView} from './home-lines.ts';
import {homeRows, isChoice, moveChoice, type HomeRow} from './home-rows.ts';

export interface HomeProps {
  readonly catalog: Catalog;
  readonly progress: ProgressStore;
  readonly version: string;
  readonly columns: number;
  readonly rows: number;
  /** The lab whose row is chosen at first. */
  readonly chosenLab?: string | undefined;
  readonly onOpen: (entry: LabEntry, step?: number) => void;
  readonly onLeave: () => void;
}

const WIDE = 100;

/** Every lab with its standing, what can run here and why not, and what it is about. */
export const Home = ({
  catalog,
  progress: store,
  version,
  columns,
  rows,
  chosenLab,
  onOpen,
  onLeave,
}: HomeProps): ReactNode => {
  const progress = useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.current,
  );
  const view: HomeView = {progress, language: useLanguage(), words: useWords(), theme: useTheme()};
  const {theme, words, language} = view;
  const tell = useTell();
  const message = useMessage();
  const settings = useSettingsActions();
  const [query, setQuery] = useState<string>();
  const [wanted, setWanted] = useState<number>();
  const [open, setOpen] = useState<'help' | 'steps'>();

  const list = homeRows(catalog, progress, query ?? '');
  const first = list.findIndex(
    (row) => row.kind === 'entry' && row.entry.kind === 'lab' && row.entry.lab.id === chosenLab,
  );
  const fallback = first === -1 ? list.findIndex(isChoice) : first;
  const index = isChoice(list[wanted ?? -1]) ? (wanted ?? 0) : fallback;
  const row = list[index];

  const move = (by: number) => (): void => setWanted(moveChoice(list, index, by));
  const withLab = (act: (entry: LabEntry) => void): Action => {
    if (!isChoice(row)) return {cannot: wordsText((all) => all.home.noLabs)};
    if (row.entry.kind === 'broken') return {cannot: wordsText((all) => all.refused.brokenLab)};
    const {entry} = row;
    return entry.runnable.can ? () => act(entry) : {cannot: wordsText((all) => all.refused.cannotOpen)};
  };
  const page = Math.max(1, rows - 8);
  const actions = {
    up: move(-1),
    down: move(1),
    'page-up': move(-page),
    'page-down': move(page),
    first: move(-list.length),
    last: move(list.length),
    open: withLab((entry) => onOpen(entry)),
    steps: withLab(() => setOpen('steps')),
    search: () => setQuery(''),
    language: settings.otherLanguage,
    theme: settings.nextTheme,
    help: () => setOpen('help'),
    leave: onLeave,
    back: () => (query === undefined ? tell(wordsText((all) => all.home.pressQ)) : setQuery(undefined)),
  };
  const [isTyping, setTyping] = useState(false);
  useKeys('screen', {
    context: 'home',
    actions: {...actions, search: () => (setQuery(''), setWanted(undefined), setTyping(true))},
  });
  const change = (text: string): void => (setQuery(text), setWanted(undefined));
  useKeys(
    'prompt',
    {
      context: 'search',
      actions: {
        up: move(-1),
        down: move(1),
        open: () => setTyping(false),
        erase: () => change([...(query ?? '')].slice(0, -1).join('')),
        back: () => (setQuery(undefined), setTyping(false)),
      },
      onText: (text) => change((query ?? '') + text),
    },
    isTyping,
  );

  if (open === 'help')
    return <Help contexts={['home', 'app']} columns={columns} rows={rows} onClose={() => setOpen(undefined)} />;
  if (open === 'steps' && isChoice(row) && row.entry.kind === 'lab') {
    const {entry} = row;
    return (
      <StepsDialog
        lab={entry.lab}
        statusOf={(step) =>
          progress.labs[entry.lab.id]?.everPassed.includes(entry.lab.steps[step]?.id ?? '') === true
            ? 'passed'
            : 'ahead'
        }
        current={-1}
        columns={columns}
        rows={rows}
        onOpen={(step) => (setOpen(undefined), onOpen(entry, step))}
        onClose={() => setOpen(undefined)}
      />
    );
  }

  const notices = store.notices.flatMap((notice: Text) =>
    wrapIndented([span(' ! ', theme.unknown)], [span(notice[language], theme.unknown)], columns),
  );
  const header: readonly Line[] = [
    ends(
      [span(` ${words.home.title}`, theme.title), span(` · ${words.home.tagline}`, theme.dim)],
      [span(`${version} `, theme.dim)],
      columns,
    ),
    ...notices,
    query === undefined
      ? EMPTY_LINE
      : [span(` ${words.home.search}: `, theme.accent), span(query), span(isTyping ? '▏' : '', theme.accent)],
  ];
  const footer = message === undefined ? EMPTY_LINE : [span(' ! ', theme.accent), span(message[language])];
  const bodyRows = Math.max(1, rows - header.length - 2);
  const isWide = columns >= WIDE;
  const listWidth = isWide ? Math.floor(columns * 0.55) : columns - 1;
  const detailHeight = isWide ? bodyRows : Math.min(9, Math.floor(bodyRows * 0.45));
  const listHeight = isWide ? bodyRows : bodyRows - detailHeight - 1;
  const detailWidth = isWide ? columns - listWidth - 5 : columns - 3;
  const details = detailLines(row, detailWidth, view);
  const nothing = query === undefined || query === '' ? words.home.noLabs : words.home.searchNothing(query);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={header} width={columns} height={header.length} />
      <Box flexDirection={isWide ? 'row' : 'column'} height={bodyRows}>
        <Box width={listWidth + 1} paddingLeft={1}>
          <Lines
            lines={list.length === 0 ? [[span(nothing, theme.dim)]] : spaced(list, index, listWidth, view)}
            from={listFrom(list, index, listHeight)}
            width={listWidth}
            height={listHeight}
          />
        </Box>
        {isWide ? (
          <Box
            borderStyle="single"
            borderTop={false}
            borderBottom={false}
            borderRight={false}
            borderColor={theme.border.color ?? ''}
            marginLeft={1}
            paddingX={1}
          >
            <Lines lines={details} width={detailWidth} height={detailHeight} />
          </Box>
        ) : (
          <Box flexDirection="column">
            <Row line={[span('─'.repeat(columns), theme.border)]} />
            <Box paddingX={1}>
              <Lines lines={clipped(details, detailHeight, theme.dim)} width={detailWidth} height={detailHeight} />
            </Box>
          </Box>
        )}
      </Box>
      <Row line={cut(footer, columns)} />
      <KeyBar context={isTyping ? 'search' : 'home'} actions={isTyping ? undefined : actions} width={columns} />
    </Box>
  );
};

/** An empty row before every module but the first. */
const spaced = (list: readonly HomeRow[], index: number, width: number, view: HomeView): readonly Line[] =>
  list.flatMap((row, at) => [
    ...(row.kind === 'module' && at > 0 ? [EMPTY_LINE] : []),
    rowLine(row, at === index, width, view),
  ]);

/** So far down that the chosen row is in sight, with its module's heading where it is the first. */
const listFrom = (list: readonly HomeRow[], index: number, height: number): number => {
  const line = (at: number): number => at + list.slice(1, at + 1).filter(({kind}) => kind === 'module').length;
  const total = line(list.length - 1) + 1;
  if (total <= height) return 0;
  return Math.min(total - height, Math.max(0, line(index) - Math.floor(height / 2)));
};

const clipped = (lines: readonly Line[], height: number, style: Parameters<typeof span>[1]): readonly Line[] =>
  lines.length <= height ? lines : [...lines.slice(0, height - 1), [span('…', style)]];
