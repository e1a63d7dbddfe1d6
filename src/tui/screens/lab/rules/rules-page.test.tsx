import {describe, expect, test, vi} from 'vitest';
import type {Names} from '../../../../state/names.ts';
import {ruleKey} from '../../../../state/rule-objects.ts';
import type {ObjectOfRule} from '../../../../state/rule-objects.ts';
import type {FilterRule, Snapshot} from '../../../../state/snapshot.ts';
import {
  aChain,
  aFlow,
  aNamespace,
  aRule,
  aSnapshot,
  aTable,
  anOvsBridge,
  notRead,
  read,
  tablesOf,
  withOvs,
} from '../../../../state/testing/build-snapshot.ts';
import {renderApp, type AppTestOptions, type AppUnderTest} from '../../../testing/render-app.tsx';
import {KEYS} from '../../../testing/render.tsx';

// A busy machine is slow, not wrong.
vi.setConfig({testTimeout: 20_000});

const IN = 'neutron-linuxbri-i4615776d-f';
const SSH = '-p tcp -m tcp --dport 22 -j RETURN';
const PING = '-p icmp -m icmp --icmp-type 8/0 -j RETURN';
const FALLBACK = '-m comment --comment "Send unmatched traffic to the fallback chain." -j neutron-linuxbri-sg-fallback';

/** A node with an instance port, and a router with a translation. */
const cloud = (...rules: readonly FilterRule[]): Snapshot =>
  aSnapshot({
    host: [
      aNamespace('', [], {
        iptables: read(
          tablesOf(
            aTable(
              'filter',
              aChain('FORWARD', [aRule('-j neutron-filter-top', 40), aRule('-j neutron-linuxbri-FORWARD', 40)]),
              aChain(IN, rules),
            ),
            aTable('raw', aChain('PREROUTING', [aRule('-m string --string "a b" -j TPROXY --on-port 1')])),
          ),
        ),
      }),
      aNamespace('qrouter-1', [], {
        iptables: read(
          tablesOf(
            aTable(
              'nat',
              aChain('neutron-l3-agent-snat', [aRule('-o qg-1 -j SNAT --to-source 10.10.10.85 --random-fully')]),
            ),
          ),
        ),
      }),
    ],
  });

const BEFORE = cloud(aRule(SSH, 2), aRule(FALLBACK, 7));
const AFTER = cloud(aRule(SSH, 5), aRule(PING), aRule(FALLBACK, 7));

const NAMES: Names = {
  'tap4615776d-f1': {short: {en: 'vm1', zh: 'vm1'}, long: {en: 'port of vm1', zh: 'vm1 的端口'}},
  'qrouter-1': {short: {en: 'router r1', zh: '路由器 r1'}, long: {en: 'router r1', zh: '路由器 r1'}},
};
const OBJECTS: ObjectOfRule = {
  [IN]: {
    [ruleKey('iptables', SSH)]: {
      id: '1',
      words: {en: 'security group rule “ssh” of group web', zh: '安全组 web 的规则“ssh”'},
    },
  },
};

const openRules = async (options: AppTestOptions = {}, snapshot: Snapshot = AFTER): Promise<AppUnderTest> => {
  const app = renderApp({...options, props: {initial: {labId: 'island'}, ...options.props}});
  await app.waitFor(() => app.runs.length > 0);
  app.run().ready(BEFORE);
  app.run().tell({type: 'names', names: NAMES, objects: OBJECTS});
  await app.waitFor((screen) => /(checks|检查) 0\/2/.test(screen));
  app.run().command('openstack security group rule create --protocol icmp web', snapshot);
  await app.waitFor((screen) => /COMMANDS|命令/.test(screen));
  app.press('w');
  await app.waitFor((screen) => /Rules in words|规则的含义/.test(screen));
  return app;
};

const chain = (screen: string): boolean => screen.includes(IN);

