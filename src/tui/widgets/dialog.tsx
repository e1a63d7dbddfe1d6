import {useState, type ReactNode} from 'react';
import {Box} from 'ink';
import type {Text} from '../../state/text.ts';
import type {Context} from '../keys/command.ts';
import {span, type Line} from '../lines/line.ts';
import {Lines} from '../lines/lines.tsx';
import {wrap} from '../lines/wrap.ts';
import {useKeys, type Action} from '../keys/key-provider.tsx';
import {bindingsIn, keyLabel} from '../keys/key-table.ts';
import {useSay} from '../text/use-language.ts';
import {useTheme} from '../themes/theme.ts';
import {Frame} from './frame.tsx';

export interface QuestionProps {
  readonly question: string;
  /** What one should know before answering, a paragraph each. @default none */
  readonly details?: readonly string[];
  readonly columns: number;
  readonly rows: number;
}

export interface DialogProps extends QuestionProps {
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks before something that is hard to undo. Keys that came together with the one that opened it are not an answer. */
export const Dialog = ({onYes, onNo, ...question}: DialogProps): ReactNode => {
  const typed = useTyped();
  const actions = {
    ...(!typed.isOver && {yes: onYes}),
    ...(typed.isEnterMeant && {accept: onYes}),
    no: onNo,
  };
  useKeys('dialog', {context: 'confirm', actions, freshKeysOnly: true, ...typed.keys});
  return (
    <QuestionFrame
      {...question}
      details={[...(question.details ?? []), ...typed.details]}
      context="confirm"
      actions={actions}
    />
  );
};

export interface Typed {
  /** Something that is no answer: then no letter is one either. */
  readonly isOver: boolean;
  readonly isEnterMeant: boolean;
  /** To be told of what is typed. */
  readonly keys: {readonly onText: () => void; readonly onStaleText: () => void};
  /** Why nothing is done. */
  readonly details: readonly string[];
}

/**
 * Whether the keys are meant for a question. Somebody who types on meant the shell: then neither Enter nor the y of
 * “underlay” was meant for it. What came in one piece with the key that opened it may have had no Enter yet.
 */
export const useTyped = (): Typed => {
  const [isOver, setOver] = useState(false);
  const [isBehind, setBehind] = useState(false);
  const say = useSay();
  return {
    isOver,
    isEnterMeant: !isOver && !isBehind,
    keys: {onText: () => setOver(true), onStaleText: () => setBehind(true)},
    details: isOver ? [say(TYPED_OVER)] : [],
  };
};

const TYPED_OVER: Text = {
  en: 'Something else was typed, so nothing is done. Esc closes this question.',
  zh: '刚才输入了别的内容，所以什么也不做。按 Esc 关闭这个问题。',
};

export interface QuestionFrameProps extends QuestionProps {
  readonly context: Context;
  /** Only keys with an action are shown. */
  readonly actions: Readonly<Partial<Record<string, Action>>>;
}

/** A question in the middle of the window, with its keys. */
export const QuestionFrame = ({
  question,
  details = [],
  columns,
  rows,
  context,
  actions,
}: QuestionFrameProps): ReactNode => {
  const theme = useTheme();
  const say = useSay();
  const width = Math.min(columns - 4, 64);
  const keys: Line = bindingsIn(context)
    .filter(({command, short}) => short !== undefined && actions[command] !== undefined)
    .flatMap(({keys: names, short}, index) => [
      span(index === 0 ? '' : '    '),
      span(say(keyLabel(names[0] ?? '')), theme.key),
      span(` ${short === undefined ? '' : say(short)}`),
    ]);
  const lines = [
    ...wrap([span(question)], width - 4),
    ...details.flatMap((detail) => [[], ...wrap([span(detail, theme.dim)], width - 4)]),
    [],
    keys,
  ];
  return (
    <Box width={columns} height={rows} alignItems="center" justifyContent="center">
      <Frame title="?" width={width} height={lines.length + 2} isChosen>
        <Box paddingX={1}>
          <Lines lines={lines} width={width - 4} height={lines.length} />
        </Box>
      </Frame>
    </Box>
  );
};
