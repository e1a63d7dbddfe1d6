import {describe, expect, test} from 'vitest';
import {newSession} from '../../labs/session-reducer.ts';
import type {ChangeGroup, Session} from '../../labs/session.ts';
import {diff} from '../../state/diff.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import {aLink, aNamespace, addressesOf, aSnapshot, notRead, peerAt} from '../../state/testing/build-snapshot.ts';
import {bridgeWithThree, island, natGateway, vethPair} from '../../state/testing/teaching-snapshots.ts';
import type {Language} from '../../state/text.ts';
import {KeyProvider} from '../keys/key-provider.tsx';
import {KEYS, renderInTerminal} from '../testing/render.tsx';
import {THEMES} from '../themes/theme.ts';
import {TopologyPane} from './topology-pane.tsx';

const EMPTY: Session = newSession(
  {
    id: 'lab',
    folder: '010-lab',
    module: 'm',
    minutes: 5,
    title: {en: 'Lab', zh: '实验'},
    intro: {en: '', zh: ''},
    debrief: {en: '', zh: ''},
    needs: [],
    tools: [],
    host: {nodes: [{name: 'host'}], wires: []},
    variables: {},
    setup: [],
    steps: [],
    faults: [],
  },
  {seed: 1, variables: {}},
);

const SAYS = {en: 'words', zh: '文字'};

const group = (number: number, before?: Snapshot, after?: Snapshot): ChangeGroup => ({
  number,
  at: 0,
  lastAt: 0,
  node: 'host',
  command: 'ip link',
  running: true,
  changes: before === undefined || after === undefined ? [] : diff(before, after),
});

const at = (snapshot: Snapshot, ...history: readonly ChangeGroup[]): Session => ({
  ...EMPTY,
  phase: {name: 'ready'},
  snapshot,
  history,
});

interface PaneProps {
  readonly session: Session;
  readonly language?: Language;
  readonly height?: number;
}

const Pane = ({session, language = 'en', height = 20}: PaneProps) => (
  <KeyProvider onRefused={() => {}}>
    <TopologyPane session={session} language={language} theme={THEMES.dark} width={60} height={height} focused />
  </KeyProvider>
);

/** The SGR of the theme's `added`: green and bold. */
const GLOW = '\u001B[1m\u001B[32m';
/** Removed: struck through. */
const FADE = '\u001B[9m';

describe('before there is anything to draw', () => {
  test.each([
    ['en', 'Building the host…'],
    ['zh', '正在搭建主机……'],
  ] as const)('%s: what is being done', async (language, words) => {
    await using screen = renderInTerminal(<Pane session={EMPTY} language={language} />);
    await screen.waitFor(words);
  });
});

describe('the drawing', () => {
  test('has nodes, namespaces, devices and addresses, and a legend of the marks in it at the bottom', async () => {
    await using screen = renderInTerminal(<Pane session={at(vethPair)} />, {columns: 60, rows: 20});
    await screen.waitFor('veth-a');
    for (const words of ['host', 'blue', 'red', 'veth-b', '10.0.0.1/24']) expect(screen.screen()).toContain(words);
    expect(screen.screen().split('\n').at(-1)).toBe('● up');
    screen.rerender(<Pane session={at(bridgeWithThree)} language="zh" />);
    await screen.waitFor('● 已启用  ○ 未启用  ◌ 无载波');
  });

  test('gives the legend up where there is no room', async () => {
    await using screen = renderInTerminal(<Pane session={at(vethPair)} height={6} />, {columns: 60, rows: 20});
    await screen.waitFor('veth-a');
    expect(screen.screen()).not.toContain('● up');
  });

  test('says what could not be read, and why', async () => {
    const unread = aSnapshot({host: [aNamespace('red', [], {links: notRead('Permission denied')})]});
    await using screen = renderInTerminal(<Pane session={at(unread)} />);
    await screen.waitFor('could not read links: Permission denied');
  });

  test('is scrolled with the keys of the lab when it is larger than the pane', async () => {
    const many = aSnapshot({
      host: [
        aNamespace(
          '',
          Array.from({length: 30}, (_, index) => aLink(`eth${index}`)),
        ),
      ],
    });
    await using screen = renderInTerminal(<Pane session={at(many)} height={10} />);
    await screen.waitFor('eth0');
    expect(screen.screen()).not.toContain('eth29');
    screen.press(KEYS.end);
    await screen.waitFor('eth29');
    screen.press(KEYS.home);
    await screen.waitFor('eth0');
    // A fresh host is seen from its top.
    screen.press(KEYS.end);
    await screen.waitFor('eth29');
    screen.rerender(<Pane session={EMPTY} height={10} />);
    await screen.waitFor('Building the host');
    screen.rerender(<Pane session={at({...many})} height={10} />);
    await screen.waitFor('eth0');
  });
});

