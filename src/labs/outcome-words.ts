import type {Text} from '../state/text.ts';
import type {Step} from './lab.ts';
import type {Outcome} from './outcome.ts';
import type {StepState} from './session.ts';

/** One sign for each answer; always stands beside words. */
export const outcomeMark = (outcome: Outcome | undefined): '✔' | '✘' | '?' | '·' => {
  switch (outcome?.verdict) {
    case 'met':
      return '✔';
    case 'not-met':
      return '✘';
    case 'unknown':
      return '?';
    default:
      return '·';
  }
};

/** `✘ lo-up: expected …; found …` */
export const outcomeLine = (id: string, outcome: Outcome | undefined): Text => {
  const start = `${outcomeMark(outcome)} ${id}`;
  switch (outcome?.verdict) {
    case 'met':
      return {en: `${start}: ${outcome.found.en}`, zh: `${start}：${outcome.found.zh}`};
    case 'not-met': {
      const {expected, found} = outcome;
      return {
        en: `${start}: expected: ${expected.en}; found: ${found.en}`,
        zh: `${start}：期望：${expected.zh}；实际：${found.zh}`,
      };
    }
    case 'unknown':
      return {en: `${start}: could not look: ${outcome.why.en}`, zh: `${start}：无法查看：${outcome.why.zh}`};
    default:
      return {en: `${start}: not looked at yet`, zh: `${start}：尚未检查`};
  }
};

export interface Tally {
  readonly met: number;
  readonly all: number;
  readonly unknown: number;
}

/** How a step's checks stand. */
export const tally = (step: Step, state: StepState): Tally => {
  const verdicts = step.checks.map(({id}) => (state.latched.includes(id) ? 'met' : state.outcomes[id]?.verdict));
  return {
    met: verdicts.filter((verdict) => verdict === 'met').length,
    unknown: verdicts.filter((verdict) => verdict === 'unknown' || verdict === undefined).length,
    all: verdicts.length,
  };
};
