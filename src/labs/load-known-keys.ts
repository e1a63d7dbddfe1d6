import {z} from 'zod';

type Path = readonly PropertyKey[];

/** The part of a JSON Schema that tells which keys a map may have. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
}

/** By schema: making one takes longer than loading a lab. */
const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

/** The JSON Schema of a zod schema. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = jsonSchemas.get(schema);
  if (known !== undefined) return known;
  const made = z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any'}) as JsonSchema;
  jsonSchemas.set(schema, made);
  return made;
}

/** The keys that the schema knows at a path: of the claim that the data names, where there are several. */
export function keysAt(schema: JsonSchema, value: unknown, path: Path): readonly string[] {
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches !== undefined) {
    const named = branches.filter((branch) =>
      Object.entries(branch.properties ?? {}).some(
        ([key, inner]) => inner.const !== undefined && at(value, [key]) === inner.const,
      ),
    );
    const fitting = named.length > 0 ? named : branches;
    return [...new Set(fitting.flatMap((branch) => keysAt(branch, value, path)))];
  }
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(schema.properties ?? {});
  const extra = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const inner = typeof key === 'number' ? schema.items : (schema.properties?.[String(key)] ?? extra);
  return inner === undefined ? [] : keysAt(inner, at(value, [key]), rest);
}

/** The part of some data at a path; undefined where there is none. */
export const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? (Reflect.get(part, key) as unknown) : undefined),
    value,
  );
