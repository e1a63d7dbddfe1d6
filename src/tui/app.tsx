import {useCallback, useEffect, useState, type ReactNode} from 'react';
import {Box, useApp, useWindowSize} from 'ink';
import type {Size} from '../drivers/hosts/host.ts';
import {withoutClient} from '../labs/cloud/without-client.ts';
import type {LabRun} from '../labs/lab-run.ts';
import type {Lab} from '../labs/lab.ts';
import type {ProgressStore} from '../labs/progress.ts';
import {joinTexts, type Text} from '../state/text.ts';
import {findLab, labAfter, type Catalog, type Installation, type Installer, type LabEntry} from './catalog.ts';
import {KeyProvider, useKeys} from './keys/key-provider.tsx';
import {MessageProvider, useTell} from './message.tsx';
import {Home} from './screens/home/home.tsx';
import {LabScreen} from './screens/lab/lab-screen.tsx';
import {firstTerminalSize} from './screens/lab/layout.ts';
import {isTooSmall, TooSmall} from './screens/too-small.tsx';
import {Welcome} from './screens/welcome.tsx';
import {SettingsProvider, useSettingsActions, type Environment} from './settings.tsx';
import {WORDS, wordsText} from './text/words.ts';

/** Everything the screen works with; it touches no host itself. */
export interface AppProps {
  readonly catalog: Catalog;
  /** The same labs, once it is proved what this machine can do. Until then {@link catalog} refuses none without a reason. */
  readonly provedCatalog?: Promise<Catalog> | undefined;
  readonly progress: ProgressStore;
  readonly openLab: (lab: Lab, options: {readonly step?: number; readonly size: Size}) => LabRun;
  /** Installs what a lab needs; absent where nothing can be. */
  readonly installer?: Installer | undefined;
  readonly version: string;
  /** Where to begin; the list of labs where nothing is named. */
  readonly initial: {readonly labId?: string; readonly step?: number};
  /** The learner leaves. */
  readonly onExit: () => void;
  /** LANG and its like, NO_COLOR, COLORFGBG. */
  readonly environment: Environment;
  /** @default Date.now */
  readonly now?: () => number;
}

type Route =
  | {readonly screen: 'welcome'}
  | {
      readonly screen: 'home';
      readonly chosenLab?: string | undefined;
      readonly asks?: {readonly step: number | undefined};
    }
  | {readonly screen: 'lab'; readonly entry: LabEntry; readonly run: LabRun; readonly opened: number};

/** The whole program on the screen. */
export const App = (props: AppProps): ReactNode => (
  <MessageProvider>
    <SettingsProvider progress={props.progress} environment={props.environment}>
      <KeysOfApp>
        <Router {...props} />
      </KeysOfApp>
    </SettingsProvider>
  </MessageProvider>
);

const KeysOfApp = ({children}: {readonly children: ReactNode}): ReactNode => {
  const tell = useTell();
  const clear = useCallback(() => tell(undefined), [tell]);
  return (
    <KeyProvider onRefused={tell} onAccepted={clear}>
      {children}
    </KeyProvider>
  );
};

/** Where to go, and what to say on arriving. */
interface Way {
  readonly route: Route;
  readonly message?: Text;
}

