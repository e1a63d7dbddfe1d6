import {expect, test} from 'vitest';
import {LANGUAGES} from '../../state/text.ts';
import {met, notMet} from '../outcome.ts';
import {stillRun} from '../test-fixtures/still-run.ts';
import {PLAIN_WORDS} from './plain-command.ts';
import {openPlainReport} from './plain-report.ts';
import {helpLines, passedLines, stepLines} from './plain-words.ts';

const up = met({en: 'lo is up', zh: 'lo 已启用'});
const down = notMet({en: 'lo is up', zh: 'lo 已启用'}, {en: 'lo is down', zh: 'lo 未启用'});
const passed = {type: 'outcomes', step: 0, outcomes: {'lo-up': up, 'self-ping': up}, whole: true} as const;

test('a step reads as goal, text and questions', () => {
  const {run} = stillRun();
  expect(stepLines(run.session, 'en')).toEqual([
    '',
    '== Step 1 of 3: loopback ==',
    'Goal: Goal of loopback.',
    '',
    'Do loopback:',
    '',
    '    ip link',
    '',
    'Question: Will it answer?',
    '  yes: It will',
    '  no: It will not',
    'Answer with :predict OPTION',
  ]);
  expect(stepLines(run.session, 'zh').slice(0, 5)).toEqual([
    '',
    '== 第 1 步，共 3 步：loopback ==',
    '目标：loopback 的目标。',
    '',
    '完成 loopback。',
  ]);
});

test('after passing the prediction is judged and the explanation read', () => {
  const {run, give} = stillRun({type: 'predicted', option: 'yes'});
  give(passed);
  expect(passedLines(run.session, 0, 'en')).toEqual([
    '',
    '✔ Step passed. :next goes on.',
    'You predicted yes; it was no.',
    'Why loopback worked.',
  ]);
});

test('help lists every command, in both languages', () => {
  for (const language of LANGUAGES) {
    const text = helpLines(language).join('\n');
    for (const word of PLAIN_WORDS.filter((one) => one !== 'help')) expect(text).toContain(`:${word}`);
  }
});

test('the report tells what is new, once', () => {
  const {run, give} = stillRun();
  const report = openPlainReport();
  expect(report.lines(run.session, 'en')).toEqual([]);
  // How things stand at the beginning is in the lesson; only what holds already is worth a word.
  give({type: 'outcomes', step: 0, outcomes: {'lo-up': down, 'self-ping': up}, whole: true});
  expect(report.lines(run.session, 'en')).toEqual(['✔ self-ping: lo is up']);
  expect(report.lines(run.session, 'zh')).toEqual([]);
  give({type: 'command-started', node: 'host', command: 'x', at: 1});
  give({
    type: 'snapshot',
    snapshot: {takenAt: 2, nodes: {}},
    changes: [{what: 'namespace', how: 'added', node: 'host', namespace: 'red'}],
  });
  give(passed);
  expect(report.lines(run.session, 'en')).toEqual([
    '  + host: namespace red added',
    '✔ lo-up: lo is up',
    '',
    '✔ Step passed. :next goes on.',
    'Why loopback worked.',
  ]);
  expect(report.lines(run.session, 'en')).toEqual([]);
});

test('the report tells what the host is doing, and why there is none', () => {
  const {run, give} = stillRun();
  const report = openPlainReport();
  give({type: 'phase', phase: {name: 'replaying', doing: {en: 'Replaying', zh: '重放'}}});
  expect(report.lines(run.session, 'en')).toEqual(['Replaying']);
  expect(report.lines(run.session, 'en')).toEqual([]);
  give({type: 'phase', phase: {name: 'failed', why: {en: 'gone', zh: '没了'}, next: {en: 'reset', zh: '重置'}}});
  expect(report.lines(run.session, 'zh')).toEqual(['没了', '重置']);
});
