import type {ReactNode} from 'react';
import type {Binding, Context} from '../keys/command.ts';
import {bindingsIn, keyLabel} from '../keys/key-table.ts';
import {EMPTY_LINE, fit, lineWidth, span, type Line} from '../lines/line.ts';
import {wrapIndented} from '../lines/wrap.ts';
import {useSay} from '../text/use-language.ts';
import {useWords} from '../text/words.ts';
import {useTheme} from '../themes/theme.ts';
import {Page} from '../widgets/page.tsx';

export interface HelpProps {
  /** The places whose keys work here, nearest first. */
  readonly contexts: readonly Context[];
  readonly columns: number;
  readonly rows: number;
  readonly onClose: () => void;
}

/** The keys of a place, from the table that binds them. */
export const Help = ({contexts, columns, rows, onClose}: HelpProps): ReactNode => {
  const theme = useTheme();
  const say = useSay();
  const {help} = useWords();
  const headings: Readonly<Partial<Record<Context, string>>> = {
    terminal: help.inTerminal,
    lab: help.outside,
    app: help.everywhere,
  };
  const label = ({keys}: Binding): string => keys.map((key) => say(keyLabel(key))).join(' ');
  const widest = Math.max(...contexts.flatMap(bindingsIn).map((binding) => lineWidth([span(label(binding))])));
  const lines = contexts.flatMap((context, index): readonly Line[] => {
    const heading = headings[context];
    return [
      ...(index > 0 ? [EMPTY_LINE] : []),
      ...(heading === undefined ? [] : wrapIndented([], [span(heading, theme.strong)], columns - 4)),
      ...bindingsIn(context).flatMap((binding) =>
        wrapIndented(
          fit([span(label(binding), theme.key)], Math.min(widest + 2, 24)),
          [span(say(binding.words))],
          columns - 4,
        ),
      ),
      // Commands of the shell stand where the keys of the terminal do.
      ...(context === 'terminal' ? wrapIndented([], [span(help.inShell)], columns - 4) : []),
    ];
  });
  return <Page title={help.title} lines={lines} columns={columns} rows={rows} onClose={onClose} />;
};
