import {nearest} from '../state/nearest.ts';

/** `; did you mean \`stp\`?` for the nearest of `known`, else the whole list where it is short enough to read. */
export function suggestion(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `; did you mean \`${meant}\`?`;
  if (known.length === 0) return '';
  return known.length <= 40 ? `; known: ${known.map((name) => `\`${name}\``).join(', ')}` : '';
}
