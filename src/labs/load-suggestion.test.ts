import {expect, it} from 'vitest';
import {suggestion} from './load-suggestion.ts';

it.for([
  ['lnik', ['link', 'route'], '; did you mean `link`?'],
  ['stp_on', ['name', 'stp', 'mtu'], '; did you mean `stp`?'],
  ['LINK', ['link'], '; did you mean `link`?'],
  ['zzz', ['link', 'route'], '; known: `link`, `route`'],
  ['zzz', [], ''],
  ['zzz', Array.from({length: 60}, (_, index) => `name-${index}`), ''],
] as const)('%s among %j', ([word, known, words]) => {
  expect(suggestion(word, known)).toBe(words);
});
