import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {parseProgress} from '../../../src/labs/progress-schema.ts';
import {openProgress} from '../../../src/labs/progress-store.ts';
import type {Progress} from '../../../src/labs/progress.ts';
import {waitUntil} from '../wait-until.ts';

const WRITER = path.join(import.meta.dirname, 'progress-writer.ts');

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'underlay-progress-'));
  file = path.join(folder, 'data', 'progress.json');
});

afterEach(async () => {
  await rm(folder, {recursive: true, force: true});
});

const writer = (name: string, count: number): ChildProcess => fork(WRITER, [file, name, String(count)], {execArgv: []});

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

describe('several programs and one progress file', () => {
  test('two processes with 50 updates each lose none', async () => {
    const [left, right] = [writer('left', 50), writer('right', 50)];
    const codes = await Promise.all([once(left, 'exit'), once(right, 'exit')]);
    expect(codes.map(([code]) => Number(code))).toEqual([0, 0]);
    const {labs} = await readBack();
    expect([labs['left']?.hintsUsed, labs['right']?.hintsUsed, labs['both']?.hintsUsed]).toEqual([50, 50, 100]);
  }, 30_000);

  test('kill -9 while writing leaves a readable file and a lock that the next one takes over', async () => {
    for (let round = 1; round <= 5; round++) {
      const child = writer(`round-${round}`, 1_000_000);
      let done = 0;
      child.on('message', () => {
        done++;
      });
      await waitUntil(
        () => done >= round * 2,
        () => `round ${round}: ${done} updates`,
      );
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect((await readBack()).labs[`round-${round}`]?.hintsUsed).toBeGreaterThanOrEqual(round);
      using store = await openProgress(file);
      await store.update(practised('after'));
      expect(store.notices).toEqual([]);
      expect((await readBack()).labs['after']).toBeDefined();
      expect(await readdir(path.dirname(file))).not.toContainEqual(expect.stringMatching(/\.tmp$/));
    }
  }, 30_000);
});
