import {expect, it} from 'vitest';
import {captured} from './captured/captured.ts';
import {parseIpsetSave} from './ipset.ts';

it('reads sets with their members, without what counts or runs out', () => {
  expect(parseIpsetSave(captured('sets.out'))).toEqual({
    a: {name: 'a', type: 'hash:net', members: {'10.0.0.0/24': '', '10.0.0.128/25': 'nomatch', '10.1.0.1': ''}},
    b: {name: 'b', type: 'list:set', members: {a: ''}},
    c: {name: 'c', type: 'hash:ip,port', members: {'1.2.3.4,tcp:80': 'comment "the web server"'}},
  });
  expect(parseIpsetSave('')).toEqual({});
});

it('names the line it could not read', () => {
  const strangers = 'create a hash:net family inet\nadd nobody 10.0.0.1';
  expect(() => parseIpsetSave(strangers)).toThrow('ipset save: line 2: expected a set or a member of one');
  expect(() => parseIpsetSave('ipset v7.17: Kernel error received: Operation not permitted')).toThrow('line 1');
});
