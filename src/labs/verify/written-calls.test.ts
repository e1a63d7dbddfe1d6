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
  expect(unlikeWritten(lines, 'openstack network delete  blue', run(DELETE), [things])).toBeUndefined();
  expect(unlikeWritten(lines, 'openstack network show blue', run(), [things])).toBeUndefined();
});

test('a reference may be to what the line made, or to what it renamed', () => {
  const other = {...things, state: NOTHING} as unknown as KnownThings;
  for (const moments of [
    [other, things],
    [things, other],
  ])
    expect(unlikeWritten(lines, 'openstack network delete blue', run(DELETE), moments)).toBeUndefined();
  expect(unlikeWritten(lines, 'openstack network delete blue', run(DELETE), [other])).toBeDefined();
});

test('an id that nothing names may be any, the rest may not', () => {
  const line = 'openstack server add floating ip vm1 10.10.10.5';
  const written = [{line, calls: [`api PUT /networking/v2.0/floatingips/ID '{"floatingip": {"port_id": "ID"}}'`]}];
  const [ip, port] = ['11111111-2222-4333-8444-555555555555', '21111111-2222-4333-8444-555555555555'];
  const call = {...DELETE, method: 'PUT', path: `/networking/v2.0/floatingips/${ip}`} as const;
  const asks = (body: unknown) => unlikeWritten(written, line, run({...call, body}), [things]);
  expect(asks({floatingip: {port_id: port}})).toBeUndefined();
  expect(asks({floatingip: {port_id: null}})).toBeDefined();
});

test('nothing is said of a line that nobody wrote down', () => {
  expect(unlikeWritten(lines, 'openstack port list', run(DELETE), [things])).toBeUndefined();
  expect(unlikeWritten(undefined, 'openstack network delete blue', run(), [things])).toBeUndefined();
});

test.each([
  ['another object', 'openstack network delete blue', [{...DELETE, path: '/networking/v2.0/networks/n2'}]],
  ['one call more', 'openstack network delete blue', [DELETE, DELETE]],
  ['none', 'openstack network delete blue', []],
  ['one where it only asked', 'openstack network show blue', [DELETE]],
] as const)('%s is told', (_name, line, calls) => {
  expect(unlikeWritten(lines, line, run(...calls), [things])?.en).toMatch(/ asks for .*; calls\.txt says /);
});
