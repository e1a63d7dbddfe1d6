import {stringify} from 'yaml';
import type {Cause, RecordChange, TimelineEntry} from '../../../../labs/cloud/timeline.ts';
import type {Work} from '../../../../drivers/neutron/work.ts';
import {EMPTY_LINE, cut, fit, span, type Line} from '../../../lines/line.ts';
import {namedSpans} from '../../../lines/named.ts';
import {wrapIndented} from '../../../lines/wrap.ts';
import type {Style} from '../../../themes/theme.ts';
import {commandLines} from './command-lines.ts';
import {decodedPath, isRefused, milliseconds, statusStyle} from './head-line.ts';
import {STAGE_CELLS, indent, namedLines, printable, type PathView} from './path-view.ts';

/** A body may be a whole cloud-init file. */
const MOST_BODY_ROWS = 24;

/** The stages that an open entry went through, in their order; those that it did not reach are left out. */
export const entryLines = (entry: TimelineEntry, view: PathView): readonly Line[] => {
  // In one entry a name is explained once.
  const told = new Set<string>();
  const {cause, records, reported} = entry;
  const {stages} = view.words;
  return [
    ...(cause.kind === 'request'
      ? [...stage(stages.api, apiLines(cause, view), view), ...stage(stages.rules, rulesLines(cause, view), view)]
      : []),
    ...stage(
      stages.store,
      records.flatMap((record) => recordLines(record, view, told)),
      view,
    ),
    ...workLines(entry.works, view, told),
    ...(cause.kind === 'request' && isRefused(cause) ? [] : stage(stages.kernel, kernelLines(entry, view), view)),
    ...stage(
      stages.back,
      reported.flatMap((record) => recordLines(record, view, told)),
      view,
    ),
    EMPTY_LINE,
  ];
};

/** Lines that begin with {@link STAGE_CELLS} free cells get the stage's name into the first of them. */
const stage = (name: string, lines: readonly Line[], {theme}: PathView): readonly Line[] => {
  const [first, ...rest] = lines;
  return first === undefined ? [] : [[...labelled([span(name, theme.title)]), ...first.slice(1)], ...rest];
};

/** What stands before the contents of a stage; a longer name is cut. */
const labelled = (name: Line): Line => [span('  '), ...fit(name, STAGE_CELLS - 3), span(' ')];

const start = (): Line => indent(STAGE_CELLS);

const apiLines = (cause: Extract<Cause, {kind: 'request'}>, view: PathView): readonly Line[] => {
  const {theme, words} = view;
  const rows = cause.body === undefined ? [] : stringify(cause.body, {lineWidth: 0}).trimEnd().split('\n');
  return [
    ...wrapIndented(
      start(),
      [
        span(`${cause.method} `, theme.strong),
        ...decodedPath(cause.path, view),
        span(`  ${words.by(printable(cause.user), printable(cause.project))}`, theme.dim),
      ],
      view.width,
    ),
    ...rows
      .slice(0, MOST_BODY_ROWS)
      .map((row) => cut([...indent(STAGE_CELLS + 2), ...namedSpans(row, undefined, view)], view.width)),
    ...(rows.length > MOST_BODY_ROWS
      ? [[...indent(STAGE_CELLS + 2), span(words.more(rows.length - MOST_BODY_ROWS), theme.dim)]]
      : []),
  ];
};

const rulesLines = (cause: Extract<Cause, {kind: 'request'}>, view: PathView): readonly Line[] => {
  const {theme, words} = view;
  const refused = printable(cause.refused ?? '');
  const mark = span(isRefused(cause) ? '✘ ' : '✓ ', statusStyle(cause, theme));
  const sentence = isRefused(cause)
    ? words.refused(cause.status) + (refused === '' ? '' : `: ${refused}`)
    : words.accepted;
  return namedLines([...start(), mark], sentence, isRefused(cause) ? theme.bad : undefined, view);
};

const SIGNS = {added: '+', removed: '-', changed: '~'} as const;

/** `+ networks blue  networkType vxlan · segmentationId 100`. */
const recordLines = (record: RecordChange, view: PathView, told: Set<string>): readonly Line[] => {
  const {theme} = view;
  const {how, table, id, name, fields} = record;
  const named = (text: string, style?: Style): Line => namedSpans(text, style, {...view, told});
  const values = fields.flatMap(({field, before, after}, index): Line => {
    const shown = how === 'changed' ? `${before ?? NOTHING} → ${after ?? NOTHING}` : (after ?? before ?? NOTHING);
    return [span(`${index === 0 ? '  ' : ' · '}${field} `, theme.dim), ...named(printable(shown))];
  });
  const lead = [...start(), span(`${SIGNS[how]} `, theme[how])];
  return wrapIndented(
    lead,
    [span(`${table} `), ...named(name === '' ? id : printable(name), theme.code), ...values],
    view.width,
  );
};

/** A field without a value. */
const NOTHING = '∅';

/** Node by node, and driver by driver, in the order they were done. Turns in which nothing was to be done are no news. */
const workLines = (works: readonly Work[], view: PathView, told: Set<string>): readonly Line[] => {
  const {theme, words} = view;
  const nodes = Map.groupBy(works, ({node}) => node);
  return [...nodes].flatMap(([node, turns]) => {
    const outcomes = turns.flatMap((work) => work.outcomes);
    if (outcomes.length === 0) return [];
    const took = turns.reduce((sum, {durationMs}) => sum + durationMs, 0);
    const drivers = Map.groupBy(outcomes, ({driver}) => driver);
    return [
      [...labelled([span(node, theme.node)]), span(words.commands(outcomes.length, milliseconds(took)), theme.dim)],
      ...[...drivers].flatMap(([driver, its]) => [
        [...indent(4), span(driver, theme.namespace)],
        ...its.flatMap((outcome) => commandLines(outcome, 6, view, told)),
      ]),
    ];
  });
};

/** Whether every node then was as the cloud wants it. */
const kernelLines = ({works, settledMs}: TimelineEntry, view: PathView): readonly Line[] => {
  const {theme, words} = view;
  const problems = works.flatMap(({node, problem}) =>
    problem === undefined ? [] : [`${node}: ${printable(problem)}`],
  );
  if (problems.length > 0)
    return problems.flatMap((problem) => namedLines([...start(), span('✘ ', theme.bad)], problem, theme.bad, view));
  if (settledMs === undefined) return [[...start(), span(`… ${words.busy}`, theme.unknown)]];
  if (works.every(({outcomes}) => outcomes.length === 0)) return [[...start(), span(words.nothingToDo, theme.dim)]];
  return [[...start(), span('✓ ', theme.ok), span(words.asWanted(milliseconds(settledMs)))]];
};
