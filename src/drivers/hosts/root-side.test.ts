import {expect, test} from 'vitest';
import {rootSide} from './root-side.ts';

const modes: Readonly<Record<string, number>> = {
  '/': 0o755,
  '/dev/net/tun': 0o600,
  '/dev/kvm': 0o666,
  '/root': 0o700,
  '/root/cache': 0o700,
  '/usr': 0o755,
};
const modeOf = (path: string) => modes[path];

test('root opens what is closed, and only that: devices, and the topmost folder above one that is shown', () => {
  const words = rootSide(['/root/cache/vm', '/usr/lib'], 0, modeOf);
  expect(words.slice(0, 2)).toEqual(['bash', '-c']);
  expect(words.slice(4)).toEqual(['/dev/net/tun', '10 200', '--', '/root', '/root/cache/vm', '--']);
});

test('nothing is done where nothing is closed, where there are no devices, and by an ordinary user, who cannot', () => {
  expect(rootSide(['/usr/lib'], 0, (path) => (path.startsWith('/dev') ? 0o666 : modes[path]))).toEqual([]);
  expect(rootSide([], 0, () => undefined)).toEqual([]);
  expect(rootSide(['/root/cache/vm'], 1000, modeOf)).toEqual([]);
});
