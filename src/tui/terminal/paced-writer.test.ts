import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {PASTE_END, PASTE_START} from '../../drivers/hosts/paste-marks.ts';
import {PacedWriter} from './paced-writer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const recorder = () => {
  const written: string[] = [];
  return {written, writer: new PacedWriter((data) => written.push(data))};
};

test('a key goes at once', () => {
  const {written, writer} = recorder();
  writer.push('a');
  writer.push('b');
  expect(written).toEqual(['a', 'b']);
});

test('a large text goes in pieces with pauses, and what is typed meanwhile comes behind it', () => {
  const {written, writer} = recorder();
  const text = 'x'.repeat(100_000);
  writer.push(text);
  writer.push('!');
  expect(written.join('').length).toBeLessThan(20_000);
  vi.runAllTimers();
  expect(written.length).toBeGreaterThan(5);
  expect(written.join('')).toBe(`${text}!`);
});

test('no piece ends inside a character', () => {
  const {written, writer} = recorder();
  const text = `a${'😀'.repeat(20_000)}`;
  writer.push(text);
  vi.runAllTimers();
  for (const piece of written) expect(piece.isWellFormed()).toBe(true);
  expect(written.join('')).toBe(text);
});

test('what is dropped never comes', () => {
  const {written, writer} = recorder();
  writer.push('x'.repeat(100_000));
  const before = written.length;
  writer.drop();
  writer.push('\u0003');
  vi.runAllTimers();
  expect(written.slice(before)).toEqual(['\u0003']);
});

test('a marked paste that is dropped half-way still gets its end mark', () => {
  const {written, writer} = recorder();
  writer.push(PASTE_START + 'x'.repeat(100_000) + PASTE_END);
  const before = written.length;
  writer.drop();
  writer.push('\u0003');
  vi.runAllTimers();
  expect(written.slice(before).join('')).toBe(`${PASTE_END}\u0003`);
});
