/** The languages that every text of the program exists in. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * A sentence in every language. Made where the facts are known and chosen where it is shown, so that the language
 * can be switched at any moment and a missing translation is a type error.
 */
export type Text = Readonly<Record<Language, string>>;

/** The same words in every language: a name, a command, an address. */
export const same = (words: string): Text => ({en: words, zh: words});

/** Joins texts, language by language. */
export const joinTexts = (texts: readonly Text[], separator: Text = {en: ', ', zh: '，'}): Text => ({
  en: texts.map((text) => text.en).join(separator.en),
  zh: texts.map((text) => text.zh).join(separator.zh),
});

/** Chinese sets Latin words off with a space, and nothing else: `网桥 br0 的`, but `节点自身的`. */
export const spaced = (words: string): string =>
  `${/^[\x21-\x7e]/.test(words) ? ' ' : ''}${words}${/[\x21-\x7e]$/.test(words) ? ' ' : ''}`;
