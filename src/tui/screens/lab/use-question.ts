import {useState} from 'react';
import {useKeys} from '../../keys/key-provider.tsx';
import {span, type Line} from '../../lines/line.ts';
import {wrap, wrapIndented} from '../../lines/wrap.ts';
import {useLanguage} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import type {Asked} from './questions.ts';

export interface QuestionHandlers {
  /** `value`: an option's id, several joined by commas, or what was typed. */
  readonly onAnswer: (asked: Asked, value: string) => void;
  readonly onLeave: () => void;
}

interface Draft {
  readonly id: string;
  /** Index of the option that the pointer is on. */
  readonly at: number;
  readonly marked: readonly string[];
  readonly typed: string;
}

const emptyDraft = (id: string): Draft => ({id, at: 0, marked: [], typed: ''});

/** The rows below a question while it is being answered, and its keys: a list to choose from, or a line to type in. */
export const useQuestion = (
  asked: Asked | undefined,
  {onAnswer, onLeave}: QuestionHandlers,
  width: number,
): readonly Line[] => {
  const theme = useTheme();
  const language = useLanguage();
  const words = useWords();
  const [kept, setDraft] = useState<Draft>(emptyDraft(''));
  const draft = kept.id === asked?.id ? kept : emptyDraft(asked?.id ?? '');
  const change = (by: Partial<Draft>): void => setDraft({...draft, ...by});

  const options = asked?.question.options ?? [];
  const isList = options.length > 0;
  const send = (value: string): void => {
    if (asked === undefined || value === '') return;
    setDraft(emptyDraft(''));
    onAnswer(asked, value);
  };
  const toggled = (id: string): readonly string[] =>
    draft.marked.includes(id) ? draft.marked.filter((other) => other !== id) : [...draft.marked, id];
  const mark = (at: number): void => change({at, marked: toggled(options[at]?.id ?? '')});
  const choose = (at: number): void => {
    const id = options[at]?.id;
    if (id === undefined) return;
    if (asked?.isMultiple !== true) send(id);
    else send(options.flatMap((option) => (draft.marked.includes(option.id) ? [option.id] : [])).join(',') || id);
  };
  useKeys(
    'prompt',
    {
      context: 'question',
      actions: {
        up: () => change({at: Math.max(0, draft.at - 1)}),
        down: () => change({at: Math.min(options.length - 1, draft.at + 1)}),
        choose: () => choose(draft.at),
        ...(asked?.isMultiple === true ? {mark: () => mark(draft.at)} : {}),
        back: onLeave,
      },
      onDigit: (digit) => {
        if (digit > options.length) return;
        if (asked?.isMultiple === true) mark(digit - 1);
        else choose(digit - 1);
      },
    },
    asked !== undefined && isList,
  );
  useKeys(
    'prompt',
    {
      context: 'answer',
      actions: {
        send: () => send(draft.typed.trim()),
        erase: () => change({typed: [...draft.typed].slice(0, -1).join('')}),
        back: onLeave,
      },
      onText: (text) => change({typed: draft.typed + text}),
    },
    asked !== undefined && !isList,
  );

  if (asked === undefined) return [];
  if (!isList) return wrap([span('  > ', theme.accent), span(draft.typed), span('▏', theme.accent)], width);
  return [
    ...options.flatMap((option, at) => {
      const isHere = at === draft.at;
      const box = asked.isMultiple ? (draft.marked.includes(option.id) ? '[x] ' : '[ ] ') : '';
      return wrapIndented(
        [span(isHere ? '▸ ' : '  ', theme.accent), span(`${at + 1} ${box}`, isHere ? theme.accent : theme.dim)],
        [span(option.words[language], isHere ? theme.selected : undefined)],
        width,
      );
    }),
    ...(asked.isMultiple ? wrap([span(words.lesson.multiple, theme.dim)], width) : []),
  ];
};
