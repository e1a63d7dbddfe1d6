import {expect, test} from 'vitest';
import {openChance, uuid5} from './chance.ts';

test('the same seed draws the same, and goes on where it was left', () => {
  const first = openChance('lab');
  const ids = [first.uuid(), first.uuid(), first.uuid()];
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(openChance('lab', 2).uuid()).toBe(ids[2]);
  expect(openChance('other').uuid()).not.toBe(ids[0]);
});

test('integers stay below', () => {
  const chance = openChance('dice');
  const thrown = new Set(Array.from({length: 200}, () => chance.integer(6)));
  expect([...thrown].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a host has the id that the DHCP agent gives it', () => {
  expect(uuid5('controller')).toBe('d3377d3c-a0d1-5d71-9947-f17125c357bb');
});
