import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {buildDemo, CTRL_C, CTRL_G, ESCAPE, openDemo, removeDemo} from './outer-terminal.ts';

beforeAll(buildDemo);
afterAll(removeDemo);

const DOWN = '\u001B[B';

test('vi edits and saves a file, with cursor keys and Escape, and gives the screen back', async () => {
  await using terminal = await openDemo();
  await writeFile(join(terminal.home, 'notes'), 'one\ntwo\nthree\n');
  await terminal.command('echo before');
  terminal.press('vi notes\r');
  await terminal.shows(/notes" 3L/);
  expect(terminal.shell()).not.toContain('before');
  terminal.press(DOWN);
  terminal.press('ohalf');
  await terminal.shows('half');
  terminal.press(ESCAPE);
  terminal.press(':wq\r');
  await terminal.shows('before');
  await expect(readFile(join(terminal.home, 'notes'), 'utf8')).resolves.toBe('one\ntwo\nhalf\nthree\n');
});

test('less pages through a long file and finds words', async () => {
  await using terminal = await openDemo();
  terminal.press('seq 1 1000 | less\r');
  await terminal.until('the first page', () => terminal.shell().startsWith('1\n2\n3\n'));
  terminal.press(' ');
  await terminal.until('the second page', () => terminal.shell().startsWith('20\n'));
  terminal.press('\u001B[A');
  await terminal.until('one line back', () => terminal.shell().startsWith('19\n'));
  terminal.press('/777\r');
  await terminal.until('what was sought on top', () => terminal.shell().startsWith('777\n'));
  terminal.press('q');
  await terminal.until('the prompt again', () => terminal.shell().endsWith('$'));
});

test('Ctrl-C ends a program that waits, not the pane', async () => {
  await using terminal = await openDemo();
  terminal.press('sleep 1000; echo "code $?"\r');
  await terminal.shows('code $?');
  terminal.press(CTRL_C);
  await terminal.shows('^C');
  await terminal.command('echo still here');
  await terminal.shows(/^│still here/m);
});

test('Ctrl-C ends a program that prints a line now and then, and its last words are seen', async () => {
  await using terminal = await openDemo();
  await writeFile(
    join(terminal.home, 'dump'),
    `trap 'echo "3 packets captured"; exit' INT\nwhile :; do echo "IP 10.0.0.1 > 10.0.0.2"; read -t 0.05 < <(sleep 1); done\n`,
  );
  terminal.press('bash ./dump\r');
  await terminal.shows('IP 10.0.0.1');
  terminal.press(CTRL_C);
  await terminal.shows('3 packets captured');
});

test('Chinese is typed, echoed and printed in cells of the right width', async () => {
  await using terminal = await openDemo();
  await terminal.command("printf '%s|\\n' 网桥 a网b");
  expect(terminal.shell()).toContain('\n网桥|\na网b|\n');
  terminal.press('echo 命名空间，路由');
  await terminal.shows('$ echo 命名空间，路由');
  terminal.press('\r');
  await terminal.shows(/^│命名空间，路由 /m);
  for (const line of terminal.screen().split('\n').slice(1, -2)) expect(line.endsWith('│'), line).toBe(true);
});

test('emoji and combining marks do not push the border', async () => {
  await using terminal = await openDemo();
  await terminal.command("printf '%s|\\n' 👩‍💻 👍🏽 🇯🇵 ❤️ e\u0301 ⚠️");
  const rows = terminal.screen().split('\n');
  expect(new Set(rows.slice(1, -2).map((line) => line.endsWith('│')))).toEqual(new Set([true]));
});

test('the shell ends: a calm line, and Enter opens another', async () => {
  await using terminal = await openDemo();
  terminal.press('exit 3\r');
  await terminal.shows('The shell ended (exit code 3). Enter opens another.');
  terminal.press('\r');
  await terminal.command('echo "a new $NODE_NAME"');
  await terminal.shows('a new host');
});

test('each node has its own shell, which goes on while another is shown', async () => {
  await using terminal = await openDemo();
  await terminal.command('x=$NODE_NAME');
  terminal.press(`${CTRL_G}nt`);
  await terminal.shows(/focus=shell keys=nt$/);
  await terminal.command('x=$NODE_NAME; echo "[$x]"');
  await terminal.shows('[gateway]');
  terminal.press(`${CTRL_G}nt`);
  await terminal.shows(/focus=shell keys=ntnt$/);
  await terminal.command('echo "[$x]"');
  await terminal.shows('[host]');
});

test('the bell and the clipboard of a program stay inside', async () => {
  await using terminal = await openDemo();
  const seen: string[] = [];
  terminal.onOutput((data) => seen.push(data));
  await terminal.command(String.raw`printf '\a\033]52;c;c2VjcmV0\a\033]0;title\a'; echo done`);
  expect(seen.join('')).toContain('done');
  for (const leak of ['\u0007', '\u001B]', 'c2VjcmV0'])
    expect(seen.join('').replaceAll('c;c2VjcmV0\\a', '')).not.toContain(leak);
});
