import {describe, expect, test} from 'vitest';
import {parsePlainLine} from './plain-command.ts';

describe('parsePlainLine', () => {
  test('a word after a colon is ours, with the rest in words', () => {
    expect(parsePlainLine(':answer state  down ')).toEqual({to: 'us', word: 'answer', rest: ['state', 'down']});
    expect(parsePlainLine('  :next')).toEqual({to: 'us', word: 'next', rest: []});
  });

  test('all else is the shell’s, its do-nothing command too', () => {
    for (const line of ['ip link', ': a comment', ':', '', 'echo :next', '::1']) {
      expect(parsePlainLine(line).to, line).toBe(line === '::1' ? 'nobody' : 'shell');
    }
    expect(parsePlainLine('  ip link ')).toEqual({to: 'shell', line: '  ip link '});
  });

  test('a word there is not gets the nearest one', () => {
    const parsed = parsePlainLine(':chek');
    expect(parsed).toEqual({
      to: 'nobody',
      why: {
        en: 'There is no command ":chek". Did you mean "check"? :help lists them.',
        zh: '没有命令“:chek”。是不是想输入“check”？输入 :help 查看全部命令。',
      },
    });
  });
});
