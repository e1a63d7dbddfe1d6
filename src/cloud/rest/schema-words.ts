import type {z} from 'zod';
import {represent} from '../neutron/python-text.ts';

/** What is wrong with a body, as Python's jsonschema says it: Nova's and Keystone's answers quote it. */
export interface SchemaFault {
  /** Where; empty for the body itself. */
  readonly path: readonly string[];
  /** What stands there. */
  readonly value: unknown;
  readonly message: string;
}

const TYPES: Readonly<Record<string, string>> = {int: 'integer', record: 'object', map: 'object'};

export function schemaFault(error: z.ZodError, body: unknown): SchemaFault {
  const [issue] = error.issues;
  const path = issue?.path.map(String) ?? [];
  const value = at(body, path);
  if (issue === undefined || (value === undefined && path.length > 0)) {
    const parent = path.slice(0, -1);
    return {path: parent, value: at(body, parent), message: `${represent(path.at(-1))} is a required property`};
  }
  return {path, value, message: wordsOf(issue, represent(value))};
}

const at = (body: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined),
    body,
  );

function wordsOf(issue: z.core.$ZodIssue, value: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${value} is not of type '${TYPES[issue.expected] ?? issue.expected}'`;
    case 'too_small':
      return issue.origin === 'number'
        ? `${value} is less than the minimum of ${issue.minimum}`
        : `${value} is too short`;
    case 'too_big':
      return issue.origin === 'number'
        ? `${value} is greater than the maximum of ${issue.maximum}`
        : `${value} is too long`;
    case 'invalid_value':
      return `${value} is not one of ${represent(issue.values)}`;
    case 'invalid_format':
      return issue.pattern === undefined
        ? `${value} is not a '${issue.format}'`
        : `${value} does not match ${represent(issue.pattern.replace(/^\/(.*)\/[a-z]*$/, '$1'))}`;
    case 'unrecognized_keys': {
      const {keys} = issue;
      const [were, names] = [keys.length === 1 ? 'was' : 'were', keys.map(represent).join(', ')];
      return `Additional properties are not allowed (${names} ${were} unexpected)`;
    }
    default:
      return `${value} is not valid under any of the given schemas`;
  }
}
