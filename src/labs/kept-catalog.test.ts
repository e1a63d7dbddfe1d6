import {cp, mkdtempDisposable, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {loadCatalog} from './catalog.ts';
import {keepCatalog, readKeptCatalog} from './kept-catalog.ts';

const CONTENT = fileURLToPath(new URL('../../labs-content', import.meta.url));

/** A folder with the real modules and one real lab. */
async function smallFolder(under: string): Promise<string> {
  const root = join(under, 'labs');
  await cp(join(CONTENT, '010-island'), join(root, '010-island'), {recursive: true});
  await cp(join(CONTENT, 'modules.yaml'), join(root, 'modules.yaml'));
  return root;
}

test('kept labs are those that are loaded', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'underlay-kept-'));
  const file = join(folder.path, 'labs.json');
  await keepCatalog(file, CONTENT);
  expect(readKeptCatalog(file, CONTENT)).toStrictEqual(await loadCatalog(CONTENT));
});

test('a changed file, a new one, or nothing kept: they are loaded anew', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'underlay-kept-'));
  const file = join(folder.path, 'labs.json');
  const root = await smallFolder(folder.path);
  expect(readKeptCatalog(file, root)).toBeUndefined();
  await keepCatalog(file, root);
  expect(readKeptCatalog(file, root)?.labs.map(({id}) => id)).toEqual(['island']);
  const english = join(root, '010-island/en.md');
  const text = await readFile(english, 'utf8');
  await writeFile(english, text.replace('a', 'b'));
  expect(readKeptCatalog(file, root)).toBeUndefined();
  await writeFile(english, text);
  expect(readKeptCatalog(file, root)).toBeDefined();
  await writeFile(join(root, '010-island/calls.txt'), '');
  expect(readKeptCatalog(file, root)).toBeUndefined();
});

test('a broken lab is looked at anew each time', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'underlay-kept-'));
  const root = await smallFolder(folder.path);
  await writeFile(join(root, '010-island/lab.yaml'), 'formatVersion: 1\n');
  const file = join(folder.path, 'labs.json');
  await keepCatalog(file, root);
  expect(readKeptCatalog(file, root)).toBeUndefined();
});
