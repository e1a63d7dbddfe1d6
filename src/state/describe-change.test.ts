import {expect, test} from 'vitest';
import type {Change} from './change.ts';
import {changeMark, changeSign, placeName} from './describe-change.ts';

const sysctl: Change = {what: 'sysctl', how: 'changed', node: 'host', namespace: 'nat1', key: 'k', incidental: false};

test('places', () => {
  expect(placeName(sysctl)).toEqual({en: 'nat1 on host', zh: 'host 上的 nat1'});
  expect(placeName(sysctl, true)).toEqual({en: 'nat1', zh: 'nat1'});
  expect(placeName({...sysctl, namespace: ''}, true).en).toBe('host');
  expect(placeName({what: 'namespace', how: 'added', node: 'host', namespace: 'red'}).en).toBe('host');
});

test('signs and marks', () => {
  expect(changeSign(sysctl)).toBe('~');
  expect(changeSign({what: 'node', how: 'removed', node: 'host'})).toBe('-');
  const line = {...sysctl, what: 'nft-table', field: 'line'} as const;
  expect(changeSign({...line, after: 'drop'})).toBe('+');
  expect(changeSign({...line, before: 'drop'})).toBe('-');
  expect(changeMark(sysctl)).toBe('sysctl');
});
