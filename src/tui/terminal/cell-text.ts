import stringWidth from 'string-width';

/** What one cell shows, by characters and width. Bounded: cleared when a flood of random characters filled it. */
const known = new Map<string, string>();
const MAX_KNOWN = 4096;

/**
 * Characters that merge with their neighbours when a row's cells are joined to one string: flags, skin tones and
 * joiners. The emulator gives them cells of their own, the terminal outside may not, and the row would shift.
 */
const JOINING = /[\p{Emoji_Modifier}\p{Regional_Indicator}\p{Variation_Selector}\u200D]/gu;

/**
 * The characters of a cell in a form that is `width` (1 or 2) columns wide wherever it is printed. The emulator
 * (Unicode 11) and the terminal outside may disagree about emoji; a cell is replaced rather than a row shifted.
 */
export const cellText = (characters: string, width: number): string => {
  if (characters.length === 1 && characters >= ' ' && characters <= '~') return characters;
  if (characters === '') return ' '.repeat(width);
  const key = `${width}${characters}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const text = fit(characters, width);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, text);
  return text;
};

const fit = (characters: string, width: number): string => {
  const alone = characters.replaceAll(JOINING, '');
  if (alone !== '' && stringWidth(alone) === width) return alone;
  const base = String.fromCodePoint(alone.codePointAt(0) ?? 0x20);
  if (stringWidth(base) === width) return base;
  return '\uFFFD'.padEnd(width);
};
