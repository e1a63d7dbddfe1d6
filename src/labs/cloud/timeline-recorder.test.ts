import {expect, test} from 'vitest';
import type {CloudState} from '../../drivers/neutron/model.ts';
import type {Work} from '../../drivers/neutron/work.ts';
import type {CloudChange} from '../../cloud/store/store.ts';
import {recordTimeline} from './timeline-recorder.ts';
import {aCall} from './test-cause.ts';

const state = (): CloudState => ({}) as CloudState;
const work = (node: string): Work => ({node, at: 0, durationMs: 1, outcomes: []});
const change = (id: string, before?: object, after?: object): CloudChange =>
  ({table: 'networks', id, ...(before && {before}), ...(after && {after})}) as unknown as CloudChange;

/** `1: a [compute1 controller] ~1 settled` */
const told = (recorder: ReturnType<typeof recordTimeline>): readonly string[] =>
  recorder.timeline.entries.map(
    ({number, records, works, reported, settledMs}) =>
      `${number}: ${records.map(({how, name}) => `${how} ${name}`).join(', ')} [${works.map(({node}) => node).join(' ')}] ~${reported.length}${settledMs === undefined ? '' : ' settled'}`,
  );

test('a call, what it changed, what nodes did and reported', () => {
  let clock = 0;
  const recorder = recordTimeline(() => (clock += 10));
  const first = state();
  recorder.changed('r1', [change('a', undefined, {id: 'a', name: 'blue', mtu: 1450})], first);
  recorder.answered('r1', aCall('r1'));
  expect(told(recorder)).toEqual(['1: added blue [] ~0']);
  recorder.turn('compute1', first);
  recorder.worked(work('compute1'));
  const second = state();
  recorder.reporting('compute1', () =>
    recorder.changed(undefined, [change('a', {status: 'DOWN'}, {status: 'ACTIVE'})], second),
  );
  recorder.settled(first);
  // What the report brought about is not done yet.
  expect(told(recorder)).toEqual(['1: added blue [compute1] ~1']);
  recorder.turn('controller', second);
  recorder.worked(work('controller'));
  recorder.settled(second);
  expect(told(recorder)).toEqual(['1: added blue [compute1 controller] ~1 settled']);
  expect(recorder.timeline.entries[0]?.reported[0]?.fields).toEqual([
    {field: 'status', before: 'DOWN', after: 'ACTIVE'},
  ]);
});

test('a call that comes while a node is busy belongs to its next turn', () => {
  const recorder = recordTimeline();
  const [first, second] = [state(), state()];
  recorder.changed('r1', [change('a', undefined, {name: 'one'})], first);
  recorder.answered('r1', aCall('r1'));
  recorder.turn('compute1', first);
  recorder.changed('r2', [change('b', undefined, {name: 'two'})], second);
  recorder.answered('r2', aCall('r2'));
  recorder.worked(work('compute1'));
  recorder.turn('compute1', second);
  recorder.worked({...work('compute1'), durationMs: 2});
  expect(recorder.timeline.entries.map(({works}) => works.map(({durationMs}) => durationMs))).toEqual([[1], [2]]);
});

test('what a secret holds is not told', () => {
  const recorder = recordTimeline();
  const made = {table: 'secrets', id: 's', after: {id: 's', name: 'key', payload: 'PRIVATE', secretType: 'private'}};
  recorder.changed('r1', [made as unknown as CloudChange], state());
  const body = {name: 'key', payload: 'PRIVATE'};
  recorder.answered('r1', {...aCall('r1'), path: '/key-manager/v1/secrets', body});
  const [entry] = recorder.timeline.entries;
  expect(JSON.stringify(entry)).not.toContain('PRIVATE');
  expect(entry).toMatchObject({cause: {body: {name: 'key', payload: '(7 characters)'}}});
  expect(entry?.records[0]?.fields).toEqual([{field: 'secretType', after: 'private'}]);
});

test('a refused call stands alone; work done before its call was answered is kept', () => {
  const recorder = recordTimeline();
  recorder.answered('r1', {...aCall('r1'), status: 409, refused: 'no'});
  const first = state();
  recorder.changed('r2', [change('a', undefined, {name: 'slow'})], first);
  recorder.turn('compute1', first);
  recorder.worked(work('compute1'));
  recorder.answered('r2', aCall('r2'));
  recorder.settled(first);
  expect(told(recorder)).toEqual(['1:  [] ~0 settled', '2: added slow [compute1] ~0 settled']);
});

test('an agent that is started again', () => {
  const recorder = recordTimeline();
  const first = state();
  recorder.changed(undefined, [], first);
  recorder.act({kind: 'agent', node: 'compute1', agent: 'DHCP agent', act: 'restart'}, () => {});
  recorder.turn('compute1', first);
  recorder.worked(work('compute1'));
  recorder.settled(first);
  expect(told(recorder)).toEqual(['1:  [compute1] ~0 settled']);
});

test('what is forgotten is shown nowhere, nor is what nodes do about it', () => {
  const recorder = recordTimeline();
  const first = state();
  recorder.changed('r1', [change('a', undefined, {id: 'a', name: 'blue'})], first);
  recorder.turn('compute1', first);
  recorder.forget('r1');
  recorder.worked(work('compute1'));
  recorder.reporting('compute1', () =>
    recorder.changed(undefined, [change('a', {id: 'a'}, {id: 'a', mtu: 9})], state()),
  );
  recorder.settled(first);
  expect(told(recorder)).toEqual([]);
});

test('a record of which only bookkeeping changed is no news', () => {
  const recorder = recordTimeline(() => 0);
  const [before, after] = [
    {name: 'blue', revisionNumber: 1},
    {name: 'blue', revisionNumber: 2},
  ];
  recorder.changed('r1', [change('a', before, after), change('b', undefined, {name: 'red'})], state());
  recorder.answered('r1', aCall('r1'));
  expect(told(recorder)).toEqual(['1: added red [] ~0']);
});
