import {describe, expect, test} from 'vitest';
import type {Claim} from '../../../labs/claims/claim.ts';
import type {Check, Step} from '../../../labs/lab.ts';
import {met, notMet, unknown, type Outcome} from '../../../labs/outcome.ts';
import type {StepState} from '../../../labs/session.ts';
import {same} from '../../../state/text.ts';
import {lineWidth, plain} from '../../lines/line.ts';
import {en} from '../../text/en.ts';
import {THEMES} from '../../themes/theme.ts';
import {checkLines} from './check-lines.ts';

const check = (id: string, ask?: Check['ask']): Check => ({
  id,
  claim: {claim: 'namespace', node: 'host', name: id} as unknown as Claim,
  ...(ask && {ask}),
});

const told = (
  checks: readonly Check[],
  outcomes: Readonly<Record<string, Outcome>>,
  {
    width = 44,
    rows = 20,
    predict,
    ...state
  }: {readonly width?: number; readonly rows?: number} & Pick<Step, 'predict'> & Partial<StepState> = {},
): readonly string[] => {
  const step: Step = {
    id: 'step',
    mode: 'level',
    goal: same(''),
    text: same(''),
    after: same(''),
    solve: [],
    ...(predict && {predict}),
    mutants: [],
    checks,
    hints: [],
  };
  const own: StepState = {
    status: 'current',
    latched: [],
    hintsShown: 0,
    solveShown: false,
    answers: {},
    ...state,
    outcomes,
  };
  const lines = checkLines({step, state: own, language: 'en', words: en, theme: THEMES.none}, width, rows);
  for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
  return lines.map((line) => plain(line).trimEnd());
};

const FIVE = ['port', 'leg', 'address', 'default', 'out'].map((id) => check(id));
const LONG = notMet(
  same('peer1-gw1 in nat1 on host is up and has the address 192.168.0.110/24'),
  same('there is no link peer1-gw1 in nat1 on host, only lo and eth0'),
);
const ALL_WRONG = Object.fromEntries(FIVE.map(({id}) => [id, LONG]));

const QUESTION = {question: same('Which?'), options: []};

describe('a check that was not tried yet', () => {
  const probe = {...check('far'), says: same('the far side answers')};

  test('says what it waits for: the other checks, or only an answer', () => {
    const asked = check('which', QUESTION);
    const no = notMet(same('answered'), same('not answered'));
    expect(told([check('far'), check('a')], {a: LONG})[0]).toMatch(/^○ tried once the others are met/);
    expect(told([check('far'), asked], {which: no})[0]).toMatch(/^○ tried once the question is answered/);
    expect(told([check('far'), asked, check('a')], {which: no, a: LONG})[0]).toMatch(
      /^○ tried once the others are met/,
    );
    expect(told([check('far')], {})[0]).toMatch(/^○ not looked at yet/);
  });

  test('says what it wants, where the lab has words for it', () => {
    expect(told([probe, check('a')], {a: LONG}, {width: 80})[0]).toMatch(
      /^○ the far side answers: tried once the others are met/,
    );
  });

  test('says what it wants rather than what it waits for, where there is no room for both', () => {
    const ping = {...check('far'), wants: same('10.0.0.4 answers a ping sent in alice on host')};
    expect(told([ping, check('a')], {a: met(same('up'))}, {rows: 3})).toEqual([
      '○ 10.0.0.4 answers a ping sent in alice on',
      '  host                                   far',
      '✔ up                                       a',
    ]);
  });

  test('does not answer a prediction that the lesson asks for', () => {
    const ping = {...check('far'), wants: same('10.0.0.4 answers a ping sent in vm1')};
    const predict = {question: same('Does it answer?'), answer: 'yes', options: [{id: 'yes', words: same('Yes')}]};
    const unasked = told([ping, check('a')], {a: LONG}, {width: 90, predict});
    expect(unasked[0]).toMatch(/^○ tried once the others are met/);
    const predicted = told(
      [ping, check('a')],
      {a: LONG},
      {width: 90, predict, predicted: {option: 'yes', right: true}},
    );
    expect(predicted[0]).toMatch(/^○ 10\.0\.0\.4 answers a ping/);
    expect(told([probe, check('a')], {a: LONG}, {width: 90, predict})[0]).toMatch(/^○ tried once the others are met/);
  });

  test('does not answer a question that is open, or was answered wrongly', () => {
    const asked = check('which', QUESTION);
    const no = notMet(same('answered'), same('not answered'));
    expect(told([probe, asked], {which: no}, {width: 90})[0]).toMatch(/^○ tried once the question is answered/);
    expect(told([probe, asked], {which: no}, {width: 90, answers: {which: 'x'}})[0]).not.toContain('the far side');
    expect(told([probe, asked, check('a')], {which: met(same('so')), a: LONG}, {width: 90})[0]).toMatch(
      /^○ the far side answers/,
    );
  });

  test('says what its claim wants, where the lab has no words of its own', () => {
    const ping = {...check('far'), wants: same('10.0.0.4 answers a ping sent in vm1')};
    expect(told([ping, check('a')], {a: LONG}, {width: 90})[0]).toMatch(
      /^○ 10\.0\.0\.4 answers a ping sent in vm1: tried once the others are met/,
    );
  });
});