const Router = ({
  catalog: firstCatalog,
  provedCatalog,
  progress,
  openLab,
  installer,
  version,
  initial,
  onExit,
  now = Date.now,
}: AppProps): ReactNode => {
  const {columns, rows} = useWindowSize();
  const proved = useNewest(firstCatalog, provedCatalog);
  const [afterInstalling, setAfterInstalling] = useState<Catalog>();
  const catalog = afterInstalling ?? proved;
  const {suspendTerminal} = useApp();
  const tell = useTell();
  const {welcomed} = useSettingsActions();
  /** A lab that cannot run as it is can be opened without the OpenStack client; else nothing leads here. */
  const wayInto = (entry: LabEntry, step?: number): Way => {
    const isWhole = entry.runnable.can;
    try {
      const run = openLab(isWhole ? entry.lab : withoutClient(entry.lab), {
        size: firstTerminalSize(columns, rows, entry.lab.host.nodes.length),
        ...(step === undefined ? {} : {step}),
      });
      const route: Route = {screen: 'lab', entry, run, opened: now()};
      return isWhole ? {route} : {route, message: wordsText((words) => words.install.nowWithout)};
    } catch (error) {
      return {
        route: {screen: 'home', chosenLab: entry.lab.id},
        message: wordsText((words) => words.doing.failed(messageOf(error))),
      };
    }
  };
  /** To the lab named on the command line, or to the list. */
  const wayIn = (): Way => {
    const {labId, step} = initial;
    const route: Route = {screen: 'home', chosenLab: labId};
    if (labId === undefined) return {route};
    const entry = findLab(catalog, labId);
    if (entry === undefined) return {route, message: wordsText((words) => words.refused.noLab(labId))};
    if (entry.runnable.can) return wayInto(entry, step);
    const {install, withoutClient: isOffered, why} = entry.runnable;
    const asks = isOffered === true || (installer !== undefined && install !== undefined);
    return asks ? {route: {...route, asks: {step}}} : {route, message: why};
  };
  const [first] = useState((): Way => (progress.current.settings.welcomed ? wayIn() : {route: {screen: 'welcome'}}));
  const [route, setRoute] = useState(first.route);
  useEffect(() => tell(first.message), [first, tell]);
  useKeys('app', {context: 'app', actions: {quit: onExit}});

  const go = (way: Way): void => {
    setRoute(way.route);
    tell(way.message);
  };
  const open = (entry: LabEntry, step?: number): void => go(wayInto(entry, step));
  /** Hands the terminal over to the installation; then into the lab, or back to the list with the reason. */
  const install = async (entry: LabEntry, installation: Installation): Promise<void> => {
    if (installer === undefined) return;
    const home: Route = {screen: 'home', chosenLab: entry.lab.id};
    try {
      const {promise, resolve} = Promise.withResolvers<Awaited<ReturnType<Installer['install']>>>();
      await suspendTerminal(async () => resolve(await installer.install(entry.lab, installation)));
      const end = await promise;
      if (!end.ok) {
        go({
          route: home,
          message: end.next === undefined ? end.why : joinTexts([end.why, end.next], {en: ' ', zh: ''}),
        });
        return;
      }
      setAfterInstalling(end.catalog);
      const now = findLab(end.catalog, entry.lab.id) ?? entry;
      const {runnable} = now;
      if (runnable.can) open(now);
      else
        go({
          route: home,
          message: {en: WORDS.en.install.stillNot(runnable.why.en), zh: WORDS.zh.install.stillNot(runnable.why.zh)},
        });
    } catch (error) {
      go({route: home, message: wordsText((words) => words.doing.failed(messageOf(error)))});
    }
  };
  const close = (run: LabRun): void => {
    const closing = Promise.resolve(run[Symbol.asyncDispose]());
    closing.catch((error: unknown) => tell(wordsText((words) => words.doing.failed(messageOf(error)))));
  };

  if (route.screen === 'welcome')
    return (
      <Sized columns={columns} rows={rows}>
        <Welcome
          columns={columns}
          rows={rows}
          onStart={() => {
            welcomed();
            go(wayIn());
          }}
          onLeave={onExit}
        />
      </Sized>
    );
  if (route.screen === 'home')
    return (
      <Sized columns={columns} rows={rows}>
        <Home
          catalog={catalog}
          progress={progress}
          version={version}
          columns={columns}
          rows={rows}
          chosenLab={route.chosenLab}
          installer={installer}
          chosenStep={route.asks?.step}
          asksToInstall={route.asks !== undefined}
          onInstall={(entry, installation) => void install(entry, installation)}
          onOpen={open}
          onLeave={onExit}
        />
      </Sized>
    );
  const {run, entry} = route;
  const next = labAfter(catalog, entry.lab.id, (lab) => progress.current.labs[lab]?.finishedAt !== undefined);
  return (
    <Sized columns={columns} rows={rows}>
      <LabScreen
        // A lab that is opened anew begins with a fresh screen.
        key={`${entry.lab.id} ${route.opened}`}
        run={run}
        nextLab={next?.lab.title}
        columns={columns}
        rows={rows}
        now={now}
        onNextLab={() => {
          close(run);
          if (next !== undefined) open(next);
        }}
        onHome={() => {
          close(run);
          setRoute({screen: 'home', chosenLab: entry.lab.id});
        }}
        onQuit={() => {
          close(run);
          onExit();
        }}
      />
    </Sized>
  );
};

/** The first value until the better one came; the first one stays where that fails. */
const useNewest = <T,>(first: T, better: Promise<T> | undefined): T => {
  const [newest, setNewest] = useState(first);
  useEffect(() => {
    let isGone = false;
    better?.then(
      (value) => {
        if (!isGone) setNewest(value);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [better]);
  return newest;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface SizedProps {
  readonly columns: number;
  readonly rows: number;
  readonly children: ReactNode;
}

/** Exactly the window, whatever is in it; a window too small for any screen says so, and what it covers goes on. */
const Sized = ({columns, rows, children}: SizedProps): ReactNode => {
  const isSmall = isTooSmall(columns, rows);
  return (
    <Box width={columns} height={rows} overflow="hidden">
      {isSmall && <TooSmall columns={columns} rows={rows} />}
      <Box display={isSmall ? 'none' : 'flex'}>{children}</Box>
    </Box>
  );
};
