import {describe, expect, test} from 'vitest';
import {captured} from '../../drivers/kernel/captured/captured.ts';
import {parseTrace} from '../../drivers/kernel/ovs/trace.ts';
import {newSession} from '../../labs/session-reducer.ts';
import type {ChangeGroup, Session} from '../../labs/session.ts';
import {diff} from '../../state/diff.ts';
import {
  aChain,
  addressesOf,
  aLink,
  aNamespace,
  aRule,
  aSnapshot,
  aTable,
  read,
  tablesOf,
} from '../../state/testing/build-snapshot.ts';
import {island, vethPair} from '../../state/testing/teaching-snapshots.ts';
import type {Language} from '../../state/text.ts';
import {KeyProvider} from '../keys/key-provider.tsx';
import {KEYS, renderInTerminal} from '../testing/render.tsx';
import {sampleNames} from '../testing/sample-cloud.ts';
import {THEMES} from '../themes/theme.ts';
import {ChangesPane} from './changes-pane.tsx';

const sessionOf = (nodes: readonly string[], ...history: readonly ChangeGroup[]): Session => ({
  ...newSession(
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
      host: {nodes: nodes.map((name) => ({name})), wires: []},
      variables: {},
      setup: [],
      steps: [],
      faults: [],
    },
    {seed: 1, variables: {}},
  ),
  history,
});

const group = (number: number, fields: Partial<ChangeGroup>): ChangeGroup => ({
  number,
  at: 0,
  lastAt: 0,
  node: 'host',
  running: false,
  exitCode: 0,
  changes: [],
  ...fields,
});

interface PaneProps {
  readonly session: Session;
  readonly language?: Language;
  readonly width?: number;
  readonly height?: number;
}

const Pane = ({session, language = 'en', width = 64, height = 20}: PaneProps) => (
  <KeyProvider onRefused={() => {}}>
    <ChangesPane session={session} language={language} theme={THEMES.dark} width={width} height={height} focused />
  </KeyProvider>
);

/** What the pane shows, without the empty rows below. */
const shown = async (props: PaneProps): Promise<string> => {
  await using screen = renderInTerminal(<Pane {...props} />, {columns: 64, rows: props.height ?? 20});
  await screen.waitFor((text) => text.trim() !== '');
  return screen.screen().trimEnd();
};

const up = aSnapshot({host: [aNamespace('', [aLink('eth0')])]});
const down = aSnapshot({host: [aNamespace('', [aLink('eth0', {up: false})])]});
const withAddress = aSnapshot({host: [aNamespace('', [aLink('eth0', {addresses: addressesOf('192.0.2.1/24')})])]});

const filterOf = (...rules: readonly ReturnType<typeof aRule>[]) =>
  aSnapshot({
    host: [aNamespace('', [aLink('eth0')], {iptables: read(tablesOf(aTable('nat', aChain('POSTROUTING', rules))))})],
  });
const masquerade = '-s 10.0.0.0/24 -o eth0 -j MASQUERADE';

