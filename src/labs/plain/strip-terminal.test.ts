import {describe, expect, test} from 'vitest';
import {openPlainLines} from './strip-terminal.ts';

/** All lines of some chunks, with the unfinished one. */
const plain = (...chunks: readonly string[]): readonly string[] => {
  const lines = openPlainLines();
  const done = chunks.flatMap((chunk) => lines.push(chunk));
  const rest = lines.flush();
  return rest === undefined ? done : [...done, rest];
};

describe('openPlainLines', () => {
  test('takes away colours, titles and cursor moves', () => {
    expect(plain('\u001B[1;32mok\u001B[0m \u001B]0;title\u0007there\u001B[K\r\n')).toEqual(['ok there']);
    expect(plain('\u001B]8;;http://a\u001B\\link\u001B]8;;\u001B\\\n\u001B(Bx\u001B=\n\u001B[?2004h$\n')).toEqual([
      'link',
      'x',
      '$',
    ]);
  });

  test('a sequence may be cut anywhere', () => {
    const text = 'a\u001B[31mred\u001B[0m\u001B]0;t\u0007\u001B(Bend\n';
    for (let cut = 0; cut <= text.length; cut++)
      expect(plain(text.slice(0, cut), text.slice(cut))).toEqual(['aredend']);
  });

  test('a line that is drawn anew is told as it stands in the end', () => {
    expect(plain('10%\r50%\r100%\n')).toEqual(['100%']);
    expect(plain('ab\b\bxyz\r\r\n')).toEqual(['xyz']);
  });

  test('keeps Chinese, tabs and empty lines', () => {
    expect(plain('网桥\t10\n\nend')).toEqual(['网桥\t10', '', 'end']);
  });

  test('cuts a line that never ends', () => {
    expect(plain('x'.repeat(20_000)).length).toBe(1);
    const lines = openPlainLines();
    const cut = Array.from({length: 100}, () => lines.push('y'.repeat(1000))).flat();
    expect(cut.length).toBeGreaterThanOrEqual(5);
  });

  test('tells once that a program took the whole screen', () => {
    const lines = openPlainLines();
    lines.push('\u001B[?1049hvi');
    expect([lines.tookScreen(), lines.tookScreen()]).toEqual([true, false]);
  });
});
