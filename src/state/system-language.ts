import type {Language} from './text.ts';

/** The language a learner's environment asks for: UNDERLAY_LANG, then LC_ALL, LC_MESSAGES and LANG in POSIX order of weight. */
export const systemLanguage = (environment: Readonly<Record<string, string | undefined>>): Language =>
  /^zh/i.test(environment.UNDERLAY_LANG || environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '')
    ? 'zh'
    : 'en';
