/** What runs in the lab VM: opens sandboxes there for the program outside, over its standard input and output. */
import {createInterface} from 'node:readline';
import {serveHosts} from '../remote/serve-host.ts';
import {openSandbox} from '../sandbox.ts';

/** On an emulated processor of a busy machine. */
const PATIENCE_MS = 90_000;

const lines = createInterface({input: process.stdin, crlfDelay: Infinity});
const listeners = new Set<(text: string) => void>();
lines.on('line', (text) => {
  for (const listener of listeners) listener(text);
});
serveHosts(
  {
    send(text) {
      process.stdout.write(`${text}\n`);
    },
    onText(listener) {
      listeners.add(listener);
    },
    broke: new Promise(() => {}),
  },
  (plan, signal) => openSandbox({...plan, standsWithinMs: PATIENCE_MS}, signal),
);
process.stdout.write('ready\n');
