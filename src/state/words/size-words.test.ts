import {expect, test} from 'vitest';
import {sizeWords} from './size-words.ts';

test('bytes in the unit that fits, without digits that say nothing', () => {
  expect([0, 1, 1023, 1024, 200_704, 20 * 1024 ** 2, 4.25 * 1024 ** 3, 150.4 * 1024 ** 2].map(sizeWords)).toEqual([
    '0 bytes',
    '1 bytes',
    '1023 bytes',
    '1 KiB',
    '196 KiB',
    '20 MiB',
    '4.3 GiB',
    '150 MiB',
  ]);
  // What rounding would bring to the next unit stays readable, and nothing is too large.
  expect([1024 ** 2 - 1, 5000 * 1024 ** 4].map(sizeWords)).toEqual(['1024 KiB', '5000 TiB']);
});