describe('the newest command', () => {
  test('its changes stand under the places where they happened', async () => {
    const session = sessionOf(
      ['host'],
      group(1, {command: 'ip link add veth-a type veth …', changes: diff(island, vethPair)}),
    );
    expect(await shown({session})).toMatchInlineSnapshot(`
      "$ ip link add veth-a type veth …
       blue
       + veth-b added (veth, other end veth-a in red, up)
       + 10.0.0.2/24 added to veth-b
       red
       + veth-a added (veth, other end veth-b in blue, up)
       + 10.0.0.1/24 added to veth-a"
    `);
    expect(await shown({session, language: 'zh'})).toMatchInlineSnapshot(`
      "$ ip link add veth-a type veth …
       blue
       + 新增 veth-b（veth，另一端是 red 中的 veth-a，已启用）
       + veth-b 新增地址 10.0.0.2/24
       red
       + 新增 veth-a（veth，另一端是 blue 中的 veth-b，已启用）
       + veth-a 新增地址 10.0.0.1/24"
    `);
  });

  test('an iptables rule is explained', async () => {
    const session = sessionOf(
      ['host'],
      group(1, {
        command: `iptables -t nat -A POSTROUTING ${masquerade}`,
        changes: diff(filterOf(), filterOf(aRule(masquerade))),
      }),
    );
    expect(await shown({session})).toMatchInlineSnapshot(`
      "$ iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o eth0 -j MAS…
       host
       + nat POSTROUTING: rule 1 added: -s 10.0.0.0/24 -o eth0 -j
         MASQUERADE
           Packets about to leave, from 10.0.0.0/24, out through eth0:
           their source address becomes that of the interface they
           leave through; replies are translated back."
    `);
  });

  test('where only counters moved, they are the news', async () => {
    const session = sessionOf(
      ['host'],
      group(1, {
        command: 'ping -c1 192.0.2.1',
        changes: diff(filterOf(aRule(masquerade, 1)), filterOf(aRule(masquerade, 3))),
      }),
    );
    expect(await shown({session})).toMatchInlineSnapshot(`
      "$ ping -c1 192.0.2.1
       host
       ~ nat POSTROUTING: rule 1 (-s 10.0.0.0/24 -o eth0 -j
         MASQUERADE): 2 packets more"
    `);
  });

  test('names that a cloud cut from ids are explained once', async () => {
    const bridge = (up: boolean) =>
      aSnapshot({host: [aNamespace('', [aLink('brqd4fbe39f-21', {kind: 'bridge', up})])]});
    const group1 = group(1, {
      command: 'x',
      changes: [...diff(aSnapshot({host: []}), bridge(true)), ...diff(bridge(true), bridge(false))],
    });
    const session = {...sessionOf(['host'], group1), names: sampleNames};
    const text = await shown({session});
    expect(text).toContain('+ brqd4fbe39f-21 (blue) added');
    expect(text.match(/\(blue\)/g)).toHaveLength(1);
    expect(text.match(/brqd4fbe39f-21/g)?.length).toBeGreaterThan(1);
  });

  test("what the checks' own packets moved is mentioned under the newest command, not listed", async () => {
    const probed = group(1, {command: 'ip address', probed: true});
    const words = "besides: what the checks' own packets moved";
    expect(await shown({session: sessionOf(['host'], probed)})).toBe(
      `$ ip address\n  changed nothing that is read here\n  ${words}`,
    );
    const newer = group(2, {command: 'ip link'});
    expect(await shown({session: sessionOf(['host'], probed, newer)})).not.toContain(words);
  });

  test('a failed command tells its exit code, and that nothing changed', async () => {
    const session = sessionOf(['host'], group(1, {command: 'ip link add br0', exitCode: 2}));
    expect(await shown({session})).toMatchInlineSnapshot(`
      "$ ip link add br0                                    exit code 2
        changed nothing that is read here"
    `);
  });

  test('a trace shows the way of the frame, table by table, as long as it is the newest', async () => {
    const trace = (name: string) => ({ok: true, value: parseTrace(captured(`ovs-trace-${name}.out`))!}) as const;
    const traced = group(1, {command: 'ovs-appctl ofproto/trace br-int in_port=5', trace: trace('translated')});
    const props = {session: sessionOf(['host'], traced), height: 40};
    expect(await shown(props)).toMatchInlineSnapshot(`
      "$ ovs-appctl ofproto/trace br-int in_port=5
       ▸ In the end: tag 181 on, out of datapath port 4, out of
         datapath port 3, tag off, tag 2 on, out of datapath port 8.
       br-int
          0 p200 reg3=0 →
                 set_queue:0,load:0x1->NXM_NX_REG3[0],resubmit(,0)
             Frames with 0 in register 3: choose queue 0, then write 1
             into register 3, then go on in table 0.
          0 p9   in_port=5 → goto_table:25
             Frames arriving from port 5: go on in table 25.
         25 p2   in_port=5,dl_src=fa:16:3e:7d:29:34 → goto_table:30
             Frames arriving from port 5, sent by fa:16:3e:7d:29:34:
             go on in table 30.
         30 p0   every frame → goto_table:59
         59 p0   every frame → goto_table:60
         60 p3   every frame → NORMAL
             Every frame: switch normally (by what was learned).
             ↳ this MAC was not learned: to every port of the VLAN
         br-ex
         ✘  0 p2   in_port=2 → drop
               Frames arriving from port 2: dropped.
         br-eth3
            0 p4   in_port=2,dl_vlan=2 → mod_vlan_vid:181,NORMAL
               Frames arriving from port 2, tagged 2: the tag becomes
               181, then switch normally (by what was learned).
               ↳ this MAC was not learned: to every port of the VLAN
       br-tun
          0 p1   in_port=1 → goto_table:2
             Frames arriving from port 1: go on in table 2.
          2 p0   dl_dst=01:00:00:00:00:00/01:00:00:00:00:00 →
                 goto_table:22
             Frames sent to many: go on in table 22.
       ✘ 22 p0   every frame → drop
             Every frame: dropped."
    `);
    expect(await shown({...props, language: 'zh'})).toContain('带标签 2 的帧：标签改为 181');
    const refused = sessionOf(['host'], group(1, {command: 'x', trace: trace('refused')}));
    expect(await shown({session: refused, height: 40})).toMatch(
      /▸ Nothing is sent: table 93[^]+Taken as a new connection:[^]+✘ 93 p0 .* → drop/,
    );
    const later = sessionOf(['host'], traced, group(2, {command: 'true'}));
    expect(await shown({session: later})).not.toContain('br-eth3');
  });

  test('a trace that could not be read says why', async () => {
    const unread = group(1, {command: 'x', trace: {ok: false, why: 'it ends'}});
    expect(await shown({session: sessionOf(['host'], unread)})).toContain('This trace could not be read: it ends');
  });

  test('a running one says so, and that of several nodes names its node', async () => {
    const session = sessionOf(['host', 'gw'], group(1, {node: 'gw', command: 'ping 192.0.2.1', running: true}));
    expect(await shown({session})).toMatchInlineSnapshot(
      `"gw $ ping 192.0.2.1                                      running"`,
    );
  });

  test('one whose call agents are at work for says so', async () => {
    const session = sessionOf(['host', 'gw'], group(1, {node: 'gw', command: 'openstack …', agents: 'working'}));
    expect(await shown({session})).toMatchInlineSnapshot(
      `"gw $ openstack …                                  agents at work"`,
    );
  });

  test('of a block of lines the first is shown', async () => {
    const session = sessionOf(
      ['host'],
      group(1, {command: 'for x in 1 2 3; do\n  ip netns add ns$x\ndone', changes: diff(up, down)}),
    );
    expect((await shown({session})).split('\n')[0]).toBe('$ for x in 1 2 3; do …');
  });

  test('a loop with hundreds of changes is cut', async () => {
    const many = aSnapshot({host: Array.from({length: 150}, (_, index) => aNamespace(`ns${index}`))});
    const session = sessionOf(['host'], group(1, {command: 'loop', changes: diff(aSnapshot({host: []}), many)}));
    await using screen = renderInTerminal(<Pane session={session} />, {columns: 64, rows: 20});
    await screen.waitFor('$ loop');
    screen.press(KEYS.end);
    await screen.waitFor('and 50 more');
  });

  test('of so many changes that they are cut, rules are cut before the rest', async () => {
    const rules = Array.from({length: 150}, (_, index) => aRule(`-p udp --dport ${index + 1} -j ACCEPT`));
    const changes = [...diff(filterOf(), filterOf(...rules)), ...diff(up, withAddress)];
    const session = sessionOf(['host'], group(1, {command: 'openstack …', changes}));
    await using screen = renderInTerminal(<Pane session={session} />, {columns: 64, rows: 20});
    await screen.waitFor('$ openstack');
    screen.press(KEYS.end);
    await screen.waitFor('and 51 more');
    expect(screen.screen()).toContain('+ 192.0.2.1/24 added to eth0');
  });
});

