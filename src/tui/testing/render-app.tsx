import {EMPTY_PROGRESS} from '../../labs/progress-schema.ts';
import {memoryProgress} from '../../labs/progress-memory.ts';
import type {Progress, ProgressStore} from '../../labs/progress.ts';
import type {Language} from '../../state/text.ts';
import {App, type AppProps} from '../app.tsx';
import {FakeRun} from './fake-run.ts';
import {renderInTerminal, type RenderedApp} from './render.tsx';
import {sampleCatalog} from './sample-labs.ts';

export interface AppUnderTest extends RenderedApp {
  /** The labs opened so far, newest last. */
  readonly runs: readonly FakeRun[];
  readonly opened: readonly string[];
  readonly progress: ProgressStore;
  readonly exits: () => number;
  /** The newest lab's run. */
  readonly run: () => FakeRun;
}

export interface AppTestOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly language?: Language;
  readonly settings?: Partial<Progress['settings']>;
  readonly progress?: Partial<Progress>;
  readonly store?: ProgressStore;
  readonly props?: Partial<AppProps>;
}

/** The whole screen with labs that have no hosts. The learner was welcomed already, unless the settings say not. */
export const renderApp = ({
  columns = 80,
  rows = 24,
  language = 'en',
  settings,
  progress,
  store,
  props,
}: AppTestOptions = {}): AppUnderTest => {
  const kept =
    store ??
    memoryProgress({
      ...EMPTY_PROGRESS,
      ...progress,
      settings: {...EMPTY_PROGRESS.settings, language, welcomed: true, ...settings},
    });
  const runs: FakeRun[] = [];
  const opened: string[] = [];
  let exits = 0;
  const app = renderInTerminal(
    <App
      catalog={sampleCatalog}
      progress={kept}
      version="0.1.0"
      initial={{}}
      environment={{}}
      now={() => 1_700_000_000_000}
      openLab={(lab, {step, size}) => {
        opened.push(`${lab.id}${step === undefined ? '' : ` step ${step}`} ${size.columns}x${size.rows}`);
        const run = new FakeRun(lab);
        runs.push(run);
        return run;
      }}
      onExit={() => {
        exits += 1;
      }}
      {...props}
    />,
    {columns, rows},
  );
  return Object.assign(app, {
    runs,
    opened,
    progress: kept,
    exits: () => exits,
    run: () => {
      const run = runs.at(-1);
      if (run === undefined) throw new Error('No lab was opened.');
      return run;
    },
  });
};
