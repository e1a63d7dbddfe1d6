import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {makeFolder} from './make-folder.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'underlay-folders-'));
});
afterAll(() => {
  rmSync(folder, {recursive: true});
});

test('a folder is made with those above it, and again', async () => {
  const deep = join(folder, 'a', 'b', 'c');
  await makeFolder(deep, 0o700);
  expect(statSync(deep).mode & 0o777).toBe(0o700);
  await makeFolder(deep);
  await Promise.all(['d', 'd', 'e'].map((name) => makeFolder(join(folder, 'x', 'y', name))));
  expect(statSync(join(folder, 'x', 'y', 'd')).isDirectory()).toBe(true);
});

test('what is in the way is told', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(makeFolder(file)).rejects.toMatchObject({code: 'EEXIST'});
  await expect(makeFolder(join(file, 'below'))).rejects.toMatchObject({code: 'ENOTDIR'});
});

test('where the kernel makes none, that is the answer, at once', async () => {
  await expect(makeFolder('/proc/nope/vm')).rejects.toMatchObject({code: 'ENOENT', path: '/proc/nope'});
});
