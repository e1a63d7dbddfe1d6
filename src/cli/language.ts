import {LANGUAGES, type Language, type Text} from '../state/text.ts';

/** The language a learner's environment asks for: UNDERLAY_LANG, then the usual locale variables. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const wanted = [environment['UNDERLAY_LANG'], environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']];
  const first = wanted.find((value) => value !== undefined && value !== '') ?? '';
  return LANGUAGES.find((language) => first.toLowerCase().startsWith(language)) ?? 'en';
}

/** Picks the words of one language. */
export const inLanguage = (text: Text, language: Language): string => text[language];
