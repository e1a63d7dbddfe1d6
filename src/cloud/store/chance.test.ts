import {expect, test} from 'vitest';
import {openChance, openChanceSource, uuid5} from './chance.ts';

test('the same name draws the same, one after the other', () => {
  const first = openChance('lab');
  const ids = [first.uuid(), first.uuid(), first.uuid()];
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const again = openChance('lab');
  expect([again.uuid(), again.uuid(), again.uuid()]).toEqual(ids);
  expect(openChance('other').uuid()).not.toBe(ids[0]);
});

test('an occasion draws its own, whatever else happened, and others each time it had an effect', () => {
  const first = openChanceSource('lab');
  const id = first.at('POST a').uuid();
  first.used('POST a');
  const second = openChanceSource('lab');
  second.used('POST b');
  expect(second.at('POST a').uuid()).toBe(id);
  expect(second.at('POST b').uuid()).not.toBe(id);
  const resumed = openChanceSource('lab', first.occasions);
  expect(resumed.at('POST a').uuid()).not.toBe(id);
  expect(resumed.at('POST a').uuid()).toBe(first.at('POST a').uuid());
});

test('integers stay below', () => {
  const chance = openChance('dice');
  const thrown = new Set(Array.from({length: 200}, () => chance.integer(6)));
  expect([...thrown].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a host has the id that the DHCP agent gives it', () => {
  expect(uuid5('controller')).toBe('d3377d3c-a0d1-5d71-9947-f17125c357bb');
});
