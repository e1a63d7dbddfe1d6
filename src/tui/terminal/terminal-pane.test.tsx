import {useState} from 'react';
import {describe, expect, test} from 'vitest';
import type {LabRun} from '../../labs/lab-run.ts';
import type {Phase} from '../../labs/session.ts';
import type {Size} from '../../drivers/hosts/host.ts';
import type {Language} from '../../state/text.ts';
import {KeyProvider, useKeyCapture, useKeys} from '../keys/key-provider.tsx';
import {renderInTerminal} from '../testing/render.tsx';
import {LanguageContext} from '../text/use-language.ts';
import {FakeTerminal} from './fake-terminal.ts';
import {TerminalPane} from './terminal-pane.tsx';

/** The part of a run that the pane uses, with terminals played by hand. */
class FakeRun {
  readonly session;
  readonly terminals = new Map<string, FakeTerminal>();
  readonly sizes: Size[] = [];
  isOpen = true;
  readonly #replaced = new Set<() => void>();
  readonly #changed = new Set<() => void>();

  constructor(nodes: readonly string[] = ['host']) {
    const phase: Phase = {name: 'ready'};
    this.session = {phase, lab: {host: {nodes: nodes.map((name) => ({name}))}}};
    for (const node of nodes) this.terminals.set(node, new FakeTerminal(node));
  }

  /** The pane takes a whole run; what is missing here would be seen as an error if it were used. */
  get asRun(): LabRun {
    return this as unknown as LabRun;
  }

  terminal(node: string): FakeTerminal {
    const terminal = this.terminals.get(node);
    if (!this.isOpen || terminal === undefined) throw new Error('the host is not open');
    return terminal;
  }

  replace(node: string): FakeTerminal {
    const terminal = new FakeTerminal(node);
    this.terminals.set(node, terminal);
    for (const listener of this.#replaced) listener();
    return terminal;
  }

  change(): void {
    for (const listener of this.#changed) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  onTerminals(listener: () => void): () => void {
    this.#replaced.add(listener);
    return () => this.#replaced.delete(listener);
  }

  resize(size: Size): void {
    this.sizes.push(size);
  }
}

interface BenchProps {
  readonly run: FakeRun;
  readonly node?: string;
  readonly width?: number;
  readonly height?: number;
  readonly language?: Language;
  readonly startsFocused?: boolean;
  readonly isShown?: boolean;
  /** Every text typed in command mode. */
  readonly commands?: string[];
}

/** The pane as a screen uses it: `t` in command mode gives the keys back to the shell. */
const Bench = (props: BenchProps) => (
  <LanguageContext value={props.language ?? 'en'}>
    <KeyProvider onRefused={() => {}}>
      <Inside {...props} />
    </KeyProvider>
  </LanguageContext>
);

const Inside = ({
  run,
  node = 'host',
  width = 40,
  height = 8,
  startsFocused = true,
  isShown = true,
  commands = [],
}: BenchProps) => {
  const [isFocused, setFocused] = useState(startsFocused);
  useKeyCapture(isFocused);
  useKeys('screen', {
    context: 'answer',
    actions: {},
    onText(text) {
      commands.push(text);
      if (text === 't') setFocused(true);
    },
  });
  if (!isShown) return null;
  return (
    <TerminalPane
      run={run.asRun}
      node={node}
      width={width}
      height={height}
      focused={isFocused}
      scrollable={!isFocused}
      onLeave={() => setFocused(false)}
    />
  );
};

const only = (run: FakeRun): FakeTerminal => run.terminal('host');

describe('drawing', () => {
  test('shows what the shell prints, with its colours and the cursor', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} />);
    await screen.waitFor(() => run.sizes.length > 0);
    only(run).print('$ ls\r\n\u001B[1;34mlabs\u001B[0m 网桥\r\n$ ');
    await screen.waitFor('labs 网桥');
    expect(screen.screen().trimEnd()).toBe('$ ls\nlabs 网桥\n$');
    expect(screen.output).toContain('\u001B[34mlabs');
    // The cursor.
    await screen.waitFor(() => screen.output.includes('$ \u001B[7m \u001B[27m'));
  });

  test('tells whose shell it is where there are several', async () => {
    const run = new FakeRun(['host', 'gateway']);
    await using screen = renderInTerminal(<Bench run={run} node="gateway" />);
    await screen.waitFor(' host │[gateway]');
    run.terminal('gateway').print('root@gateway');
    await screen.waitFor('root@gateway');
    screen.rerender(<Bench run={run} node="host" />);
    await screen.waitFor(() => !screen.screen().includes('root@gateway'));
    screen.rerender(<Bench run={run} node="gateway" />);
    await screen.waitFor('root@gateway');
  });

  test('goes on while it is not shown', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} />);
    await screen.waitFor(() => run.sizes.length > 0);
    screen.rerender(<Bench run={run} isShown={false} />);
    only(run).print('printed in the dark');
    screen.rerender(<Bench run={run} />);
    await screen.waitFor('printed in the dark');
  });

  test('one typed character costs few bytes', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} height={12} />);
    await screen.waitFor(() => run.sizes.length > 0);
    only(run).print('$ ');
    await screen.waitFor('$');
    const before = Buffer.byteLength(screen.output);
    only(run).print('x');
    await screen.waitFor('$ x');
    expect(Buffer.byteLength(screen.output) - before).toBeLessThan(150);
  });
});

