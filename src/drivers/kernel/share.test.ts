import {expect, it} from 'vitest';
import {share} from './share.ts';

it('gives back what was there before where all is equal', () => {
  const before = {a: {b: [1, {c: 'x'}]}, d: undefined};
  expect(share(before, structuredClone(before))).toBe(before);
});

it('keeps the parts that are equal', () => {
  const before = {red: {mtu: 1500}, blue: {mtu: 1500}, list: [{x: 1}, {x: 2}]};
  const after = share(before, {red: {mtu: 1500}, blue: {mtu: 1400}, list: [{x: 1}, {x: 3}, {x: 2}]});
  expect(after).toEqual({red: {mtu: 1500}, blue: {mtu: 1400}, list: [{x: 1}, {x: 3}, {x: 2}]});
  expect(after.red).toBe(before.red);
  expect(after.list[0]).toBe(before.list[0]);
  expect(after.blue).not.toBe(before.blue);
});

it('sees what went, what came, and another order', () => {
  const before: Record<string, number> = {a: 1, b: 2};
  expect(share(before, {a: 1})).toEqual({a: 1});
  expect(share({a: 1}, {a: 1, b: 2})).toEqual({a: 1, b: 2});
  expect(Object.keys(share(before, {b: 2, a: 1}))).toEqual(['b', 'a']);
  expect(share([1, 2], [1])).toEqual([1]);
  expect(share({ok: true, value: {}}, {ok: false, why: 'gone'})).toEqual({ok: false, why: 'gone'});
  expect(share({}, [])).toEqual([]);
});
