import {momentOf, runBare} from './bench/bare.ts';
import {plainScript} from './bench/hosts-on-bridge.ts';
import {median} from './bench/statistics.ts';

const HOSTS = 20;
/** What `ip -batch` took on the quiet machine of docs/performance.md (row `bridge`). */
const REFERENCE_MS = 60;
const ROUNDS = 3;

/**
 * How many times longer the same plain iproute2 commands take on this machine, now, than on that of
 * docs/performance.md; 1 where they are faster. They do what our drivers do, start processes and make namespaces, and
 * whatever else keeps the processors busy makes them slower, too.
 */
export async function slowness(): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) took.push(await plainHosts());
  return Math.max(1, median(took) / REFERENCE_MS);
}

/** A limit in milliseconds that holds on the machine of docs/performance.md, as it stands on this one, now. */
export const atPace = async (ms: number): Promise<number> => ms * (await slowness());

async function plainHosts(): Promise<number> {
  const run = await runBare(['bash', '-c', `mount -t tmpfs tmpfs /run\n${plainScript(HOSTS)}\necho standing`]);
  return momentOf(run, 'standing') - run.startedAt;
}
