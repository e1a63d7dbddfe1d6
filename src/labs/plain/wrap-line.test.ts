import {expect, test} from 'vitest';
import {wrapLine} from './wrap-line.ts';

test('breaks between words, and goes on below the words', () => {
  expect(wrapLine('✔ pool: has binding allocation_pools 10.0.0.2', 30)).toEqual([
    '✔ pool: has binding',
    '  allocation_pools 10.0.0.2',
  ]);
  expect(wrapLine('  yes: it answers at once', 16)).toEqual(['  yes: it', '  answers at', '  once']);
  expect(wrapLine('  underlay hint    a hint, from general to exact', 36)).toEqual([
    '  underlay hint    a hint, from',
    '                   general to exact',
  ]);
  expect(wrapLine('short', 36)).toEqual(['short']);
});

test('Chinese is broken between characters, and no closing mark begins a row', () => {
  expect(wrapLine('✘ 期望：网桥已启用，有载波。', 18)).toEqual(['✘ 期望：网桥已启', '  用，有载波。']);
});

test('code keeps its line', () => {
  const line = '    openstack network create --provider-network-type vxlan blue';
  expect(wrapLine(line, 20)).toEqual([line]);
});
