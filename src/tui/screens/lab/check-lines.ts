import type {Check, Step} from '../../../labs/lab.ts';
import type {Outcome} from '../../../labs/outcome.ts';
import type {StepState} from '../../../labs/session.ts';
import type {Language} from '../../../state/text.ts';
import {cut, fit, span, type Line} from '../../lines/line.ts';
import {wrapIndented} from '../../lines/wrap.ts';
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

/** Each check with mark and word; the first that is not met says what was expected and what was found. */
export const checkLines = (view: ChecksView, width: number): readonly Line[] => {
  const {step, state, words, theme} = view;
  if (step.checks.length === 0) return [[span(words.checks.none, theme.dim)]];
  const open = step.checks.find((check) => isOpen(check, state) && !isWaiting(check, state));
  return [
    ...step.checks.flatMap((check) => [
      headLine(check, view, width),
      ...(check === open ? reasonLines(state.outcomes[check.id], view, width) : []),
    ]),
    ...(state.status === 'passed' ? [[span(words.checks.allMet, theme.ok)]] : []),
  ];
};

const isOpen = ({id}: Check, {outcomes}: StepState): boolean =>
  outcomes[id] !== undefined && outcomes[id].verdict !== 'met';

/** A question that was not answered: what is missing is plain. */
const isWaiting = (check: Check, {answers, outcomes}: StepState): boolean =>
  check.ask !== undefined && answers[check.id] === undefined && outcomes[check.id]?.verdict !== 'met';

const headLine = (check: Check, {state, words, theme, language}: ChecksView, width: number): Line => {
  const outcome = state.outcomes[check.id];
  const [mark, word, style]: readonly [string, string, Style] = isWaiting(check, state)
    ? ['○', words.checks.question, theme.accent]
    : outcome === undefined
      ? ['○', words.checks.waiting, theme.dim]
      : outcome.verdict === 'met'
        ? ['✔', words.checks.met, theme.ok]
        : outcome.verdict === 'not-met'
          ? ['✘', words.checks.notMet, theme.bad]
          : ['?', words.checks.unknown, theme.unknown];
  const fact = outcome?.verdict === 'met' ? outcome.found[language] : '';
  return cut(
    [span(`${mark} ${word}`, style), span(`  ${check.id}`), span(fact === '' ? '' : `  ${fact}`, theme.dim)],
    width,
  );
};

const reasonLines = (
  outcome: Outcome | undefined,
  {words, theme, language}: ChecksView,
  width: number,
): readonly Line[] => {
  if (outcome === undefined || outcome.verdict === 'met') return [];
  const reasons: readonly (readonly [string, string, Style | undefined])[] =
    outcome.verdict === 'unknown'
      ? [[words.checks.why, outcome.why[language], undefined]]
      : [
          [words.checks.expected, outcome.expected[language], undefined],
          [words.checks.found, outcome.found[language], theme.bad],
        ];
  return reasons.flatMap(([name, sentence, style]) =>
    wrapIndented([span('  '), ...fit([span(name, theme.dim)], 9)], [span(sentence, style)], width),
  );
};
