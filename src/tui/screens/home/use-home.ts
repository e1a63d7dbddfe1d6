import {useState, useSyncExternalStore} from 'react';
import type {Progress, ProgressStore} from '../../../labs/progress.ts';
import {wordsText} from '../../text/words.ts';
import type {Catalog, Installation, LabEntry, Lacking} from '../../catalog.ts';
import {useKeys, type Action} from '../../keys/key-provider.tsx';
import {withoutLast} from '../../lines/line.ts';
import {useTell} from '../../message.tsx';
import {useSettingsActions} from '../../settings.tsx';
import {homeRows, isHeading, moveChoice, type HomeRow} from './home-rows.ts';

export interface HomeParts {
  readonly catalog: Catalog;
  readonly progress: ProgressStore;
  readonly chosenLab: string | undefined;
  /** Rows that PgUp and PgDn move. */
  readonly page: number;
  /** Opens with the question whether to install what {@link chosenLab} needs. */
  readonly asksToInstall: boolean;
  readonly canInstall: boolean;
  readonly onOpen: (entry: LabEntry) => void;
  readonly onLeave: () => void;
}

export interface HomeState {
  readonly progress: Progress;
  readonly list: readonly HomeRow[];
  /** Index of the chosen row. */
  readonly index: number;
  /** Undefined while nothing is searched. */
  readonly query: string | undefined;
  readonly isTyping: boolean;
  readonly overlay: 'help' | 'steps' | 'install' | undefined;
  /** The chosen lab, where it lacks something that can be installed or done without. */
  readonly lacking: {readonly entry: LabEntry; readonly of: Lacking} | undefined;
  /** What the chosen lab lacks and can be installed. */
  readonly installation: Installation | undefined;
  readonly close: () => void;
  readonly actions: Readonly<Record<string, Action>>;
}

/** The choice in the list, the search, and their keys. */
export const useHome = ({
  catalog,
  progress: store,
  chosenLab,
  page,
  asksToInstall,
  canInstall,
  onOpen,
  onLeave,
}: HomeParts): HomeState => {
  const progress = useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.current,
  );
  const tell = useTell();
  const settings = useSettingsActions();
  const [query, setQuery] = useState<string>();
  const [isTyping, setTyping] = useState(false);
  const [wanted, setWanted] = useState<number>();
  const [overlay, setOverlay] = useState<'help' | 'steps' | 'install' | undefined>(
    asksToInstall ? 'install' : undefined,
  );

  const list = homeRows(catalog, progress, query ?? '');
  const index = chosenIndex(list, wanted, chosenLab);
  const row = list[index];
  const lacking = row?.kind === 'lab' || row?.kind === 'continue' ? lackingOf(row.entry, canInstall) : undefined;
  // It may be there by now, or the list have changed.
  const shown = overlay === 'install' && lacking === undefined ? undefined : overlay;
  const move = (by: number) => (): void => setWanted(moveChoice(list, index, by));
  const search = (text: string | undefined): void => {
    setQuery(text);
    setWanted(undefined);
    if (text === undefined) setTyping(false);
  };
  const withLab = (act: (entry: LabEntry) => void): Action => {
    if (row?.kind === 'broken') return {cannot: wordsText((words) => words.refused.brokenLab)};
    if (row?.kind !== 'lab' && row?.kind !== 'continue') return {cannot: wordsText((words) => words.home.noLabs)};
    const {entry} = row;
    return entry.runnable.can ? () => act(entry) : {cannot: wordsText((words) => words.refused.cannotOpen)};
  };
  const actions = {
    up: move(-1),
    down: move(1),
    'page-up': move(-page),
    'page-down': move(page),
    first: move(-list.length),
    last: move(list.length),
    open: lacking === undefined ? withLab(onOpen) : () => setOverlay('install'),
    steps: withLab(() => setOverlay('steps')),
    search: () => {
      search('');
      setTyping(true);
    },
    language: settings.otherLanguage,
    theme: settings.nextTheme,
    help: () => setOverlay('help'),
    leave: onLeave,
    back: () => (query === undefined ? tell(wordsText((words) => words.home.pressQ)) : search(undefined)),
  };
  useKeys('screen', {context: 'home', actions}, shown === undefined);
  useKeys(
    'prompt',
    {
      context: 'search',
      actions: {
        up: move(-1),
        down: move(1),
        open: () => setTyping(false),
        erase: () => search(withoutLast(query ?? '')),
        back: () => search(undefined),
      },
      onText: (text) => search((query ?? '') + text),
    },
    isTyping,
  );
  return {
    progress,
    list,
    index,
    query,
    isTyping,
    overlay: shown,
    lacking,
    installation: canInstall ? lacking?.of.install : undefined,
    close: () => setOverlay(undefined),
    actions,
  };
};

const lackingOf = (entry: LabEntry, canInstall: boolean): HomeState['lacking'] => {
  const {runnable} = entry;
  if (runnable.can) return undefined;
  const isAsked = runnable.withoutClient === true || (canInstall && runnable.install !== undefined);
  return isAsked ? {entry, of: runnable} : undefined;
};

/** The row last moved to, else the lab that was asked for, else the first one. */
const chosenIndex = (list: readonly HomeRow[], wanted: number | undefined, chosenLab: string | undefined): number => {
  const row = wanted === undefined ? undefined : list[wanted];
  if (wanted !== undefined && row !== undefined && !isHeading(row)) return wanted;
  const asked = list.findIndex((one) => one.kind === 'lab' && one.entry.lab.id === chosenLab);
  return asked === -1 ? list.findIndex((one) => !isHeading(one)) : asked;
};