describe('keys', () => {
  test.each(['ls\r', '\u0003', '\u001B', '\u001Bb', '\t', '\u001B[1;5C', '\u001BOP', '你好', '\u001B[A'])(
    '%j goes to the shell',
    async (keys) => {
      const run = new FakeRun();
      await using screen = renderInTerminal(<Bench run={run} />);
      await screen.waitFor(() => run.sizes.length > 0);
      screen.press(keys);
      await screen.waitFor(() => only(run).written === keys);
    },
  );

  test('cursor keys in the form the program asked for', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} />);
    await screen.waitFor(() => run.sizes.length > 0);
    only(run).print('\u001B[?1h.');
    await screen.waitFor('.');
    screen.press('\u001B[A');
    await screen.waitFor(() => only(run).written === '\u001BOA');
  });

  test('Ctrl-G leaves in the middle of a chunk, and returning gives what follows to the shell', async () => {
    const run = new FakeRun();
    const commands: string[] = [];
    await using screen = renderInTerminal(<Bench run={run} commands={commands} />);
    await screen.waitFor(() => run.sizes.length > 0);
    screen.press('ab\u0007xy');
    await screen.waitFor(() => commands.join('') === 'xy');
    expect(only(run).written).toBe('ab');
    screen.press('ztcd');
    await screen.waitFor(() => only(run).written === 'abcd');
    expect(commands.join('')).toBe('xyzt');
  });

  test('a storm of chunks around Ctrl-G loses and doubles nothing', async () => {
    const run = new FakeRun();
    const commands: string[] = [];
    await using screen = renderInTerminal(<Bench run={run} commands={commands} />);
    await screen.waitFor(() => run.sizes.length > 0);
    for (let turn = 0; turn < 10; turn++) {
      screen.press(`${turn}`);
      screen.press('\u0007');
      screen.press('x');
      await screen.waitFor(() => commands.length === 2 * turn + 1);
      screen.press('t');
      await screen.waitFor(() => commands.length === 2 * turn + 2);
    }
    screen.press('!');
    await screen.waitFor(() => only(run).written.endsWith('!'));
    expect(only(run).written).toBe('0123456789!');
    expect(commands.join('')).toBe('xt'.repeat(10));
  });

  test('answers of the emulator go back to the program', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} startsFocused={false} />);
    await screen.waitFor(() => run.sizes.length > 0);
    only(run).print('\u001B[6n');
    await screen.waitFor(() => only(run).written === '\u001B[1;1R');
  });
});

describe('the history', () => {
  const lines = Array.from({length: 30}, (_, index) => `line ${index + 1}`).join('\r\n');

  test('Shift+PgUp looks back and says how far, typing returns', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} />);
    await screen.waitFor(() => run.sizes.length > 0);
    only(run).print(lines);
    await screen.waitFor('line 30');
    screen.press('\u001B[5;2~');
    await screen.waitFor('↑ scrolled back 7 lines');
    expect(screen.screen()).toContain('line 23');
    expect(screen.screen()).not.toContain('line 24');
    expect(only(run).written).toBe('');
    screen.press('x');
    await screen.waitFor('line 30');
    expect(screen.screen()).not.toContain('scrolled back');
    expect(only(run).written).toBe('x');
  });

  test('the scroll keys of command mode work, in Chinese too', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} startsFocused={false} language="zh" />);
    await screen.waitFor(() => run.sizes.length > 0);
    only(run).print(lines);
    await screen.waitFor('line 30');
    screen.press('\u001B[5~');
    await screen.waitFor('↑ 已回看 7 行');
    screen.press('\u001B[6~');
    await screen.waitFor('line 30');
  });
});

describe('shells come and go', () => {
  test('the end of a shell is told calmly; Enter opens the next', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} width={58} />);
    await screen.waitFor(() => run.sizes.length > 0);
    only(run).print('$ exit');
    await screen.waitFor('$ exit');
    await only(run).end(0);
    await screen.waitFor('The shell ended (exit code 0). Enter opens another.');
    expect(screen.screen()).toContain('$ exit');
    run.terminals.set('host', new FakeTerminal());
    screen.press('\r');
    await screen.waitFor(() => !screen.screen().includes('ended'));
    only(run).print('new$ ');
    await screen.waitFor('new$');
    expect(only(run).written).toBe('');
  });

  test('a replaced terminal takes over by itself', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} />);
    await screen.waitFor(() => run.sizes.length > 0);
    const old = only(run);
    old.print('old$ ');
    await screen.waitFor('old$');
    run.replace('host').print('fresh$ ');
    await screen.waitFor('fresh$');
    screen.press('y');
    await screen.waitFor(() => only(run).written === 'y');
    expect(old.written).toBe('');
  });

  test('before the host stands there is a word, and the shell comes when it can', async () => {
    const run = new FakeRun();
    run.isOpen = false;
    await using screen = renderInTerminal(<Bench run={run} />);
    await screen.waitFor('No shell yet: the host is not open');
    run.isOpen = true;
    run.change();
    only(run).print('$ ready');
    await screen.waitFor('$ ready');
    expect(screen.screen()).not.toContain('No shell');
  });
});

describe('sizes', () => {
  test('the first is told at once, later ones once they stand still', async () => {
    const run = new FakeRun();
    await using screen = renderInTerminal(<Bench run={run} width={40} height={8} />);
    await screen.waitFor(() => run.sizes.length === 1);
    expect(run.sizes).toEqual([{columns: 40, rows: 8}]);
    only(run).print('$ steady');
    for (let width = 41; width <= 55; width++) screen.rerender(<Bench run={run} width={width} height={7} />);
    await screen.waitFor(() => run.sizes.at(-1)?.columns === 55);
    expect(run.sizes.length).toBeLessThanOrEqual(3);
    expect(run.sizes.at(-1)).toEqual({columns: 55, rows: 7});
    await screen.waitFor('$ steady');
  });
});
