import {expect, test} from 'vitest';
import {FakeTerminal} from './fake-terminal.ts';
import {NodeShell} from './node-shell.ts';

const SIZE = {columns: 30, rows: 5};

const texts = (shell: NodeShell): readonly string[] =>
  shell.screen.frame.rows.map((row) => row.runs.map((run) => run.text).join(''));

/** Everything written so far is in the screen when this resolves. */
const settled = (shell: NodeShell): Promise<void> => new Promise((resolve) => shell.screen.write('', resolve));

test('a flood pauses the pty until the screen has caught up', async () => {
  const terminal = new FakeTerminal();
  using shell = new NodeShell(() => terminal, SIZE);
  shell.connect();
  for (let piece = 0; piece < 40; piece++) terminal.print('flood\r\n'.repeat(2000));
  expect(terminal.flow).toEqual(['pause']);
  await settled(shell);
  expect(terminal.flow).toEqual(['pause', 'resume']);
});

test('what is little never pauses it', async () => {
  const terminal = new FakeTerminal();
  using shell = new NodeShell(() => terminal, SIZE);
  shell.connect();
  for (let line = 0; line < 100; line++) {
    terminal.print(`line ${line}\r\n`);
    await settled(shell);
  }
  expect(terminal.flow).toEqual([]);
});

test('after the shell ended, Enter asks for another; what the old one switched on is off and its text stays', async () => {
  const terminals = [new FakeTerminal(), new FakeTerminal()];
  let opened = 0;
  using shell = new NodeShell(() => terminals[opened++] ?? terminals[1]!, SIZE);
  shell.connect();
  terminals[0]!.print('$ exit\u001B[?2004h\u001B[?1h\u001B[31m');
  await terminals[0]!.end(7);
  expect(shell.state).toEqual({name: 'ended', exitCode: 7});
  shell.type('x');
  expect(opened).toBe(1);
  shell.type('\r');
  expect(shell.state).toEqual({name: 'live'});
  terminals[1]!.print('$ ');
  await settled(shell);
  expect(texts(shell).slice(0, 3)).toEqual(['$ exit', '────────────', '$']);
  expect(shell.screen.modes).toEqual({applicationCursor: false, bracketedPaste: false, fullScreen: false});
  expect([terminals[0]!.written, terminals[1]!.written]).toEqual(['', '']);
});

test('a replaced terminal is heard no more, and its end is not the end of the new one', async () => {
  const [old, fresh] = [new FakeTerminal(), new FakeTerminal()];
  let current = old;
  using shell = new NodeShell(() => current, SIZE);
  shell.connect();
  current = fresh;
  shell.connect();
  old.print('from the old');
  await old.end(0);
  fresh.print('from the new');
  await settled(shell);
  expect(shell.state).toEqual({name: 'live'});
  expect(texts(shell).join('')).toBe('────────────from the new');
  shell.type('ls\r');
  expect(fresh.written).toBe('ls\r');
});

test('a full-screen program that died with its shell leaves the screen as it was before', async () => {
  const [old, fresh] = [new FakeTerminal(), new FakeTerminal()];
  let current = old;
  using shell = new NodeShell(() => current, SIZE);
  shell.connect();
  old.print('$ vi\r\n\u001B[?1049h\u001B[H~~~~');
  await settled(shell);
  await old.end(0);
  current = fresh;
  shell.connect();
  fresh.print('$ ');
  await settled(shell);
  expect(texts(shell)).toEqual(['$ vi', '', '────────────', '$', '']);
});

test('no shell yet: why, and another try', () => {
  let terminal: FakeTerminal | undefined;
  const open = (): FakeTerminal => {
    if (terminal === undefined) throw new Error('the host is not open');
    return terminal;
  };
  using shell = new NodeShell(open, SIZE);
  shell.connect();
  expect(shell.state).toEqual({name: 'waiting', why: {en: 'the host is not open', zh: 'the host is not open'}});
  terminal = new FakeTerminal();
  shell.connect();
  expect(shell.state).toEqual({name: 'live'});
});

test('what is typed before there is a shell is kept, and comes with its first prompt', async () => {
  const terminal = new FakeTerminal();
  let stands = false;
  using shell = new NodeShell(() => {
    if (!stands) throw new Error('The host is being built.');
    return terminal;
  }, SIZE);
  shell.connect();
  shell.type('ip link');
  stands = true;
  shell.connect();
  shell.type('\r');
  expect(terminal.written).toBe('');
  terminal.tell({type: 'prompt'});
  expect(terminal.written).toBe('ip link\r');
  shell.type('ls\r');
  expect(terminal.written).toBe('ip link\rls\r');
});

test('Ctrl-C comes before what the program has not taken', () => {
  const terminal = new FakeTerminal();
  using shell = new NodeShell(() => terminal, SIZE);
  shell.connect();
  terminal.tell({type: 'prompt'});
  shell.type('x'.repeat(100_000));
  expect(terminal.dropped).toBe(0);
  shell.interrupt();
  expect(terminal.dropped).toBe(1);
  expect(terminal.written.length).toBeLessThan(100_000);
});

test('Ctrl-C takes back what was typed too early', () => {
  const terminal = new FakeTerminal();
  let stands = false;
  using shell = new NodeShell(() => {
    if (!stands) throw new Error('The host is being built.');
    return terminal;
  }, SIZE);
  shell.connect();
  shell.type('reboot\r');
  shell.interrupt();
  stands = true;
  shell.connect();
  terminal.tell({type: 'prompt'});
  expect(terminal.written).toBe('\u0003');
});
