import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {loadCatalog} from '../../src/labs/catalog.ts';
import {formatLabError} from '../../src/labs/lab-error.ts';
import {parseLab} from '../../src/labs/load-lab.ts';
import {BROKEN_LABS, brokenLabs, DYNAMIC, GOOD_LABS, labSources, TEST_MODULES} from './broken-labs.ts';

describe('a lab that is broken in its files', () => {
  it.for(brokenLabs().filter(({name}) => !DYNAMIC.includes(name)))('$name', ({name, expected}) => {
    const loaded = parseLab(labSources(name), TEST_MODULES);
    expect(loaded.ok ? '(no error)' : loaded.errors.map(formatLabError).join('\n')).toBe(expected);
  });
});

it('the good lab, which the broken ones are made from, loads', () => {
  expect(parseLab(labSources(), TEST_MODULES)).toMatchObject({ok: true, lab: {id: 'good', title: {zh: '一个好实验'}}});
});

it.for(DYNAMIC)('%s loads; only a real host shows what is wrong', (name) => {
  expect(parseLab(labSources(name), TEST_MODULES).ok).toBe(true);
});

it('a broken lab never stops the others from loading', async () => {
  const root = await mkdtemp(join(tmpdir(), 'labs-'));
  onTestFinished(() => rm(root, {recursive: true}));
  await cp(GOOD_LABS, root, {recursive: true});
  await cp(join(BROKEN_LABS, 'bad-yaml'), join(root, '020-bad'), {recursive: true});
  await cp(join(GOOD_LABS, '010-good'), join(root, '030-good'), {recursive: true});
  await cp(join(GOOD_LABS, '010-good'), join(root, 'unnumbered'), {recursive: true});
  const {labs, broken, modules} = await loadCatalog(root);
  expect(labs.map(({id}) => id)).toEqual(['good']);
  expect(modules.map(({id}) => id)).toEqual(['tests']);
  expect(broken.flatMap(({errors}) => errors.map(formatLabError))).toMatchInlineSnapshot(`
    [
      "020-bad/en.md:1:1: the file is missing",
      "020-bad/lab.yaml:32:25: unexpected scalar at node end; a value that begins with \`{{\` needs quotes",
      "020-bad/zh.md:1:1: the file is missing",
      "unnumbered/lab.yaml:1:1: the folder \`unnumbered\` must be called NNN-id: three digits, a hyphen, a lower-case word",
      "030-good/lab.yaml:1:1: another folder already has the lab \`good\`",
    ]
  `);
});

it('a folder without modules says so, and every lab of it names an unknown module', async () => {
  const root = await mkdtemp(join(tmpdir(), 'labs-'));
  onTestFinished(() => rm(root, {recursive: true}));
  await cp(join(GOOD_LABS, '010-good'), join(root, '010-good'), {recursive: true});
  const {broken} = await loadCatalog(root);
  expect(broken.map(({folder, errors}) => [folder, errors[0]?.line, errors[0]?.message.slice(0, 40)]))
    .toMatchInlineSnapshot(`
    [
      [
        "modules.yaml",
        1,
        "cannot be read: Error: ENOENT: no such f",
      ],
      [
        "010-good",
        2,
        "no module is called \`tests\`",
      ],
    ]
  `);
});
