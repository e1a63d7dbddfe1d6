import {expect, test} from 'vitest';
import {isInTurn, someInTurn} from './turn.ts';

test('each has one turn', () => {
  for (let index = 0; index < 20; index += 1)
    expect([0, 1, 2].filter((turn) => isInTurn(index, {turn, of: 3}))).toHaveLength(1);
});

test('all turns together have all, and each has some', () => {
  for (let count = 1; count < 10; count += 1)
    for (let of = 1; of < 10; of += 1) {
      const items = Array.from({length: count}, (_, index) => index);
      const turns = Array.from({length: of}, (_, turn) => someInTurn(items, {turn, of}));
      expect([...new Set(turns.flat())].toSorted((a, b) => a - b)).toEqual(items);
      expect(turns.every(({length}) => length > 0)).toBe(true);
    }
});

test('of nothing there is nothing', () => {
  expect(someInTurn([], {turn: 1, of: 2})).toEqual([]);
});
