import type {LabRun} from '../../../src/labs/lab-run.ts';
import {openLab} from '../../../src/labs/open-lab.ts';
import {waitForSession} from '../../../src/labs/wait-for-session.ts';
import {loadNatLab, runParts} from '../nat-lab.ts';
import {times} from '../row.ts';
import type {Row} from '../row.ts';
import {median, medianFigure} from '../statistics.ts';

const ROUNDS = 7;

/** A fresh host each time, the lab's own set-up and the solves replayed: their time is told apart. */
export const replayRow: Row = {
  name: 'replay',
  about: 'reset a step, jump to a step of the lab nat, without the time of the commands replayed',
  async *measure(bench) {
    const lab = await loadNatLab();
    await using run = openLab(lab, runParts(), {size: {columns: 100, rows: 30}, seed: 7});
    if (!(await waitForSession(run, ({phase}) => phase.name === 'ready', 20_000)))
      throw new Error('the lab does not open');
    const last = lab.steps.length - 1;
    const acts: readonly (readonly [string, (round: number) => Promise<void>])[] = [
      ['reset of step 1', () => run.resetStep()],
      [`jump to step ${last + 1}`, () => run.jump(last)],
      [`reset of step ${last + 1}`, () => run.resetStep()],
    ];
    for (const [name, act] of acts) {
      const own: number[] = [];
      const whole: number[] = [];
      const commands: number[] = [];
      for (let round = 0; round < times(bench, ROUNDS); round += 1) {
        const startedAt = performance.now();
        await act(round);
        const tookMs = performance.now() - startedAt;
        const replayedMs = timeOfCommands(run);
        whole.push(tookMs);
        commands.push(replayedMs);
        own.push(tookMs - replayedMs);
      }
      yield medianFigure(`${name}, besides its commands`, 'ms', own, {target: {kind: 'at-most', value: 300}});
      yield medianFigure(`${name}, whole`, 'ms', whole, {against: {name: 'its commands', value: median(commands)}});
    }
  },
};

/** What the set-up and the solves took by themselves: they run one after the other. */
function timeOfCommands(run: LabRun): number {
  if (run.session.phase.name !== 'ready')
    throw new Error(`the host does not stand: ${JSON.stringify(run.session.phase)}`);
  const entries = run.commandLog?.entries ?? [];
  return entries.reduce((sum, {durationMs}) => sum + durationMs, 0);
}
