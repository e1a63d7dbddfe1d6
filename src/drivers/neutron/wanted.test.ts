import {expect, test} from 'vitest';
import {since} from './wanted.ts';

const a = {mtu: 1450};
const b = {mtu: 1500};

test('after a start everything is looked at', () => {
  expect(since(undefined, {}, {a, b})).toEqual({present: {a, b}, absent: {}});
});

test('what did not change is left alone, equal or the same', () => {
  expect(since({a, b}, {a, b}, {a: {mtu: 1450}, b: {mtu: 9000}})).toEqual({present: {b: {mtu: 9000}}, absent: {}});
});

test('what is wanted no more goes, also after a start, unless it stays', () => {
  expect(since({a, b}, {a, b}, {a})).toEqual({present: {}, absent: {b}});
  expect(since(undefined, {a, b}, {a})).toEqual({present: {a}, absent: {b}});
  expect(since({a, b}, {a, b}, {a}, (item) => item.mtu === 1500)).toEqual({present: {}, absent: {}});
});
