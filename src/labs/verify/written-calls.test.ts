import {expect, test} from 'vitest';
import type {RecordedCall} from '../cloud/client-lines.ts';
import type {KnownThings} from '../cloud/references.ts';
import {unlikeWritten} from './written-calls.ts';

const NOTHING = {networks: {}, subnets: {}, ports: {}, instances: {}};
const things = {
  state: {...NOTHING, networks: {n1: {id: 'n1', name: 'blue'}}},
  gone: NOTHING,
} as unknown as KnownThings;
const DELETE: RecordedCall = {user: 'admin', project: 'admin', method: 'DELETE', path: '/networking/v2.0/networks/n1'};
const lines = [
  {line: 'openstack network delete blue', calls: ['api DELETE /networking/v2.0/networks/[[network blue]]']},
  {line: 'openstack network show blue', calls: []},
];
const run = (...calls: readonly RecordedCall[]) => ({calls, exitCode: 0});

test('what the client asks for is what is written', () => {
  expect(unlikeWritten(lines, 'openstack network delete  blue', run(DELETE), things)).toBeUndefined();
  expect(unlikeWritten(lines, 'openstack network show blue', run(), things)).toBeUndefined();
});

test('nothing is said of a line that nobody wrote down', () => {
  expect(unlikeWritten(lines, 'openstack port list', run(DELETE), things)).toBeUndefined();
  expect(unlikeWritten(undefined, 'openstack network delete blue', run(), things)).toBeUndefined();
});

test.each([
  ['another object', 'openstack network delete blue', [{...DELETE, path: '/networking/v2.0/networks/n2'}]],
  ['one call more', 'openstack network delete blue', [DELETE, DELETE]],
  ['none', 'openstack network delete blue', []],
  ['one where it only asked', 'openstack network show blue', [DELETE]],
] as const)('%s is told', (_name, line, calls) => {
  expect(unlikeWritten(lines, line, run(...calls), things)?.en).toMatch(/ asks for .*; calls\.txt says /);
});
