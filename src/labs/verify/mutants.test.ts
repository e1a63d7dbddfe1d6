import {expect, it} from 'vitest';
import {same} from '../../state/text.ts';
import type {Attempt, Check, Lab, SolveLine, Step} from '../lab.ts';
import {isPassed, lastChange, variantsOf} from './mutants.ts';
import {wrongAnswers} from './wrong-answers.ts';

const line = (run: string, proves: readonly string[] = [], looks = false): SolveLine => ({
  node: 'host',
  run,
  proves,
  looks,
});
const step: Step = {
  id: 'one',
  mode: 'level',
  goal: same(''),
  text: same(''),
  after: same(''),
  solve: [line('first', ['a']), line('look', [], true), line('second', ['a', 'b'])],
  mutants: [
    {name: 'always', solve: [line('wrong')], fails: ['b']},
    {name: 'only for x', solve: [line('wrong x')], fails: ['a'], fault: 'x'},
  ],
  checks: [
    {id: 'a', claim: {claim: 'namespace', name: 'a'}},
    {id: 'b', claim: {claim: 'diagnosis', about: 'cause', options: ['x', 'y', 'z']}},
  ],
  hints: [],
};
const lab = {
  id: 'sample',
  host: {nodes: [{name: 'host'}], wires: []},
  faults: ['x', 'y'].map((id) => ({id, layer: 'link', inject: [], mend: [line(`mend ${id}`, ['a', 'elsewhere'])]})),
} as unknown as Lab;
const attempt = (fault?: string): Attempt => ({seed: 1, variables: {}, ...(fault !== undefined && {fault})});

const told = (of: Step, fault?: string) =>
  variantsOf(lab, attempt(fault), of).map(({name, lines, fails}) => [name.en, lines.map(({run}) => run), fails]);

it('leaves out each line that proves something, and adds the wrong ways of the author', () => {
  expect(told(step)).toEqual([
    ['without `first`', ['look', 'second'], ['a']],
    ['without `second`', ['first', 'look'], ['a', 'b']],
    ['“always”', ['wrong'], ['b']],
  ]);
});

it('needs no host for what the solve passes through: its last change left out, or an answer', () => {
  const passedOf = (lines: readonly SolveLine[]) =>
    variantsOf(lab, attempt(), {...step, solve: lines})
      .filter((variant) => isPassed(variant, lines))
      .map(({name}) => name.en);
  const looks = line('look', [], true);
  const answers = line('underlay answer b y', ['b']);
  expect(passedOf([line('first', ['a']), line('second', ['a']), looks, answers])).toEqual([
    'without `second`',
    'without `underlay answer b y`',
  ]);
  expect(passedOf([line('first', ['a']), looks, line('then', [])])).toEqual([]);
  expect(passedOf([answers])).toEqual(['without `underlay answer b y`']);
  expect(lastChange([looks, answers])).toBe(-1);
});

it('tries the wrong ways of one fault for that fault only', () => {
  expect(told(step, 'x').at(-1)).toEqual(['“only for x”', ['wrong x'], ['a']]);
  expect(told(step, 'y').at(-1)).toEqual(['“always”', ['wrong'], ['b']]);
});

it('takes the lines of the fault where the step mends or diagnoses it', () => {
  expect(told({...step, solve: 'mend', mutants: []}, 'y')).toEqual([['without `mend y`', [], ['a']]]);
  expect(told({...step, solve: 'diagnose', mutants: []}, 'y')).toEqual([['without `underlay answer b y`', [], ['b']]]);
  expect(() => told({...step, solve: 'mend'})).toThrow(RangeError);
});

it('knows wrong answers for questions only', () => {
  const [stateCheck, diagnosis] = step.checks;
  const given = {lab, attempt: attempt('y')};
  expect(stateCheck && wrongAnswers(given, stateCheck, undefined)).toEqual([]);
  expect(diagnosis && wrongAnswers(given, diagnosis, 'y')).toEqual(['x', 'z']);
  const quiz: Check = {id: 'q', claim: {claim: 'quiz', options: ['1', '2', '3'], right: ['1', '2']}};
  expect(wrongAnswers(given, quiz, '1')).toEqual(['3']);
  const answer: Check = {id: 'n', claim: {claim: 'answer', expect: '0'}};
  expect(wrongAnswers(given, answer, '0.0')).not.toContain('0');
  expect(wrongAnswers(given, answer, '0.0')).not.toEqual([]);
});
