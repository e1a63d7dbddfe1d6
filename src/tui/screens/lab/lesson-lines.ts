import {shownHints} from '../../../labs/hints.ts';
import type {Lab, SolveLine, Step} from '../../../labs/lab.ts';
import type {Attempt} from '../../../labs/lab.ts';
import type {StepState} from '../../../labs/session.ts';
import type {Language} from '../../../state/text.ts';
import {EMPTY_LINE, span, type Line} from '../../lines/line.ts';
import {wrap, wrapIndented} from '../../lines/wrap.ts';
import {markdownLines} from '../../markdown/markdown.ts';
import type {Words} from '../../text/en.ts';
import type {Theme} from '../../themes/theme.ts';
import {questionsOf, type Asked} from './questions.ts';

export interface LessonView {
  readonly lab: Lab;
  readonly attempt: Attempt;
  /** Index of the step shown. */
  readonly index: number;
  readonly step: Step;
  readonly state: StepState;
  readonly language: Language;
  readonly words: Words;
  readonly theme: Theme;
  /** The question being answered now, drawn by whoever reads its keys. */
  readonly answering?: {readonly id: string; readonly lines: readonly Line[]} | undefined;
}

export interface LessonPage {
  readonly lines: readonly Line[];
  /** What came last and should be in sight. `key` changes when something new came. */
  readonly follow: {readonly key: string; readonly line: number};
}

/** A part of the lesson that may be what the learner should see next. */
interface Part {
  readonly mark: string;
  readonly lines: readonly Line[];
}

/** The lesson of a step: the lab's introduction on the first one, goal, text, questions, hints, solution, explanation. */
export const lessonPage = (view: LessonView, width: number): LessonPage => {
  const {state, index, lab, words} = view;
  const parts: readonly Part[] = [
    ...(index === 0 ? [introduction(view, width)] : []),
    goal(view, width),
    {mark: 'text', lines: markdownLines(view.step.text[view.language], width, view.theme)},
    ...questionsOf(view.step, state).map((asked) => question(asked, view, width)),
    ...hints(view, width),
    ...(state.solveShown ? [solution(view, width)] : []),
    ...(state.status === 'passed' ? [explanation(view, width)] : []),
    ...(state.status === 'skipped'
      ? [{mark: 'skipped', lines: wrap([span(words.lesson.skipped, view.theme.dim)], width)}]
      : []),
  ].filter((part) => part.lines.length > 0);

  const lines: Line[] = [];
  const starts = new Map<string, number>();
  for (const {mark, lines: own} of parts) {
    if (lines.length > 0) lines.push(EMPTY_LINE);
    starts.set(mark, lines.length);
    lines.push(...own);
  }
  const newest = newestPart(view);
  return {
    lines,
    follow: {
      key: [lab.id, view.attempt.seed, index, newest, state.hintsShown].join(' '),
      line: starts.get(newest) ?? starts.get(`hint ${lastHint(view)}`) ?? 0,
    },
  };
};

const newestPart = ({state, answering}: LessonView): string => {
  if (answering !== undefined) return `question ${answering.id}`;
  if (state.status === 'passed') return 'after';
  if (state.solveShown) return 'solution';
  return state.hintsShown > 0 ? 'hint' : '';
};

const lastHint = ({step, state}: LessonView): number => shownHints(step, state).length - 1;

const introduction = ({lab, language, theme}: LessonView, width: number): Part => ({
  mark: 'intro',
  lines: [
    ...wrap([span(lab.title[language], theme.title)], width),
    EMPTY_LINE,
    ...markdownLines(lab.intro[language], width, theme),
  ],
});

const goal = ({lab, index, step, language, words, theme}: LessonView, width: number): Part => ({
  mark: 'goal',
  lines: [
    [span(words.lesson.step(index + 1, lab.steps.length), theme.dim)],
    ...wrapIndented([span('▸ ', theme.accent)], [span(step.goal[language], theme.strong)], width),
  ],
});

