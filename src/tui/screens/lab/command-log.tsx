import {useEffect, useState, type ReactNode} from 'react';
import type {CommandLog as Log, LoggedCommand} from '../../../drivers/hosts/host.ts';
import type {Names} from '../../../state/names.ts';
import type {Language} from '../../../state/text.ts';
import {span, type Line} from '../../lines/line.ts';
import {namedSpans} from '../../lines/named.ts';
import {wrapHanging, wrapIndented} from '../../lines/wrap.ts';
import {useLanguage} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme, type Style, type Theme} from '../../themes/theme.ts';
import {Page} from '../../widgets/page.tsx';
import {shellWords} from './shell-words.ts';

export interface CommandLogProps {
  readonly log: Log;
  readonly names?: Names | undefined;
  readonly columns: number;
  readonly rows: number;
  readonly onClose: () => void;
}

/** Every command that we ran, as it could be typed again. */
export const CommandLog = ({log, names, columns, rows, onClose}: CommandLogProps): ReactNode => {
  const theme = useTheme();
  const words = useWords();
  const language = useLanguage();
  // The log may hand out the same array, longer each time.
  const [, redraw] = useState(0);
  useEffect(() => log.subscribe(() => redraw((count) => count + 1)), [log]);
  const {entries} = log;
  const width = columns - 4;
  const lines: readonly Line[] =
    entries.length === 0
      ? [[span(words.log.empty, theme.dim)]]
      : entries.flatMap((entry) =>
          entryLines(entry, {width, theme, language, names, exit: words.log.exit, more: words.log.more}),
        );
  return <Page title={words.log.title} lines={lines} columns={columns} rows={rows} onClose={onClose} fromEnd />;
};

/** Rows of one command that are shown; the readers that we leave running are whole scripts. */
const MOST_ROWS = 6;

interface EntryView {
  readonly width: number;
  readonly theme: Theme;
  readonly language: Language;
  readonly names: Names | undefined;
  readonly exit: (code: string) => string;
  readonly more: (rows: number) => string;
}

const entryLines = (entry: LoggedCommand, view: EntryView): readonly Line[] => {
  const {width, theme, exit, more} = view;
  const told = new Set<string>();
  const named = (text: string, style: Style): Line => namedSpans(text, style, {...view, told});
  const [first = '', ...rest] = shellWords(entry.argv).replaceAll('\t', '  ').split('\n');
  const shown = rest.slice(0, MOST_ROWS - 1);
  const failed = entry.exitCode !== undefined && entry.exitCode !== 0;
  return [
    ...wrapHanging([...named(`${placeOf(entry)} $ `, theme.dim), ...named(first, theme.code)], width, 4),
    ...shown.flatMap((row) => wrapIndented([span('    ')], named(row, theme.code), width)),
    ...(rest.length > shown.length ? [[span(`    ${more(rest.length - shown.length)}`, theme.dim)]] : []),
    ...(failed
      ? [[span(`    ✘ ${exit(String(entry.exitCode))} (${Math.round(entry.durationMs)} ms)`, theme.bad)]]
      : []),
    ...(entry.stderr === undefined || entry.stderr.trim() === ''
      ? []
      : wrapIndented([span('    ')], [span(entry.stderr.trim().replaceAll(/\s+/g, ' '), theme.bad)], width)),
  ];
};

const placeOf = ({node, namespace}: LoggedCommand): string => (namespace === '' ? node : `${node}/${namespace}`);
