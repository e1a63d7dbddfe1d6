import {expect, test} from 'vitest';
import {editDistance, nearest} from './nearest.ts';

test('finds the word that was meant', () => {
  const known = ['island', 'cable', 'switch', 'router', 'nat'];
  expect(nearest('swich', known)).toBe('switch');
  expect(nearest('ruoter', known)).toBe('router');
  expect(nearest('nat-gateway', known)).toBe('nat');
});

test('says nothing where nothing is near', () => {
  expect(nearest('firewall', ['island', 'cable'])).toBeUndefined();
  expect(nearest('', [])).toBeUndefined();
});

test.for([
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
