import {createContext, useContext} from 'react';

/** Text attributes to spread on Ink's `<Text>`. Never the only sign of a meaning: a mark or a word stands beside it. */
export interface Style {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
  readonly italic?: boolean;
  readonly strikethrough?: boolean;
}

/** Styles by meaning. Components name a meaning, never a colour. */
export interface Theme {
  readonly name: ThemeName;
  /** Met, up, passed. */
  readonly ok: Style;
  /** Not met, down, failed. */
  readonly bad: Style;
  /** Could not look; no carrier. */
  readonly unknown: Style;
  /** What asks for the learner's attention. */
  readonly accent: Style;
  /** Less important than its surroundings. */
  readonly dim: Style;
  /** Just came, just went, just became different. */
  readonly added: Style;
  readonly removed: Style;
  readonly changed: Style;
  readonly title: Style;
  readonly strong: Style;
  readonly emphasis: Style;
  readonly code: Style;
  /** The chosen line of a list. */
  readonly selected: Style;
  /** A key's name in footers and help. */
  readonly key: Style;
  /** Names of things of a kind in the drawing: interfaces, namespaces, nodes, addresses. */
  readonly link: Style;
  readonly namespace: Style;
  readonly node: Style;
  readonly address: Style;
  readonly border: Style;
  /** The border of the pane that gets the keys. */
  readonly focus: Style;
  /** The line at the bottom. */
  readonly bar: Style;
}

export type ThemeName = 'dark' | 'light' | 'none';

/** Attributes only: for NO_COLOR, and for whoever cannot tell our colours apart. */
const none: Theme = {
  name: 'none',
  ok: {bold: true},
  bad: {bold: true},
  unknown: {},
  accent: {bold: true},
  dim: {dimColor: true},
  added: {bold: true},
  removed: {dimColor: true},
  changed: {bold: true},
  title: {bold: true},
  strong: {bold: true},
  emphasis: {underline: true},
  code: {bold: true},
  selected: {inverse: true},
  key: {bold: true},
  link: {},
  namespace: {bold: true},
  node: {bold: true},
  address: {},
  border: {dimColor: true},
  focus: {bold: true},
  bar: {inverse: true},
};

/** The terminal's own sixteen colours follow the learner's palette; only surfaces take fixed ones. */
const dark: Theme = {
  name: 'dark',
  ok: {color: 'green'},
  bad: {color: 'red'},
  unknown: {color: 'yellow'},
  accent: {color: 'cyan', bold: true},
  dim: {color: 'ansi256(245)'},
  added: {color: 'green', bold: true},
  removed: {color: 'red'},
  changed: {color: 'yellow'},
  title: {color: 'cyan', bold: true},
  strong: {bold: true},
  emphasis: {italic: true},
  code: {color: 'ansi256(222)'},
  selected: {color: 'ansi256(231)', backgroundColor: 'ansi256(24)', bold: true},
  key: {color: 'cyan'},
  link: {color: 'ansi256(117)'},
  namespace: {color: 'ansi256(183)'},
  node: {color: 'ansi256(231)', bold: true},
  address: {color: 'ansi256(222)'},
  border: {color: 'ansi256(240)'},
  focus: {color: 'cyan'},
  bar: {color: 'ansi256(252)', backgroundColor: 'ansi256(236)'},
};

const light: Theme = {
  name: 'light',
  ok: {color: 'ansi256(28)'},
  bad: {color: 'ansi256(160)'},
  unknown: {color: 'ansi256(130)'},
  accent: {color: 'ansi256(25)', bold: true},
  dim: {color: 'ansi256(243)'},
  added: {color: 'ansi256(28)', bold: true},
  removed: {color: 'ansi256(160)'},
  changed: {color: 'ansi256(130)'},
  title: {color: 'ansi256(25)', bold: true},
  strong: {bold: true},
  emphasis: {italic: true},
  code: {color: 'ansi256(94)'},
  selected: {color: 'ansi256(16)', backgroundColor: 'ansi256(153)', bold: true},
  key: {color: 'ansi256(25)'},
  link: {color: 'ansi256(25)'},
  namespace: {color: 'ansi256(90)'},
  node: {color: 'ansi256(16)', bold: true},
  address: {color: 'ansi256(94)'},
  border: {color: 'ansi256(250)'},
  focus: {color: 'ansi256(25)'},
  bar: {color: 'ansi256(236)', backgroundColor: 'ansi256(254)'},
};

export const THEMES: Readonly<Record<ThemeName, Theme>> = {dark, light, none};

export interface ThemeEnvironment {
  readonly NO_COLOR?: string | undefined;
  /** `15;0`: the terminal's foreground and background palette numbers, set by rxvt, Konsole and others. */
  readonly COLORFGBG?: string | undefined;
}

/**
 * The theme to draw with. NO_COLOR (https://no-color.org: present and not empty) wins over everything; `auto` asks
 * COLORFGBG and takes dark where the terminal does not say.
 */
export const chooseTheme = (setting: 'auto' | ThemeName, environment: ThemeEnvironment): Theme => {
  if (environment.NO_COLOR) return THEMES.none;
  if (setting !== 'auto') return THEMES[setting];
  const background = Number(environment.COLORFGBG?.split(';').at(-1) || Number.NaN);
  return background === 7 || (background >= 9 && background <= 15) ? THEMES.light : THEMES.dark;
};

/** Given by the app; the default is what a component drawn alone gets. */
export const ThemeContext = createContext<Theme>(THEMES.dark);

/** @example const theme = useTheme(); <Text {...theme.ok}>✔</Text> */
export const useTheme = (): Theme => useContext(ThemeContext);
