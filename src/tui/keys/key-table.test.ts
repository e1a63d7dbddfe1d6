import {describe, expect, test} from 'vitest';
import type {Key} from 'ink';
import {LANGUAGES} from '../../state/text.ts';
import {CONTEXTS} from './command.ts';
import {bindingOf, bindingsIn, KEY_TABLE, keyLabel} from './key-table.ts';
import {keyPresses} from './key-press.ts';

const repeated = (items: readonly string[]): readonly string[] =>
  items.filter((item, index) => items.indexOf(item) !== index);

describe('the key table', () => {
  test.each(CONTEXTS)('%s: every key means one thing, every command is bound once', (context) => {
    const bindings = bindingsIn(context);
    expect(bindings.length).toBeGreaterThan(0);
    expect(repeated(bindings.map(({command}) => command))).toEqual([]);
    expect(repeated(bindings.flatMap(({keys}) => keys))).toEqual([]);
  });

  test('every binding has keys, and words in every language', () => {
    for (const {keys, words, short} of KEY_TABLE)
      for (const language of LANGUAGES) {
        expect(keys.every((key) => key.length > 0)).toBe(true);
        expect(words[language].trim()).not.toBe('');
        if (short !== undefined) expect(short[language].trim()).not.toBe('');
        for (const key of keys) expect(keyLabel(key)[language].trim()).not.toBe('');
      }
  });

  test('the Chinese words are Chinese', () => {
    const untranslated = KEY_TABLE.filter(({words}) => !/\p{Script=Han}/u.test(words.zh)).map(
      ({context, command}) => `${context} ${command}`,
    );
    expect(untranslated).toEqual([]);
  });

  test('Escape leads back wherever something is open', () => {
    for (const context of CONTEXTS.filter((name) => !['app', 'terminal'].includes(name)))
      expect(bindingOf(context, 'escape'), context).toBeDefined();
  });

  test('one key leaves the terminal and the same returns', () => {
    expect(bindingsIn('terminal').filter(({command}) => command === 'leave-terminal')).toHaveLength(1);
    expect(bindingsIn('terminal').find(({command}) => command === 'leave-terminal')?.keys).toEqual(['ctrl-g']);
    expect(bindingOf('terminal', 'ctrl-g')?.command).toBe('leave-terminal');
    expect(bindingOf('lab', 'ctrl-g')?.command).toBe('to-terminal');
  });
});

const NO_KEY = {eventType: undefined} as unknown as Key;
const names = (input: string, key: Partial<Key> = {}) =>
  keyPresses(input, {...NO_KEY, ...key}, 1).map(({name}) => name);

describe('keyPresses', () => {
  test('walks through text that came together with Enter', () => {
    expect(names('abc\r')).toEqual(['a', 'b', 'c', 'enter']);
    expect(names('one two\n')).toEqual(['o', 'n', 'e', 'space', 't', 'w', 'o', 'enter']);
  });
  test('finds control keys inside text', () => {
    expect(names('\u0007ls\r')).toEqual(['ctrl-g', 'l', 's', 'enter']);
    expect(names('a\u007F\u001B\t')).toEqual(['a', 'backspace', 'escape', 'tab']);
  });
  test('keeps a character whole', () => {
    expect(names('网桥e\u0301')).toEqual(['网', '桥', 'e\u0301']);
  });
  test('names keys that type nothing', () => {
    expect(names('', {upArrow: true})).toEqual(['up']);
    expect(names('g', {ctrl: true})).toEqual(['ctrl-g']);
    expect(names('', {tab: true, shift: true})).toEqual(['shift-tab']);
    expect(names('x', {meta: true})).toEqual(['alt-x']);
  });
  test('a released key is no key', () => {
    expect(names('a', {eventType: 'release'})).toEqual([]);
  });
});
