import {createContext, useCallback, useContext} from 'react';
import type {Language, Text} from '../../state/text.ts';

export const LanguageContext = createContext<Language>('en');

/** The language to draw in. It may change at any moment. */
export const useLanguage = (): Language => useContext(LanguageContext);

/** Chooses from a {@link Text}: `const say = useSay(); say(lab.title)`. */
export const useSay = (): ((text: Text) => string) => {
  const language = useLanguage();
  return useCallback((text: Text) => text[language], [language]);
};
