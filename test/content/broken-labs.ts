import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {LabSources} from '../../src/labs/load-lab.ts';

/** test/broken-labs has a folder for each fault: what it has replaces the file of the good lab. */
export const BROKEN_LABS = join(import.meta.dirname, '../broken-labs');
export const GOOD_LABS = join(import.meta.dirname, '../good-lab');
/** The modules of test/good-lab/modules.yaml. */
export const TEST_MODULES = ['tests'];

/** Names of the faults, and what each is expected to say. */
export const brokenLabs = (): readonly {readonly name: string; readonly expected: string}[] =>
  readdirSync(BROKEN_LABS)
    .toSorted()
    .map((name) => ({name, expected: readFileSync(join(BROKEN_LABS, name, 'expected.txt'), 'utf8').trimEnd()}));

/** The good lab with the files of a broken one in place of its own. */
export function labSources(name?: string): LabSources {
  const read = (file: string): string => {
    const own = name === undefined ? undefined : join(BROKEN_LABS, name, file);
    return readFileSync(own !== undefined && existsSync(own) ? own : join(GOOD_LABS, '010-good', file), 'utf8');
  };
  return {folder: '010-good', yaml: read('lab.yaml'), en: read('en.md'), zh: read('zh.md')};
}

/** Faults that only a real host shows: the lab loads, verification refuses it. */
export const DYNAMIC: readonly string[] = [
  'answer-that-is-always-right',
  'check-that-cannot-fail',
  'line-that-proves-nothing',
  'mutant-that-passes',
  'setup-that-fails',
  'solve-that-does-not-solve',
];
