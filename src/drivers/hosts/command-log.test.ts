import {expect, test} from 'vitest';
import {joinLogs, openCommandLog} from './command-log.ts';
import type {LoggedCommand} from './host.ts';

const command = (node: string, at: number): LoggedCommand => ({at, node, namespace: '', argv: ['true'], durationMs: 0});

test('a joined log has what its logs had, oldest first, and all that they get', () => {
  const [one, other] = [openCommandLog(), openCommandLog()];
  one.add(command('a', 2));
  other.add(command('b', 1));
  const joined = joinLogs([one, other]);
  const told: number[] = [];
  joined.subscribe(() => told.push(joined.entries.length));
  one.add(command('a', 3));
  other.add(command('b', 4));
  one.add(command('a', 5));
  expect(joined.entries.map(({node, at}) => `${node}${at}`)).toEqual(['b1', 'a2', 'a3', 'b4', 'a5']);
  expect(told).toEqual([3, 4, 5]);
});
