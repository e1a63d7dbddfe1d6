/** What runs in the lab VM: opens sandboxes there for the program outside, over its standard input and output. */
import {spawnSync} from 'node:child_process';
import {createInterface} from 'node:readline';
import {serveHosts} from '../remote/serve-host.ts';
import {openSandbox, openSandboxOf} from '../sandbox.ts';
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
    (wanted, signal) => {
      const plan = {...wanted, standsWithinMs: PATIENCE_MS};
      return plan.rootOfKernel === true ? openSandboxOf(rootOfVm, plan, signal) : openSandbox(plan, signal);
    },
  );
  say(READY);
}

say(WAITING);