/** A question with its options; while it is being answered, as its own keys draw it. */
const question = (asked: Asked, view: LessonView, width: number): Part => {
  const {language, words, theme, answering, state} = view;
  const heading = asked.kind === 'predict' ? words.lesson.predict : words.lesson.question;
  const head = wrap([span(`? ${heading}: `, theme.accent), span(asked.question.question[language])], width);
  if (answering?.id === asked.id) return {mark: `question ${asked.id}`, lines: [...head, ...answering.lines]};
  return {
    mark: `question ${asked.id}`,
    lines: [
      ...head,
      ...asked.question.options.flatMap(({words: option}, at) =>
        wrapIndented([span(`  ${at + 1} `, theme.dim)], [span(option[language])], width),
      ),
      ...(asked.given === undefined ? [] : given(asked, asked.given, view, width)),
      ...(asked.isDone || state.status !== 'current' ? [] : [[span(words.lesson.answerKey, theme.accent)]]),
    ],
  };
};

const given = (
  asked: Asked,
  value: string,
  {state, words, language, theme}: LessonView,
  width: number,
): readonly Line[] => {
  const shown = value
    .split(',')
    .map((id) => asked.question.options.find((option) => option.id === id)?.words[language] ?? id)
    .join(', ');
  if (asked.kind === 'predict') {
    const verdict: Line =
      state.status !== 'passed' || state.predicted === undefined
        ? []
        : state.predicted.right
          ? [span(` ✔ ${words.lesson.predictedRight}`, theme.ok)]
          : [span(` ✘ ${words.lesson.predictedWrong}`, theme.unknown)];
    return wrapIndented([span('  ')], [span(`${words.lesson.predicted} `, theme.dim), span(shown), ...verdict], width);
  }
  const outcome = state.outcomes[asked.id]?.verdict;
  const mark: Line =
    outcome === 'met' ? [span('✔ ', theme.ok)] : outcome === 'not-met' ? [span('✘ ', theme.bad)] : [span('  ')];
  return wrapIndented(mark, [span(`${words.lesson.yourAnswer} `, theme.dim), span(shown)], width);
};

const hints = ({step, state, language, words, theme}: LessonView, width: number): readonly Part[] =>
  shownHints(step, state).map((hint, at) => ({
    mark: `hint ${at}`,
    lines: [
      [span(`▪ ${words.lesson.hint(at + 1)}`, theme.accent)],
      ...markdownLines(hint[language], width - 2, theme).map(indented),
    ],
  }));

const indented = (line: Line): Line => [span('  '), ...line];

const solution = (view: LessonView, width: number): Part => {
  const {lab, words, theme} = view;
  const lines = solveLines(view);
  const heading: Line = [span(`▪ ${words.lesson.solution}`, theme.accent)];
  if (lines === undefined)
    return {mark: 'solution', lines: [heading, ...wrap([span(words.lesson.solutionAnswers)], width - 2).map(indented)]};
  const first = lab.host.nodes[0]?.name;
  return {
    mark: 'solution',
    lines: [
      heading,
      ...lines.flatMap(({node, run}, at) => [
        ...(node !== (lines[at - 1]?.node ?? first)
          ? [indented([span(words.lesson.solutionOn(node), theme.dim)])]
          : []),
        ...wrapIndented([span('  $ ', theme.dim)], [span(run, theme.code)], width),
      ]),
    ],
  };
};

/** What would be typed, or undefined where the solution is to answer questions. */
export const solveLines = ({
  lab,
  attempt,
  step,
}: Pick<LessonView, 'lab' | 'attempt' | 'step'>): readonly SolveLine[] | undefined => {
  if (step.solve === 'diagnose') return undefined;
  if (step.solve !== 'mend') return step.solve;
  return lab.faults.find(({id}) => id === attempt.fault)?.mend;
};

const explanation = ({step, lab, index, language, words, theme}: LessonView, width: number): Part => ({
  mark: 'after',
  lines: [
    [span(`✔ ${words.lesson.passed}`, theme.ok)],
    ...markdownLines(step.after[language], width, theme),
    EMPTY_LINE,
    ...wrap([span(index === lab.steps.length - 1 ? words.lesson.nextLast : words.lesson.next, theme.accent)], width),
  ],
});
