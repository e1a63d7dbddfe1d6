import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {Node, Result, ScriptRunner, Stream} from '../../hosts/host.ts';
import {watchLibvirt} from './watched-libvirt.ts';

beforeEach(() => {
  vi.useFakeTimers({now: 0});
});
afterEach(() => {
  vi.useRealTimers();
});

/** A libvirtd that takes three seconds to answer, and answers something else each time. */
const slowNode = () => {
  const hear: (() => void)[] = [];
  let answers = 0;
  const scripts: ScriptRunner = {
    async run() {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      answers += 1;
      return {ok: false, timedOut: false, stderr: `error ${answers}`} as Result;
    },
    [Symbol.dispose]() {},
  };
  const stream = {
    onLine(listener: (line: string) => void) {
      hear.push(() => listener("event 'lifecycle' for domain vm1: Resumed Unpaused"));
      return () => {};
    },
    ended: new Promise(() => {}),
    [Symbol.dispose]() {},
  } as unknown as Stream;
  const node = {files: {identity: async () => '1'}, stream: () => stream, scripts: () => scripts} as unknown as Node;
  return {node, hear: () => hear.forEach((tell) => tell())};
};

test('what was read late is told with the moment it was heard of', async () => {
  const {node, hear} = slowNode();
  const touched: number[] = [];
  using libvirt = watchLibvirt(node, (heardAt) => touched.push(heardAt));
  const first = libvirt.read();
  await vi.advanceTimersByTimeAsync(3000);
  await first;
  expect(touched).toEqual([3000]);
  await vi.advanceTimersByTimeAsync(7000);
  hear();
  const second = libvirt.read();
  await vi.advanceTimersByTimeAsync(3000);
  await second;
  expect(libvirt.current).toEqual({ok: false, why: 'error 2'});
  expect(touched).toEqual([3000, 10_000, 10_000]);
});

test('what is heard while it is read may be what was read, or what the next reading finds', async () => {
  const {node, hear} = slowNode();
  const touched: number[] = [];
  using libvirt = watchLibvirt(node, (heardAt) => touched.push(heardAt));
  const both = libvirt.read();
  await vi.advanceTimersByTimeAsync(2000);
  hear();
  await vi.advanceTimersByTimeAsync(4000);
  await both;
  expect(touched).toEqual([2000, 2000, 2000]);
  const last = libvirt.read();
  await vi.advanceTimersByTimeAsync(3000);
  await last;
  expect(touched.at(-1)).toBe(9000);
});
