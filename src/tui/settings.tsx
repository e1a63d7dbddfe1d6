import {createContext, useCallback, useContext, useMemo, useState, type ReactNode} from 'react';
import type {ProgressStore, Settings} from '../labs/progress.ts';
import {systemLanguage} from '../state/system-language.ts';
import {LANGUAGES, type Language} from '../state/text.ts';
import {useTell} from './message.tsx';
import {en} from './text/en.ts';
import {LanguageContext} from './text/use-language.ts';
import {zh} from './text/zh.ts';
import {chooseTheme, ThemeContext} from './themes/theme.ts';

/** Environment variables that the screen looks at: LANG and its like, NO_COLOR, COLORFGBG. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingsActions {
  readonly otherLanguage: () => void;
  readonly nextTheme: () => void;
  readonly welcomed: () => void;
}

const SettingsContext = createContext<SettingsActions>({
  otherLanguage: () => {},
  nextTheme: () => {},
  welcomed: () => {},
});
export const useSettingsActions = (): SettingsActions => useContext(SettingsContext);

const THEME_ORDER = ['auto', 'dark', 'light', 'none'] as const satisfies readonly Settings['theme'][];

export interface SettingsProviderProps {
  readonly progress: ProgressStore;
  readonly environment: Environment;
  readonly children: ReactNode;
}

/** Language and colours, at once on the screen and kept for the next time; a full disk costs only the keeping. */
export const SettingsProvider = ({progress, environment, children}: SettingsProviderProps): ReactNode => {
  const tell = useTell();
  const [settings, setSettings] = useState(progress.current.settings);
  const language: Language = settings.language ?? systemLanguage(environment);

  const keep = useCallback(
    (change: Partial<Settings>): void => {
      setSettings((before) => ({...before, ...change}));
      progress
        .update((now) => ({...now, settings: {...now.settings, ...change}}))
        .catch((error: unknown) => {
          const why = error instanceof Error ? error.message : String(error);
          tell({en: en.doing.notKept(why), zh: zh.doing.notKept(why)});
        });
    },
    [progress, tell],
  );
  const actions = useMemo<SettingsActions>(
    () => ({
      otherLanguage: () => keep({language: LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length] ?? 'en'}),
      nextTheme: () => {
        const theme = THEME_ORDER[(THEME_ORDER.indexOf(settings.theme) + 1) % THEME_ORDER.length] ?? 'auto';
        keep({theme});
        tell({en: en.home.themeNow(en.home.themes[theme]), zh: zh.home.themeNow(zh.home.themes[theme])});
      },
      welcomed: () => keep({welcomed: true, language}),
    }),
    [keep, tell, language, settings.theme],
  );
  const theme = useMemo(() => chooseTheme(settings.theme, environment), [settings.theme, environment]);
  return (
    <SettingsContext value={actions}>
      <LanguageContext value={language}>
        <ThemeContext value={theme}>{children}</ThemeContext>
      </LanguageContext>
    </SettingsContext>
  );
};
