import {NO_NAMES, nameIn, namedPieces, type Names} from '../../state/names.ts';
import type {Language} from '../../state/text.ts';
import type {Style, Theme} from '../themes/theme.ts';
import {span, type Line} from './line.ts';

export interface NamedView {
  readonly names: Names | undefined;
  readonly language: Language;
  readonly theme: Theme;
  /** Names that were explained already: each is explained once. Absent: every time. */
  readonly told?: Set<string>;
}

/** A text in one style, with the short meaning behind names that cannot be read, dimmed: `brqd4fbe39f-21 (blue)`. */
export const namedSpans = (text: string, style: Style | undefined, view: NamedView): Line => {
  const {names = NO_NAMES, language, theme, told} = view;
  return namedPieces(text, names).flatMap((piece): Line => {
    const {text: words, meaning} = piece;
    const name = nameIn(piece);
    if (meaning === undefined || told?.has(name) === true) return [span(words, style)];
    told?.add(name);
    return [span(words, style), span(` (${meaning.short[language]})`, theme.dim)];
  });
};
