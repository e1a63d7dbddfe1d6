import {expect, test} from 'vitest';
import {isOurCommand, parseAnswer, splitWords} from './command-words.ts';

test.each([
  ['underlay answer a b', ['underlay', 'answer', 'a', 'b']],
  [`  a  'b c' "d \\"e\\"" f\\ g `, ['a', 'b c', 'd "e"', 'f g']],
  [`a''b "" x`, ['ab', '', 'x']],
  ['', []],
])('%s', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

test('an answer may have several words; other lines are none', () => {
  expect(parseAnswer("underlay answer mac '02:00 00'")).toEqual({check: 'mac', value: '02:00 00'});
  expect(parseAnswer('underlay answer why no route')).toEqual({check: 'why', value: 'no route'});
  expect(parseAnswer('underlay answer why')).toBeUndefined();
  expect(parseAnswer('echo underlay answer a b')).toBeUndefined();
  expect([isOurCommand('underlay check'), isOurCommand('underlayx')]).toEqual([true, false]);
});