describe('the history', () => {
  const changedEarlier = group(1, {command: 'ip link set eth0 up', changes: diff(down, up)});
  const changedNothing = group(2, {command: 'ip address'});
  const newest = group(3, {command: 'ip addr add 192.0.2.1/24 dev eth0', changes: diff(up, withAddress)});

  test('newest first; commands that changed nothing are left out once they are old', async () => {
    const session = sessionOf(['host'], changedEarlier, changedNothing, newest);
    expect(await shown({session})).toMatchInlineSnapshot(`
      "$ ip addr add 192.0.2.1/24 dev eth0
       host
       + 192.0.2.1/24 added to eth0

      $ ip link set eth0 up
       host
       ~ eth0 is up
        and 1 that came by itself"
    `);
    const looked = await shown({session: sessionOf(['host'], changedEarlier, changedNothing)});
    expect(looked).toContain('$ ip address\n  changed nothing that is read here\n');
  });

  test('what came without a command says so', async () => {
    const {node: _node, command: _command, exitCode: _exitCode, ...alone} = changedEarlier;
    expect(await shown({session: sessionOf(['host'], alone)})).toContain('without a command');
    expect(await shown({session: sessionOf(['host'], alone), language: 'zh'})).toContain('没有执行命令时');
  });

  test('is scrolled with the keys of the lab; a new command brings back the top', async () => {
    const old = Array.from({length: 12}, (_, index) =>
      group(index + 1, {command: `old ${index}`, changes: diff(down, up)}),
    );
    await using screen = renderInTerminal(<Pane session={sessionOf(['host'], ...old)} height={8} />, {
      columns: 64,
      rows: 8,
    });
    await screen.waitFor('$ old 11');
    screen.press(KEYS.end);
    await screen.waitFor('$ old 0');
    expect(screen.screen()).not.toContain('$ old 11');
    screen.rerender(<Pane session={sessionOf(['host'], ...old, group(20, {command: 'fresh'}))} height={8} />);
    await screen.waitFor('$ fresh');
  });

  test('is empty at first, in words', async () => {
    expect(await shown({session: sessionOf(['host'])})).toContain('Nothing has changed yet.');
    expect(await shown({session: sessionOf(['host']), language: 'zh'})).toContain('还没有变化。');
  });
});
