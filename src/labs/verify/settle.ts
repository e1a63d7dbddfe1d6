import {setTimeout as pause} from 'node:timers/promises';
import type {Watcher} from '../../drivers/hosts/host.ts';
import {isSettled} from './settled.ts';

/** Longer than the watcher coalesces and a monitor's pipe needs. */
const QUIET_MS = 60;
const SETTLE_MS = 3000;

/** Resolves after {@link QUIET_MS} without news in a settled snapshot, or after {@link SETTLE_MS} at the latest. */
export async function settle(watcher: Watcher): Promise<void> {
  const deadline = performance.now() + SETTLE_MS;
  let last: unknown;
  while ((last !== watcher.current || !isSettled(watcher.current)) && performance.now() < deadline) {
    last = watcher.current;
    await pause(QUIET_MS);
  }
}
