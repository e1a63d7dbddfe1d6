/**
 * The terminal pane alone, with local bash shells in place of a sandbox's: what the tests of this folder run.
 * argv: the shell's rc file. Ctrl-G leaves the shell; then `t` returns, `n` goes to the next node, `q` quits.
 * The bottom line tells the focus and every key of command mode, in order.
 */
import {spawn} from '@lydell/node-pty';
import {Box, render, Text, useWindowSize} from 'ink';
import {useState} from 'react';
import type {Terminal} from '../../../src/drivers/hosts/host.ts';
import {PtyWriter} from '../../../src/drivers/hosts/pty-writer.ts';
import type {LabRun} from '../../../src/labs/lab-run.ts';
import {KeyProvider, useKeyCapture, useKeys} from '../../../src/tui/keys/key-provider.tsx';
import {leanOutput} from '../../../src/tui/terminal/lean-output.ts';
import {TerminalPane} from '../../../src/tui/terminal/terminal-pane.tsx';

const NODES = ['host', 'gateway'];
const rcFile = process.argv[2] ?? '/dev/null';

const openShell = (node: string, size: {columns: number; rows: number}): Terminal => {
  const env = {PATH: process.env.PATH, HOME: process.cwd(), TERM: 'xterm-256color', LANG: 'C.UTF-8', NODE_NAME: node};
  const shell = spawn('bash', ['--noprofile', '--rcfile', rcFile, '-i'], {cols: size.columns, rows: size.rows, env});
  const writer = new PtyWriter((shell as unknown as {readonly fd: number}).fd);
  const exited = new Promise<number>((resolve) => {
    shell.onExit(({exitCode}) => {
      writer[Symbol.dispose]();
      resolve(exitCode);
    });
  });
  return {
    node,
    size,
    exited,
    onData(listener) {
      const subscription = shell.onData(listener);
      return () => subscription.dispose();
    },
    onEvent: () => () => {},
    write: (data) => writer.write(data),
    drop: () => writer.drop(),
    resize: ({columns, rows}) => shell.resize(columns, rows),
    pause: () => shell.pause(),
    resume: () => shell.resume(),
    [Symbol.dispose]: () => shell.kill(),
  };
};

const terminals = new Map<string, Terminal>();
let size = {columns: 80, rows: 24};

/** Only what the pane asks of a run. */
const run = {
  session: {phase: {name: 'ready'}, lab: {host: {nodes: NODES.map((name) => ({name}))}}},
  subscribe: () => () => {},
  onTerminals: () => () => {},
  terminal(node: string): Terminal {
    const known = terminals.get(node);
    if (known !== undefined) return known;
    const terminal = openShell(node, size);
    terminals.set(node, terminal);
    void terminal.exited.then(() => terminals.delete(node));
    return terminal;
  },
  resize(wanted: {columns: number; rows: number}) {
    size = wanted;
    for (const terminal of terminals.values()) terminal.resize(wanted);
  },
} as unknown as LabRun;

const Demo = () => {
  const {columns, rows} = useWindowSize();
  const [isFocused, setFocused] = useState(true);
  const [node, setNode] = useState(0);
  const [keys, setKeys] = useState('');

  useKeyCapture(isFocused);
  useKeys('prompt', {
    context: 'answer',
    actions: {},
    onText(key) {
      setKeys((before) => (before + key).slice(-30));
      if (key === 'q') process.exit(0);
      if (key === 't') setFocused(true);
      if (key === 'n') setNode((before) => (before + 1) % NODES.length);
    },
  });

  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box borderStyle="round" width={columns} height={rows - 1}>
        <TerminalPane
          run={run}
          node={NODES[node] ?? ''}
          width={columns - 2}
          height={rows - 3}
          focused={isFocused}
          scrollable
          onLeave={() => setFocused(false)}
        />
      </Box>
      <Text>{`focus=${isFocused ? 'shell' : 'commands'} keys=${keys}`}</Text>
    </Box>
  );
};

const Root = () => (
  <KeyProvider onRefused={() => {}}>
    <Demo />
  </KeyProvider>
);

render(<Root />, {
  stdout: leanOutput(process.stdout),
  interactive: true,
  alternateScreen: true,
  exitOnCtrlC: false,
  incrementalRendering: true,
  maxFps: 60,
  patchConsole: false,
});
