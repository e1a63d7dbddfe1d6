import {once} from 'node:events';
import {evaluateChecks, isProbe} from '../../../src/labs/check.ts';
import {isOurCommand} from '../../../src/labs/command-words.ts';
import {openClientRuns} from '../../../src/labs/cloud/client-lines.ts';
import {instantiate} from '../../../src/labs/instantiate.ts';
import {openStage} from '../../../src/labs/lab-stage.ts';
import type {LabRun} from '../../../src/labs/lab-run.ts';
import type {Lab, SolveLine} from '../../../src/labs/lab.ts';
import {openLab} from '../../../src/labs/open-lab.ts';
import {solveLines} from '../../../src/labs/solve-lines.ts';
import {waitForSession} from '../../../src/labs/wait-for-session.ts';
import type {Figure} from '../figure.ts';
import {loadNatLab, runParts} from '../nat-lab.ts';
import {times} from '../row.ts';
import type {Bench, Row} from '../row.ts';
import {medianFigure, mostFigure} from '../statistics.ts';

const LOOKS = 5;
const PLAYS = 3;
const NEVER_MS = 20_000;

export const checksRow: Row = {
  name: 'checks',
  about: "a step's state checks, and how soon a step is green, in every step of the lab nat",
  async *measure(bench) {
    const lab = await loadNatLab();
    yield* looks(lab, bench);
    yield* greens(lab, bench);
  },
};

/** What `underlay check` does without probes: the whole state is read anew, and every state check judged by it. */
async function* looks(written: Lab, bench: Bench): AsyncGenerator<Figure> {
  const {lab, attempt} = instantiate(written, 7);
  const samples: number[] = [];
  const {signal} = new AbortController();
  for (const [index, step] of lab.steps.entries()) {
    const checks = step.checks.filter((check) => !isProbe(check));
    await using stage = await openStage(
      {lab, attempt, step: index, clientRuns: openClientRuns()},
      runParts(),
      () => {},
      signal,
    );
    const {host, watcher} = stage;
    for (let round = 0; round < times(bench, LOOKS); round += 1) {
      const startedAt = performance.now();
      const snapshot = await watcher.refresh('all');
      const outcomes = await evaluateChecks(checks, {
        snapshot,
        host,
        watcher,
        answers: {},
        attempt,
        lab,
        ran: [],
        signal,
      });
      samples.push(performance.now() - startedAt);
      const unknown = Object.entries(outcomes).find(([, {verdict}]) => verdict === 'unknown');
      if (unknown !== undefined) throw new Error(`${step.id}: ${unknown[0]} could not be looked at`);
    }
  }
  const measured = `a step's state checks, read anew, ${lab.steps.length} steps`;
  yield medianFigure(measured, 'ms', samples, {target: {kind: 'at-most', value: 50}});
  yield mostFigure(measured, 'ms', samples);
}

/** From Enter behind the last command that the step needs, so with that command's own time. */
async function* greens(lab: Lab, bench: Bench): AsyncGenerator<Figure> {
  const byState: number[] = [];
  const byProbe: number[] = [];
  for (let play = 0; play < times(bench, PLAYS); play += 1) {
    await using run = openLab(lab, runParts(), {size: {columns: 100, rows: 30}, seed: 7});
    if (!(await waitForSession(run, ({phase}) => phase.name === 'ready' || phase.name === 'failed', NEVER_MS)))
      throw new Error('the lab does not open');
    for (const [index, step] of run.session.lab.steps.entries()) {
      const needed = solveLines(run.session.lab, run.session.attempt, step).filter(({looks}) => !looks);
      // Answers first: what the last line does has to come back from the kernel.
      const lines = [
        ...needed.filter((line) => isOurCommand(line.run)),
        ...needed.filter((line) => !isOurCommand(line.run)),
      ];
      const end = lines.pop();
      if (end === undefined) throw new Error(`${step.id} has nothing to type`);
      for (const line of lines) await type(run, line);
      const enteredAt = performance.now();
      const typed = type(run, end);
      await passed(run, index, step.id);
      (step.checks.some(isProbe) ? byProbe : byState).push(performance.now() - enteredAt);
      await typed;
      run.next();
    }
  }
  yield medianFigure('green after Enter of the last command, state checks', 'ms', byState, {
    target: {kind: 'at-most', value: 150},
  });
  yield medianFigure('green after Enter of the last command, with a ping', 'ms', byProbe);
}

async function passed(run: LabRun, step: number, id: string): Promise<void> {
  if (await waitForSession(run, ({steps}) => steps[step]?.status === 'passed', NEVER_MS)) return;
  throw new Error(
    `${id} is not green after ${NEVER_MS / 1000} s: ${JSON.stringify(run.session.steps[step]?.outcomes)}`,
  );
}

/** Types a line into the node's shell; resolves when the shell waits again. */
async function type(run: LabRun, {node, run: text}: SolveLine): Promise<void> {
  const terminal = run.terminal(node);
  const stop = new AbortController();
  const events = new EventTarget();
  const off = terminal.onEvent(({type: what}) => events.dispatchEvent(new Event(what)));
  const timer = setTimeout(() => stop.abort(new Error(`${node}: no prompt after: ${text}`)), NEVER_MS);
  try {
    const prompt = once(events, 'prompt', {signal: stop.signal});
    terminal.write(`${text}\r`);
    await prompt;
  } finally {
    clearTimeout(timer);
    off();
  }
}
