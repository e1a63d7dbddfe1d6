import {describe, expect, test} from 'vitest';
import {type KeyAction, KeyStream} from './key-stream.ts';
import type {KeyboardModes} from './screen.ts';

const PLAIN: KeyboardModes = {applicationCursor: false, bracketedPaste: false, fullScreen: false};

/** What comes out when the chunks go in, with neighbouring texts joined. */
const through = (chunks: readonly string[], modes: Partial<KeyboardModes> = {}): readonly KeyAction[] => {
  const keys = new KeyStream(() => ({...PLAIN, ...modes}));
  const joined: KeyAction[] = [];
  for (const action of [...chunks.flatMap((chunk) => keys.push(chunk)), ...keys.flush()]) {
    const last = joined.at(-1);
    if (action.type === 'send' && last?.type === 'send')
      joined[joined.length - 1] = {type: 'send', data: last.data + action.data};
    else joined.push(action);
  }
  return joined;
};

/** Every way to cut a text in two, and the cut into single units. */
const cuts = (text: string): readonly (readonly string[])[] => [
  ...Array.from({length: text.length}, (_, index) => [text.slice(0, index), text.slice(index)]),
  text.split(''),
];

const send = (data: string): KeyAction => ({type: 'send', data});

describe('wherever the chunks are cut', () => {
  test.each([
    ['plain text', 'ls -l\r', {}, [send('ls -l\r')]],
    ['Chinese and emoji', '网桥😀', {}, [send('网桥😀')]],
    [
      'Escape, Alt and function keys',
      'a\u001Bb\u001BOP\u001B[15~\u001B[1;5C\u001B\u001B',
      {},
      [send('a\u001Bb\u001BOP\u001B[15~\u001B[1;5C\u001B\u001B')],
    ],
    ['cursor keys', '\u001B[A\u001B[B\u001B[H', {}, [send('\u001B[A\u001B[B\u001B[H')]],
    [
      'cursor keys in application mode',
      '\u001B[A\u001B[B\u001B[H\u001B[5~',
      {applicationCursor: true},
      [send('\u001BOA\u001BOB\u001BOH\u001B[5~')],
    ],
    ['Alt with a cursor key', '\u001B\u001B[A', {applicationCursor: true}, [send('\u001B\u001BOA')]],
    ['Ctrl-C', 'a\u0003b', {}, [send('a'), {type: 'interrupt'}, send('b')]],
    [
      'Shift+PgUp',
      'a\u001B[5;2~b\u001B[6;2~',
      {},
      [send('a'), {type: 'scroll', pages: -1}, send('b'), {type: 'scroll', pages: 1}],
    ],
    ['Shift+PgUp in a full-screen program', '\u001B[5;2~', {fullScreen: true}, [send('\u001B[5;2~')]],
    [
      'a paste for a program that asked for marks',
      '\u001B[200~a\rb\u001B[201~c',
      {bracketedPaste: true},
      [send('\u001B[200~a\rb\u001B[201~c')],
    ],
    ['a paste for one that did not', '\u001B[200~a\rb\u001B[201~c', {}, [send('a\rbc')]],
    [
      'a paste is only text',
      '\u001B[200~\u0007\u0003\u001B[5;2~\u001B[A\u001B[20\u001B[201~',
      {applicationCursor: true},
      [send('\u0007\u0003\u001B[5;2~\u001B[A\u001B[20')],
    ],
  ] as const)('%s', (_, input, modes, expected) => {
    for (const chunks of cuts(input)) expect(through(chunks, modes), JSON.stringify(chunks)).toEqual(expected);
  });
});

describe('Ctrl-G', () => {
  test('ends the chunk: before it for the shell, behind it for the next reader', () => {
    expect(new KeyStream(() => PLAIN).push('ab\u0007cd\u0007')).toEqual([
      send('ab'),
      {type: 'leave', rest: 'cd\u0007'},
    ]);
  });
  test('after Alt it still leaves', () => {
    expect(new KeyStream(() => PLAIN).push('\u001B\u0007')).toEqual([send('\u001B'), {type: 'leave', rest: ''}]);
  });
});

describe('waiting', () => {
  test('a lone Escape is held until the flush', () => {
    const keys = new KeyStream(() => PLAIN);
    expect(keys.push('\u001B')).toEqual([]);
    expect(keys.isPending).toBe(true);
    expect(keys.flush()).toEqual([send('\u001B')]);
    expect(keys.isPending).toBe(false);
  });

  test('nothing is held that cannot become a known sequence', () => {
    const keys = new KeyStream(() => PLAIN);
    expect(keys.push('\u001B[1')).toEqual([send('\u001B[1')]);
    expect(keys.isPending).toBe(false);
  });

  test('a paste without its end mark is ended by the flush, and Ctrl-G leaves again', () => {
    const keys = new KeyStream(() => ({...PLAIN, bracketedPaste: true}));
    expect(keys.push('\u001B[200~abc')).toEqual([send('\u001B[200~abc')]);
    expect(keys.isPasting).toBe(true);
    expect(keys.flush()).toEqual([send('\u001B[201~')]);
    expect(keys.push('d\u001B[201~\u0007')).toEqual([send('d'), {type: 'leave', rest: ''}]);
  });

  test('the end of a paste is marked as its beginning was, whatever the program asks for meanwhile', () => {
    let modes = {...PLAIN, bracketedPaste: true};
    const keys = new KeyStream(() => modes);
    keys.push('\u001B[200~a');
    modes = PLAIN;
    expect(keys.push('b\u001B[201~')).toEqual([send('b\u001B[201~')]);
  });
});
