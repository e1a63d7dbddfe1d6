import {escapedMarkdown} from '../../../labs/escaped-markdown.ts';
import {shownHints} from '../../../labs/hints.ts';
import type {Attempt, Lab, Step} from '../../../labs/lab.ts';
import type {StepState} from '../../../labs/session.ts';
import {solveLines} from '../../../labs/solve-lines.ts';
import type {Language} from '../../../state/text.ts';
import {EMPTY_LINE, span, type Line} from '../../lines/line.ts';
import {wrap, wrapIndented} from '../../lines/wrap.ts';
import {inlineMarkdown, markdownLines} from '../../markdown/markdown.ts';
import type {Words} from '../../text/en.ts';
import type {Theme} from '../../themes/theme.ts';
import {nextQuestion, questionsOf, type Asked} from './questions.ts';

export interface LessonView {
  readonly lab: Lab;
  readonly attempt: Attempt;
  /** Index of the step shown. */
  readonly index: number;
  readonly step: Step;
  readonly state: StepState;
  /** The lab is: the learner looks at it once more. */
  readonly isFinished: boolean;
  readonly language: Language;
  readonly words: Words;
  readonly theme: Theme;
  /** The question being answered now, drawn by whoever reads its keys. */
  readonly answering?: {readonly id: string; readonly lines: readonly Line[]} | undefined;
}

export interface LessonPage {
  readonly lines: readonly Line[];
  /** Rows from `start` up to `end`, by the part's mark: `text`, `question …`, `hint`, `solution`, `after`… */
  readonly parts: ReadonlyMap<string, {readonly start: number; readonly end: number}>;
}

/** A part of the lesson that may be what the learner should see next. */
interface Part {
  readonly mark: string;
  readonly lines: readonly Line[];
}

/** The lesson of a step: the lab's introduction on the first one, goal, text, questions, hints, solution, explanation. */
export const lessonPage = (view: LessonView, width: number): LessonPage => {
  const {state, index, words} = view;
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
  const places = new Map<string, {readonly start: number; readonly end: number}>();
  for (const {mark, lines: own} of parts) {
    if (lines.length > 0) lines.push(EMPTY_LINE);
    places.set(mark, {start: lines.length, end: lines.length + own.length});
    lines.push(...own);
  }
  return {lines, parts: places};
};

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
    ...wrapIndented([span('▸ ', theme.accent)], inlineMarkdown(step.goal[language], theme, theme.strong), width),
  ],
});

/** A question with its options; while it is being answered, as its own keys draw it. */
const question = (asked: Asked, view: LessonView, width: number): Part => {
  const {language, words, theme, answering, state} = view;
  const heading = asked.kind === 'predict' ? words.lesson.predict : words.lesson.question;
  const head = wrap(
    [span(`? ${heading}`, theme.accent), ...inlineMarkdown(asked.question.question[language], theme)],
    width,
  );
  if (answering?.id === asked.id) return {mark: `question ${asked.id}`, lines: [...head, ...answering.lines]};
  return {
    mark: `question ${asked.id}`,
    lines: [
      ...head,
      ...asked.question.options.flatMap(({words: option}, at) =>
        wrapIndented([span(`  ${at + 1} `, theme.dim)], inlineMarkdown(option[language], theme), width),
      ),
      ...(asked.given === undefined ? [] : given(asked, asked.given, view, width)),
      ...(asked.isDone || state.status !== 'current' ? [] : wrap([span(keyWords(asked, view), theme.accent)], width)),
    ],
  };
};

/** Which key answers; after a wrong answer, that it may be tried again, and when: what was never answered comes first. */
const keyWords = (asked: Asked, {step, state, words}: LessonView): string => {
  const isWrong = state.outcomes[asked.id]?.verdict === 'not-met' && asked.given !== undefined;
  if (!isWrong) return words.lesson.answerKey;
  const isNext = nextQuestion(questionsOf(step, state))?.id === asked.id;
  return isNext ? words.lesson.answerAgainKey : words.lesson.answerAgainLater;
};

const given = (
  asked: Asked,
  value: string,
  {state, words, language, theme}: LessonView,
  width: number,
): readonly Line[] => {
  const option = asked.question.options.find(({id}) => id === value)?.words[language];
  const shown: Line = option === undefined ? [span(value)] : inlineMarkdown(option, theme);
  if (asked.kind === 'predict') {
    const verdict: Line =
      state.status !== 'passed' || state.predicted === undefined
        ? []
        : state.predicted.right
          ? [span(` ✔ ${words.lesson.predictedRight}`, theme.ok)]
          : [span(` ✘ ${words.lesson.predictedWrong}`, theme.unknown)];
    return wrapIndented([span('  ')], [span(words.lesson.predicted, theme.dim), ...shown, ...verdict], width);
  }
  const outcome = state.outcomes[asked.id]?.verdict;
  const mark: Line =
    outcome === 'met' ? [span('✔ ', theme.ok)] : outcome === 'not-met' ? [span('✘ ', theme.bad)] : [span('  ')];
  return wrapIndented(mark, [span(words.lesson.yourAnswer, theme.dim), ...shown], width);
};

const hints = ({step, state, language, words, theme}: LessonView, width: number): readonly Part[] =>
  shownHints(step, state, escapedMarkdown).map((hint, at, all) => ({
    mark: at === all.length - 1 ? 'hint' : `hint ${at}`,
    lines: [
      [span(`▪ ${words.lesson.hint(at + 1)}`, theme.accent)],
      ...markdownLines(hint[language], width - 2, theme).map(indented),
    ],
  }));

const indented = (line: Line): Line => [span('  '), ...line];

const solution = ({lab, attempt, step, words, theme}: LessonView, width: number): Part => {
  const lines = solveLines(lab, attempt, step);
  const first = lab.host.nodes[0]?.name;
  return {
    mark: 'solution',
    lines: [
      [span(`▪ ${words.lesson.solution}`, theme.accent)],
      ...lines.flatMap(({node, run}, at) => [
        ...(node === (lines[at - 1]?.node ?? first)
          ? []
          : [indented([span(words.lesson.solutionOn(node), theme.dim)])]),
        ...wrapIndented([span('  $ ', theme.dim)], [span(run, theme.code)], width),
      ]),
    ],
  };
};

const explanation = (view: LessonView, width: number): Part => {
  const {step, language, words, theme} = view;
  return {
    mark: 'after',
    lines: [
      [span(`✔ ${words.lesson.passed}`, theme.ok)],
      ...markdownLines(step.after[language], width, theme),
      EMPTY_LINE,
      ...wrap([span(onward(view), theme.accent)], width),
    ],
  };
};

/** What leads on after a passed step. */
const onward = ({lab, index, isFinished, words: {lesson}}: LessonView): string => {
  if (isFinished) return lesson.nextFinished;
  return index === lab.steps.length - 1 ? lesson.nextLast : lesson.next;
};
