import {expect, test} from 'vitest';
import {same} from '../state/text.ts';
import {catalogOf, labAfter, type Runnable} from './catalog.ts';
import {tinyLab} from '../labs/test-fixtures/tiny-lab.ts';

const MODULE = {id: 'namespaces-nat', title: same('NAT'), summary: same('')};

const catalog = (...cannot: readonly string[]) =>
  catalogOf(
    {modules: [MODULE], labs: ['a', 'b', 'c', 'd'].map((id) => ({...tinyLab(), id})), broken: []},
    ({id}): Runnable => (cannot.includes(id) ? {can: false, why: same('no veth')} : {can: true}),
  );
const after = (id: string, finished: readonly string[], ...cannot: readonly string[]) =>
  labAfter(catalog(...cannot), id, (lab) => finished.includes(lab))?.lab.id;

test('the next lab is the one after it that can be run, done or not', () => {
  expect(after('a', [])).toBe('b');
  expect(after('a', ['b'])).toBe('b');
  expect(after('a', [], 'b')).toBe('c');
});

test('after the last one comes the first that was left out, and nothing where none was', () => {
  expect(after('d', ['a'])).toBe('b');
  expect(after('d', ['a'], 'b')).toBe('c');
  expect(after('c', [], 'd')).toBe('a');
  expect(after('d', ['a', 'b', 'c'])).toBeUndefined();
  expect(after('x', [])).toBeUndefined();
});
