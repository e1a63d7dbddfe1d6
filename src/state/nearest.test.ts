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

test('counts a swap of neighbours as one', () => {
  expect(editDistance('brigde', 'bridge')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
});
