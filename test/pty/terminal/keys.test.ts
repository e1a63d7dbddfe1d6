import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {buildDemo, CTRL_C, CTRL_G, openDemo, removeDemo} from './outer-terminal.ts';

beforeAll(buildDemo);
afterAll(removeDemo);

const PASTE_START = '\u001B[200~';
const PASTE_END = '\u001B[201~';

/** Small and known, so that a failure can be repeated. */
const randomNumbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

test('2,000 random characters in random chunks arrive once each and in order', async () => {
  await using terminal = await openDemo();
  const random = randomNumbers(7);
  const typed = Array.from({length: 2000}, (_, index) =>
    index % 60 === 59 ? '\r' : String.fromCharCode(32 + Math.floor(random() * 95)),
  ).join('');
  terminal.press('cat > typed\r');
  await terminal.shows('cat > typed');
  let rest = typed;
  while (rest !== '') {
    const length = 1 + Math.floor(random() * 12);
    terminal.press(rest.slice(0, length));
    rest = rest.slice(length);
    // Sometimes all at once, sometimes with the event loop of both sides in between.
    if (random() < 0.5) await new Promise(setImmediate);
  }
  terminal.press('\r\u0004');
  await terminal.command('true');
  await expect(readFile(join(terminal.home, 'typed'), 'utf8')).resolves.toBe(`${typed.replaceAll('\r', '\n')}\n`);
});

test('Alt, Ctrl, function keys and Tab reach the program unchanged', async () => {
  await using terminal = await openDemo();
  const keys = [
    '\u001Bb',
    '\u0001',
    '\u001BOP',
    '\u001B[15~',
    '\u001B[1;5C',
    '\t',
    '\u001B[Z',
    '\u001B[3~',
    '\u007F',
    '\u001B\u001B[A',
  ];
  const sent = keys.join('');
  await terminal.start('stty raw -echo', `head -c ${sent.length} > keys; stty sane`);
  for (const key of keys) terminal.press(key);
  await terminal.command('true');
  await expect(readFile(join(terminal.home, 'keys'), 'utf8')).resolves.toBe(sent);
});

test('Ctrl-G inside a chunk: what is before goes to the shell, what is behind to command mode', async () => {
  await using terminal = await openDemo();
  terminal.press(`echo ab${CTRL_G}xyz`);
  await terminal.shows('focus=commands keys=xyz');
  await terminal.until('what came before', () => terminal.shell() === '$ echo ab');
  terminal.press('t');
  await terminal.shows('focus=shell keys=xyzt');
  terminal.press('cd\r');
  await terminal.until('the output', () => terminal.shell().includes('\nabcd\n'));
});

test('leaving and returning in quick turns loses and doubles nothing', async () => {
  await using terminal = await openDemo();
  for (let turn = 0; turn < 20; turn++) {
    terminal.press(`${turn % 10}${CTRL_G}`);
    await terminal.shows('focus=commands');
    terminal.press('t');
    await terminal.shows('focus=shell');
  }
  await terminal.until('every digit once', () => terminal.shell() === '$ 01234567890123456789');
  expect(terminal.screen()).toMatch(/keys=t{20}$/);
});

test('a paste is marked for the program that asks for marks, and not for the one that does not', async () => {
  await using terminal = await openDemo();
  // readline asks for marks and does not run a pasted line.
  terminal.press(`${PASTE_START}echo one\recho two${PASTE_END}`);
  await terminal.shows('echo two');
  expect(terminal.shell()).not.toMatch(/^one/m);
  terminal.press('\r');
  await terminal.until('both outputs', () => /^one\ntwo$/m.test(terminal.shell()));
  terminal.press('cat > pasted\r');
  await terminal.shows('cat > pasted');
  terminal.press(`${PASTE_START}a\rb\r${PASTE_END}`);
  terminal.press('\u0004');
  await terminal.command('true');
  await expect(readFile(join(terminal.home, 'pasted'), 'utf8')).resolves.toBe('a\nb\n');
});

test('a paste of one megabyte arrives whole', async () => {
  await using terminal = await openDemo();
  const line = `${'0123456789abcdef'.repeat(4)}\r`;
  const text = line.repeat(Math.ceil(1_000_000 / line.length));
  await terminal.start('stty -echo', 'cat > big; stty echo');
  terminal.press(`${PASTE_START}${text}${PASTE_END}\u0004`);
  await terminal.command('true', 30_000);
  const arrived = await readFile(join(terminal.home, 'big'), 'utf8');
  expect(arrived.length).toBe(text.length);
  expect(arrived === text.replaceAll('\r', '\n')).toBe(true);
});

test('a paste of one megabyte into a program that does not read leaves the screen and its keys alive', async () => {
  await using terminal = await openDemo();
  await terminal.start('stty raw -echo', 'sleep 1000');
  terminal.press(PASTE_START + 'x'.repeat(1_000_000) + PASTE_END + CTRL_G);
  await terminal.shows('focus=commands');
  terminal.press('abc');
  await terminal.shows('keys=abc');
});

test('Ctrl-C stops a paste that is still waiting', async () => {
  await using terminal = await openDemo();
  // What reads slowly keeps the rest waiting, on a fast machine and on a slow one: all of it would take a minute.
  await terminal.start('stty -echo', 'while read -r line; do echo "$line" >> part; sleep 0.002; done; stty echo');
  const text = `${'x'.repeat(99)}\r`.repeat(20_000);
  terminal.press(PASTE_START + text + PASTE_END + CTRL_C);
  // Ctrl-C ended the whole line, `stty echo` too.
  terminal.press('\rstty echo\r');
  await terminal.command('true', 30_000);
  const {length} = await readFile(join(terminal.home, 'part'), 'utf8');
  expect(length).toBeGreaterThan(0);
  // The kernel holds 64 KiB for the program, which it may still have read.
  expect(length).toBeLessThan(100_000);
});