describe('what a command changed', () => {
  const withNew = aSnapshot({
    host: [
      aNamespace('blue', [
        aLink('veth-b', {peer: peerAt('host', 'red', 'veth-a'), addresses: addressesOf('10.0.0.2/24')}),
      ]),
      aNamespace('red', [aLink('veth-a', {peer: peerAt('host', 'blue', 'veth-b')})]),
    ],
  });

  test('glows until the next command', async () => {
    await using screen = renderInTerminal(<Pane session={at(island)} />);
    await screen.waitFor('only lo');
    expect(screen.output).not.toContain(GLOW);
    screen.rerender(<Pane session={at(island, group(1))} />);
    screen.rerender(<Pane session={at(withNew, group(1))} />);
    await screen.waitFor('● up  + new');
    expect(screen.output).toContain(`${GLOW}veth-a`);
    screen.rerender(<Pane session={at(withNew, group(1), group(2))} />);
    await screen.waitFor((text) => text.includes('● up') && !text.includes('+ new'));
  });

  test('fades when it is gone, and vanishes with the next command', async () => {
    await using screen = renderInTerminal(<Pane session={at(withNew)} />);
    await screen.waitFor('veth-a');
    screen.rerender(<Pane session={at(withNew, group(1))} />);
    screen.rerender(<Pane session={at(island, group(1))} />);
    await screen.waitFor('- gone');
    expect(screen.screen()).toContain('veth-a');
    expect(screen.output).toContain(FADE);
    screen.rerender(<Pane session={at(island, group(1), group(2))} />);
    await screen.waitFor((text) => !text.includes('veth-a'));
  });

  test('a change without a command is compared with the state before it', async () => {
    await using screen = renderInTerminal(<Pane session={at(island)} />);
    await screen.waitFor('only lo');
    screen.rerender(<Pane session={at(withNew, group(1))} />);
    await screen.waitFor('● up  + new');
  });

  test('glows in a pane that came into sight after the command', async () => {
    await using screen = renderInTerminal(<Pane session={at(withNew, group(1, island, withNew))} />);
    await screen.waitFor('● up  + new');
    expect(screen.output).toContain(`${GLOW}veth-a`);
  });

  test('on a fresh host nothing is news', async () => {
    await using screen = renderInTerminal(<Pane session={at(island, group(1))} />);
    await screen.waitFor('only lo');
    screen.rerender(<Pane session={EMPTY} />);
    await screen.waitFor('Building the host');
    screen.rerender(<Pane session={at(withNew, group(1))} />);
    await screen.waitFor('veth-a');
    expect(screen.screen()).not.toContain('+ new');
  });
});

test('while a fault is to be found, the drawing leaves out what each namespace does', async () => {
  const step = {
    id: 'find',
    mode: 'edge',
    goal: SAYS,
    text: SAYS,
    after: SAYS,
    mutants: [],
    checks: [],
    hints: [],
  } as const;
  const session = (solve: 'diagnose' | 'mend', newest: Session = at(natGateway)): Session => ({
    ...newest,
    lab: {...EMPTY.lab, steps: [{...step, solve}]},
  });
  await using screen = renderInTerminal(<Pane session={session('mend')} height={30} />);
  await screen.waitFor('forwarding');
  screen.rerender(<Pane session={session('diagnose')} height={30} />);
  await screen.waitFor((text) => !text.includes('forwarding'));
  expect(screen.screen()).toContain('peer1-gw1');
  // Nor where a command is compared with what was before it.
  screen.rerender(<Pane session={session('diagnose', at(island, group(1)))} height={30} />);
  await screen.waitFor('- gone');
  expect(screen.screen()).not.toContain('forwarding');
});
