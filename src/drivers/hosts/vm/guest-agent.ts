/**
 * What runs in the lab VM: opens sandboxes there for the program outside, over its standard input and output. With the
 * argument `paced` it tells how far it has read (paced-writer.ts).
 */
import {createInterface} from 'node:readline';
import {PassThrough} from 'node:stream';
import {serveHosts} from '../remote/serve-host.ts';
import {openSandbox} from '../sandbox.ts';
import {ACKNOWLEDGED, NUDGE} from './paced-writer.ts';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

function acknowledgedInput(): NodeJS.ReadableStream {
  const input = new PassThrough();
  let read = 0;
  process.stdin.on('data', (chunk: Buffer) => {
    read += chunk.length;
    say(`${ACKNOWLEDGED}${read}`);
    input.write(chunk.toString('latin1').replaceAll(NUDGE, ''));
  });
  process.stdin.on('end', () => input.end());
  return input;
}

const isPaced = process.argv.includes('paced');
/** User-Mode Linux that sleeps with no timer to wait for may sleep on when something comes in. */
if (isPaced) setInterval(() => {}, 10);
const lines = createInterface({input: isPaced ? acknowledgedInput() : process.stdin, crlfDelay: Infinity});
const listeners = new Set<(text: string) => void>();
lines.on('line', (text) => {
  for (const listener of listeners) listener(text);
});
serveHosts(
  {
    send: say,
    onText(listener) {
      listeners.add(listener);
    },
    broke: new Promise(() => {}),
  },
  openSandbox,
);
say('ready');
