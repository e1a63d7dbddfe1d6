import {PROMPT, openWindow, programEnvironment} from '../window.ts';
import {runProcess} from '../../../src/drivers/hosts/run.ts';
import {processorMs} from '../processes.ts';
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
    const processor: number[] = [];
    const prompts: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < times(bench, ROUNDS); round += 1) {
      const {frameMs, frameProcessorMs, promptMs} = await startOnce(bench);
      frames.push(frameMs);
      processor.push(frameProcessorMs);
      prompts.push(promptMs);
      bare.push(await emptyNode(bench));
    }
    yield medianFigure('command line → first frame', 'ms', frames, {
      against: {name: 'node, nothing to do', value: median(bare)},
      target: {kind: 'at-most', value: 400},
    });
    // What it would take on a machine with nothing else to do, within the ten milliseconds that /proc counts in.
    yield medianFigure('its processor time', 'ms', processor);
    yield medianFigure('lab chosen → shell prompt', 'ms', prompts, {target: {kind: 'at-most', value: 500}});
  },
};

interface Started {
  readonly frameMs: number;
  readonly frameProcessorMs: number;
  readonly promptMs: number;
}

async function startOnce({workspace}: Bench): Promise<Started> {
  await using window = openWindow(workspace, [], {columns: 120, rows: 36});
  // The launcher's own words while it builds are no frame.
  await window.until('a frame', () => window.isAlternate() && window.screen() !== '', 60_000);
  const frameMs = performance.now() - window.startedAt;
  const frameProcessorMs = processorMs(window.pid);
  await window.shows('Enter', 5000);
  const chosenAt = performance.now();
  window.press('\r');
  await window.shows(PROMPT, 20_000);
  return {frameMs, frameProcessorMs, promptMs: performance.now() - chosenAt};
}

async function emptyNode({workspace}: Bench): Promise<number> {
  const {durationMs, ok} = await runProcess([process.execPath, '-e', '0'], {env: programEnvironment(workspace)});
  if (!ok) throw new Error(`${process.execPath} -e 0 failed`);
  return durationMs;
}
