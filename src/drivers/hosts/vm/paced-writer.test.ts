import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {NUDGE, pacedWriter} from './paced-writer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A line that holds back the last bytes that came until more come, as the other side's kernel may. */
function sluggishLine() {
  let held = '';
  let come = '';
  let most = 0;
  const send = (text: string): void => {
    come += held;
    held = text;
    most = Math.max(most, held.length);
  };
  return {
    send,
    get come() {
      return come;
    },
    get most() {
      return most;
    },
  };
}

test('all of it arrives, in order, in pieces that fit, however slowly it is read', () => {
  const line = sluggishLine();
  using writer = pacedWriter(line.send);
  const message = `${JSON.stringify('é虚'.repeat(3000))}\n`;
  writer.write(message);
  writer.write('"end"\n');
  for (let turn = 0; turn < 500 && !line.come.includes('"end"\n'); turn += 1) {
    vi.advanceTimersByTime(20);
    writer.acknowledged(line.come.length);
  }
  const [first = '', last] = line.come.replaceAll(NUDGE, '').split('\n');
  expect(JSON.parse(first)).toBe(JSON.parse(message));
  expect(last).toBe('"end"');
  expect(line.most).toBeLessThanOrEqual(1024);
});

test('nothing more is sent, and no nudge, while the other side has read all', () => {
  const sent: string[] = [];
  using writer = pacedWriter((text) => sent.push(text));
  writer.write('{}\n');
  writer.acknowledged(3);
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual(['{}\n']);
});

test('a side that reads nothing is not written full', () => {
  let sent = 0;
  using writer = pacedWriter((text) => (sent += text.length));
  writer.write('x'.repeat(100_000));
  vi.advanceTimersByTime(100_000);
  expect(sent).toBeLessThanOrEqual(2048);
});
