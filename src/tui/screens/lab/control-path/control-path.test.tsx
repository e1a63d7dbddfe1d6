import {expect, test, vi} from 'vitest';
import type {TimelineEntry} from '../../../../labs/cloud/timeline.ts';
import type {Language} from '../../../../state/text.ts';
import {KeyProvider} from '../../../keys/key-provider.tsx';
import {KEYS, renderInTerminal} from '../../../testing/render.tsx';
import {FakeTimeline, sampleEntries, sampleNames} from '../../../testing/sample-cloud.ts';
import {LanguageContext} from '../../../text/use-language.ts';
import {ControlPath} from './control-path.tsx';

// A busy machine is slow, not wrong.
vi.setConfig({testTimeout: 60_000});

interface PageOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly language?: Language;
  readonly onClose?: () => void;
}

const open = (
  timeline: FakeTimeline,
  {columns = 120, rows = 36, language = 'en', onClose = () => {}}: PageOptions = {},
) =>
  renderInTerminal(
    <LanguageContext value={language}>
      <KeyProvider onRefused={() => {}}>
        <ControlPath timeline={timeline} names={sampleNames} columns={columns} rows={rows} onClose={onClose} />
      </KeyProvider>
    </LanguageContext>,
    {columns, rows},
  );

/** Entries like the first one, numbered on. */
const more = (count: number, from = 6): readonly TimelineEntry[] =>
  Array.from({length: count}, (_, index) => ({...sampleEntries[0], number: from + index}) as TimelineEntry);

const rowOf = (screen: string, words: string): number => screen.split('\n').findIndex((row) => row.includes(words));

for (const [columns, rows] of [
  [80, 24],
  [120, 36],
  [200, 50],
] as const)
  for (const language of ['en', 'zh'] as const)
    test(`an instance's way to its wires, ${columns}x${rows} ${language}`, async () => {
      await using page = open(new FakeTimeline(), {columns, rows, language});
      await page.waitFor('▸');
      page.press(KEYS.up, KEYS.up, KEYS.enter);
      await page.waitFor('▾');
      await expect(page.screen()).toMatchFileSnapshot(
        `../../../testing/screens/control-path-${columns}x${rows}-${language}.txt`,
      );
    });

test('a refusal says its sentence, a failure its exit code and what was not run after it', async () => {
  await using page = open(new FakeTimeline());
  await page.waitFor('▸');
  expect(page.screen()).toContain('✘ 409');
  expect(page.screen()).toMatch(/DELETE \/networking\/v2.0\/ports\/vm1 +✘ kernel +\+1 read +4.0 ms +✓ 204/);
  page.press(KEYS.home, KEYS.down, KEYS.enter);
  await page.waitFor('✘ refused, 409: Unable to create the network. The tunnel ID 100 is in use.');
  expect(page.screen()).not.toContain('as wanted');
  page.press(KEYS.left, KEYS.end, KEYS.up, KEYS.enter);
  await page.waitFor('✘ ip link delete tap1c12862c-b5 (vm1)');
  expect(page.screen()).toContain('exit 1: Cannot find device "tap1c12862c-b5"');
  expect(page.screen()).toContain('not run: one before it failed');
  expect(page.screen()).toContain('✘ compute1: ip link delete');
});

test('an agent that stopped, and work that is still going on, say so', async () => {
  await using page = open(new FakeTimeline());
  await page.waitFor(/compute1 {2}Linux bridge agent stopped +… at work/);
  page.press(KEYS.enter);
  await page.waitFor('alive true → false');
  expect(page.screen()).toContain('… at work');
});

test('nothing yet is said, and the first call appears', async () => {
  const timeline = new FakeTimeline([]);
  await using page = open(timeline);
  await page.waitFor('No call yet.');
  timeline.add(...more(1, 1));
  await page.waitFor('POST /networking/v2.0/networks blue');
});

test('follows the newest call until the learner moves, and again from the end', async () => {
  const timeline = new FakeTimeline(more(60, 1));
  await using page = open(timeline, {columns: 80, rows: 24});
  await page.waitFor('40-60 of 60');
  timeline.add(...more(2, 61));
  await page.waitFor('42-62 of 62');
  page.press(KEYS.up);
  await page.waitFor((screen) => rowOf(screen, '❯') === 20);
  timeline.add(...more(5, 63));
  await page.waitFor('42-62 of 67');
  page.press(KEYS.end);
  await page.waitFor('47-67 of 67');
  timeline.add(...more(1, 68));
  await page.waitFor('48-68 of 68');
});

