/** What runs in the lab VM: opens sandboxes there for the program outside, over its standard input and output. */
import {spawnSync} from 'node:child_process';
import {createInterface} from 'node:readline';
import {serveHosts} from '../remote/serve-host.ts';
import {openSandbox, openSandboxOf} from '../sandbox.ts';
import type {Host} from '../host.ts';
import {placeCards} from './place-cards.ts';
import type {GuestPlan} from './rack.ts';
import {rootOfVm} from './root-of-vm.ts';
import {FILES_ARE_THERE, READY, WAITING} from './waiting.ts';

/** On an emulated processor of a busy machine. */
const PATIENCE_MS = 90_000;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const lines = createInterface({input: process.stdin, crlfDelay: Infinity});
const listeners = new Set<(text: string) => void>();
lines.on('line', (text) => {
  if (text.startsWith(FILES_ARE_THERE)) attach(text.slice(FILES_ARE_THERE.length));
  else for (const listener of listeners) listener(text);
});

/** @param now seconds since 1970 */
function attach(now: string): void {
  const {status, stderr} = spawnSync('/bin/busybox', ['sh', '/attach', now], {encoding: 'utf8'});
  if (status !== 0) {
    process.stderr.write(stderr);
    process.exit(1);
  }
  process.chdir('/');
  serveHosts(
    {
      send: say,
      onText(listener) {
        listeners.add(listener);
      },
      broke: new Promise(() => {}),
    },
    openPart,
  );
  say(READY);
}

/** @param wanted of the whole VM, or of one of several machines */
async function openPart(wanted: GuestPlan, signal: AbortSignal): Promise<Host> {
  const plan = {...wanted, standsWithinMs: PATIENCE_MS};
  const host = await (plan.rootOfKernel === true ? openSandboxOf(rootOfVm, plan, signal) : openSandbox(plan, signal));
  try {
    return await placeCards(host, plan.cards ?? []);
  } catch (error) {
    await host[Symbol.asyncDispose]();
    throw error;
  }
}

say(WAITING);
