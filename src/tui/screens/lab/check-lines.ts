import type {Check, Step} from '../../../labs/lab.ts';
import type {Outcome} from '../../../labs/outcome.ts';
import type {StepState} from '../../../labs/session.ts';
import type {Language} from '../../../state/text.ts';
import {cut, ends, lineWidth, span, type Line} from '../../lines/line.ts';
import {wrapIndented} from '../../lines/wrap.ts';
import {inlineMarkdown} from '../../markdown/markdown.ts';
import type {Words} from '../../text/en.ts';
import type {Style, Theme} from '../../themes/theme.ts';

export interface ChecksView {
  readonly step: Step;
  readonly state: StepState;
  readonly language: Language;
  readonly words: Words;
  readonly theme: Theme;
}

export const countMet = (step: Step, state: StepState): number =>
  step.checks.filter(({id}) => state.outcomes[id]?.verdict === 'met' || state.latched.includes(id)).length;

/**
 * Each check as a sentence: what is expected of it, or what was found where it is met. Every check has a row in sight
 * if there are rows enough; what is left over goes to the first open one (what was found there), then to the others.
 */
export const checkLines = (view: ChecksView, width: number, rows: number): readonly Line[] => {
  const {step, state, words, theme} = view;
  if (step.checks.length === 0) return [[span(words.checks.none, theme.dim)]];
  const {allMet, passedBefore} = words.checks;
  // A passed step stays passed, whatever is done to its things later.
  const verdict = countMet(step, state) === step.checks.length ? span(allMet, theme.ok) : span(passedBefore, theme.dim);
  const foot = state.status === 'passed' ? [[verdict]] : [];
  const told = step.checks.map((check) => tell(check, view, width));
  const shown = told.map(({short}): readonly Line[] => [short]);
  let spare = rows - foot.length - shown.length;
  for (const [rank, index] of byUrgency(told).entries()) {
    const {short, full, essence, detail} = told[index]!;
    const room = spare + 1;
    const longer = [full, essence, [short, ...detail]].find((lines) => lines.length <= room);
    // Of the most urgent one a beginning is better than nothing.
    const lines = longer ?? (rank === 0 && room > 1 ? begun([short, ...detail], room, width) : [short]);
    shown[index] = lines;
    spare -= lines.length - 1;
  }
  return [...shown.flat(), ...foot];
};

/** The first lines, with a sign that there are more. */
const begun = (lines: readonly Line[], count: number, width: number): readonly Line[] => [
  ...lines.slice(0, count - 1),
  [...cut(lines[count - 1] ?? [], width - 2), span(' …')],
];

/** Indexes of the checks, those that want something first. */
const byUrgency = (told: readonly Told[]): readonly number[] => [
  ...told.flatMap(({isOpen}, index) => (isOpen ? [index] : [])),
  ...told.flatMap(({isOpen}, index) => (isOpen ? [] : [index])),
];

interface Told {
  readonly isOpen: boolean;
  /** In one row. */
  readonly short: Line;
  /** Below it: what was found. */
  readonly detail: readonly Line[];
  /** Everything. */
  readonly full: readonly Line[];
  /** The same without what can be missed. */
  readonly essence: readonly Line[];
}

const tell = (check: Check, view: ChecksView, width: number): Told => {
  const {state, theme, language} = view;
  const outcome = state.outcomes[check.id];
  const asked = check.ask && inlineMarkdown(check.ask.question[language], theme);
  const chosen = check.ask?.options.find((one) => one.id === state.answers[check.id])?.words[language];
  const answer = chosen === undefined ? undefined : inlineMarkdown(chosen, theme);
  const said = sentenceOf(check, outcome, asked, answer, view);
  const mark: Line = [span(`${said.mark} `, said.style)];
  const id = span(check.id, theme.dim);
  const head = wrapIndented(mark, said.words, width);
  const essence = said.essence === undefined ? head : wrapIndented(mark, said.essence, width);
  const detail =
    outcome?.verdict === 'not-met' && said.mark === '✘' ? foundLines(outcome.found[language], answer, view, width) : [];
  return {
    isOpen: outcome?.verdict !== 'met',
    short: ends(head.length === 1 ? (head[0] ?? []) : [...mark, ...said.words], [id], width),
    detail,
    full: [...endedBy(head, id, width), ...detail],
    essence: [...endedBy(essence, id, width), ...detail],
  };
};

