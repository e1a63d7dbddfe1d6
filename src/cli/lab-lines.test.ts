import {expect, test} from 'vitest';
import type {Text} from '../state/text.ts';
import type {Runnable} from '../tui/catalog.ts';
import {labLines, type ListedLab} from './lab-lines.ts';

const text = (words: string): Text => ({en: words, zh: `中${words}`});
const NO_CLIENT: Runnable = {can: false, why: text('No client.'), mend: text('Install it.'), withoutClient: true};
const NO_KVM: Runnable = {can: false, why: text('No KVM.')};
const MODULES = [
  {id: 'one', title: text('One')},
  {id: 'two', title: text('Two')},
];
const lab = (id: string, module: string, runnable: Runnable, more: Partial<ListedLab> = {}): ListedLab => ({
  id,
  module,
  title: text(id.toUpperCase()),
  minutes: 5,
  steps: 3,
  passed: 0,
  finished: false,
  runnable,
  ...more,
});

test('labs stand by module, with marks, progress and minutes', () => {
  const labs = [
    lab('cable', 'one', {can: true}, {passed: 2}),
    lab('nat', 'two', {can: true}, {minutes: 12, finished: true}),
  ];
  expect(labLines(MODULES, labs, 'en')).toEqual([
    'One',
    '    cable  2/3   5 min  CABLE',
    'Two',
    '  ✔ nat    0/3  12 min  NAT',
  ]);
});

test('what several labs lack is said once, with how many they are; each lab names it by number', () => {
  const labs = [
    lab('a', 'one', NO_CLIENT),
    lab('b', 'one', NO_KVM),
    lab('c', 'two', {...NO_CLIENT, why: text('No client.')}),
  ];
  expect(labLines(MODULES, labs, 'en')).toEqual([
    'One',
    '  ◇ a  0/3   5 min  A  [1]',
    '  ✘ b  0/3   5 min  B  [2]',
    'Two',
    '  ◇ c  0/3   5 min  C  [1]',
    '',
    '[1] 2 labs: No client.',
    '    Install it.',
    '    ◇ can be opened without the client: `api` makes the same calls.',
    '',
    '[2] 1 lab: No KVM.',
  ]);
  expect(labLines(MODULES, labs, 'zh').slice(6, 8)).toEqual(['[1] 2 个实验：中No client.', '    中Install it.']);
});
