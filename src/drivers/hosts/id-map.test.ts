import {expect, test} from 'vitest';
import {chooseIdMap, delegatedRange, offsetRange} from './id-map.ts';

test('root gets ids far above everybody, where there are that many', () => {
  expect(offsetRange('         0          0 4294967295\n')).toEqual({inside: 0, outside: 2_000_000_000, count: 65_536});
});

test('root in a container gets the upper part of what it has, never its own id', () => {
  expect(offsetRange('0 1000 1\n1 100000 65536\n')).toEqual({inside: 0, outside: 1, count: 65_536});
  expect(offsetRange('0 100000 65536\n')).toEqual({inside: 0, outside: 1, count: 65_535});
  expect(offsetRange('0 100000 200000\n')).toEqual({inside: 0, outside: 134_464, count: 65_536});
});

test('root without other ids gets none', () => {
  expect(offsetRange('0 1000 1\n')).toBeUndefined();
  expect(offsetRange('0 1000 500\n')).toBeUndefined();
  expect(offsetRange('')).toBeUndefined();
});

test('a user’s range, by name or number, the first that is large enough', () => {
  const file = 'other:100000:65536\nme:500:10\n1000:200000:65536\nme:300000:2000\n';
  expect(delegatedRange(file, 'me', 1000)).toEqual({inside: 1, outside: 200_000, count: 65_535});
  expect(delegatedRange(file, 'me', 7)).toEqual({inside: 1, outside: 300_000, count: 2000});
  expect(delegatedRange(file, 'stranger', 7)).toBeUndefined();
  expect(delegatedRange('me:x:y\n\nme\n', 'me', 7)).toBeUndefined();
});

test('whoever we are, root inside is somebody outside, and never root', () => {
  for (const uid of [0, 4711]) {
    const map = chooseIdMap({uid, gid: uid});
    for (const range of [...(map?.users ?? []), ...(map?.groups ?? [])]) expect(range.outside).toBeGreaterThan(0);
    expect(map?.users[0]?.inside).toBe(0);
  }
});
