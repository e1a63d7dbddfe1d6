import {expect} from 'vitest';
import type {z} from 'zod';
import type {Outcome} from '../../outcome.ts';

/** An outcome in both languages, for inline snapshots. */
export const told = (outcome: Outcome): string => {
  switch (outcome.verdict) {
    case 'met':
      return `met: ${outcome.found.en}\n     ${outcome.found.zh}`;
    case 'not-met':
      return [
        `not met: ${outcome.expected.en}`,
        `  found: ${outcome.found.en}`,
        `   期望: ${outcome.expected.zh}`,
        `   实际: ${outcome.found.zh}`,
      ].join('\n');
    case 'unknown':
      return `unknown: ${outcome.why.en}\n   未知: ${outcome.why.zh}`;
  }
};

export const tellAll = (outcomes: readonly Outcome[]): string => `\n${outcomes.map(told).join('\n\n')}\n`;

/** A claim with all of its keys. */
export type Whole<C> = {readonly [K in Exclude<keyof C, 'absent'>]-?: NonNullable<C[K]>};

/** Keys that say where a claim looks and which it is; the others are compared. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['claim', 'node', 'in', 'absent']);

/**
 * A claim that is met must stop being met when any one of its keys asks for something else. `others` gives another value
 * for each key of the schema: a key that nobody thought of here fails the test.
 */
export const expectEachKeyToMatter = <C extends {readonly claim: string}>(
  schema: z.ZodObject,
  claim: C,
  check: (claim: C) => Outcome,
  others: {readonly [K in Exclude<keyof C, 'claim' | 'node' | 'in' | 'absent'>]: C[K]},
  instead: readonly string[] = [],
): void => {
  const keys = Object.keys(schema.shape).filter((key) => !NOT_COMPARED.has(key) && !instead.includes(key));
  expect(Object.keys(others).toSorted()).toEqual(keys.toSorted());
  expect(told(check(claim))).toMatch(/^met/);
  for (const key of keys) {
    const other = Object.entries(others).find(([name]) => name === key)?.[1];
    expect(`${key}: ${check({...claim, [key]: other}).verdict}`).toBe(`${key}: not-met`);
  }
  if ('absent' in schema.shape) expect(check({...claim, absent: true}).verdict).toBe('not-met');
};
