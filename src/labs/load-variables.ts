import type {LabFile, LabFileVariable} from './format.ts';
import type {VariableRule} from './lab.ts';
import type {LabError} from './lab-error.ts';
import {suggestion} from './load-suggestion.ts';
import type {YamlFile} from './load-yaml.ts';
import {chooseVariables, FOUND, references} from './variables.ts';

/** A Markdown file of the lab. */
export interface MarkdownFile {
  readonly file: string;
  readonly source: string;
}

export function variableRules(variables: LabFile['variables']): Readonly<Record<string, VariableRule>> {
  return Object.fromEntries(Object.entries(variables ?? {}).map(([name, variable]) => [name, variableRule(variable)]));
}

function variableRule(variable: LabFileVariable): VariableRule {
  if ('pick' in variable) return {kind: 'pick', from: variable.pick};
  if ('subnet24' in variable) return {kind: 'subnet24', within: variable.subnet24};
  return {kind: 'number', from: variable.number[0], to: variable.number[1]};
}

/** Networks written out in a lab's texts, as three bytes: chosen subnets keep clear of them. */
export const writtenNetworks = (...texts: readonly string[]): ReadonlySet<string> =>
  new Set(
    texts.flatMap((text) =>
      Array.from(text.matchAll(/(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}/g), (match) => match[1] ?? ''),
    ),
  );

/** Rules that make sense and leave enough values, or the errors. */
export function checkVariables(variables: LabFile['variables'], yaml: YamlFile): readonly LabError[] {
  const errors: LabError[] = [];
  for (const [name, variable] of Object.entries(variables ?? {})) {
    const path = ['variables', name];
    if (name === FOUND || name === 'fault')
      errors.push(yaml.errorAtKey(['variables'], name, `the name \`${name}\` is taken`));
    if ('number' in variable && variable.number[0] >= variable.number[1])
      errors.push(yaml.errorAt([...path, 'number'], 'the first number must be smaller than the second'));
    if ('subnet24' in variable) {
      const message = prefixFault(variable.subnet24);
      if (message !== undefined) errors.push(yaml.errorAt([...path, 'subnet24'], message));
    }
  }
  if (errors.length > 0) return errors;
  try {
    chooseVariables(variableRules(variables), 1);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    errors.push(yaml.errorAt(['variables'], error.message));
  }
  return errors;
}

function prefixFault(prefix: string): string | undefined {
  const [address = '', length = ''] = prefix.split('/');
  const bytes = address.split('.').map(Number);
  const bits = Number(length);
  if (bytes.some((byte) => byte > 255)) return `\`${address}\` is not an IPv4 address`;
  if (bits < 8 || bits > 23) return 'the prefix length must be 8 to 23, so that there are several /24 in it';
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  if (value % 2 ** (32 - bits) !== 0) return `\`${prefix}\` has bits set behind its prefix length`;
  return undefined;
}

/** Every `{{name}}` has a rule and every rule is used, in lab.yaml and in the Markdown. */
export function checkReferences(
  variables: unknown,
  yaml: YamlFile,
  markdown: readonly MarkdownFile[],
): readonly LabError[] {
  const errors: LabError[] = [];
  const defined = typeof variables === 'object' && variables !== null ? Object.keys(variables) : [];
  const used = new Set<string>();
  for (const {text, errorAt} of yaml.strings)
    for (const {name, offset} of references(text)) {
      used.add(name);
      if (!defined.includes(name)) errors.push(errorAt(offset, unknownVariable(name, defined)));
    }
  for (const {file, source} of markdown)
    for (const [index, line] of source.split('\n').entries())
      for (const {name, offset} of references(line)) {
        if (name === FOUND) continue;
        used.add(name);
        if (!defined.includes(name))
          errors.push({file, line: index + 1, column: offset + 1, message: unknownVariable(name, defined)});
      }
  for (const name of defined)
    if (!used.has(name)) errors.push(yaml.errorAtKey(['variables'], name, `the variable \`${name}\` is used nowhere`));
  return errors;
}

const unknownVariable = (name: string, defined: readonly string[]): string => {
  if (name === 'fault') return 'the hidden fault may not appear in a text';
  if (name === FOUND) return '`{{found}}` exists only in hints for a check';
  return `no variable is called \`${name}\`${suggestion(name, defined)}`;
};
