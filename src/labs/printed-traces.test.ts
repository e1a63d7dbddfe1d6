import {expect, test} from 'vitest';
import {captured} from '../drivers/kernel/captured/captured.ts';
import {anOvsBridge, anOvsPort, aSnapshot, withOvs} from '../state/testing/build-snapshot.ts';
import {PrintedTraces} from './printed-traces.ts';

const SNAPSHOT = withOvs(aSnapshot({left: []}), 'left', anOvsBridge('br-int', [anOvsPort('tap1', {ofport: 4})]));
const TEXT = captured('ovs-trace-spoof.out').replaceAll('\n', '\r\n');
const TRACE = 'ovs-appctl ofproto/trace br-int arp,in_port=tap1';

/** What a command printed, in pieces. */
const printedBy = (command: string, ...pieces: readonly string[]) => {
  const traces = new PrintedTraces();
  traces.commandStarted('left', command);
  for (const piece of pieces) traces.printed('left', piece);
  traces.printed('right', 'something else');
  return traces.commandEnded('left', SNAPSHOT);
};

test('a trace is read as it was printed, with the names that ports have on that node', () => {
  const trace = printedBy(TRACE, '\u001B[?2004l\r', TEXT.slice(0, 100), TEXT.slice(100));
  expect(trace?.ok && trace.value.rounds[0]?.bridges[0]?.hops[1]?.flow?.match).toBe('arp,in_port=tap1');
});

test('what is no trace, or printed none, is left alone; one that is cut off says so', () => {
  expect(printedBy('cat trace.txt', TEXT)).toBeUndefined();
  expect(printedBy(TRACE, 'br-nope: unknown bridge\r\n')).toBeUndefined();
  expect(printedBy(`${TRACE} | head -5`, TEXT.slice(0, 300))).toMatchObject({
    ok: false,
    why: expect.stringContaining('ends before the actions of the datapath') as string,
  });
});

test('a command is told once, and the next one begins anew', () => {
  const traces = new PrintedTraces();
  traces.commandStarted('left', TRACE);
  traces.printed('left', TEXT);
  expect(traces.commandEnded('left', undefined)?.ok).toBe(true);
  expect(traces.commandEnded('left', undefined)).toBeUndefined();
  traces.commandStarted('left', TRACE);
  traces.commandStarted('left', 'true');
  traces.printed('left', TEXT);
  expect(traces.commandEnded('left', undefined)).toBeUndefined();
});
