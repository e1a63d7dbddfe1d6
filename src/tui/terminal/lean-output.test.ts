import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {joinSteps, leanOutput} from './lean-output.ts';

const ESC = '\u001B';

test.each([
  ['', ''],
  ['plain', 'plain'],
  [`${ESC}[E`, `${ESC}[E`],
  [`a${ESC}[E${ESC}[E${ESC}[Eb${ESC}[E`, `a${ESC}[3Eb${ESC}[E`],
  [`${ESC}[E${ESC}[E\n${ESC}[E${ESC}[E`, `${ESC}[2E\n${ESC}[2E`],
  // Not steps: an erase, and the letters alone.
  [`${ESC}[K${ESC}[K [E[E`, `${ESC}[K${ESC}[K [E[E`],
])('%j', (output, expected) => {
  expect(joinSteps(output)).toBe(expected);
});

test('everything but the text of writes is the stream itself', async () => {
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 80,
    rows: 24,
  }) as unknown as NodeJS.WriteStream;
  const lean = leanOutput(stream);
  const written: string[] = [];
  stream.on('data', (chunk: Buffer) => written.push(String(chunk)));
  let resized = 0;
  lean.on('resize', () => {
    resized += 1;
  });
  stream.emit('resize');
  await new Promise<void>((resolve, reject) =>
    lean.write(`${ESC}[E${ESC}[E`, (error) => (error ? reject(error) : resolve())),
  );
  lean.write(Buffer.from('bytes'));
  expect(written.join('')).toBe(`${ESC}[2Ebytes`);
  expect([lean.isTTY, lean.columns, resized]).toEqual([true, 80, 1]);
});
