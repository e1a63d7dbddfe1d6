import type {Attempt, Check, Lab} from '../lab.ts';
import {diagnosisOf} from '../solve-lines.ts';

/** What nobody knows who did not look. */
const GUESSES = ['no idea', '0', '10.255.255.254'] as const;

/**
 * Answers that a check must refuse: every other option, or guesses where the answer is free.
 * @param right what the solve answers
 */
export function wrongAnswers(
  {lab, attempt}: {readonly lab: Lab; readonly attempt: Attempt},
  {claim}: Check,
  right: string | undefined,
): readonly string[] {
  switch (claim.claim) {
    case 'quiz':
      return claim.options.filter((option) => ![claim.right].flat().includes(option));
    case 'diagnosis': {
      const fault = lab.faults.find(({id}) => id === attempt.fault);
      return claim.options.filter((option) => fault === undefined || option !== diagnosisOf(fault, claim.about));
    }
    case 'answer':
      return GUESSES.filter((guess) => guess !== right && Number(guess) !== Number(right));
    default:
      return [];
  }
}
