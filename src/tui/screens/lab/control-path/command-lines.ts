import type {Command} from '../../../../drivers/neutron/driver.ts';
import type {Outcome} from '../../../../drivers/neutron/work.ts';
import {cut, lineWidth, span, type Line} from '../../../lines/line.ts';
import {namedSpans} from '../../../lines/named.ts';
import {wrapIndented} from '../../../lines/wrap.ts';
import {shellWords} from '../shell-words.ts';
import {isFailed} from './head-line.ts';
import {indent, namedLines, printable, type PathView} from './path-view.ts';

/** Of a file, a program's input or a script so many rows are shown. */
const MOST_ROWS = 5;

/** One command as it could be typed, why it was run, as a shell's comment, and how it ended. */
export const commandLines = (outcome: Outcome, at: number, view: PathView, told: Set<string>): readonly Line[] => {
  const {theme, words} = view;
  const {command, exitCode} = outcome;
  const {first, rest} = written(command, view);
  const named = (row: string): Line => namedSpans(row, theme.dim, {...view, told});
  return [
    ...typed(first, outcome, at, view, told),
    ...endLines(outcome, at + 2, view, told),
    ...rest.slice(0, MOST_ROWS).map((row) => cut([...indent(at + 4), ...named(row)], view.width)),
    ...(rest.length > MOST_ROWS ? [[...indent(at + 4), span(words.more(rest.length - MOST_ROWS), theme.dim)]] : []),
    ...(exitCode === undefined ? [[...indent(at + 2), span(words.notRun, theme.dim)]] : []),
  ];
};

/** The reason stands behind the command where there is room, else below it. */
const typed = (words: string, outcome: Outcome, at: number, view: PathView, told: Set<string>): readonly Line[] => {
  const {theme, language, width} = view;
  const {command, exitCode} = outcome;
  const mark =
    exitCode === undefined ? span('· ', theme.dim) : isFailed(outcome) ? span('✘ ', theme.bad) : span('✓ ', theme.ok);
  const rows = namedLines([...indent(at), mark], words, exitCode === undefined ? theme.dim : theme.code, view, told);
  const why = namedSpans(`# ${command.why[language]}`, theme.dim, {...view, told});
  const [only, second] = rows;
  if (only !== undefined && second === undefined && lineWidth(only) + 2 + lineWidth(why) <= width)
    return [[...only, span('  '), ...why]];
  return [...rows, ...wrapIndented(indent(at + 2), why, width)];
};

const endLines = (outcome: Outcome, at: number, view: PathView, told: Set<string>): readonly Line[] => {
  const {exitCode, stderr} = outcome;
  if (exitCode === undefined || !isFailed(outcome)) return [];
  const said = [view.words.exit(exitCode), printable(stderr)].filter((one) => one !== '').join(': ');
  return namedLines(indent(at), said, view.theme.bad, view, told);
};

interface Written {
  readonly first: string;
  /** Further rows: of a script, its input or the file. */
  readonly rest: readonly string[];
}

const written = (command: Command, {words}: PathView): Written => {
  if (command.kind === 'write') {
    if (command.content === undefined) return {first: `rm ${shellWords([command.path])}`, rest: []};
    const rows = rowsOf(command.content);
    return {first: `${command.path}  ${words.lines(rows.length)}`, rest: rows};
  }
  const place = command.namespace === undefined ? [] : ['ip', 'netns', 'exec', command.namespace];
  const [first = '', ...script] = shellWords([...place, ...command.argv]).split('\n');
  const input = command.input === undefined ? [] : rowsOf(command.input);
  return {
    first: input.length === 0 ? printable(first) : `${printable(first)} <<END`,
    rest: [...script.map(row), ...input],
  };
};

const row = (text: string): string =>
  text
    .replaceAll('\t', '  ')
    .replaceAll(/\p{Cc}/gu, ' ')
    .trimEnd();

/** A file may be empty: then it has none. */
const rowsOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n').map(row));
