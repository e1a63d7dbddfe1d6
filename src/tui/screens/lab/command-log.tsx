import {useEffect, useState, type ReactNode} from 'react';
import type {CommandLog as Log, LoggedCommand} from '../../../drivers/hosts/host.ts';
import {span, type Line} from '../../lines/line.ts';
import {wrapIndented} from '../../lines/wrap.ts';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {Page} from '../../widgets/page.tsx';

export interface CommandLogProps {
  readonly log: Log;
  readonly columns: number;
  readonly rows: number;
  readonly onClose: () => void;
}

/** Every command that we ran, as it could be typed again. */
export const CommandLog = ({log, columns, rows, onClose}: CommandLogProps): ReactNode => {
  const theme = useTheme();
  const words = useWords();
  // The log may hand out the same array, longer each time.
  const [, redraw] = useState(0);
  useEffect(() => log.subscribe(() => redraw((count) => count + 1)), [log]);
  const {entries} = log;
  const width = columns - 4;
  const lines: readonly Line[] =
    entries.length === 0
      ? [[span(words.log.empty, theme.dim)]]
      : entries.flatMap((entry) => [
          ...wrapIndented(
            [span(`${placeOf(entry)} $ `, theme.dim)],
            [span(shellWords(entry.argv), theme.code), ...ending(entry, words.log.exit)],
            width,
          ),
          ...(entry.stderr === undefined || entry.stderr.trim() === ''
            ? []
            : wrapIndented([span('    ')], [span(entry.stderr.trim().replaceAll(/\s*\n\s*/g, ' '), theme.bad)], width)),
        ]);
  return <Page title={words.log.title} lines={lines} columns={columns} rows={rows} onClose={onClose} fromEnd />;
};

const placeOf = ({node, namespace}: LoggedCommand): string => (namespace === '' ? node : `${node}/${namespace}`);

const ending = ({exitCode, durationMs}: LoggedCommand, exit: (code: string) => string): Line =>
  exitCode === 0
    ? []
    : [span(`  ✘ ${exit(exitCode === undefined ? '?' : String(exitCode))} (${Math.round(durationMs)} ms)`)];

/** Arguments as a shell needs them: quoted only where it would read them differently. */
export const shellWords = (argv: readonly string[]): string =>
  argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
