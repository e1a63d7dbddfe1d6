import {describe, expect, test} from 'vitest';
import {attemptToResume, firstOpenStep, passedIn, recordHint, recordOpened, recordPassed} from './attempt-progress.ts';
import {EMPTY_PROGRESS} from './progress-schema.ts';
import type {Progress} from './progress.ts';
import {tinyLab} from './test-fixtures/tiny-lab.ts';

const lab = tinyLab();
const first = {seed: 1, variables: {}};
const second = {seed: 2, variables: {}};
const after = (...changes: readonly ((progress: Progress) => Progress)[]): Progress =>
  changes.reduce((progress, change) => change(progress), EMPTY_PROGRESS);

describe('what a run keeps', () => {
  test('passed steps and hints of the attempt, and the lab as the last one', () => {
    const progress = after(
      recordOpened(lab, first, 10),
      recordPassed(lab, first, 'loopback', 20),
      recordHint(lab, first, 30),
    );
    expect(progress).toEqual({
      ...EMPTY_PROGRESS,
      last: 'tiny',
      labs: {tiny: {seed: 1, passed: ['loopback'], everPassed: ['loopback'], hintsUsed: 1, updatedAt: 30}},
    });
    expect(attemptToResume(progress, lab)?.seed).toBe(1);
    expect(firstOpenStep(lab, passedIn(progress, lab, first))).toBe(1);
  });

  test('another attempt begins with nothing passed but what counts for ever', () => {
    const progress = after(recordPassed(lab, first, 'loopback', 20), recordOpened(lab, second, 30));
    expect(progress.labs['tiny']).toEqual({seed: 2, passed: [], everPassed: ['loopback'], hintsUsed: 0, updatedAt: 30});
    expect(passedIn(progress, lab, first)).toEqual([]);
  });

  test('passing a step twice counts once', () => {
    const progress = after(recordPassed(lab, first, 'loopback', 20), recordPassed(lab, first, 'loopback', 30));
    expect(progress.labs['tiny']?.passed).toEqual(['loopback']);
  });

  test('with the last step the lab is finished, stays so, and is not resumed but begun anew', () => {
    const finished = after(...lab.steps.map(({id}, index) => recordPassed(lab, first, id, 100 + index)));
    expect(finished.labs['tiny']?.finishedAt).toBe(102);
    expect(attemptToResume(finished, lab)).toBeUndefined();
    expect(recordOpened(lab, second, 200)(finished).labs['tiny']?.finishedAt).toBe(102);
  });

  test('an attempt whose fault the lab no longer has is not resumed', () => {
    const progress = after(recordOpened(lab, {...first, fault: 'gone'}, 10));
    expect(attemptToResume(progress, lab)).toBeUndefined();
  });
});
