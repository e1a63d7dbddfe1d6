import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {build} from '../../../bin/build.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Beside node_modules, where the bundle finds the native pty. */
const outDir = `.cache/show-${process.pid}`;

beforeAll(() => build({entries: {app: 'test/pty/show/app.tsx'}, outDir}));
afterAll(() => rm(join(root, outDir), {recursive: true, force: true}));
/** A shell's terminal in which the program runs; afterwards the shell prints the exit code and the line discipline. */
const openTerminal = (how = '') => {
  const emulator = new xterm.Terminal({cols: 170, rows: 36, allowProposedApi: true});
  const script = `echo before; "$0" "$1" ${how}; echo "code $?"; stty -a | grep -Eo -- '-?(icanon|echo)\\b' | tr '\\n' ' '; echo that-was-all`;
  const shell = spawn('/bin/sh', ['-c', script, process.execPath, join(root, outDir, 'app.js')], {
    cols: 170,
    rows: 36,
    // Cloud editors set CI too; the screen must draw all the same.
    env: {...process.env, CI: 'true', TERM: 'xterm-256color', LANG: 'C.UTF-8'},
  });
  shell.onData((data) => emulator.write(data));
  const screen = (): string =>
    Array.from(
      {length: 36},
      (_, y) => emulator.buffer.active.getLine(emulator.buffer.active.viewportY + y)?.translateToString(true) ?? '',
    )
      .join('\n')
      .trimEnd();
  return {
    emulator,
    shell,
    screen,
    press: (keys: string) => shell.write(keys),
    async shows(words: string, timeoutMs = 10_000) {
      const deadline = Date.now() + timeoutMs;
      while (!screen().includes(words)) {
        if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${words}. Screen:\n${screen()}`);
        await pause(10);
      }
    },
    [Symbol.dispose]() {
      shell.kill('SIGKILL');
      emulator.dispose();
    },
  };
};

/** Before the program there was one line; after it the terminal is as it was. */
const expectGivenBack = ({emulator, screen}: ReturnType<typeof openTerminal>): void => {
  expect(emulator.buffer.active.type).toBe('normal');
  expect(emulator.modes.bracketedPasteMode).toBe(false);
  expect(screen()).toMatch(/^before\n/);
  expect(screen()).toMatch(/\bicanon\b/);
  expect(screen()).not.toMatch(/-icanon|-echo\b/);
};

test('a key typed as soon as the first screen is drawn is not echoed into it', async () => {
  using terminal = openTerminal();
  let isTyped = false;
  // Not by polling: a few milliseconds later the keys are ours in any case.
  terminal.shell.onData((data) => {
    if (isTyped || !data.includes('Press Enter to begin.')) return;
    isTyped = true;
    terminal.press('\r');
  });
  await terminal.shows('Enter open');
  expect(isTyped).toBe(true);
  expect(terminal.screen()).not.toContain('Enter begin');
});

describe('the terminal is given back as it was', () => {
  test('when the learner leaves, after every lab has ended', async () => {
    using terminal = openTerminal();
    await terminal.shows('Press Enter to begin.');
    expect(terminal.emulator.buffer.active.type).toBe('alternate');
    terminal.press('\r');
    await terminal.shows('Enter open');
    terminal.press('\r');
    await terminal.shows('checks 0/2');
    await terminal.shows('COMMANDS');
    terminal.press('\u0003');
    await terminal.shows('Leave Underlay?');
    terminal.press('y');
    await terminal.shows('that-was-all');
    expectGivenBack(terminal);
    expect(terminal.screen()).toMatch(/closed island\n(closed island\n)?left\ncode 0\n/);
  });

  for (const how of ['throw-in-screen', 'throw-elsewhere'])
    test(`when it crashes: ${how}`, async () => {
      using terminal = openTerminal(how);
      await terminal.shows('Press Enter to begin.');
      terminal.press('\r');
      await terminal.shows('Enter open');
      terminal.press('\r');
      await terminal.shows('that-was-all');
      expectGivenBack(terminal);
      expect(terminal.screen()).toContain('code 1');
      expect(terminal.screen()).toMatch(/Error: /);
    });

  test('when it is told to end by a signal', async () => {
    using terminal = openTerminal();
    await terminal.shows('Press Enter to begin.');
    terminal.press('\r');
    await terminal.shows('Enter open');
    const children = await readFile(`/proc/${terminal.shell.pid}/task/${terminal.shell.pid}/children`, 'utf8');
    process.kill(Number(children.trim()), 'SIGTERM');
    await terminal.shows('that-was-all');
    expectGivenBack(terminal);
    expect(terminal.screen()).toContain('code 143');
  });
});
