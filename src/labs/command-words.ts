/** The words after `underlay` that a shell of a lab understands; {@link runControl} does what they say. */
export const CONTROL_WORDS = [
  'check',
  'hint',
  'answer',
  'predict',
  'step',
  'goal',
  'topology',
  'changes',
  'next',
  'help',
] as const;
export type ControlWord = (typeof CONTROL_WORDS)[number];

/**
 * The words of one simple command line, quotes and backslashes taken away as a shell does it. For the `underlay …`
 * lines of a solve, which must mean the same when nobody types them; no expansions.
 */
export const splitWords = (line: string): readonly string[] =>
  Array.from(line.matchAll(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/g), ([word]) =>
    word.replaceAll(
      /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
    ),
  );

/** `underlay answer ID VALUE…` taken apart, or undefined where the line says something else. */
export const parseAnswer = (line: string): {readonly check: string; readonly value: string} | undefined => {
  const [program, word, check, ...value] = splitWords(line);
  return program === 'underlay' && word === 'answer' && check !== undefined && value.length > 0
    ? {check, value: value.join(' ')}
    : undefined;
};

/** A line that only talks to us, and does nothing to the host. */
export const isOurCommand = (line: string): boolean => splitWords(line)[0] === 'underlay';
