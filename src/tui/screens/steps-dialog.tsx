import {useState, type ReactNode} from 'react';
import {Box} from 'ink';
import type {Lab} from '../../labs/lab.ts';
import type {StepState} from '../../labs/session.ts';
import {useKeys} from '../keys/key-provider.tsx';
import {ends, span, type Line} from '../lines/line.ts';
import {Lines} from '../lines/lines.tsx';
import {inlineMarkdown} from '../markdown/markdown.ts';
import {useSay} from '../text/use-language.ts';
import {useWords} from '../text/words.ts';
import {useTheme, type Style} from '../themes/theme.ts';
import {Frame} from '../widgets/frame.tsx';
import {KeyBar} from '../widgets/key-bar.tsx';

export interface StepsDialogProps {
  readonly lab: Lab;
  readonly statusOf: (step: number) => StepState['status'];
  /** Where the learner is; -1 where nowhere. */
  readonly current: number;
  readonly columns: number;
  readonly rows: number;
  readonly onOpen: (step: number) => void;
  readonly onClose: () => void;
}

/** The steps of a lab, to choose one. */
export const StepsDialog = ({lab, statusOf, current, columns, rows, onOpen, onClose}: StepsDialogProps): ReactNode => {
  const theme = useTheme();
  const say = useSay();
  const words = useWords();
  const [chosen, setChosen] = useState(Math.min(lab.steps.length - 1, Math.max(0, current)));
  const move = (by: number) => (): void => setChosen((step) => Math.min(lab.steps.length - 1, Math.max(0, step + by)));
  useKeys('dialog', {
    context: 'steps',
    actions: {up: move(-1), down: move(1), open: () => onOpen(chosen), back: onClose},
    onDigit: (digit) => digit <= lab.steps.length && setChosen(digit - 1),
  });
  const marks: Readonly<Record<StepState['status'], readonly [string, Style]>> = {
    passed: ['✔', theme.ok],
    current: ['●', theme.accent],
    skipped: ['–', theme.dim],
    ahead: ['○', theme.dim],
  };
  const width = Math.min(columns - 4, 76);
  const height = Math.min(lab.steps.length, rows - 5);
  const from = Math.min(lab.steps.length - height, Math.max(0, chosen - Math.floor(height / 2)));
  const lines = lab.steps.map((step, index): Line => {
    const status = statusOf(index);
    const [mark, style] = marks[status];
    const line = ends(
      [span(`${mark} `, style), span(`${index + 1}. `, theme.dim), ...inlineMarkdown(named(say(step.goal)), theme)],
      [span(words.steps[status], style)],
      width - 6,
    );
    const isChosen = index === chosen;
    return [
      span(isChosen ? '▸ ' : '  ', theme.accent),
      ...(isChosen ? line.map((piece) => span(piece.text, theme.selected)) : line),
    ];
  });
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box flexGrow={1} alignItems="center" justifyContent="center">
        <Frame title={`${words.steps.title} · ${say(lab.title)}`} width={width} height={height + 2} isChosen>
          <Box paddingX={1}>
            <Lines lines={lines} from={from} width={width - 4} height={height} />
          </Box>
        </Frame>
      </Box>
      <KeyBar context="steps" width={columns} tellsMessages />
    </Box>
  );
};

/** Before an attempt the goals still have the lab's variables in them. */
const named = (goal: string): string => goal.replaceAll(/\{\{(.+?)\}\}/g, '‹$1›');