test('an entry longer than the window is read to its end before the next is chosen', async () => {
  await using page = open(new FakeTimeline(), {columns: 80, rows: 15});
  await page.waitFor('▸');
  page.press(KEYS.home, KEYS.down, KEYS.down, KEYS.enter);
  await page.waitFor((screen) => rowOf(screen, '▾') === 1);
  for (let press = 0; press < 20; press += 1) page.press(KEYS.down);
  await page.waitFor('Linux bridge agent stopped');
  page.press(KEYS.home);
  await page.waitFor('1-12 of');
});

test('a page down at the end stays there, also in an entry longer than the window', async () => {
  await using page = open(new FakeTimeline(sampleEntries.slice(0, 3)), {columns: 80, rows: 15});
  await page.waitFor('▸');
  page.press(KEYS.enter);
  await page.waitFor((screen) => rowOf(screen, '▾') === 1);
  for (let press = 0; press < 20; press += 1) page.press(KEYS.pageDown);
  await page.waitFor(/(\d+) of \1 ↑/);
  page.press(KEYS.pageDown);
  page.press(KEYS.pageDown);
  await page.waitFor(/(\d+) of \1 ↑/);
});

test('keys open and close all; a thousand calls open at once', async () => {
  const timeline = new FakeTimeline(
    Array.from({length: 200}, (_, round) =>
      sampleEntries.map((entry) => ({...entry, number: round * 5 + entry.number})),
    ).flat(),
  );
  await using page = open(timeline);
  await page.waitFor('of 1000');
  const begun = process.cpuUsage();
  page.press('e');
  await page.waitFor(/of [2-9]\d{3}|of \d{5}/, 60_000);
  // Of the processor's time: what others do on the machine takes only the clock's.
  const {user, system} = process.cpuUsage(begun);
  expect((user + system) / 1000).toBeLessThan(5000);
  page.press(KEYS.left);
  await page.waitFor('of 1000');
  page.press(KEYS.right);
  await page.waitFor(/of [2-9]\d{3}|of \d{5}/, 60_000);
  page.press('e');
  await page.waitFor('of 1000');
});

test('what is asked for with unprintable characters is harmless', async () => {
  const [first] = sampleEntries;
  if (first?.cause.kind !== 'request') throw new Error('The first entry is a request.');
  const evil = '\u001B[2J\u0007evil\nname';
  const timeline = new FakeTimeline([
    {
      ...first,
      cause: {...first.cause, path: `/networking/${evil}`, body: {network: {name: evil}}, status: 400, refused: evil},
      records: [{table: 'networks', id: 'x', name: evil, how: 'added', fields: [{field: 'name', after: evil}]}],
    },
  ]);
  await using page = open(timeline);
  await page.waitFor('▸');
  page.press(KEYS.enter);
  await page.waitFor('refused, 400');
  expect(page.output).not.toContain('\u001B[2Jevil');
  expect(page.output).not.toContain('\u0007');
});

test('an empty file has no lines', async () => {
  const [first] = sampleEntries;
  const work = sampleEntries.flatMap(({works}) => works).find(({outcomes}) => outcomes.length > 0);
  const [outcome] = work?.outcomes ?? [];
  if (first === undefined || work === undefined || outcome === undefined)
    throw new Error('There is an entry with work.');
  const {why, subject} = outcome.command;
  const command = {kind: 'write', path: '/var/lib/neutron/dhcp/host', content: '', why, subject} as const;
  await using page = open(
    new FakeTimeline([{...first, works: [{...work, outcomes: [{...outcome, command, exitCode: 0}]}]}]),
  );
  await page.waitFor('▸');
  page.press(KEYS.enter);
  await page.waitFor(/dhcp\/host {2}\(0 lines\)/);
});

test('a call is called after what it is for, not after what it made besides', async () => {
  const [first] = sampleEntries;
  if (first?.cause.kind !== 'request') throw new Error('The first entry is a request.');
  const added = {how: 'added', fields: []} as const;
  const timeline = new FakeTimeline([
    {
      ...first,
      cause: {...first.cause, path: '/compute/v2.1/servers'},
      records: [
        {table: 'securityGroups', id: 'g', name: 'default', ...added},
        {table: 'servers', id: 's', name: 'vm1', ...added},
      ],
    },
  ]);
  await using page = open(timeline);
  await page.waitFor('servers vm1');
});

test('Escape closes', async () => {
  const onClose = vi.fn();
  await using page = open(new FakeTimeline(), {onClose});
  await page.waitFor('▸');
  page.press(KEYS.escape);
  await page.waitFor(() => onClose.mock.calls.length === 1);
});
