import {describe, expect, test} from 'vitest';
import {dice, seeded} from '../testing/random-edits.ts';
import {align} from './align.ts';

const words = (text: string) => text.split('');
/** `=a` kept, `-a` removed, `+a` added. */
const steps = (before: string, after: string) =>
  align(words(before), words(after))
    .map((step) => {
      if (step.how === 'added') return `+${after[step.after]}`;
      return `${step.how === 'kept' ? '=' : '-'}${before[step.before]}`;
    })
    .join(' ');

describe('align', () => {
  test.each([
    ['', '', ''],
    ['abc', 'abc', '=a =b =c'],
    ['', 'ab', '+a +b'],
    ['ab', '', '-a -b'],
    ['abc', 'axc', '=a -b +x =c'],
    ['abc', 'xabc', '+x =a =b =c'],
    ['aa', 'a', '=a -a'],
    ['abcd', 'acbd', '=a -b =c +b =d'],
  ])('%j → %j', (before, after, expected) => {
    expect(steps(before, after)).toBe(expected);
  });

  test('any two lists: the steps rebuild both, and keep as much as a brute search can', () => {
    const roll = dice(seeded(7));
    const list = () => Array.from({length: roll.upTo(7)}, () => roll.of(['a', 'b', 'c']));
    for (let round = 0; round < 200; round++) {
      const [before, after] = [list(), list()];
      const found = align(before, after);
      expect(found.flatMap((step) => (step.how === 'added' ? [] : [before[step.before]]))).toEqual(before);
      expect(found.flatMap((step) => (step.how === 'removed' ? [] : [after[step.after]]))).toEqual(after);
      expect(found.filter(({how}) => how === 'kept')).toHaveLength(longest(before, after));
    }
  });

  test('lists too long for a table are told as all gone and all new between what they share', () => {
    const many = (letter: string) => Array.from({length: 2500}, (_, index) => `${letter}${index}`);
    const found = align(['first', ...many('a'), 'last'], ['first', ...many('b'), 'last']);
    expect(found.filter(({how}) => how === 'kept')).toEqual([
      {how: 'kept', before: 0, after: 0},
      {how: 'kept', before: 2501, after: 2501},
    ]);
  });
});

const longest = ([a, ...before]: readonly string[], after: readonly string[]): number => {
  if (a === undefined) return 0;
  const skipped = longest(before, after);
  const index = after.indexOf(a);
  return index === -1 ? skipped : Math.max(skipped, 1 + longest(before, after.slice(index + 1)));
};