describe('rules in words', () => {
  for (const [columns, rows] of [
    [80, 24],
    [120, 36],
  ] as const)
    for (const language of ['en', 'zh'] as const)
      test(`${columns}x${rows} ${language}`, async () => {
        await using app = await openRules({columns, rows, language});
        await app.waitFor(chain);
        await expect(app.screen()).toMatchFileSnapshot(
          `../../../testing/screens/rules-${columns}x${rows}-${language}.txt`,
        );
      });

  test('what was met and what is new is marked by signs, in no colours too', async () => {
    await using app = await openRules({columns: 120, rows: 36, settings: {theme: 'none'}});
    await app.waitFor(chain);
    const row = (words: string): string =>
      app
        .screen()
        .split('\n')
        .find((line) => line.includes(words)) ?? '';
    expect(row('--dport 22')).toMatch(/▸ {2}1 .*\+3 \(\+252 B\) now, 5 packets, 420 bytes/);
    expect(row('--icmp-type 8/0')).toMatch(/\+ {2}2 .*new {2}0 packets, 0 bytes/);
    expect(app.screen()).toContain('= security group rule “ssh” of group web');
    expect(app.screen()).toContain('what instance port tap4615776d-f1 (vm1) may receive');
    expect(row('sg-fallback')).not.toMatch(/[▸+]/);
  });

  test('only what was met, and all again', async () => {
    await using app = await openRules({columns: 120, rows: 36});
    await app.waitFor('--icmp-type');
    app.press('f');
    await app.waitFor((screen) => !screen.includes('--icmp-type') && screen.includes('only rules that were met'));
    expect(app.screen()).toContain('--dport 22');
    app.press('f');
    await app.waitFor('--icmp-type');
  });

  test('other tables and namespaces; what cannot be explained says so', async () => {
    await using app = await openRules();
    await app.waitFor('[filter]');
    app.press(KEYS.tab);
    await app.waitFor('[raw]');
    expect(app.screen()).toContain('--string "a b"');
    expect(app.screen()).toContain('? Not every part of this rule can be explained.');
    app.press(KEYS.right);
    await app.waitFor('host/qrouter-1 (router r1) ▸  2/2');
    expect(app.screen()).toContain('their source address becomes');
    app.press(KEYS.right);
    await app.waitFor('1/2');
    app.press(KEYS.escape);
    await app.waitFor((screen) => !screen.includes('Rules in words'));
  });

  test('counters that moved while the page is open', async () => {
    await using app = await openRules({columns: 120, rows: 36});
    await app.waitFor('5 packets');
    app.run().tell({
      type: 'snapshot',
      snapshot: {...cloud(aRule(SSH, 9), aRule(PING), aRule(FALLBACK, 7)), takenAt: 9},
      changes: [],
    });
    await app.waitFor('+7 (+588 B) now, 9 packets');
  });

  test('opened while the lab starts, it does not claim that there are no rules, and shows them once they are read', async () => {
    await using app = renderApp({props: {initial: {labId: 'island'}}});
    await app.waitFor(() => app.runs.length > 0);
    await app.waitFor((screen) => /COMMANDS/.test(screen));
    app.press('w');
    await app.waitFor('The lab is still starting: nothing was read yet.');
    expect(app.screen()).not.toContain('has an iptables rule yet');
    app.run().ready(AFTER);
    await app.waitFor('neutron-filter-top');
    expect(app.screen()).not.toContain('still starting');
  });

  test('a lab without rules, and one whose rules could not be read', async () => {
    const closed = aSnapshot({host: [aNamespace('red', [], {iptables: notRead('no permission')})]});
    await using app = await openRules({}, closed);
    await app.waitFor('No namespace of this lab has an iptables rule yet.');
    expect(app.screen()).toContain('host/red: could not read: iptables: no permission');
    app.press(KEYS.right, KEYS.tab, 'f', KEYS.escape);
    await app.waitFor((screen) => !screen.includes('Rules in words'));
  });

  test('flows of Open vSwitch stand beside the tables of the node', async () => {
    const bridge = (packets: number) =>
      anOvsBridge(
        'br-ex',
        [],
        [
          aFlow('table=0,priority=4,in_port=phy-br-ex,dl_vlan=3 actions=mod_vlan_vid:101,NORMAL', packets),
          aFlow('table=0,priority=0 actions=NORMAL'),
          aFlow('table=1,priority=0 actions=ct_clear,resubmit(,94),note:00'),
        ],
      );
    await using app = renderApp({columns: 120, rows: 36, props: {initial: {labId: 'island'}}});
    await app.waitFor(() => app.runs.length > 0);
    app.run().ready(withOvs(aSnapshot({host: []}), 'host', bridge(2)));
    await app.waitFor((screen) => /(checks|检查) 0\/2/.test(screen));
    app.run().command('ping', withOvs(aSnapshot({host: []}), 'host', bridge(5)));
    await app.waitFor((screen) => /COMMANDS/.test(screen));
    app.press('w');
    await app.waitFor('[OVS br-ex]');
    const screen = app.screen();
    expect(screen).toMatch(
      /▸ +4 in_port=phy-br-ex,dl_vlan=3 → mod_vlan_vid:101,NORMAL +\+3 \(\+252 B\) now, 5 packets/,
    );
    expect(screen).toContain(
      'Frames arriving from port phy-br-ex, tagged 3: the tag becomes 101, then switch normally',
    );
    expect(screen).toContain('table 1');
    expect(screen).toContain('“note:00” (not explained');
    expect(screen).toContain('? Not every part of this rule can be explained.');
    app.press('f');
    await app.waitFor((shown) => !shown.includes('table 1'));
  });
});
