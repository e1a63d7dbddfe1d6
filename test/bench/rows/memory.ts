import {setTimeout as pause} from 'node:timers/promises';
import {TEN} from '../bench-labs.ts';
import {proportionalMbBelow, residentMb} from '../processes.ts';
import type {Row} from '../row.ts';
import {openWindow} from '../window.ts';

/** Long enough for the collector to have run. */
const SETTLE_MS = 5000;

export const memoryRow: Row = {
  name: 'memory',
  about: 'memory of the program with a lab of 10 namespaces open',
  async *measure({workspace}) {
    await using window = openWindow(workspace, [TEN.lab], {ownLabs: true});
    await window.prompt();
    await window.shows('h10', 20_000);
    await pause(SETTLE_MS);
    const once = {unit: 'MB', statistic: 'once', samples: 1} as const;
    yield {
      measured: 'resident memory of the program, 10 namespaces',
      value: residentMb(window.pid),
      target: {kind: 'at-most', value: 180},
      ...once,
    };
    yield {
      measured: 'besides: its readers, shells and sandbox, shared pages divided',
      value: proportionalMbBelow(window.pid),
      ...once,
    };
  },
};
