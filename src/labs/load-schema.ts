import type {z} from 'zod';
import type {LabError} from './lab-error.ts';
import {issueErrors} from './load-issue.ts';
import {at, jsonSchemaOf} from './load-known-keys.ts';
import type {YamlFile} from './load-yaml.ts';

/** Parses a YAML file's data by a schema; every issue becomes an error at its place, in words for an author. */
export function parseWithSchema<S extends z.ZodType>(
  schema: S,
  yaml: YamlFile,
  value: unknown = yaml.value,
): {readonly data?: z.output<S>; readonly errors: readonly LabError[]} {
  const result = parseNumbersToo(schema, value);
  if (result.success) return {data: result.data, errors: []};
  const jsonSchema = jsonSchemaOf(schema);
  return {
    errors: result.error.issues.flatMap((issue) => issueErrors(issue, {yaml, value, jsonSchema})),
  };
}

/**
 * A variable's value is text, also where the format wants a number (`port: '{{port}}'`): such texts are turned into
 * numbers where, and only where, the schema asks for one. A number the author put in quotes is taken the same way.
 */
export function parseNumbersToo<S extends z.ZodType>(schema: S, value: unknown): z.ZodSafeParseResult<z.output<S>> {
  const first = schema.safeParse(value);
  if (first.success) return first;
  let changed = false;
  const copy: unknown = structuredClone(value);
  for (const issue of first.error.issues) {
    if (issue.code !== 'invalid_type' || !['number', 'int'].includes(issue.expected)) continue;
    const parent = at(copy, issue.path.slice(0, -1));
    const key = issue.path.at(-1);
    if (typeof parent !== 'object' || parent === null || key === undefined) continue;
    const current: unknown = Reflect.get(parent, key);
    if (typeof current !== 'string' || !/^-?\d+(\.\d+)?$/.test(current)) continue;
    Reflect.set(parent, key, Number(current));
    changed = true;
  }
  return changed ? schema.safeParse(copy) : first;
}
