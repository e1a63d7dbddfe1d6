import {PROMPT, openWindow, programEnvironment} from '../window.ts';
import {runProcess} from '../../../src/drivers/hosts/run.ts';
import {times} from '../row.ts';
import type {Bench, Row} from '../row.ts';
import {median, medianFigure} from '../statistics.ts';

const ROUNDS = 15;

/** From the launcher's start, as typed, to a screen with something on it; then Enter on the first lab. */
export const startRow: Row = {
  name: 'start',
  about: 'command line → first frame, lab chosen → shell prompt',
  async *measure(bench) {
    // Builds what is out of date, fills the caches, proves the capabilities: what every start but the first finds done.
    await startOnce(bench);
    const frames: number[] = [];
    const prompts: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < times(bench, ROUNDS); round += 1) {
      const {frameMs, promptMs} = await startOnce(bench);
      frames.push(frameMs);
      prompts.push(promptMs);
      bare.push(await emptyNode(bench));
    }
    yield medianFigure('command line → first frame', 'ms', frames, {
      against: {name: 'node, nothing to do', value: median(bare)},
      target: {kind: 'at-most', value: 400},
    });
    yield medianFigure('lab chosen → shell prompt', 'ms', prompts, {target: {kind: 'at-most', value: 500}});
  },
};

async function startOnce({workspace}: Bench): Promise<{readonly frameMs: number; readonly promptMs: number}> {
  await using window = openWindow(workspace, [], {columns: 120, rows: 36});
  // The launcher's own words while it builds are no frame.
  await window.until('a frame', () => window.isAlternate() && window.screen() !== '', 60_000);
  const frameMs = performance.now() - window.startedAt;
  await window.shows('Enter', 5000);
  const chosenAt = performance.now();
  window.press('\r');
  await window.shows(PROMPT, 20_000);
  return {frameMs, promptMs: performance.now() - chosenAt};
}

async function emptyNode({workspace}: Bench): Promise<number> {
  const {durationMs, ok} = await runProcess([process.execPath, '-e', '0'], {env: programEnvironment(workspace)});
  if (!ok) throw new Error(`${process.execPath} -e 0 failed`);
  return durationMs;
}
