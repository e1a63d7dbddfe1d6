import {readFile} from 'node:fs/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {buildDemo, CTRL_C, CTRL_G, openDemo, removeDemo} from './outer-terminal.ts';

beforeAll(buildDemo);
afterAll(removeDemo);

/** Resident memory of the demo in MiB. */
const memory = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
};

test('a flood neither freezes the pane nor fills the memory, and Ctrl-C ends it at once', async () => {
  await using terminal = await openDemo();
  const before = await memory(terminal.pid);
  terminal.press('yes flood\r');
  await terminal.until('the flood', () =>
    terminal
      .shell()
      .split('\n')
      .every((line) => line === 'flood'),
  );
  // Command mode works during the flood.
  for (let turn = 0; turn < 10; turn++) {
    terminal.press(`${CTRL_G}x`);
    await terminal.shows('focus=commands', 2000);
    terminal.press('t');
    await terminal.shows('focus=shell', 2000);
  }
  const during = await memory(terminal.pid);
  const start = performance.now();
  terminal.press(CTRL_C);
  await terminal.until('the prompt', () => terminal.shell().endsWith('$'), 5000);
  const took = performance.now() - start;
  console.log(`flood: Ctrl-C to prompt ${took.toFixed(0)} ms, memory ${before.toFixed(0)} → ${during.toFixed(0)} MiB`);
  expect(took).toBeLessThanOrEqual(200);
  expect(during - before).toBeLessThan(150);
});

test('a long output is shown to its last line, and the history can be read and left by typing', async () => {
  await using terminal = await openDemo();
  await terminal.command('seq 1 200000', 20_000);
  expect(terminal.shell()).toContain('\n200000\n');
  terminal.press('\u001B[5;2~');
  await terminal.shows('↑ scrolled back 19 lines');
  // A frame may come in several pieces.
  await terminal.until(
    'only old lines',
    () => terminal.shell().includes('\n199965\n') && !terminal.shell().includes('200000'),
  );
  terminal.press('\u001B[6;2~');
  await terminal.until('the bottom', () => !terminal.screen().includes('scrolled back'));
  // PgUp does it, too, while the shell does not have the keys.
  terminal.press(CTRL_G);
  await terminal.shows('focus=commands');
  terminal.press('\u001B[5~');
  await terminal.shows('↑ scrolled back 19 lines');
  terminal.press('t');
  await terminal.shows('focus=shell');
  terminal.press('e');
  await terminal.until('the bottom', () => terminal.shell().endsWith('$ e'));
  expect(terminal.screen()).not.toContain('scrolled back');
});

/** The shell itself waits until its pty has the size: rows, columns. */
const untilSize = (rows: number, columns: number): string =>
  `while [ "$(stty size)" != "${rows} ${columns}" ]; do sleep 0.01; done`;

test('a storm of sizes leaves the shell, a full-screen program and the border right', async () => {
  await using terminal = await openDemo();
  await terminal.command('echo steady');
  const storm = (): void => {
    for (let turn = 0; turn < 60; turn++) terminal.resize(60 + ((turn * 7) % 60), 16 + ((turn * 5) % 24));
    terminal.resize(90, 28);
  };
  storm();
  await terminal.command(untilSize(24, 88));
  await terminal.shows('steady');
  terminal.press('seq 1 100 | less\r');
  await terminal.until('the first page', () => terminal.shell().endsWith('23\n:'));
  storm();
  terminal.resize(70, 20);
  await terminal.until(
    'the smaller page',
    () => terminal.shell().startsWith('1\n') && terminal.shell().endsWith('15\n:'),
  );
  for (const line of terminal.screen().split('\n').slice(1, -2)) expect(line).toMatch(/^│.{68}│$/);
  terminal.press('q');
  await terminal.command(untilSize(16, 68));
});
