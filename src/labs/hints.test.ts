import {describe, expect, test} from 'vitest';
import {finding, maySeeSolve, nextHint, shownHints} from './hints.ts';
import {met, notMet, unknown} from './outcome.ts';
import {newSession, reduce} from './session-reducer.ts';
import type {Step} from './lab.ts';
import type {SessionEvent, StepState} from './session.ts';
import {tinyLab} from './test-fixtures/tiny-lab.ts';

const down = notMet({en: 'lo is up', zh: 'lo 已启用'}, {en: 'lo is down', zh: 'lo 未启用'});
const up = met({en: 'lo is up', zh: 'lo 已启用'});

const at = (...events: readonly SessionEvent[]) => {
  const session = events.reduce(reduce, newSession(tinyLab(), {seed: 1, variables: {}}));
  const step = session.lab.steps[0];
  const state = session.steps[0];
  if (step === undefined || state === undefined) throw new Error('no first step');
  return {step, state, shown: shownHints(step, state).map(({en}) => en)};
};
const asked: SessionEvent = {type: 'hint-asked'};
const found = (outcomes: Extract<SessionEvent, {type: 'outcomes'}>['outcomes']): SessionEvent => ({
  type: 'outcomes',
  step: 0,
  outcomes,
  whole: true,
});

describe('the ladder', () => {
  test('begins with what was found, then goes from general to exact', () => {
    const broken = found({'lo-up': down});
    expect(at(broken).shown).toEqual([]);
    expect(at(broken, asked).shown).toEqual(['Expected: lo is up. Found: lo is down.']);
    expect(at(broken, asked, asked, asked, asked).shown).toEqual([
      'Expected: lo is up. Found: lo is down.',
      'General.',
      'lo is down: lo is down.',
      'Exact.',
    ]);
  });

  test('has no finding while nothing was looked at', () => {
    expect(at(asked).shown).toEqual(['General.']);
  });

  test('steps over hints for checks that are met', () => {
    const {shown} = at(found({'lo-up': up}), asked, asked);
    expect(shown).toEqual(['General.', 'Exact.']);
  });

  test('steps over hints that would tell what was found where nothing was looked at yet', () => {
    expect(at(asked, asked, asked).shown.some((hint) => hint.includes('…'))).toBe(false);
    expect(at(found({'lo-up': down}), asked, asked, asked).shown).toContain('lo is down: lo is down.');
  });

  test('drops a hint again when its check is met', () => {
    const {shown} = at(found({'lo-up': down}), asked, asked, asked, found({'lo-up': up}));
    expect(shown).toEqual(['General.']);
  });

  test('ends: above the last hint the solve may be seen, and asking changes nothing', () => {
    const before = at(found({'lo-up': down}), asked, asked, asked);
    expect(maySeeSolve(before.step, before.state)).toBe(false);
    const after = at(found({'lo-up': down}), asked, asked, asked, asked);
    expect(maySeeSolve(after.step, after.state)).toBe(true);
    expect(nextHint(after.step, after.state)).toBeUndefined();
    expect(at(found({'lo-up': down}), asked, asked, asked, asked, asked).shown).toEqual(after.shown);
  });
});

describe('what was found in a hint', () => {
  const hinted = (
    en: string,
    zh: string,
    state: Partial<StepState>,
    onlyFor = 'lo-up',
    quoted?: (text: string) => string,
  ) => {
    const {step, state: fresh} = at();
    const own: Step = {...step, hints: [{text: {en, zh}, onlyFor}, {text: {en: 'Exact.', zh: '具体。'}}]};
    return shownHints(own, {...fresh, hintsShown: 3, ...state}, quoted);
  };
  const both = {outcomes: {'lo-up': down, 'self-ping': down}};

  test('alone is left out where the finding says it already, and whole where it does not', () => {
    expect(hinted('{{found}}', '{{found}}', both).map(({zh}) => zh)).toEqual([
      '期望：lo 已启用。实际：lo 未启用。',
      '具体。',
    ]);
    expect(hinted('{{found}}', '{{found}}', both, 'self-ping').map(({en}) => en)).toEqual([
      'Expected: lo is up. Found: lo is down.',
      'Expected: lo is up. Found: lo is down.',
      'Exact.',
    ]);
  });

  test('is a sentence unless the words go on with it', () => {
    expect(hinted('{{found}} Try it.', '{{found}}试一试。', both)[1]).toEqual({
      en: 'lo is down. Try it.',
      zh: 'lo 未启用。试一试。',
    });
    expect(hinted('{{found}}. Try it.', '{{found}}，试一试。', both)[1]).toEqual({
      en: 'lo is down. Try it.',
      zh: 'lo 未启用，试一试。',
    });
    expect(hinted('See: {{found}}', '{{found}} `ip link` 会显示。', both)[1]).toEqual({
      en: 'See: lo is down.',
      zh: 'lo 未启用。`ip link` 会显示。',
    });
  });

  test('a sentence begins with a capital, unless with a name', () => {
    const there = {outcomes: {'lo-up': notMet({en: 'x', zh: 'x'}, {en: 'the link lo is down', zh: '接口 lo 未启用'})}};
    expect(hinted('{{found}} Try it.', '{{found}}', there)[1]?.en).toBe('The link lo is down. Try it.');
    expect(hinted('Try it. {{found}}', '{{found}}', there)[1]?.en).toBe('Try it. The link lo is down.');
    expect(hinted('lo: {{found}}', '{{found}}', there)[1]?.en).toBe('lo: the link lo is down.');
    expect(hinted('{{found}} Try it.', '{{found}}', both)[1]?.en).toBe('lo is down. Try it.');
  });

  test('is quoted by itself, also where it has signs that a replacement would read', () => {
    const odd = notMet({en: "*$& '", zh: '*$&'}, {en: "*$& '", zh: '*$&'});
    const quoted = hinted('*{{found}}*', '*{{found}}*', {outcomes: {'lo-up': odd}}, 'lo-up', (text) => `<${text}>`);
    expect(quoted.map(({zh}) => zh)).toEqual(['<期望：*$&。实际：*$&。>', '*<*$&>*', '具体。']);
  });
});

describe('finding', () => {
  test('is the first check that is not met, in both languages', () => {
    const {step, state} = at(found({'lo-up': down, 'self-ping': down}));
    expect(finding(step, state)).toEqual({
      en: 'Expected: lo is up. Found: lo is down.',
      zh: '期望：lo 已启用。实际：lo 未启用。',
    });
  });

  test('says where we could not look', () => {
    const {step, state} = at(found({'lo-up': unknown({en: 'no permission', zh: '没有权限'})}));
    expect(finding(step, state)?.en).toBe('Could not look: no permission.');
    expect(finding(step, state)?.zh).toBe('无法查看：没有权限。');
  });
});
