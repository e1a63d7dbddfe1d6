import {expect, test} from 'vitest';
import {en} from './en.ts';
import {systemLanguage} from '../../state/system-language.ts';
import {zh} from './zh.ts';

/** Every sentence with its path; functions are called with values that can be found again. */
const sentences = (node: unknown, path = ''): readonly (readonly [string, string])[] => {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String((node as (...values: unknown[]) => unknown)(7, 8, 9))]];
  return Object.entries(node as object).flatMap(([key, value]) => sentences(value, `${path}.${key}`));
};

test('both languages have the same sentences', () => {
  expect(sentences(zh).map(([path]) => path)).toEqual(sentences(en).map(([path]) => path));
});

test('Chinese sentences are Chinese, English ones are not', () => {
  const han = /\p{Script=Han}/u;
  const sameInBoth = new Set(['.path.stages.api', '.home.title', '.home.passed', '.steps.ahead', '.checks.because']);
  expect(sentences(zh).filter(([path, words]) => !sameInBoth.has(path) && !han.test(words))).toEqual([]);
  expect(sentences(en).filter(([, words]) => han.test(words))).toEqual([]);
});

test('a sentence made from values has all of them in both languages', () => {
  const values = (words: string): string =>
    Array.from(words)
      .filter((character) => '789'.includes(character))
      .toSorted()
      .join('');
  const different = sentences(en).filter(
    ([path, words], index) => values(words) !== values(sentences(zh)[index]?.[1] ?? '') && path !== '',
  );
  expect(different).toEqual([]);
});

test.each([
  [{LANG: 'zh_CN.UTF-8'}, 'zh'],
  [{LANG: 'zh_CN.UTF-8', LC_ALL: 'C.UTF-8'}, 'en'],
  [{LC_MESSAGES: 'zh_TW'}, 'zh'],
  [{LANG: 'de_DE.UTF-8'}, 'en'],
  [{}, 'en'],
])('the language of %j is %s', (environment, language) => {
  expect(systemLanguage(environment)).toBe(language);
});
