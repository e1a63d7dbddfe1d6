import {render} from 'ink';
import type {LabRun} from '../labs/lab-run.ts';
import {App, type AppProps} from './app.tsx';

export type ShowOptions = Omit<AppProps, 'onExit'>;

/**
 * Shows the program on this terminal until the learner leaves, then gives the terminal back as it was. Every lab that
 * was opened has ended when this resolves.
 * @throws what the screen threw, after the terminal was given back.
 */
export const show = async (options: ShowOptions): Promise<void> => {
  const runs = new Set<LabRun>();
  const openLab: AppProps['openLab'] = (lab, how) => {
    const run = options.openLab(lab, how);
    runs.add(run);
    return run;
  };
  takeKeys(true);
  try {
    const instance = render(<App {...options} openLab={openLab} onExit={() => instance.unmount()} />, {
      alternateScreen: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
      // Our own text only: a stray console.log of a library must not shift the picture.
      patchConsole: true,
      // Ink draws nothing until the end where it finds CI=true, which cloud editors set too.
      interactive: process.stdout.isTTY,
      maxFps: 60,
    });
    try {
      await instance.waitUntilExit();
    } finally {
      instance.cleanup();
    }
  } finally {
    takeKeys(false);
    // Closed a second time it is the same end; the first may still be going on.
    await Promise.allSettled(Array.from(runs, (run) => run[Symbol.asyncDispose]()));
  }
};

/**
 * Ink takes the keys after it has drawn its first screen. The terminal itself would echo what is typed until then, and
 * an Enter moves the whole picture up by a row for good.
 */
const takeKeys = (areOurs: boolean): void => {
  if (process.stdin.isTTY) process.stdin.setRawMode(areOurs);
};
