import type {LabError} from './lab-error.ts';
import type {Passage, ReadProse} from './load-prose.ts';
import {FOUND, references} from './variables.ts';

interface Side {
  readonly file: string;
  readonly read: ReadProse;
}

/**
 * What tells that one language is stale: another number of hints or hints for other checks, other variables, other
 * commands in code blocks. Missing sections were found against lab.yaml already.
 * @param variables names that are defined; a passage with another one is wrong, not stale
 */
export function compareLanguages(original: Side, translation: Side, variables: readonly string[]): readonly LabError[] {
  const errors: LabError[] = [];
  const here = (passage: Passage, message: string) => {
    errors.push({file: translation.file, line: passage.line, column: 1, message});
  };
  const byName = new Map(translation.read.passages.map((passage) => [passage.name, passage]));
  for (const [step, prose] of Object.entries(original.read.prose.steps)) {
    const other = translation.read.prose.steps[step];
    if (other === undefined) continue;
    const [wanted, found] = [prose, other].map(({hints}) => hints.map((hint) => hint.onlyFor ?? 'general').join(', '));
    const near = byName.get(`${step}/goal`) ?? byName.get('intro');
    if (wanted !== found && near !== undefined)
      here(
        near,
        `stale translation: the hints of \`${step}\` are (${found}) here and (${wanted}) in ${base(original.file)}`,
      );
    const [wantedWords, foundWords] = [prose, other].map(({says}) => Object.keys(says).toSorted().join(', '));
    if (wantedWords !== foundWords && near !== undefined)
      here(
        near,
        `stale translation: the checks of \`${step}\` with words are (${foundWords}) here and (${wantedWords}) in ${base(original.file)}`,
      );
  }
  for (const passage of original.read.passages) {
    const other = byName.get(passage.name);
    if (other === undefined) continue;
    const [wantedNames, foundNames] = [passage, other].map(({body}) => new Set(references(body).map(({name}) => name)));
    const areKnown = [...(wantedNames ?? []), ...(foundNames ?? [])].every(
      (name) => name === FOUND || variables.includes(name),
    );
    if (!areKnown) continue;
    for (const name of wantedNames ?? [])
      if (!foundNames?.has(name))
        here(other, `stale translation: ${base(original.file)} uses {{${name}}} in \`${passage.name}\`, this does not`);
    for (const name of foundNames ?? [])
      if (!wantedNames?.has(name))
        here(other, `stale translation: this uses {{${name}}} in \`${passage.name}\`, ${base(original.file)} does not`);
    const [wantedCode, foundCode] = [passage, other].map(({body}) => codeLines(body));
    const different =
      wantedCode?.find((line, index) => !sameCode(line, foundCode?.[index])) ?? foundCode?.[wantedCode?.length ?? 0];
    if (different !== undefined)
      here(other, `stale translation: the code in \`${passage.name}\` differs: \`${different}\``);
  }
  return errors;
}

/** The lines of fenced code without shell comments, which are translated. */
function codeLines(body: string): readonly string[] {
  const lines: string[] = [];
  let inside = false;
  for (const line of body.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) inside = !inside;
    else if (inside) {
      const words = line.replace(/(^|\s)#.*$/, '').trim();
      if (words !== '') lines.push(words);
    }
  }
  return lines;
}

/** Word by word; a word with Chinese in it stands for any: a placeholder was translated. */
function sameCode(line: string, other: string | undefined): boolean {
  const [words, others] = [line.split(/\s+/), other?.split(/\s+/) ?? []];
  return (
    words.length === others.length && words.every((word, index) => word === others[index] || hasHan(others[index]))
  );
}

const hasHan = (word: string | undefined): boolean => word !== undefined && /\p{Script=Han}/u.test(word);

const base = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
