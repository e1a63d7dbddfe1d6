import {same, type Text} from '../state/text.ts';
import type {Hint, Step} from './lab.ts';
import type {Outcome} from './outcome.ts';
import type {StepState} from './session.ts';

/**
 * The hint ladder of a step. Rung 1 is made from what was found, the rungs above it are the author's hints from
 * general to exact, and above the last one the solve may be shown. `StepState.hintsShown` is the rung reached.
 */

/** What is wrong first: the first check that is not met, in the step's order. Undefined where nothing is known to be. */
export const finding = (step: Step, state: StepState): Text | undefined => firstFinding(step, state)?.words;

const firstFinding = (step: Step, state: StepState): {readonly id: string; readonly words: Text} | undefined => {
  for (const {id, ask} of step.checks) {
    // Of an open question nothing can be found that would help; the author's hints do.
    const words = ask === undefined ? findingOf(state.outcomes[id]) : undefined;
    if (words !== undefined) return {id, words};
  }
  return undefined;
};

/** What was expected and what was found instead. Undefined of what is met, or was not looked at. */
const findingOf = (outcome: Outcome | undefined): Text | undefined => {
  if (outcome?.verdict === 'not-met') {
    const {expected, found} = outcome;
    return {
      en: `Expected: ${stopped(expected.en, '.')} Found: ${stopped(found.en, '.')}`,
      zh: `期望：${stopped(expected.zh, '。')}实际：${stopped(found.zh, '。')}`,
    };
  }
  if (outcome?.verdict === 'unknown')
    return {
      en: `Could not look: ${stopped(outcome.why.en, '.')}`,
      zh: `无法查看：${stopped(outcome.why.zh, '。')}`,
    };
  return undefined;
};

const stopped = (sentence: string, stop: string): string =>
  /[.!?。！？…]$/.test(sentence) ? sentence : `${sentence}${stop}`;

/** The rung that the next request for a hint climbs to, or undefined above the last one. */
export const nextHint = (step: Step, state: StepState): number | undefined => {
  if (state.hintsShown === 0 && finding(step, state) !== undefined) return 1;
  const index = step.hints.findIndex((hint, index) => index + 2 > state.hintsShown && applies(hint, step, state));
  return index === -1 ? undefined : index + 2;
};

/**
 * The texts of every rung reached, lowest first; hints for checks that are met by now are left out.
 * @param quoted hints are Markdown, what was found is not: makes it read as it is where Markdown is drawn
 */
export const shownHints = (
  step: Step,
  state: StepState,
  quoted: (found: string) => string = (found) => found,
): readonly Text[] => {
  if (state.hintsShown === 0) return [];
  const quote = ({en, zh}: Text): Text => ({en: quoted(en), zh: quoted(zh)});
  const found = finding(step, state);
  const hints = step.hints.slice(0, state.hintsShown - 1).filter((hint) => applies(hint, step, state));
  return [...(found === undefined ? [] : [quote(found)]), ...hints.map((hint) => filled(hint, step, state, quote))];
};

/** All hints were read: the solve may be shown. */
export const maySeeSolve = (step: Step, state: StepState): boolean => nextHint(step, state) === undefined;

const applies = ({onlyFor, text}: Hint, step: Step, state: StepState): boolean => {
  const {outcomes, latched} = state;
  if (onlyFor === undefined) return true;
  // The finding below it says just that.
  if (text.en === FOUND_HERE && onlyFor === firstFinding(step, state)?.id) return false;
  // What was not looked at yet was not found either.
  if (outcomes[onlyFor] === undefined) return !text.en.includes('{{found}}');
  return outcomes[onlyFor].verdict !== 'met' && !latched.includes(onlyFor);
};

const FOUND_HERE = '{{found}}';

/**
 * `{{found}}` becomes what was found for the hint's check, or for the first check that is not met; alone also what was
 * expected. It is a sentence where the author's words do not go on with it.
 */
const filled = (hint: Hint, step: Step, state: StepState, quote: (found: Text) => Text): Text => {
  const whole =
    hint.text.en === FOUND_HERE && hint.onlyFor !== undefined ? findingOf(state.outcomes[hint.onlyFor]) : undefined;
  const found = whole ?? foundFor(hint, step, state);
  const asSentence = quote({en: stopped(found.en, '.'), zh: stopped(found.zh, '。')});
  const asWords = quote(found);
  return {
    en: hint.text.en
      .replaceAll(/(?:^|(?<=[.!?] ))\{\{found\}\}(?=\s|$)/g, () => begun(asSentence.en))
      .replaceAll(/\{\{found\}\}(?=\s|$)/g, () => asSentence.en)
      .replaceAll(FOUND_HERE, () => asWords.en),
    zh: hint.text.zh
      // A Chinese full stop brings its own space.
      .replaceAll(/\{\{found\}\}(?: ?(?=[\p{Script=Han}“`（])|(?=\s|$))/gu, () => asSentence.zh)
      .replaceAll(FOUND_HERE, () => asWords.zh),
  };
};

/** A sentence begins with a capital, unless with a name, which is spelt as it is. */
const begun = (sentence: string): string =>
  sentence.replace(/^(?:the|there|an?|no|it|nothing|nobody)\b/, (word) => word[0]!.toUpperCase() + word.slice(1));

const foundFor = (hint: Hint, step: Step, state: StepState): Text => {
  const ids = hint.onlyFor === undefined ? step.checks.map((check) => check.id) : [hint.onlyFor];
  for (const id of ids) {
    const outcome = state.outcomes[id];
    if (outcome?.verdict === 'not-met') return outcome.found;
    if (outcome?.verdict === 'unknown') return outcome.why;
  }
  return same('…');
};
