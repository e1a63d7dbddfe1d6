import type {Host, Terminal} from '../../../src/drivers/hosts/host.ts';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {watch} from '../../../src/drivers/kernel/watch.ts';
import type {JournalStore} from '../../../src/labs/cloud/journal.ts';
import type {LabRun, StartOptions} from '../../../src/labs/lab-run.ts';
import type {Lab} from '../../../src/labs/lab.ts';
import {openLab} from '../../../src/labs/open-lab.ts';
import {memoryProgress} from '../../../src/labs/progress-memory.ts';
import type {ProgressStore} from '../../../src/labs/progress.ts';
import type {Session} from '../../../src/labs/session.ts';
import {waitForSession} from '../../../src/labs/wait-for-session.ts';
import type {Language} from '../../../src/state/text.ts';
import {islandLab} from './island-lab.ts';

export interface TestLabOptions extends Partial<StartOptions> {
  readonly lab?: Lab;
  readonly progress?: ProgressStore;
  readonly language?: Language;
  readonly journals?: JournalStore;
}

/** A lab that runs on real sandboxes, and every host it has opened. */
export const openTestLab = (options: TestLabOptions = {}) => {
  const {lab = islandLab(), progress = memoryProgress(), language = 'en', journals, ...start} = options;
  const hosts: Host[] = [];
  const run = openLab(
    lab,
    {
      openHost: async (plan, signal) => {
        const host = await openSandbox(plan, signal);
        hosts.push(host);
        return host;
      },
      watch,
      progress,
      ...(journals !== undefined && {journals}),
      now: () => Date.now(),
      seed: () => 7,
      language: () => language,
    },
    {size: {columns: 80, rows: 24}, ...start},
  );
  return {run, hosts, progress};
};

const summary = ({phase, current, steps}: Session): string => JSON.stringify({phase, current, steps}, undefined, 2);

/** Waits for the session; past the deadline it fails with the session's state. */
export const until = async (run: LabRun, holds: (session: Session) => boolean, deadlineMs = 5000): Promise<void> => {
  if (!(await waitForSession(run, holds, deadlineMs)))
    throw new Error(`Not within ${deadlineMs} ms:\n${summary(run.session)}`);
};

/** Waits until the host stands. */
export const ready = async (run: LabRun, deadlineMs = 10_000): Promise<void> => {
  await until(run, ({phase}) => phase.name === 'ready' || phase.name === 'failed', deadlineMs);
  if (run.session.phase.name === 'failed') throw new Error(run.session.phase.why.en);
};

export const passed = (run: LabRun, step: number, deadlineMs?: number): Promise<void> =>
  until(run, ({steps}) => steps[step]?.status === 'passed', deadlineMs);

/** Somebody at a node's shell: types lines, waits for prompts, reads what is shown. */
export const sitDown = async (run: LabRun, node = 'host') => {
  let terminal: Terminal = run.terminal(node);
  let screen = '';
  let prompts = 0;
  let waiting: (() => void)[] = [];
  const attach = (): void => {
    terminal = run.terminal(node);
    terminal.onData((data) => {
      screen += data;
    });
    terminal.onEvent((event) => {
      if (event.type !== 'prompt') return;
      prompts += 1;
      for (const go of waiting.splice(0)) go();
    });
  };
  attach();
  const nextPrompt = async (seen: number, deadlineMs = 5000): Promise<void> => {
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    if (prompts > seen) return;
    const timer = setTimeout(() => reject(new Error(`No prompt. The terminal shows:\n${screen}`)), deadlineMs);
    waiting = [...waiting, resolve];
    await promise;
    clearTimeout(timer);
  };
  await nextPrompt(0);
  return {
    get terminal() {
      return terminal;
    },
    screen: () => screen,
    async type(line: string, deadlineMs?: number): Promise<string> {
      const [seen, start] = [prompts, screen.length];
      terminal.write(`${line}\r`);
      await nextPrompt(seen, deadlineMs);
      return screen.slice(start);
    },
    /** After a reset, or after the shell ended. */
    async sitDownAgain(): Promise<void> {
      const seen = prompts;
      attach();
      await nextPrompt(seen);
    },
  };
};
