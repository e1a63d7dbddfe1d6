import {expect, it} from 'vitest';
import {editDistance, suggestion} from './load-suggestion.ts';

it.for([
  ['', '', 0],
  ['link', 'link', 0],
  ['lnik', 'link', 1],
  ['lik', 'link', 1],
  ['links', 'link', 1],
  ['lynk', 'link', 1],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
] as const)('%s to %s costs %i', ([from, to, cost]) => {
  expect(editDistance(from, to)).toBe(cost);
  expect(editDistance(to, from)).toBe(cost);
});

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
