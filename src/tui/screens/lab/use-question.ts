import {useState} from 'react';
import {useKeys} from '../../keys/key-provider.tsx';
import {plain, span, withoutLast, type Line} from '../../lines/line.ts';
import {wrap, wrapIndented} from '../../lines/wrap.ts';
import {inlineMarkdown} from '../../markdown/markdown.ts';
import {useLanguage} from '../../text/use-language.ts';
import {useTheme} from '../../themes/theme.ts';
import type {Asked} from './questions.ts';

export interface QuestionHandlers {
  /** `value`: an option's id, or what was typed. */
  readonly onAnswer: (asked: Asked, value: string) => void;
  readonly onLeave: () => void;
}

interface Draft {
  /** Of the question it is about. */
  readonly id: string | undefined;
  /** Index of the option that the pointer is on. */
  readonly at: number;
  readonly typed: string;
}

/** The rows below a question while it is being answered, and its keys: a list to choose from, or a line to type in. */
export const useQuestion = (
  asked: Asked | undefined,
  {onAnswer, onLeave}: QuestionHandlers,
  width: number,
): readonly Line[] => {
  const theme = useTheme();
  const language = useLanguage();
  const [kept, setDraft] = useState<Draft>();
  const draft: Draft = kept !== undefined && kept.id === asked?.id ? kept : {id: asked?.id, at: 0, typed: ''};
  const options = asked?.question.options ?? [];
  const isList = options.length > 0;

  const send = (value: string | undefined): void => {
    if (asked === undefined || value === undefined || value === '') return;
    setDraft(undefined);
    onAnswer(asked, value);
  };
  const point = (at: number) => (): void => setDraft({...draft, at: Math.min(options.length - 1, Math.max(0, at))});
  useKeys(
    'prompt',
    {
      context: 'question',
      actions: {
        up: point(draft.at - 1),
        down: point(draft.at + 1),
        choose: () => send(options[draft.at]?.id),
        back: onLeave,
      },
      onDigit: (digit) => send(options[digit - 1]?.id),
    },
    asked !== undefined && isList,
  );
  useKeys(
    'prompt',
    {
      context: 'answer',
      actions: {
        send: () => send(draft.typed.trim()),
        erase: () => setDraft({...draft, typed: withoutLast(draft.typed)}),
        back: onLeave,
      },
      onText: (text) => setDraft({...draft, typed: draft.typed + text}),
    },
    asked !== undefined && !isList,
  );

  if (asked === undefined) return [];
  if (!isList) return wrap([span('  > ', theme.accent), span(draft.typed), span('▏', theme.accent)], width);
  return options.flatMap(({words}, at) => {
    const option = inlineMarkdown(words[language], theme);
    return at === draft.at
      ? wrapIndented([span(`▸ ${at + 1} `, theme.accent)], [span(plain(option), theme.selected)], width)
      : wrapIndented([span(`  ${at + 1} `, theme.dim)], option, width);
  });
};
