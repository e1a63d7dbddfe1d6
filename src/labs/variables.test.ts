import {describe, expect, it} from 'vitest';
import type {VariableRule} from './lab.ts';
import {chooseVariables, fill, references, seededRandom} from './variables.ts';

const SEEDS = Array.from({length: 500}, (_, seed) => seed);
const rules = {
  left: {kind: 'pick', from: ['red', 'blue', 'green']},
  right: {kind: 'pick', from: ['red', 'blue', 'green']},
  low: {kind: 'number', from: 10, to: 12},
  high: {kind: 'number', from: 10, to: 12},
  neta: {kind: 'subnet24', within: '172.16.0.0/22'},
  netb: {kind: 'subnet24', within: '172.16.0.0/22'},
} as const satisfies Record<string, VariableRule>;

describe('chooseVariables', () => {
  it('gives the same values for the same seed, whatever the time or machine', () => {
    expect(chooseVariables(rules, 7)).toEqual(chooseVariables(rules, 7));
    expect(chooseVariables(rules, 7)).toMatchInlineSnapshot(`
      {
        "high": "10",
        "left": "red",
        "low": "12",
        "neta": "172.16.2",
        "netb": "172.16.1",
        "right": "blue",
      }
    `);
  });

  it('never gives two variables one value', () => {
    for (const seed of SEEDS) {
      const values = Object.values(chooseVariables(rules, seed));
      expect(new Set(values).size, `seed ${seed}`).toBe(values.length);
    }
  });

  it('gives every value a rule allows, and no other', () => {
    const seen = (name: keyof typeof rules) =>
      [...new Set(SEEDS.map((seed) => chooseVariables(rules, seed)[name]))].toSorted((a = '', b = '') =>
        a.localeCompare(b),
      );
    expect(seen('left')).toEqual(['blue', 'green', 'red']);
    expect(seen('high')).toEqual(['10', '11', '12']);
    expect(seen('netb')).toEqual(['172.16.0', '172.16.1', '172.16.2', '172.16.3']);
  });

  it('keeps clear of what is taken', () => {
    const taken = ['172.16.0', '172.16.2'];
    for (const seed of SEEDS) expect(taken).not.toContain(chooseVariables(rules, seed, taken)['netb']);
  });

  it('says which variable has no value left', () => {
    expect(() => chooseVariables({...rules, third: {kind: 'number', from: 11, to: 12}}, 1)).toThrow(/`third`/);
  });
});

describe('fill', () => {
  it('fills strings at any depth and leaves what it does not know', () => {
    const value = {a: ['{{net}}.1', {b: '{{ net }}.2 {{found}} {{constructor}}'}], n: 3, u: null, t: true};
    expect(fill(value, {net: '10.0.1'})).toEqual({
      a: ['10.0.1.1', {b: '10.0.1.2 {{found}} {{constructor}}'}],
      n: 3,
      u: null,
      t: true,
    });
  });

  it('takes a value as it is, with no second round and no $-patterns', () => {
    expect(fill('{{a}}', {a: '$& {{a}}'})).toBe('$& {{a}}');
  });
});

it('references tells names and offsets', () => {
  expect(references('a {{b}} {{ c }} {d} {{}}')).toEqual([
    {name: 'b', offset: 2},
    {name: 'c', offset: 8},
    {name: '', offset: 20},
  ]);
});

it('seededRandom is spread over 0 to 1', () => {
  const random = seededRandom(1);
  const tenths = Array.from({length: 10}, () => 0);
  for (let count = 0; count < 10_000; count += 1) {
    const tenth = Math.floor(random() * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) expect(count).toBeGreaterThan(850);
});
