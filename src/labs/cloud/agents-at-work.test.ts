import {expect, test} from 'vitest';
import type {CloudState} from '../../drivers/neutron/model.ts';
import {whenAgentsWork} from './agents-at-work.ts';
import {recordTimeline} from './timeline-recorder.ts';
import {aCall} from './test-cause.ts';

const state = (): CloudState => ({}) as CloudState;

const followed = () => {
  const recorder = recordTimeline();
  const heard: string[] = [];
  const off = whenAgentsWork(recorder.timeline, {began: () => heard.push('began'), done: () => heard.push('done')});
  return {recorder, heard, off};
};

test('each call that gives agents work is told, and the end of all of it once', () => {
  const {recorder, heard} = followed();
  const [first, second] = [state(), state()];
  recorder.changed('r1', [], first);
  recorder.answered('r1', aCall('r1'));
  recorder.changed('r2', [], second);
  recorder.answered('r2', aCall('r2'));
  expect(heard).toEqual(['began', 'began']);
  recorder.settled(first);
  expect(heard).toEqual(['began', 'began']);
  recorder.settled(second);
  expect(heard).toEqual(['began', 'began', 'done']);
});

test('what was refused gives nobody work, and nothing is told after the way out was taken', () => {
  const {recorder, heard, off} = followed();
  recorder.answered('r1', aCall('r1', 409));
  expect(heard).toEqual([]);
  off();
  recorder.changed('r2', [], state());
  recorder.answered('r2', aCall('r2'));
  expect(heard).toEqual([]);
});
