import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {NodeFiles} from '../../hosts/host.ts';
import {HaWatch, type HaNews} from './ha-watch.ts';
import {keepalivedPid, stateFile} from './keepalived.ts';

const ROUTER = '7c7d9a0e-0000-4000-8000-000000000001';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A node whose files are these; what is not there cannot be read. */
function watchOver(files: Map<string, string>) {
  const heard: (HaNews | 'died')[] = [];
  const read = async (path: string): Promise<string> => {
    const content = files.get(path);
    if (content === undefined) throw new Error(`no ${path}`);
    return content;
  };
  const watch = new HaWatch(
    {files: {read} as Partial<NodeFiles> as NodeFiles},
    {tell: (news) => heard.push(news), died: () => heard.push('died')},
  );
  watch.watch([ROUTER]);
  return {heard, watch};
}

const runsAs = (pid: number): [string, string][] => [
  [keepalivedPid(ROUTER), `${pid}\n`],
  [`/proc/${pid}/comm`, 'keepalived\n'],
];

test('a role is told once, and what it becomes', async () => {
  const files = new Map([...runsAs(7), [stateFile(ROUTER), 'backup']]);
  const {heard, watch} = watchOver(files);
  await vi.advanceTimersByTimeAsync(3000);
  files.set(stateFile(ROUTER), 'primary');
  await vi.advanceTimersByTimeAsync(3000);
  watch[Symbol.dispose]();
  expect(heard).toEqual([
    {routerId: ROUTER, state: 'standby'},
    {routerId: ROUTER, state: 'active'},
  ]);
});

test('a keepalived that has not run yet is not dead', async () => {
  const {heard, watch} = watchOver(new Map());
  await vi.advanceTimersByTimeAsync(10_000);
  watch[Symbol.dispose]();
  expect(heard).toEqual([]);
});

test('a keepalived that ended is told at once, and again until one runs, each time after twice as long', async () => {
  const files = new Map(runsAs(7));
  const {heard, watch} = watchOver(files);
  await vi.advanceTimersByTimeAsync(1000);
  files.clear();
  await vi.advanceTimersByTimeAsync(500);
  expect(heard).toEqual(['died']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(heard).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(heard).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(heard).toHaveLength(3);
  for (const [path, content] of runsAs(8)) files.set(path, content);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(heard).toHaveLength(3);
  files.clear();
  await vi.advanceTimersByTimeAsync(500);
  expect(heard).toHaveLength(4);
  watch[Symbol.dispose]();
});
