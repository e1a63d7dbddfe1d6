import {nearest} from '../state/nearest.ts';
import type {Text} from '../state/text.ts';

/** ` Did you mean "check"?` for what was nearly typed, else nothing. Begins with a space where the language has them. */
export const didYouMean = (word: string, known: readonly string[]): Text => {
  const meant = nearest(word, known);
  if (meant === undefined) return {en: '', zh: ''};
  return {en: ` Did you mean "${meant}"?`, zh: `是不是想输入“${meant}”？`};
};
