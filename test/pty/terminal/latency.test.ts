import {afterAll, beforeAll, expect, test} from 'vitest';
import {buildDemo, openDemo, removeDemo} from './outer-terminal.ts';

beforeAll(buildDemo);
afterAll(removeDemo);

const KEYS = 60;

test('a typed key is echoed within 60 ms and 400 bytes, as the median of many', async () => {
  await using terminal = await openDemo({columns: 120, rows: 36});
  await terminal.command('true');
  const times: number[] = [];
  const sizes: number[] = [];
  let typed = '';
  for (let index = 0; index < KEYS; index++) {
    const key = String.fromCharCode(97 + (index % 26));
    typed += key;
    const bytes = terminal.bytes;
    const start = performance.now();
    terminal.press(key);
    await terminal.until(`the echo of ${typed}`, () => terminal.shell().endsWith(`$ ${typed}`));
    times.push(performance.now() - start);
    sizes.push(terminal.bytes - bytes);
  }
  console.log(`key echo: median ${median(times).toFixed(1)} ms, ${median(sizes)} bytes`);
  expect(median(times)).toBeLessThanOrEqual(60);
  expect(median(sizes)).toBeLessThanOrEqual(400);
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
