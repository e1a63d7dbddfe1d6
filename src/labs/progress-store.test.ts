import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {parseProgress} from './progress-schema.ts';
import {openProgress} from './progress-store.ts';
import type {Progress} from './progress.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'underlay-progress-'));
  file = path.join(folder, 'data', 'progress.json');
});

afterEach(async () => {
  await rm(folder, {recursive: true, force: true});
});

const welcomed = (progress: Progress): Progress => ({...progress, settings: {...progress.settings, welcomed: true}});
const practised =
  (lab: string) =>
  (progress: Progress): Progress => ({
    ...progress,
    labs: {...progress.labs, [lab]: {seed: 1, passed: [], everPassed: [], hintsUsed: 0, updatedAt: 0}},
  });

const readBack = async (): Promise<Progress> => {
  const read = parseProgress(await readFile(file, 'utf8'));
  if (read.kind !== 'good') throw new Error(`not readable: ${JSON.stringify(read)}`);
  return read.progress;
};

/** Waits until `holds`; tells the state when it does not come true. */
const until = async (holds: () => boolean, state: () => unknown, timeoutMs = 5000): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`never came true: ${JSON.stringify(state())}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('openProgress', () => {
  test('starts empty where there is no file, and makes none before there is something to keep', async () => {
    using store = await openProgress(file);
    expect(store.current.labs).toEqual({});
    expect(store.notices).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('what one run keeps, the next one finds; nothing else lies beside the file', async () => {
    using first = await openProgress(file);
    await first.update(welcomed);
    await Promise.all([first.update(practised('island')), first.update(practised('cable'))]);
    using second = await openProgress(file);
    expect(second.current.settings.welcomed).toBe(true);
    expect(Object.keys(second.current.labs)).toEqual(['island', 'cable']);
    expect(await readdir(path.dirname(file))).toEqual(['progress.json']);
  });

  test('an update starts from what another program has written since', async () => {
    using one = await openProgress(file);
    using two = await openProgress(file);
    await one.update(practised('island'));
    await two.update(practised('cable'));
    expect(Object.keys(two.current.labs)).toEqual(['island', 'cable']);
    expect(Object.keys((await readBack()).labs)).toEqual(['island', 'cable']);
  });

  test.each([
    ['half a file', '{"version": 1, "settings": {"theme"', /JSON/],
    ['an empty file', '', /JSON/],
    ['a file of another shape', '{"version": 1, "settings": {"theme": "pink", "welcomed": true}, "labs": {}}', /theme/],
    ['a file of no version', '{"labs": {}}', /version/],
  ])('%s is kept aside and told in both languages', async (_, text, why) => {
    await mkdir(path.dirname(file));
    await writeFile(file, text);
    using store = await openProgress(file);
    expect(store.current.labs).toEqual({});
    expect(store.notices).toHaveLength(1);
    const aside = (await readdir(path.dirname(file))).find((name) =>
      /^progress\.broken-\d{4}-\d\d-\d\dT.*\.json$/.test(name),
    );
    expect(aside).toBeDefined();
    expect(await readFile(path.join(path.dirname(file), aside ?? ''), 'utf8')).toBe(text);
    expect(store.notices[0]?.en).toMatch(why);
    expect(store.notices[0]?.en).toContain(aside);
    expect(store.notices[0]?.zh).toContain(aside);
    await store.update(welcomed);
    expect((await readBack()).settings.welcomed).toBe(true);
  });

  test('a file of a newer version is told and never written', async () => {
    await mkdir(path.dirname(file));
    const newer = '{"version": 2, "galaxies": []}';
    await writeFile(file, newer);
    using store = await openProgress(file);
    await store.update(welcomed);
    expect(store.current.settings.welcomed).toBe(true);
    expect(store.notices.map((notice) => notice.en)).toEqual([expect.stringContaining('newer Underlay (version 2')]);
    expect(await readFile(file, 'utf8')).toBe(newer);
  });

  test('a place that cannot be written is told once, the run goes on, and all is saved when it can', async () => {
    // A file where the folder should be. (A full disk: test/kernel/lab-run.)
    await writeFile(path.join(folder, 'data'), 'not a folder');
    using store = await openProgress(file, 20);
    await store.update(welcomed);
    await store.update(practised('island'));
    expect(store.current.labs['island']).toBeDefined();
    expect(store.notices).toHaveLength(1);
    await rm(path.join(folder, 'data'));
    await until(
      () => store.notices.length === 0,
      () => store.notices,
    );
    expect((await readBack()).settings.welcomed).toBe(true);
    expect((await readBack()).labs['island']).toBeDefined();
  });

  test('a place where nobody may make a folder is told with its error', async () => {
    using store = await openProgress('/sys/underlay/progress.json', 60_000);
    await store.update(welcomed);
    expect(store.current.settings.welcomed).toBe(true);
    expect(store.notices.map(({en}) => en)).toEqual([expect.stringMatching(/cannot be saved in \/sys.* \(E[A-Z]+/)]);
  });
});
