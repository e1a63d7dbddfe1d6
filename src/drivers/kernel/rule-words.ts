import {UnreadableOutput} from './unreadable-output.ts';

/** Splits an iptables rule into words as a shell would: blanks, "double" and 'single' quotes, backslashes. */
export const ruleWords = (spec: string): readonly string[] => {
  const words: string[] = [];
  const pattern = /\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+)/gsy;
  let end = 0;
  for (let match = pattern.exec(spec); match !== null; match = pattern.exec(spec)) {
    end = pattern.lastIndex;
    words.push(unquote(match[1] ?? ''));
  }
  if (spec.slice(end).trim() !== '') throw new UnreadableOutput('iptables rule', 1, spec, 'unfinished quote');
  return words;
};

const unquote = (word: string): string =>
  word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, (_, double?: string, single?: string, escaped?: string) =>
    double === undefined ? (single ?? escaped ?? '') : double.replaceAll(/\\(.)/gs, '$1'),
  );
