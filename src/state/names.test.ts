import {expect, test} from 'vitest';
import {explained, namedPieces, type Names} from './names.ts';
import {same} from './text.ts';

const is = (words: string) => ({short: same(words), long: same(words)});
const names: Names = {'brqd4fbe39f-21': is('blue'), 'd4fbe39f-21a8': is('net')};

test('pieces are the text, whatever is in it', () => {
  for (const text of ['', 'nothing', 'brqd4fbe39f-21', 'a brqd4fbe39f-21: b /d4fbe39f-21a8/x', 'constructor toString'])
    expect(
      namedPieces(text, names)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
});

test('only whole names have a meaning', () => {
  const found = (text: string) => namedPieces(text, names).filter(({meaning}) => meaning !== undefined).length;
  expect([found('/v2.0/d4fbe39f-21a8'), found('xbrqd4fbe39f-21'), found('brqd4fbe39f-212')]).toEqual([1, 0, 0]);
  expect(found('udp fe80::1%brqd4fbe39f-21:53')).toBe(0);
});

test('a name is explained at its first time, in each language', () => {
  const told = new Set<string>();
  expect(explained(same('brqd4fbe39f-21 in brqd4fbe39f-21'), names, told)).toEqual({
    en: 'brqd4fbe39f-21 (blue) in brqd4fbe39f-21',
    zh: 'brqd4fbe39f-21（blue） in brqd4fbe39f-21',
  });
  expect(explained(same('brqd4fbe39f-21'), names, told).en).toBe('brqd4fbe39f-21');
});
