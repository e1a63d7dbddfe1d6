import {setTimeout as pause} from 'node:timers/promises';
import {machineState, takeCensus} from '../../kernel/census.ts';
import {TEN} from '../bench-labs.ts';
import {remainsOf} from '../remains.ts';
import type {Bench, Row} from '../row.ts';
import {PROMPT, openWindow} from '../window.ts';

/** A killed process is gone when its parent or the kernel reaped it, a moment later. */
const GONE_WITHIN_MS = 3000;
/** Half of the kills come while the lab is being built, the others while it stands and is worked in. */
const SPREAD_MS = 1500;

export const killRow: Row = {
  name: 'kill',
  about: 'objects left after kill -9 of the program at random moments with a lab open',
  async *measure(bench) {
    let left = 0;
    let stood = 0;
    let seen = 0;
    for (let round = 0; round < bench.kills; round += 1) {
      const result = await killOnce(bench, round % 2 === 1);
      if (result.stood) stood += 1;
      seen += result.seen;
      left += result.left;
    }
    // A census that saw nothing would prove nothing.
    if (seen < bench.kills * 2) throw new Error(`only ${seen} objects were seen in ${bench.kills} rounds`);
    yield {
      measured: `left after ${bench.kills} kills (${stood} with the shell ready; ${seen} objects seen)`,
      unit: 'objects',
      value: left,
      statistic: 'sum',
      samples: bench.kills,
      target: {kind: 'at-most', value: 0},
    };
  },
};

interface Killed {
  readonly stood: boolean;
  /** Processes and namespaces before, what is left of them and what is new on the machine after. */
  readonly seen: number;
  readonly left: number;
}

async function killOnce({workspace}: Bench, whileItStands: boolean): Promise<Killed> {
  const before = machineState();
  await using window = openWindow(workspace, [TEN.lab], {ownLabs: true});
  if (whileItStands) {
    await window.prompt();
    window.press('ip netns add more; ping -q 127.0.0.1 & tcpdump -i lo 2>/dev/null &\r');
  }
  await pause(Math.random() * SPREAD_MS);
  const stood = whileItStands || PROMPT.test(window.screen());
  const census = takeCensus(window.pid, workspace.marker);
  process.kill(window.pid, 'SIGKILL');
  await window.exited;
  const look = (): readonly string[] => [
    ...remainsOf(census),
    ...machineState().filter((line) => !before.includes(line)),
  ];
  const deadline = performance.now() + GONE_WITHIN_MS;
  while (look().length > 0 && performance.now() < deadline) await pause(20);
  return {stood, seen: census.processes.size + census.namespaces.size, left: look().length};
}
