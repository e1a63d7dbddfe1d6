import {expect, test} from 'vitest';
import type {Host} from '../drivers/hosts/host.ts';
import {openClientRuns} from './cloud/client-lines.ts';
import type {LabCloud} from './cloud/lab-cloud.ts';
import {runLine} from './run-line.ts';

const LINE = 'openstack network delete blue';
const asked = {user: 'admin', project: 'admin', method: 'DELETE', path: '/networking/v2.0/networks/1'} as const;

/** Repeats what the line did, in a cloud that answers with this status. */
const again = async (recorded: number, status: number, calls: readonly (typeof asked)[] = [asked]) => {
  const clientRuns = openClientRuns();
  clientRuns.keep('controller', LINE, {calls, exitCode: recorded});
  const cloud = {
    things: {state: {}, gone: {}},
    call: () => Promise.resolve({status, body: {why: 'in use'}}),
    settled: () => Promise.resolve(),
  } as unknown as LabCloud;
  const line = {node: 'controller', run: LINE, proves: [], looks: false};
  return (await runLine({host: {} as Host, cloud, clientRuns}, line, {timeoutMs: 1})).exitCode;
};

test('a line whose calls are made again ends as the cloud answers now', async () => {
  expect(await again(0, 204)).toBe(0);
  expect(await again(0, 409)).toBe(1);
  expect(await again(1, 409)).toBe(1);
  // What was in the way of it is gone.
  expect(await again(1, 204)).toBe(0);
});

test('a line that asked for nothing failed for a reason of its own', async () => {
  expect(await again(2, 204, [])).toBe(2);
});
