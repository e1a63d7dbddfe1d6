import {spawn} from '@lydell/node-pty';
import {expect, test} from 'vitest';
import {PASTE_END, PASTE_START} from './paste-marks.ts';
import {PtyWriter} from './pty-writer.ts';

const open = (script: string) => {
  const pty = spawn('bash', ['--norc', '-c', script], {});
  const {fd} = pty as unknown as {readonly fd: number};
  const exited = new Promise<void>((resolve) => {
    pty.onExit(() => resolve());
  });
  let output = '';
  const shown = (text: string) =>
    new Promise<string>((resolve) => {
      pty.onData((data) => {
        output += data;
        if (output.includes(text)) resolve(output);
      });
    });
  return {pty, fd, exited, shown};
};

test('a megabyte arrives whole and in order, however slowly it is read', async () => {
  const {fd, exited, shown} = open(`stty raw -echo; printf ready; sleep 0.05; head -c 1000003 | md5sum; sleep 0.05`);
  using writer = new PtyWriter(fd);
  const text = Array.from({length: 100_000}, (_, line) => `${line % 10}123456789`).join('');
  const sum = (await import('node:crypto')).createHash('md5').update(`${text}网`).digest('hex');
  const ready = shown('ready');
  const summed = shown(sum);
  await ready;
  for (let from = 0; from < text.length; from += 30_000) writer.write(text.slice(from, from + 30_000));
  writer.write('网');
  await summed;
  await exited;
});

test('a program that reads nothing does not hold up the event loop', async () => {
  const {pty, fd, exited, shown} = open('stty raw -echo; printf ready; sleep 100');
  using writer = new PtyWriter(fd);
  await shown('ready');
  const start = performance.now();
  writer.write('x'.repeat(1_000_000));
  writer.write('y'.repeat(1_000_000));
  await new Promise(setImmediate);
  expect(performance.now() - start).toBeLessThan(500);
  pty.kill('SIGKILL');
  await exited;
});

test('what waits can be given up for what comes next, but for the end of a marked paste', async () => {
  const {pty, fd, exited, shown} = open('stty raw -echo; printf ready; head -c 10 >/dev/null; sleep 0.2; exec cat -v');
  using writer = new PtyWriter(fd);
  await shown('ready');
  writer.write(`${PASTE_START}${'x'.repeat(1_000_000)}${PASTE_END}`);
  writer.drop();
  const last = shown('^[[201~last');
  writer.write('last');
  // The kernel holds 64 KiB.
  expect((await last).length).toBeLessThan(100_000);
  pty.kill('SIGKILL');
  await exited;
});

test('what is written after the end is dropped', async () => {
  const {fd, exited} = open('exit 0');
  const writer = new PtyWriter(fd);
  await exited;
  writer[Symbol.dispose]();
  expect(() => writer.write('too late')).not.toThrow();
});
