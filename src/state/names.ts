import type {Language, Text} from './text.ts';

/** What a device, namespace, chain or id that a cloud made stands for. */
export interface Meaning {
  /** Fits beside a name in a drawing: `blue`, `vm1`, `DHCP of blue`. */
  readonly short: Text;
  /** A whole phrase: `port of instance vm1, 172.16.1.3`. */
  readonly long: Text;
}

/**
 * The meaning of names that a person cannot read, by the name as it is written: kernel names cut from ids
 * (`brqd4fbe39f-21`, `tap1c12862c-b5`, `qdhcp-…`, `instance-00000001`), and the ids themselves.
 */
export type Names = Readonly<Record<string, Meaning>>;

export const NO_NAMES: Names = {};

/** A piece of a text; with its meaning where it is a name that has one. */
export interface NamedPiece {
  readonly text: string;
  readonly meaning?: Meaning;
}

/** What a kernel name or an id is made of. The zone of an address (`fe80::1%ns-…`) is a part of that. */
const WORD = /(?<!%)[\w-]+/g;

/** The text in pieces, so that names in it can be explained or replaced. Joined they are the text. */
export const namedPieces = (text: string, names: Names): readonly NamedPiece[] => {
  const pieces: NamedPiece[] = [];
  let from = 0;
  for (const {0: word, index} of text.matchAll(WORD)) {
    const meaning = Object.hasOwn(names, word) ? names[word] : undefined;
    if (meaning === undefined) continue;
    pieces.push({text: text.slice(from, index + word.length), meaning});
    from = index + word.length;
  }
  return from < text.length || pieces.length === 0 ? [...pieces, {text: text.slice(from)}] : pieces;
};

/** The name that a piece with a meaning ends in. */
export const nameIn = ({text}: NamedPiece): string => /[\w-]+$/.exec(text)?.[0] ?? '';

/**
 * A sentence with the short meaning behind names at their first time: `brqd4fbe39f-21 (blue)`.
 *
 * @param told names that were explained before; the new ones are added
 */
export const explained = (text: Text, names: Names, told: Set<string> = new Set()): Text => {
  const before = new Set(told);
  const inLanguage = (language: Language): string => {
    const known = new Set(before);
    const pieces = namedPieces(text[language], names).map((piece) => {
      const name = nameIn(piece);
      if (piece.meaning === undefined || known.has(name)) return piece.text;
      known.add(name);
      told.add(name);
      const short = piece.meaning.short[language];
      return language === 'zh' ? `${piece.text}（${short}）` : `${piece.text} (${short})`;
    });
    return pieces.join('');
  };
  return {en: inLanguage('en'), zh: inLanguage('zh')};
};
