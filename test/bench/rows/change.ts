import {setTimeout as pause} from 'node:timers/promises';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {OUR_ENVIRONMENT} from '../../../src/drivers/hosts/environment.ts';
import {streamProcess} from '../../../src/drivers/hosts/run.ts';
import {watch} from '../../../src/drivers/kernel/watch.ts';
import {SETTLE_MS} from '../../../src/labs/change-groups.ts';
import {diff} from '../../../src/state/diff.ts';
import {TEN} from '../bench-labs.ts';
import {openChangers, plannedChanges} from '../changes.ts';
import type {PlannedChange} from '../changes.ts';
import type {Figure} from '../figure.ts';
import {fastScript, rulesIn} from '../hosts-on-bridge.ts';
import {processorMs} from '../processes.ts';
import {times} from '../row.ts';
import type {Bench, Row} from '../row.ts';
import {p95Figure} from '../statistics.ts';
import {openWindow, wayInto} from '../window.ts';
import type {Window} from '../window.ts';

const CHANGES = 60;
const LOST_AFTER_MS = 5000;
const QUIET_SECONDS = 10;

/** From a line written to a program that waits in the namespace, so without the time that a program takes to start. */
export const changeRow: Row = {
  name: 'change',
  about: 'kernel change → Change and → screen, and what a quiet lab costs, with 10 namespaces',
  async *measure(bench) {
    yield* toSession(bench);
    yield* toScreen(bench);
  },
};

async function* toSession(bench: Bench): AsyncGenerator<Figure> {
  await using host = await openSandbox({nodes: [{name: 'host'}], wires: []});
  const node = host.node('host');
  const names = Array.from({length: TEN.namespaces}, (_, index) => `h${index + 1}`);
  const built = await node.run(['bash', '-c', [fastScript(TEN.namespaces), ...names.map(rulesIn)].join('\n')]);
  if (!built.ok) throw new Error(`the namespaces could not be built: ${built.stderr}`);
  await using watcher = await watch(host);
  using changers = openChangers((namespace, argv) => node.stream(argv, {namespace}));
  const changes = plannedChanges(times(bench, CHANGES));
  const samples: number[] = [];
  for (const change of changes) {
    await moment();
    let before = watcher.current;
    const {promise, resolve} = Promise.withResolvers<number>();
    const off = watcher.subscribe((snapshot) => {
      const news = JSON.stringify(diff(before, snapshot));
      before = snapshot;
      if (news.includes(change.sign)) resolve(performance.now());
    });
    const startedAt = performance.now();
    changers.make(change);
    samples.push((await withinReason(promise, change)) - startedAt);
    off();
  }
  yield p95Figure('kernel change → Change, 10 namespaces', 'ms', samples);
}

async function* toScreen(bench: Bench): AsyncGenerator<Figure> {
  await using window = openWindow(bench.workspace, [TEN.lab], {ownLabs: true});
  await window.prompt();
  await window.shows('h10', 20_000);
  await pause(3000);

  const before = processorMs(window.pid);
  if (before === 0) throw new Error('the processor time of the program cannot be read');
  const startedAt = performance.now();
  await pause(QUIET_SECONDS * 1000);
  const share = ((processorMs(window.pid) - before) / (performance.now() - startedAt)) * 100;
  yield {
    measured: `quiet lab over ${QUIET_SECONDS} s: processor time of all its processes`,
    unit: '%',
    value: share,
    statistic: 'once',
    samples: 1,
    target: {kind: 'at-most', value: 1},
  };

  using changers = openChangers((namespace, argv) =>
    streamProcess([...wayInto(window, namespace), ...argv], {env: OUR_ENVIRONMENT}),
  );
  await pause(500);
  const samples: number[] = [];
  for (const change of plannedChanges(times(bench, CHANGES))) {
    await moment();
    samples.push(await untilOnScreen(window, change, () => changers.make(change)));
  }
  yield p95Figure('kernel change → on screen, 10 namespaces', 'ms', samples, {target: {kind: 'at-most', value: 100}});

  const typed: number[] = [];
  for (let round = 1; round <= times(bench, 15); round += 1) {
    await moment();
    const address = `10.204.${round}.1`;
    window.press(`ip -n h1 a a ${address}/24 dev eth0`);
    await window.shows(`${address}/24 dev eth0`);
    const count = occurrences(window, address);
    const enteredAt = performance.now();
    window.press('\r');
    await window.until(`${address} outside the terminal`, () => occurrences(window, address) > count, LOST_AFTER_MS);
    typed.push(performance.now() - enteredAt);
  }
  yield p95Figure('Enter in the shell → change on screen', 'ms', typed);
}

async function untilOnScreen(window: Window, change: PlannedChange, make: () => void): Promise<number> {
  if (window.screen().includes(change.sign)) throw new Error(`${change.sign} is on the screen already`);
  const startedAt = performance.now();
  make();
  await window.until(
    `${change.kind} ${change.sign} on the screen`,
    () => window.screen().includes(change.sign),
    LOST_AFTER_MS,
  );
  return performance.now() - startedAt;
}

const occurrences = (window: Window, text: string): number => window.screen().split(text).length;

/** Not in step with any timer of the program, and long enough for the screen to show each change as one of its own. */
const moment = (): Promise<void> => pause(SETTLE_MS + 50 + Math.random() * 100);

async function withinReason(news: Promise<number>, change: PlannedChange): Promise<number> {
  const stop = new AbortController();
  const late = pause(LOST_AFTER_MS, undefined, {signal: stop.signal});
  late.catch(() => {});
  const at = await Promise.race([news, late]);
  stop.abort();
  if (at === undefined) throw new Error(`No news of ${change.kind} ${change.sign} within ${LOST_AFTER_MS} ms.`);
  return at;
}
