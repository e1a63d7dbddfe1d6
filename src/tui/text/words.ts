import type {Language, Text} from '../../state/text.ts';
import {en, type Words} from './en.ts';
import {useLanguage} from './use-language.ts';
import {zh} from './zh.ts';

export const WORDS: Readonly<Record<Language, Words>> = {en, zh};

/** The interface's words in the language of the moment. */
export const useWords = (): Words => WORDS[useLanguage()];

/** A sentence of the dictionary in every language, for places that outlive a change of language. */
export const wordsText = (pick: (words: Words) => string): Text => ({en: pick(en), zh: pick(zh)});
