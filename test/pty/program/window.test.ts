import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {KEY, type Emulator} from '../emulator.ts';
import {openProgram, runProgram, temporaryHome} from './open-program.ts';

/** Types a command in the lab's shell and waits for the prompt after it. */
async function type(window: Emulator, line: string): Promise<void> {
  window.press(`${line}${KEY.enter}`);
  await window.shows(line.slice(0, 30));
}

/** The namespace's name differs from attempt to attempt; the lesson says it. */
const namespaceName = (screen: string): string => /namespace named (\w+)/.exec(screen)?.[1] ?? '';

/** Asks for the solution to be typed; while the host is still being built the key only says so. */
async function askForSolution(window: Emulator): Promise<void> {
  let asked = 0;
  await window.until('the question', () => {
    if (window.screen().includes('y 是')) return true;
    if (Date.now() - asked > 1000) {
      asked = Date.now();
      window.press('T');
    }
    return false;
  });
}

test('a first learner is welcomed, opens the first lab and passes its first step', async () => {
  await using window = openProgram([]);
  await window.shows('stays untouched');
  expect(window.isAlternate()).toBe(true);
  window.press(KEY.enter);
  await window.shows('Namespaces and NAT');
  window.press(KEY.enter);
  await window.shows('root@host:~#');
  await window.shows(/namespace named \w+/);
  const name = namespaceName(window.screen());
  await window.shows('checks 0/1');
  await type(window, `ip netns add ${name}`);
  await window.shows('✔');
  expect(window.screen()).toContain(`namespace ${name}`);
  window.press(KEY.ctrlG);
  await window.shows('COMMANDS');
  window.press('n');
  await window.shows('step 2 of 5');
  window.press('q');
  await window.shows('Leave the lab?');
  window.press('y');
  await window.shows('1/5');
  window.press('q');
  expect(await window.exited).toBe(0);
});

test('the whole lab can be done by typing its solutions, in Chinese, in a small terminal', async () => {
  await using window = openProgram(['run', 'cable'], {columns: 80, rows: 24, env: {LANG: 'zh_CN.UTF-8'}});
  await window.shows('看见云的底层');
  window.press(KEY.enter);
  await window.shows('第 1/5 步');
  for (let step = 1; step <= 5; step += 1) {
    await window.shows(`第 ${step}/5 步`);
    await window.shows(/检查 \d\/\d/);
    await askForSolution(window);
    window.press('y');
    await window.shows('✔ 本步通过', 20_000);
    // The shell may have the keys now, or not: Ctrl-G goes to the commands from there.
    if (!window.screen().includes('命令 ')) window.press(KEY.ctrlG);
    await window.shows(/命令 /);
    window.press('n');
    if (step === 5) break;
    await window.until(`step ${step + 1}`, () => window.screen().includes(`第 ${step + 1}/5 步`));
  }
  await window.shows('veth 对是一根有两个插头的线');
});

test('progress is kept, and continues at the next step', async () => {
  using home = temporaryHome();
  {
    await using window = openProgram(['run', 'island'], {home: home.path});
    await window.shows('stays untouched');
    window.press(KEY.enter);
    await window.shows('root@host:~#');
    await window.shows(/namespace named \w+/);
    await type(window, `ip netns add ${namespaceName(window.screen())}`);
    await window.until('saved', () => readFileSync(join(home.path, 'progress.json'), 'utf8').includes('"create"'));
    // The window is closed without a word.
  }
  await using window = openProgram([], {home: home.path});
  await window.shows('1/5');
  window.press(KEY.enter);
  await window.shows('step 2 of 5');
});

test('a broken progress file is put aside and the learner is told', async () => {
  using home = temporaryHome();
  mkdirSync(home.path, {recursive: true});
  writeFileSync(join(home.path, 'progress.json'), '{"version": 1, "labs": ');
  await using window = openProgram([], {home: home.path});
  await window.shows('stays untouched');
  window.press(KEY.enter);
  await window.shows(/progress\.broken/);
});

test('too small a terminal says how small, and goes on when it grows', async () => {
  await using window = openProgram([], {columns: 40, rows: 10});
  await window.shows(/40.*10/);
  window.resize(120, 36);
  await window.shows('stays untouched');
});

test('constant resizing does not upset it', async () => {
  await using window = openProgram(['run', 'island']);
  await window.shows('stays untouched');
  window.press(KEY.enter);
  await window.shows('root@host:~#');
  for (const [columns, rows] of [
    [80, 24],
    [200, 50],
    [61, 16],
    [120, 36],
    [30, 5],
    [100, 30],
  ] as const)
    window.resize(columns, rows);
  await window.shows('root@host:~#');
  await type(window, 'stty size');
  await window.shows(/\d+ \d+/);
});

test('without a terminal the window says what to do instead', () => {
  using home = temporaryHome();
  const ran = runProgram([], {home: home.path});
  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toContain('--plain');
});

test('progress of the window is readable JSON of version 1', async () => {
  using home = temporaryHome();
  {
    await using window = openProgram([], {home: home.path});
    await window.shows('stays untouched');
    window.press(KEY.enter);
    await window.shows('Namespaces and NAT');
    window.press('q');
    expect(await window.exited).toBe(0);
  }
  const progress: unknown = JSON.parse(readFileSync(join(home.path, 'progress.json'), 'utf8'));
  expect(progress).toMatchObject({version: 1, settings: {welcomed: true}});
});
