import type {z} from 'zod';
import type {LabError} from './lab-error.ts';
import {at, keysAt, type JsonSchema} from './load-known-keys.ts';
import {suggestion} from './load-suggestion.ts';
import type {YamlFile} from './load-yaml.ts';
import {references} from './variables.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What an issue is told about. */
export interface IssueContext {
  readonly yaml: YamlFile;
  readonly value: unknown;
  readonly jsonSchema: JsonSchema;
}

/** A zod issue as errors at their places, in words for an author. */
export function issueErrors(issue: Issue, context: IssueContext, before: Path = []): readonly LabError[] {
  const {yaml, value, jsonSchema} = context;
  const path = [...before, ...issue.path];
  const found = at(value, path);
  const key = path.at(-1);
  const name = typeof key === 'string' ? `\`${key}\`` : 'this item';
  // A variable that could not be filled in is an error of its own; what it would have been is not known.
  if (typeof found === 'string' && references(found).length > 0) return [];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((unknownKey) =>
        yaml.errorAtKey(
          path,
          unknownKey,
          `unknown key \`${unknownKey}\`${suggestion(unknownKey, keysAt(jsonSchema, value, path))}`,
        ),
      );
    case 'invalid_union': {
      if ('discriminator' in issue && issue.discriminator !== undefined) {
        const known = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
        return [
          found === undefined
            ? yaml.errorAt(path.slice(0, -1), `${name} is missing`)
            : yaml.errorAt(path, `unknown ${String(key)} ${show(found)}${suggestion(plain(found), known)}`),
        ];
      }
      const branch = nearestBranch(issue.errors);
      if (branch === undefined || branch.every((inner) => inner.path.length === 0 && inner.code === 'invalid_type'))
        return [yaml.errorAt(path, `${name} must be ${expectedTypes(issue.errors)}, not ${typeName(found)}`)];
      return branch.flatMap((inner) => issueErrors(inner, context, path));
    }
    case 'invalid_type':
      if (found === undefined) return [yaml.errorAt(path.slice(0, -1), `${name} is missing`)];
      return [
        yaml.errorAt(
          path,
          `${name} must be ${article(issue.expected)}, not ${typeName(found)}${
            issue.expected === 'string' && ['number', 'boolean'].includes(typeof found)
              ? `; write it in quotes: '${plain(found)}'`
              : ''
          }`,
        ),
      ];
    case 'invalid_value': {
      const values = issue.values.map(String);
      if (found === undefined) return [yaml.errorAt(path.slice(0, -1), `${name} is missing`)];
      if (values.length === 1) return [yaml.errorAt(path, `${name} must be ${values[0]}, not ${show(found)}`)];
      return [
        yaml.errorAt(
          path,
          `unknown value ${show(found)} ${typeof key === 'string' ? `for ${name}` : `in \`${String(path.at(-2))}\``}${suggestion(plain(found), values)}`,
        ),
      ];
    }
    case 'invalid_key':
      return [
        yaml.errorAtKey(path.slice(0, -1), String(key), `${name} ${issue.issues[0]?.message ?? 'is not a valid key'}`),
      ];
    case 'too_small':
    case 'too_big':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
    case 'custom': {
      if (found === undefined && issue.code === 'custom')
        return [yaml.errorAt(path.slice(0, -1), `${name} ${ownWords(issue)}`)];
      if (found === undefined) return [yaml.errorAt(path.slice(0, -1), `${name} is missing`)];
      const what = typeof key === 'string' ? name : show(found);
      return [
        yaml.errorAt(
          path,
          `${what} ${ownWords(issue)}${issue.code === 'invalid_format' && typeof key === 'string' ? `, not ${show(found)}` : ''}`,
        ),
      ];
    }
  }
}

/** Our schemas word their own rules (`must …`); zod's English begins with a capital. */
const ownWords = (issue: Issue): string => {
  if (issue.message.startsWith('must ')) return issue.message;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  return `is not valid: ${issue.message}`;
};

/** The alternative that was meant: the one whose issues lie deepest, so the type itself was right; then the fewest. */
const nearestBranch = (branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined =>
  branches.toSorted((a, b) => wrongType(a) - wrongType(b) || missing(a) - missing(b) || a.length - b.length)[0];

const wrongType = (issues: readonly Issue[]): number =>
  issues.some((issue) => issue.path.length === 0 && ['invalid_type', 'invalid_value'].includes(issue.code)) ? 1 : 0;

const missing = (issues: readonly Issue[]): number =>
  issues.filter((issue) => issue.code === 'unrecognized_keys').length;

const expectedTypes = (branches: readonly (readonly Issue[])[]): string => {
  const types = branches.flatMap((issues) =>
    issues.flatMap((issue) =>
      issue.code === 'invalid_type'
        ? [article(issue.expected)]
        : issue.code === 'invalid_value'
          ? issue.values.map((value) => `\`${String(value)}\``)
          : [],
    ),
  );
  return [...new Set(types)].join(' or ');
};

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'nothing',
};

const article = (type: string): string => TYPE_NAMES[type] ?? type;

const typeName = (value: unknown): string => {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  return article(typeof value);
};

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const show = (value: unknown): string => `\`${plain(value)}\``;
