import type {Text} from '../state/text.ts';
import {editDistance} from './load-suggestion.ts';

/** ` Did you mean "check"?` for what was nearly typed, else nothing. Begins with a space where the language has them. */
export const didYouMean = (word: string, known: readonly string[]): Text => {
  const [nearest] = known
    .map((candidate) => ({candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase())}))
    .toSorted((a, b) => a.distance - b.distance);
  if (nearest === undefined || nearest.distance > Math.max(1, Math.floor(word.length / 3))) return {en: '', zh: ''};
  return {en: ` Did you mean "${nearest.candidate}"?`, zh: `是不是想输入“${nearest.candidate}”？`};
};
