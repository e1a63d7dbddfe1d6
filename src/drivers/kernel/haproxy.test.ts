import {expect, test} from 'vitest';
import {captured} from './captured/captured.ts';
import {nodeFilesAt} from '../hosts/node-files.ts';
import {askHaproxy, parseHaproxy, parseStatistics} from './haproxy.ts';

test('statistics of a haproxy 2.6 with members of every condition', () => {
  const rows = parseStatistics(captured('haproxy-stat.out'));
  expect(rows.map(({proxy, kind, name, status}) => `${proxy} ${kind} ${name} ${status}`)).toEqual([
    'f1 frontend FRONTEND OPEN',
    'b1 server m1 DOWN',
    'b1 server m2 DOWN',
    'b1 backend BACKEND DOWN',
    'b2 server m3 no check',
    'b2 server m4 MAINT',
    'b2 backend BACKEND UP',
  ]);
  expect(rows[0]).toMatchObject({currentSessions: 0, totalSessions: 0, bytesIn: 0, bytesOut: 0, requestErrors: 0});
  expect(rows[1]).toMatchObject({weight: 1});
});

test.each([
  '',
  '\n',
  'Unknown command. Please enter one of the following commands only :\n',
  '# pxname,svname\nf1,x\n',
])('%j is no statistics', (text) => {
  expect(() => parseStatistics(text)).toThrow('haproxy: line 1');
});

test('with the process it is of', () => {
  const {pid, rows} = parseHaproxy(captured('haproxy-info-stat.out'));
  expect(pid).toBeGreaterThan(1);
  expect(rows.map(({proxy, status}) => `${proxy} ${status}`)).toContain('f1 OPEN');
  expect(() => parseHaproxy('# pxname,svname\n')).toThrow('no Pid');
});

test('a line of an unknown kind is told, not skipped', () => {
  const text = captured('haproxy-stat.out').replace(/,2,0,,0,L7STS/, ',9,0,,0,L7STS');
  expect(() => parseStatistics(text)).toThrow('haproxy: line 3: type 9');
});

test('nobody on the socket is a reason', async () => {
  expect(await askHaproxy({files: nodeFilesAt('/')}, '/nonexistent/sock', 'show info')).toEqual({
    ok: false,
    why: expect.stringContaining('ENOENT') as string,
  });
});
