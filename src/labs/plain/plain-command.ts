import type {Text} from '../../state/text.ts';
import {didYouMean} from '../near-word.ts';

/** Words after the colon that are plain mode's own. */
export const PLAIN_WORDS = [
  'check',
  'hint',
  'solve',
  'predict',
  'answer',
  'next',
  'text',
  'topology',
  'changes',
  'node',
  'stop',
  'reset',
  'lang',
  'quit',
  'help',
] as const;
export type PlainWord = (typeof PLAIN_WORDS)[number];

/** A line that was typed: for the shell, for us, or a word of ours that there is not. */
export type PlainLine =
  | {readonly to: 'shell'; readonly line: string}
  | {readonly to: 'us'; readonly word: PlainWord; readonly rest: readonly string[]}
  | {readonly to: 'nobody'; readonly why: Text};

/** `:` alone is the shell's do-nothing command, and `: text` its comment; only a word right after the colon is ours. */
export const parsePlainLine = (line: string): PlainLine => {
  const match = /^:(\S+)(?:\s+(.*))?$/.exec(line.trim());
  if (match === null) return {to: 'shell', line};
  const [, typed = '', rest = ''] = match;
  const word = PLAIN_WORDS.find((one) => one === typed);
  if (word !== undefined) return {to: 'us', word, rest: rest.split(/\s+/).filter((part) => part !== '')};
  const near = didYouMean(typed, PLAIN_WORDS);
  return {
    to: 'nobody',
    why: {
      en: `There is no command ":${typed}".${near.en} :help lists them.`,
      zh: `没有命令“:${typed}”。${near.zh}输入 :help 查看全部命令。`,
    },
  };
};
