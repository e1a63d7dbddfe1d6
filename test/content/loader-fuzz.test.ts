import {expect, it} from 'vitest';
import {parseLab, type LabSources} from '../../src/labs/load-lab.ts';
import {instantiate} from '../../src/labs/instantiate.ts';
import {seededRandom} from '../../src/labs/variables.ts';
import {labSources, TEST_MODULES} from './broken-labs.ts';

const ROUNDS = 700;
const SLOWEST_MS = 2000;
const good = labSources();

/** Pieces that mean something to YAML, Markdown, regular expressions or our own format. */
const PIECES = [
  '{{',
  '}}',
  '{{net}}',
  '{{constructor}}',
  '- ',
  ': ',
  '\n',
  '\t',
  '#',
  '## ',
  '### hint ',
  '```\n',
  '&a ',
  '*a',
  '<<: ',
  '!!binary ',
  '|',
  '>',
  '[',
  ']',
  '{',
  '}',
  "'",
  '"',
  '\\',
  '\u0000',
  '\uFEFF',
  '\u{1F600}',
  '网桥',
  '__proto__',
  'toString',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '? ',
  '(',
  '(a+)+$',
  '9'.repeat(400),
  '-',
  '~',
  'null',
  'true',
  '1e999',
  ' '.repeat(200),
];

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

/** One change somewhere: a piece put in, a stretch taken out, doubled or moved, a line copied or dropped. */
function mutate(source: string, random: Random): string {
  const at = Math.floor(random() * source.length);
  const length = Math.floor(random() ** 3 * 200);
  const lines = source.split('\n');
  const line = Math.floor(random() * lines.length);
  switch (Math.floor(random() * 7)) {
    case 0:
      return source.slice(0, at) + pick(random, PIECES) + source.slice(at);
    case 1:
      return source.slice(0, at) + source.slice(at + length);
    case 2:
      return source.slice(0, at + length) + source.slice(at);
    case 3:
      return lines.toSpliced(line, 1).join('\n');
    case 4:
      return lines.toSpliced(line, 0, pick(random, lines)).join('\n');
    case 5:
      return lines.with(line, `${' '.repeat(Math.floor(random() * 8))}${lines[line]?.trim() ?? ''}`).join('\n');
    default:
      return source.slice(0, at);
  }
}

function mutant(random: Random): LabSources {
  const sources = {...good};
  const times = 1 + Math.floor(random() * 3);
  for (let time = 0; time < times; time += 1) {
    const file = pick(random, ['yaml', 'yaml', 'en', 'zh'] as const);
    sources[file] = mutate(sources[file], random);
  }
  return sources;
}

/** What `act` gives; an error tells the seed that makes it come again. */
function attempt<T>(act: () => T, seed: number): T {
  try {
    return act();
  } catch (error) {
    throw new Error(`seed ${seed} makes the loader throw`, {cause: error});
  }
}

it(
  'whatever stands in the files, the loader answers with a lab or with errors that have places',
  {timeout: 120_000},
  () => {
    let broken = 0;
    for (let seed = 1; seed <= ROUNDS; seed += 1) {
      const sources = mutant(seededRandom(seed));
      const startedAt = performance.now();
      const loaded = attempt(() => parseLab(sources, TEST_MODULES), seed);
      expect(performance.now() - startedAt, `seed ${seed} is slow`).toBeLessThan(SLOWEST_MS);
      if (loaded.ok) {
        expect(() => instantiate(loaded.lab, seed), `seed ${seed}`).not.toThrow();
        continue;
      }
      broken += 1;
      for (const {file, line, column, message} of loaded.errors) {
        const source = sources[file.includes('lab.yaml') ? 'yaml' : file.endsWith('en.md') ? 'en' : 'zh'];
        expect(line, `seed ${seed}: ${message}`).toBeGreaterThanOrEqual(1);
        expect(line, `seed ${seed}: ${message}`).toBeLessThanOrEqual(source.split(/\n/).length);
        expect(column, `seed ${seed}: ${message}`).toBeGreaterThanOrEqual(1);
        expect(message, `seed ${seed}`).not.toBe('');
      }
    }
    // Most of these mutations hurt; were it otherwise the fuzz would fuzz nothing.
    expect(broken).toBeGreaterThan(ROUNDS / 2);
  },
);

it.for([
  ['deep flow', `a: ${'['.repeat(20_000)}`],
  ['deep blocks', Array.from({length: 3000}, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['deep dashes', `${'- '.repeat(20_000)}a`],
  [
    'aliases of aliases',
    `a: &a [x, x]\n${Array.from({length: 30}, (_, n) => `b${n}: &b${n} [*${n === 0 ? 'a' : `b${n - 1}`}, *${n === 0 ? 'a' : `b${n - 1}`}]`).join('\n')}`,
  ],
  ['one long line', `a: ${'x'.repeat(2_000_000)}`],
  ['a scalar', '42'],
  ['nothing', ''],
  ['two documents', 'a: 1\n---\nb: 2\n'],
] as const)('%s gives errors, quickly', ([, yaml]) => {
  const startedAt = performance.now();
  expect(parseLab({...good, yaml}, TEST_MODULES).ok).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(SLOWEST_MS);
});

it.for([
  ['deep quotes', `# T\n${'>'.repeat(20_000)} x`],
  ['deep lists', Array.from({length: 2000}, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n')],
  ['brackets', `# T\n${'['.repeat(50_000)}`],
  ['stars', `# T\n${'*a_ '.repeat(20_000)}`],
] as const)('%s in the Markdown gives errors, quickly', ([, en]) => {
  const startedAt = performance.now();
  expect(parseLab({...good, en}, TEST_MODULES).ok).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(SLOWEST_MS);
});
