import type {Key} from 'ink';

/** One key as pressed. `text` is what it would type; absent for keys that type nothing. */
export interface KeyPress {
  /** `a`, `A`, `?`, `space`, `enter`, `escape`, `up`, `page-up`, `ctrl-g`… */
  readonly name: string;
  readonly text?: string;
  /** Keys that came in one piece from the terminal share it: fast typing, or a paste of a terminal that marks none. */
  readonly chunk: number;
}

const NAMED: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u001B': 'escape',
  '\u007F': 'backspace',
  '\b': 'backspace',
};

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/**
 * Splits what Ink reports as one input into single keys. Ink hands over text that arrives together as one string
 * (`abc` and Enter typed fast give `"abc\r"` with `key.return` false), so the string has to be walked through.
 */
export const keyPresses = (input: string, key: Key, chunk: number): readonly KeyPress[] => {
  if (key.eventType === 'release') return [];
  const special = specialName(key);
  if (special !== undefined) return [{name: special, chunk}];
  if (key.ctrl) return input === '' ? [] : [{name: `ctrl-${input}`, chunk}];
  if (key.meta) return input === '' ? [] : [{name: `alt-${input}`, chunk}];
  return Array.from(graphemes.segment(input), ({segment}) => segment).flatMap((segment) => character(segment, chunk));
};

const character = (segment: string, chunk: number): readonly KeyPress[] => {
  // A grapheme may be "\r\n".
  const named = NAMED[segment] ?? NAMED[segment[0] ?? ''];
  if (named !== undefined) return [{name: named, chunk}];
  if (segment === ' ') return [{name: 'space', text: ' ', chunk}];
  const code = segment.codePointAt(0) ?? 0;
  // Ctrl-A is 1 … Ctrl-Z is 26.
  if (code < 0x20) return [{name: `ctrl-${String.fromCodePoint(code + 0x60)}`, chunk}];
  return [{name: segment, text: segment, chunk}];
};

const specialName = (key: Key): string | undefined => {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'page-up';
  if (key.pageDown) return 'page-down';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return key.shift ? 'shift-tab' : 'tab';
  if (key.backspace || key.delete) return 'backspace';
  return undefined;
};

const RAW: Readonly<Record<string, string>> = {
  enter: '\r',
  tab: '\t',
  'shift-tab': '\u001B[Z',
  escape: '\u001B',
  backspace: '\u007F',
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  home: '\u001B[H',
  end: '\u001B[F',
  'page-up': '\u001B[5~',
  'page-down': '\u001B[6~',
};

/** The bytes that a terminal sends for a key: the way back from {@link keyPresses}. */
export const rawKey = ({name, text}: KeyPress): string => {
  if (text !== undefined) return text;
  const control = /^ctrl-([a-z])$/.exec(name)?.[1];
  if (control !== undefined) return String.fromCodePoint((control.codePointAt(0) ?? 0) - 0x60);
  return RAW[name] ?? '';
};
