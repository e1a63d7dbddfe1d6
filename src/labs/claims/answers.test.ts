import {describe, expect, test} from 'vitest';
import {answerSchema, checkAnswer} from './answer.ts';
import {checkDiagnosis} from './diagnosis.ts';
import {checkQuiz, quizSchema} from './quiz.ts';
import {checkRan} from './ran.ts';
import {tellAll} from './test-fixtures/tell.ts';

describe('answer', () => {
  const verdict = (expect: string, answer: string | undefined) =>
    checkAnswer({claim: 'answer', expect}, answer).verdict;

  test.each([
    ['Bob', ' bob '],
    ['10.0.0.1', '010.0.00.1'],
    ['10.0.0.0/24', '10.0.0.0/24'],
    ['fd00::1', 'FD00:0:0::1'],
    ['63', '063'],
    ['1.5', '1.50'],
    ['two words', 'Two   Words'],
    ['/^(arp|neigh)/', 'ARP table'],
  ])('%j is answered by %j', (expected, answer) => {
    expect(verdict(expected, answer)).toBe('met');
  });

  test.each([
    ['Bob', 'bobby'],
    ['10.0.0.1', '10.0.0.10'],
    ['10.0.0.0/24', '10.0.0.0/25'],
    ['10.0.0.0/24', '10.0.0.0'],
    ['63', '64'],
    ['/^(arp|neigh)/', 'the arp'],
    ['0', ''],
    ['0', undefined],
  ])('%j is not answered by %j', (expected, answer) => {
    expect(verdict(expected, answer)).toBe('not-met');
  });

  test('the expected answer is never told', () => {
    const of = (answer?: string) => checkAnswer({claim: 'answer', expect: 'secret'}, answer);
    expect(tellAll([of(), of('guess'), of('SECRET')])).toMatchInlineSnapshot(`
      "
      not met: the right answer
        found: no answer yet
         期望: 正确的答案
         实际: 还没有回答

      not met: the right answer
        found: "guess" is not it
         期望: 正确的答案
         实际: “guess”不对

      met: "SECRET" is right
           “SECRET”正确
      "
    `);
    expect(tellAll([of(), of('guess')])).not.toContain('secret');
  });

  test('a broken expression is the author’s mistake', () => {
    expect(answerSchema.safeParse({claim: 'answer', expect: '/(/'}).error?.issues[0]?.message).toBe(
      'must be a regular expression between its slashes',
    );
  });
});

test('quiz', () => {
  const quiz = (right: string | string[], answer?: string) =>
    checkQuiz({claim: 'quiz', options: ['up', 'down', 'missing'], right}, answer);
  expect(
    tellAll([
      quiz('down', 'Down '),
      quiz(['up', 'down'], 'up'),
      quiz('down', 'up'),
      quiz('down', 'left'),
      quiz('down'),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: "down" is right
         “down”正确

    met: "up" is right
         “up”正确

    not met: the right answer
      found: "up" is not it
       期望: 正确的答案
       实际: “up”不对

    not met: the right answer
      found: "left" is none of the options: up, down, missing
       期望: 正确的答案
       实际: “left”不在选项中：up、down、missing

    not met: the right answer
      found: no answer yet
       期望: 正确的答案
       实际: 还没有回答
    "
  `);
  const problem = (right: string | string[]) =>
    quizSchema.safeParse({claim: 'quiz', options: ['a', 'b'], right}).error?.issues[0]?.message;
  expect([problem('a'), problem(['a', 'b'])]).toEqual([undefined, 'must leave an option that is wrong']);
});

test('diagnosis is judged by the fault of the attempt', () => {
  const fault = {id: 'forwarding-off', layer: 'forwarding'};
  const of = (about: 'layer' | 'cause', answer: string, one?: typeof fault) =>
    checkDiagnosis({claim: 'diagnosis', about, options: ['forwarding', 'route', 'forwarding-off']}, answer, one);
  expect(
    tellAll([
      of('layer', 'forwarding', fault),
      of('cause', 'forwarding-off', fault),
      of('layer', 'route', fault),
      of('cause', 'forwarding', fault),
      of('cause', 'forwarding'),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: "forwarding" is right
         “forwarding”正确

    met: "forwarding-off" is right
         “forwarding-off”正确

    not met: the right answer
      found: "route" is not it
       期望: 正确的答案
       实际: “route”不对

    not met: the right answer
      found: "forwarding" is not it
       期望: 正确的答案
       实际: “forwarding”不对

    unknown: this attempt has no hidden fault
       未知: 本次练习没有隐藏故障
    "
  `);
});

test('ran', () => {
  const of = (...lines: readonly string[]) => checkRan({claim: 'ran', matches: String.raw`\bip\b.*\blink\b`}, lines);
  expect(tellAll([of('ip link', 'ls'), of('ip addr', 'ls'), of()])).toMatchInlineSnapshot(`
    "
    met: "ip link" was run
         运行过“ip link”

    not met: the command that the step asks for was run
      found: none of the commands so far is it; the last was "ls"
       期望: 运行过本步骤要求的命令
       实际: 到目前为止的命令都不是；最后一条是“ls”

    not met: the command that the step asks for was run
      found: no command was run in this step yet
       期望: 运行过本步骤要求的命令
       实际: 本步骤还没有运行任何命令
    "
  `);
});
