import type {VariableRule} from './lab.ts';

/** Numbers from 0 up to 1 that only depend on the seed. mulberry32 by Tommy Ettinger (public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Values for the variables of one attempt. The same seed gives the same values; no two variables get the same one, so
 * that two names never fall together and two subnets never overlap.
 * @param taken values that are spoken for, such as the networks a lab writes out
 * @throws {RangeError} where the rules leave too few different values; the loader has then told the author.
 */
export function chooseVariables(
  rules: Readonly<Record<string, VariableRule>>,
  seed: number,
  taken: Iterable<string> = [],
): Readonly<Record<string, string>> {
  const random = seededRandom(seed);
  const used = new Set(taken);
  const values: Record<string, string> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const count = choices(rule);
    const start = Math.floor(random() * count);
    let value: string | undefined;
    for (let offset = 0; offset < count && value === undefined; offset += 1) {
      const candidate = choice(rule, (start + offset) % count);
      if (!used.has(candidate)) value = candidate;
    }
    if (value === undefined) throw new RangeError(`no value is left for the variable \`${name}\` that no other has`);
    used.add(value);
    values[name] = value;
  }
  return values;
}

/** How many different values a rule can give. */
export function choices(rule: VariableRule): number {
  switch (rule.kind) {
    case 'pick':
      return rule.from.length;
    case 'number':
      return rule.to - rule.from + 1;
    case 'subnet24':
      return 2 ** (24 - Number(rule.within.split('/')[1]));
  }
}

function choice(rule: VariableRule, index: number): string {
  switch (rule.kind) {
    case 'pick':
      return rule.from[index] ?? '';
    case 'number':
      return String(rule.from + index);
    case 'subnet24': {
      const [a = 0, b = 0, c = 0] = rule.within.split(/[./]/).map(Number);
      const third = (a * 65536 + b * 256 + c + index) >>> 0;
      return [third >>> 16, (third >>> 8) & 255, third & 255].join('.');
    }
  }
}

const REFERENCE = /\{\{([^{}]*)\}\}/g;

/** Filled in later from what was found, not by the attempt. */
export const FOUND = 'found';

/** Every `{{name}}` in a text with its offset, `{{found}}` included. */
export const references = (text: string): readonly {readonly name: string; readonly offset: number}[] =>
  Array.from(text.matchAll(REFERENCE), (match) => ({name: (match[1] ?? '').trim(), offset: match.index}));

/** Replaces `{{name}}` in every string inside a value; what has no value (`{{found}}`) stays as it is. */
export function fill<T>(value: T, values: Readonly<Record<string, string>>): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string')
      return part.replaceAll(REFERENCE, (whole, name: string) =>
        Object.hasOwn(values, name.trim()) ? (values[name.trim()] ?? whole) : whole,
      );
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part === 'object' && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
    return part;
  };
  return walk(value) as T;
}