/** What was found; of a question what was answered, as the learner saw it. */
const foundLines = (
  found: string,
  answer: Line | undefined,
  {words, theme}: ChecksView,
  width: number,
): readonly Line[] => {
  const label = answer === undefined ? words.checks.found : words.lesson.yourAnswer;
  return wrapIndented([span(`  ${label}`, theme.dim)], answer ?? [span(found, theme.bad)], width);
};

/** The check's id at the end of its row, or below where there is no room: `underlay answer` and the hints name it. */
const withId = (line: Line, id: ReturnType<typeof span>, width: number): readonly Line[] =>
  lineWidth(line) + 2 + lineWidth([id]) <= width ? [ends(line, [id], width)] : [line, ends([], [id], width)];

const endedBy = (lines: readonly Line[], id: ReturnType<typeof span>, width: number): readonly Line[] => [
  ...lines.slice(0, -1),
  ...withId(lines.at(-1) ?? [], id, width),
];

/** A question that was not answered: what is missing is plain. */
const isWaiting = (check: Check, {answers, outcomes}: StepState): boolean =>
  check.ask !== undefined && answers[check.id] === undefined && outcomes[check.id]?.verdict !== 'met';

interface Sentence {
  readonly mark: string;
  readonly style: Style;
  readonly words: Line;
  /** Of the words what is told where there is no room for all of them. */
  readonly essence?: Line;
}

/**
 * Of a check that was not tried yet: what it wants, where that is known, and what it waits for. A lesson that asks what
 * will happen, or what did, is not answered for the learner: what a check wants is told once nothing is asked any more.
 */
const pending = (
  check: Check,
  {step, state, words, theme, language}: ChecksView,
): Pick<Sentence, 'words' | 'essence'> => {
  const isAsking =
    (step.predict !== undefined && state.predicted === undefined) ||
    step.checks.some(({id, ask}) => ask !== undefined && state.outcomes[id]?.verdict !== 'met');
  const says = isAsking ? undefined : (check.says ?? check.wants);
  const isOpen = (check: Check) =>
    state.outcomes[check.id] !== undefined && state.outcomes[check.id]?.verdict !== 'met';
  const open = step.checks.filter(isOpen);
  // Packets are sent only when what can be read is right.
  const why =
    Object.keys(state.outcomes).length === 0
      ? words.checks.waiting
      : open.length > 0 && open.every(({ask}) => ask !== undefined)
        ? words.checks.afterAnswer
        : words.checks.later;
  if (says === undefined) return {words: [span(why, theme.dim)]};
  const essence = [span(says[language], theme.dim)];
  return {words: [...essence, span(words.checks.because(why), theme.dim)], essence};
};

const sentenceOf = (
  check: Check,
  outcome: Outcome | undefined,
  asked: Line | undefined,
  answer: Line | undefined,
  view: ChecksView,
): Sentence => {
  const {state, words, theme, language} = view;
  if (isWaiting(check, state))
    return {mark: '○', style: theme.accent, words: [span(words.checks.answer, theme.accent), ...(asked ?? [])]};
  switch (outcome?.verdict) {
    case undefined:
      return {
        mark: '○',
        style: theme.dim,
        ...(asked === undefined ? pending(check, view) : {words: asked}),
      };
    case 'met':
      return {mark: '✔', style: theme.ok, words: answer ?? [span(outcome.found[language])]};
    case 'not-met':
      return {mark: '✘', style: theme.bad, words: asked ?? [span(outcome.expected[language])]};
    case 'unknown':
      return {
        mark: '?',
        style: theme.unknown,
        words: [span(words.checks.unknown, theme.unknown), span(outcome.why[language])],
      };
  }
};
