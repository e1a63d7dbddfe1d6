import type {BrokenLab} from '../../../labs/catalog.ts';
import {labErrorText} from '../../../labs/lab-error.ts';
import type {Progress} from '../../../labs/progress.ts';
import type {Language} from '../../../state/text.ts';
import {EMPTY_LINE, ends, fit, lineWidth, span, type Line} from '../../lines/line.ts';
import {wrap, wrapIndented} from '../../lines/wrap.ts';
import {markdownLines} from '../../markdown/markdown.ts';
import type {Words} from '../../text/en.ts';
import type {Style, Theme} from '../../themes/theme.ts';
import type {LabEntry, Lacking} from '../../catalog.ts';
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
  const choice = (line: Line): Line => [
    span(isChosen ? '▸ ' : '  ', theme.accent),
    // The chosen row lies on a surface of its own; the colours of its words give way.
    ...(isChosen ? line.map(({text}) => span(text, theme.selected)) : line),
  ];
  switch (row.kind) {
    case 'module':
      return ends(
        [span(row.module.title[language], theme.title)],
        [span(words.home.finishedCount(row.finished, row.total), theme.dim)],
        width,
      );
    case 'broken-heading':
      return [span(words.home.brokenLabs, theme.title)];
    case 'continue': {
      const {passed, total} = standing(row.entry, progress.labs[row.entry.lab.id]);
      const left: Line = [
        span('↻ ', theme.accent),
        span(words.home.continue, theme.strong),
        span(row.entry.lab.title[language]),
      ];
      return choice(ends(left, [span(words.home.passed(passed, total), theme.dim)], width - 2));
    }
    case 'broken':
      return choice(
        ends([span('✘ ', theme.bad), span(row.broken.folder)], [span(words.home.broken, theme.bad)], width - 2),
      );
    case 'lab':
      return choice(labLine(row.entry, width - 2, view));
  }
};

const labLine = (entry: LabEntry, width: number, {progress, words, theme, language}: HomeView): Line => {
  const {lab, runnable} = entry;
  const {passed, total, isFinished, isStarted} = standing(entry, progress.labs[lab.id]);
  const [mark, word, style]: readonly [string, string, Style] = isFinished
    ? ['✔', words.home.finished, theme.ok]
    : !runnable.can
      ? !offersSomething(runnable)
        ? ['✘', words.home.cannotRun, theme.bad]
        : ['◇', words.install.needs, theme.unknown]
      : isStarted
        ? ['◐', words.home.started, theme.unknown]
        : ['○', '', theme.dim];
  const right: Line = [
    span(word, style),
    ...before(words.home.passed(passed, total), 6, theme.dim),
    ...before(words.home.minutes(lab.minutes), 9, theme.dim),
  ];
  return ends([span(`${mark} `, style), span(lab.title[language], runnable.can ? undefined : theme.dim)], right, width);
};

/** Text at the right end of `width` cells. */
const before = (text: string, width: number, style: Style): Line => [
  span(' '.repeat(Math.max(1, width - lineWidth([span(text)])))),
  span(text, style),
];

/** What stands beside the list about the chosen row. */
export const detailLines = (row: HomeRow | undefined, width: number, view: HomeView): readonly Line[] => {
  switch (row?.kind) {
    case 'continue':
    case 'lab':
      return labDetails(row.entry, width, view);
    case 'broken':
      return brokenDetails(row.broken, width, view);
    case 'module':
    case 'broken-heading':
    case undefined:
      return [];
  }
};

const labDetails = ({lab, runnable}: LabEntry, width: number, view: HomeView): readonly Line[] => {
  const {theme, words, language} = view;
  return [
    ...wrap([span(lab.title[language], theme.title)], width),
    [span([words.home.minutes(lab.minutes), words.home.steps(lab.steps.length)].join(' · '), theme.dim)],
    ...(runnable.can
      ? []
      : [EMPTY_LINE, ...(offersSomething(runnable) ? canBeInstalled : cannotRun)(runnable, width, view)]),
    EMPTY_LINE,
    ...markdownLines(lab.intro[language].replaceAll(CHOSEN_LATER, '…'), width, theme),
    EMPTY_LINE,
    ...fact(words.home.needs, lab.needs.join(' '), width, theme),
    ...fact(words.home.tools, lab.tools.join(' '), width, theme),
    ...(runnable.can && runnable.on !== undefined
      ? wrapIndented([span('✔ ', theme.ok)], [span(words.home.runsOn(runnable.on[language]), theme.dim)], width)
      : []),
  ];
};

const cannotRun = (runnable: Lacking, width: number, {theme, words, language}: HomeView): readonly Line[] => [
  ...wrapIndented([span('✘ ', theme.bad)], [span(words.home.whyNot, theme.bad), span(runnable.why[language])], width),
  ...(runnable.mend === undefined
    ? []
    : wrapIndented(
        [span('→ ', theme.accent)],
        [span(words.home.mend, theme.accent), span(runnable.mend[language], theme.code)],
        width,
      )),
];

const canBeInstalled = (
  {why, install, withoutClient}: Lacking,
  width: number,
  {theme, words, language}: HomeView,
): readonly Line[] => {
  const how =
    withoutClient === undefined
      ? words.install.how
      : install === undefined
        ? words.install.howWithout
        : words.install.howOrWithout;
  return [
    ...wrapIndented([span('◇ ', theme.unknown)], [span(why[language])], width),
    ...wrapIndented([span('→ ', theme.accent)], [span(how, theme.accent)], width),
  ];
};

/** Enter asks what to do about it. */
const offersSomething = ({install, withoutClient}: Lacking): boolean =>
  install !== undefined || withoutClient !== undefined;

const brokenDetails = (
  {folder, errors}: BrokenLab,
  width: number,
  {theme, words, language}: HomeView,
): readonly Line[] => [
  [span(folder, theme.title)],
  EMPTY_LINE,
  ...wrap([span(words.home.brokenLab, theme.bad)], width),
  ...errors.flatMap((error) => wrapIndented([span('✘ ', theme.bad)], [span(labErrorText(error)[language])], width)),
];

const fact = (name: string, value: string, width: number, theme: Theme): readonly Line[] =>
  value === '' ? [] : wrapIndented(fit([span(name, theme.dim)], 8), [span(value, theme.code)], width);

/** What each attempt chooses for itself, and names that its cloud gives. */
const CHOSEN_LATER = /\{\{[\w-]+\}\}|\[\[[^\]]+\]\]/g;
