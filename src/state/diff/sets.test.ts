import {expect, test} from 'vitest';
import {diff} from '../diff.ts';
import type {AddressSet} from '../snapshot.ts';
import {hostWith, notRead, read} from '../testing/build-snapshot.ts';
import {told, toldBothWays} from '../testing/told.ts';

const set = (members: Readonly<Record<string, string>>, type = 'hash:net'): AddressSet => ({
  name: 'web',
  type,
  members,
});
const sets = (...all: readonly AddressSet[]) =>
  hostWith({sets: read(Object.fromEntries(all.map((one) => [one.name, one])))});

test('a set comes with its members, and takes them along', () => {
  expect(toldBothWays(sets(), sets(set({'10.0.0.5': '', '10.0.0.6': ''})))).toMatchInlineSnapshot(`
    "+ ipset host: set web added (hash:net)
    + ipset host: 10.0.0.5 is now in web
    + ipset host: 10.0.0.6 is now in web
    --
    + ipset host: 新增集合 web（hash:net）
    + ipset host: 10.0.0.5 加入 web
    + ipset host: 10.0.0.6 加入 web
    --
    - ipset host: set web removed
    (- ipset host: 10.0.0.5 is no longer in web)
    (- ipset host: 10.0.0.6 is no longer in web)
    --
    - ipset host: 删除集合 web
    (- ipset host: 10.0.0.5 不再属于 web)
    (- ipset host: 10.0.0.6 不再属于 web)"
  `);
});

test('members come and go, and change their options; a set is swapped for one of another type', () => {
  const before = sets(set({'10.0.0.0/24': '', '10.0.0.5': ''}));
  const after = sets(set({'10.0.0.0/24': 'nomatch', '10.0.0.6': 'comment "new"'}, 'hash:ip'));
  expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
    "~ ipset host: set web: type hash:net → hash:ip
    ~ ipset host: 10.0.0.0/24 in web: options none → nomatch
    - ipset host: 10.0.0.5 is no longer in web
    + ipset host: 10.0.0.6 is now in web (comment "new")
    --
    ~ ipset host: 集合 web：type hash:net → hash:ip
    ~ ipset host: web 中的 10.0.0.0/24：options 无 → nomatch
    - ipset host: 10.0.0.5 不再属于 web
    + ipset host: 10.0.0.6 加入 web（comment "new"）
    --
    ~ ipset host: set web: type hash:ip → hash:net
    ~ ipset host: 10.0.0.0/24 in web: options nomatch → none
    + ipset host: 10.0.0.5 is now in web
    - ipset host: 10.0.0.6 is no longer in web
    --
    ~ ipset host: 集合 web：type hash:ip → hash:net
    ~ ipset host: web 中的 10.0.0.0/24：options nomatch → 无
    + ipset host: 10.0.0.5 加入 web
    - ipset host: 10.0.0.6 不再属于 web"
  `);
});

test('what is in a set is unknown while it cannot be read, not gone', () => {
  const unread = hostWith({sets: notRead('ipset: Operation not permitted')});
  const known = sets(set({'10.0.0.5': ''}));
  expect(told(diff(known, unread), 'en')).toBe(
    '~ read host: ipset (sets) could not be read: ipset: Operation not permitted',
  );
  expect(told(diff(unread, known), 'en')).toBe('~ read host: ipset (sets) can be read again');
});