describe('a check is told as a sentence', () => {
  test('below a passed step: that all is met, or, where something was undone since, that it was passed', () => {
    const passed = {status: 'passed'} as const;
    expect(told([check('a')], {a: met(same('br0 is up'))}, passed).at(-1)).toBe('All checks are met.');
    const undone = {a: notMet(same('br0 is up'), same('br0 is down'))};
    expect(told([check('a')], undone, passed).at(-1)).toBe('The step was passed before.');
    expect(told([check('a')], undone).join('\n')).not.toContain('passed');
  });

  test('what is expected and what was found; what was found alone where it is met', () => {
    expect(
      told([check('a'), check('b')], {
        a: notMet(same('br0 is up'), same('br0 is down')),
        b: met(same('eth0 is a port of br0')),
      }),
    ).toEqual([
      '✘ br0 is up                                a',
      '  found: br0 is down',
      '✔ eth0 is a port of br0                    b',
    ]);
  });

  test('why nobody could look', () => {
    expect(told([check('a')], {a: unknown(same('ip did not answer'))})).toEqual([
      '? could not look: ip did not answer        a',
    ]);
  });

  test('packets come when everything else is right', () => {
    expect(told([check('a'), check('out')], {a: notMet(same('br0 is up'), same('br0 is down'))}).slice(-2)).toEqual([
      '○ tried once the others are met (c: now)',
      '                                         out',
    ]);
    expect(told([check('a')], {})).toEqual(['○ not looked at yet                        a']);
  });

  test('a question is told in its own words, and so is the option chosen', () => {
    const ask = {question: same('Is `lo` up?'), options: [{id: 'y', words: same('yes, from the start')}]};
    const quiz = check('quiz', ask);
    expect(told([quiz], {quiz: notMet(same('the right answer'), same('no answer yet'))})).toEqual([
      '○ answer with a: Is lo up?              quiz',
    ]);
    const answers = {quiz: 'y'};
    expect(told([quiz], {quiz: notMet(same('the right answer'), same('"y" is not it'))}, {answers})).toEqual([
      '✘ Is lo up?                             quiz',
      '  Your answer: yes, from the start',
    ]);
    expect(told([quiz], {quiz: met(same('"y" is right'))}, {answers})).toEqual([
      '✔ yes, from the start                   quiz',
    ]);
  });
});

describe('where there are few rows', () => {
  test('every check keeps one, and what is left tells of the first open one', () => {
    const lines = told(FIVE, {...ALL_WRONG, port: met(same('peer1-br0 is a port of br0'))}, {rows: 6});
    expect(lines).toHaveLength(6);
    expect(lines.map((line) => line.slice(0, 1))).toEqual(['✔', '✘', ' ', '✘', '✘', '✘']);
    expect(lines[2]).toMatch(/^ {2}found: there is no link peer1-gw1 in .*…$/);
  });

  test('and never fewer than the checks, each with its id, which the hints name', () => {
    const lines = told(FIVE, ALL_WRONG, {rows: 3});
    expect(lines).toHaveLength(5);
    expect(lines[2]).toBe('✘ peer1-gw1 in nat1 on host is up a… address');
  });

  test('with rows enough everything is told', () => {
    const lines = told(FIVE, ALL_WRONG, {rows: 30}).join('\n');
    expect(lines.match(/found: there is no link/g)).toHaveLength(5);
    expect(lines).not.toContain('…');
  });
});
