import type {Progress} from '../../../labs/progress.ts';
import type {Language} from '../../../state/text.ts';
import {EMPTY_LINE, ends, fit, span, type Line} from '../../lines/line.ts';
import {wrap, wrapIndented} from '../../lines/wrap.ts';
import {markdownLines} from '../../markdown/markdown.ts';
import type {Words} from '../../text/en.ts';
import type {Style, Theme} from '../../themes/theme.ts';
import type {LabEntry} from '../../catalog.ts';
import {standing, type HomeRow} from './home-rows.ts';

export interface HomeView {
  readonly progress: Progress;
  readonly language: Language;
  readonly words: Words;
  readonly theme: Theme;
}

/** One row of the list, `width` cells. */
export const rowLine = (row: HomeRow, isChosen: boolean, width: number, view: HomeView): Line => {
  const {theme, words, language, progress} = view;
  const pointer = span(isChosen ? '▸ ' : '  ', theme.accent);
  const inside = width - 2;
  switch (row.kind) {
    case 'module':
      return ends(
        [span(row.module.title[language], theme.title)],
        [span(words.home.finishedCount(row.finished, row.total), theme.dim)],
        width,
      );
    case 'continue': {
      const {passed, total} = standing(row.entry, progress.labs[row.entry.lab.id]);
      const left: Line = [
        span('↻ ', theme.accent),
        span(`${words.home.continue}: `, theme.strong),
        span(row.entry.lab.title[language]),
      ];
      return chosen(
        [pointer, ...ends(left, [span(words.home.passed(passed, total), theme.dim)], inside)],
        isChosen,
        theme,
      );
    }
    case 'entry': {
      if (row.entry.kind === 'broken')
        return chosen(
          [
            pointer,
            ...ends([span('✘ ', theme.bad), span(row.entry.folder)], [span(words.home.broken, theme.bad)], inside),
          ],
          isChosen,
          theme,
        );
      return chosen([pointer, ...entryLine(row.entry, inside, view)], isChosen, theme);
    }
  }
};

const entryLine = (entry: LabEntry, width: number, {progress, words, theme, language}: HomeView): Line => {
  const {lab, runnable} = entry;
  const {passed, total, isFinished, isStarted} = standing(entry, progress.labs[lab.id]);
  const [mark, style]: readonly [string, Style] = isFinished
    ? ['✔', theme.ok]
    : !runnable.can
      ? ['✘', theme.bad]
      : isStarted
        ? ['◐', theme.unknown]
        : ['○', theme.dim];
  const word: Line = isFinished
    ? [span(words.home.finished, theme.ok)]
    : !runnable.can
      ? [span(words.home.cannotRun, theme.bad)]
      : isStarted
        ? [span(words.home.started, theme.unknown)]
        : [];
  const right: Line = [
    ...word,
    span(`${word.length > 0 ? '  ' : ''}${words.home.passed(passed, total)}`, theme.dim),
    ...rightAligned(words.home.minutes(lab.minutes), 9, theme.dim),
  ];
  return ends([span(`${mark} `, style), span(lab.title[language], runnable.can ? undefined : theme.dim)], right, width);
};

const rightAligned = (text: string, width: number, style: Style): Line => ends([], [span(text, style)], width);

/** The chosen row is marked by its pointer and drawn on a surface; its own colours give way. */
const chosen = (line: Line, isChosen: boolean, theme: Theme): Line =>
  isChosen ? line.map((piece, index) => (index === 0 ? piece : span(piece.text, theme.selected))) : line;

/** What stands beside the list about the chosen row. */
export const detailLines = (row: HomeRow | undefined, width: number, view: HomeView): readonly Line[] => {
  const {theme, words, language} = view;
  if (row === undefined) return [];
  if (row.kind === 'module') return wrap([span(row.module.summary[language])], width);
  const {entry} = row;
  if (entry.kind === 'broken')
    return [
      [span(entry.folder, theme.title)],
      EMPTY_LINE,
      ...wrap([span(words.home.brokenLab, theme.bad)], width),
      ...entry.errors.flatMap((error) => wrapIndented([span('✘ ', theme.bad)], [span(error[language])], width)),
    ];
  const {lab, runnable} = entry;
  return [
    ...wrap([span(lab.title[language], theme.title)], width),
    [span([words.home.minutes(lab.minutes), words.home.steps(lab.steps.length)].join(' · '), theme.dim)],
    ...(runnable.can ? [] : [EMPTY_LINE, ...cannotRun(runnable, width, view)]),
    EMPTY_LINE,
    ...markdownLines(lab.intro[language], width, theme),
    EMPTY_LINE,
    ...fact(words.home.needs, lab.needs.join(' '), width, theme),
    ...fact(words.home.tools, lab.tools.join(' '), width, theme),
    ...(runnable.can
      ? wrapIndented([span('✔ ', theme.ok)], [span(words.home.runsOn(runnable.on[language]), theme.dim)], width)
      : []),
  ];
};

const cannotRun = (
  runnable: Extract<LabEntry['runnable'], {can: false}>,
  width: number,
  {theme, words, language}: HomeView,
): readonly Line[] => [
  ...wrapIndented(
    [span('✘ ', theme.bad)],
    [span(`${words.home.whyNot} `, theme.bad), span(runnable.why[language])],
    width,
  ),
  ...(runnable.mend === undefined
    ? []
    : wrapIndented(
        [span('→ ', theme.accent)],
        [span(`${words.home.mend} `, theme.accent), span(runnable.mend[language], theme.code)],
        width,
      )),
];

const fact = (name: string, value: string, width: number, theme: Theme): readonly Line[] =>
  value === '' ? [] : wrapIndented(fit([span(name, theme.dim)], 8), [span(value, theme.code)], width);
